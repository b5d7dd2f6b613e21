"""Table 6K of the inpatient payment rule: which principal diagnoses take a CC's or MCC's effect away.

Format: text in three parts. Part 1 lists each CC and MCC with its level and a numbered collection of principal
diagnoses (or “No Excl”), then every collection with its codes. Part 2 lists codes that count only when the patient
was discharged alive. Part 3 lists codes that do not count in certain MS-DRGs.
"""

from __future__ import annotations

import re

from coding_course.codesets.official.ipps import TABLE_YEAR, packed, text_of
from coding_course.codesets.official.kinds import Compiled, FileKind, ReleaseProblem

FILE = "msdrg-exclusions.tsv.xz"
_HEADING = "COMPLETE LIST OF CC EXCLUSIONS"
_PART = re.compile(r"K Part (\d)\b")
_MARKED = re.compile(r" ([A-Z][0-9A-Z]{2,6}) +(MCC|CC) +(?:(\d{4}):([\d,]+) codes?|No Excl)\b")
_MARKED_BEGINS = re.compile(r" (?!I10 Dx)[A-Z][0-9A-Z]{2,6} ")
_COLLECTION = re.compile(r"PDX collection (\d{4})\b")
_MEMBER = re.compile(r"  ([A-Z][0-9A-Z]{2,6})(?= |$)")
_DRGS = re.compile(r"(?:MDC \d+ )?DRGs? (\d{3})(?:-(\d{3}))?\b")


def recognizes(name: str, head: bytes) -> bool:
    """Say whether a file begins as Table 6K does."""
    return _HEADING.encode() in head[:400].upper()


def compile_exclusions(data: bytes, name: str) -> Compiled:
    """Read Table 6K and compile it to the role ``drg-exclusions``.

    The compiled table has the columns kind, name, value: ``collection`` with its codes, ``code`` with its level and
    collection, ``alive`` for part 2, ``drg`` with its codes for part 3. Codes stand without their point.
    """
    text = text_of(data, name, "Table 6K")
    if _HEADING not in text[:400].upper():
        raise ReleaseProblem(f"{name} does not begin as Table 6K does (“{_HEADING}”); is it another table?")
    marked: dict[str, tuple[str, str, int]] = {}
    collections: dict[str, list[str]] = {}
    alive: list[str] = []
    members: list[str] | None
    in_drgs: dict[str, list[str]] = {}
    part, members = "", None
    drgs: tuple[str, ...] = ()
    for line in text.split("\n"):
        if match := _PART.match(line):
            part, members = match[1], None
        elif part == "1" and (match := _COLLECTION.match(line)):
            members = collections.setdefault(match[1], [])
        elif part == "1" and members is None and (match := _MARKED.match(line)):
            marked[match[1]] = (match[2], match[3] or "", int((match[4] or "0").replace(",", "")))
        elif part == "1" and members is None and _MARKED_BEGINS.match(line):
            raise ReleaseProblem(f"{name}: a line of part 1 cannot be read: {line.strip()[:60]!r}. Download it again.")
        elif part == "3" and (match := _DRGS.match(line)):
            drgs = tuple(f"{drg:03}" for drg in range(int(match[1]), int(match[2] or match[1]) + 1))
        elif match := _MEMBER.match(line):
            if part == "1" and members is not None:
                members.append(match[1])
            elif part == "2":
                alive.append(match[1])
            elif part == "3":
                for drg in drgs:
                    in_drgs.setdefault(drg, []).append(match[1])
    _verify(name, marked, collections, part)
    lines = ["kind\tname\tvalue"]
    lines += [f"collection\t{key}\t{' '.join(codes)}" for key, codes in sorted(collections.items())]
    lines += [f"code\t{code}\t{level} {key}".rstrip() for code, (level, key, _) in sorted(marked.items())]
    lines += [f"alive\t{code}\t" for code in sorted(alive)]
    lines += [f"drg\t{drg}\t{' '.join(codes)}" for drg, codes in sorted(in_drgs.items())]
    year = TABLE_YEAR.search(text[:2048])
    return Compiled(
        edition=f"FY{year[1]}" if year else "",
        files={"drg-exclusions": packed(lines)},
        counts={
            "CC and MCC in the table of exclusions": len(marked),
            "exclusion collections": len(collections),
            "CC and MCC only when discharged alive": len(alive),
            "MS-DRGs with severity exclusions": len(in_drgs),
        },
    )


def _verify(name: str, marked: dict[str, tuple[str, str, int]], collections: dict[str, list[str]], part: str) -> None:
    """Compare each collection with the number of codes that part 1 states for it."""
    if not marked or part != "3":
        raise ReleaseProblem(
            f"{name} lacks {'part 1' if not marked else 'its last part'} of Table 6K. Download it again."
        )
    for code, (_, key, stated) in marked.items():
        held = len(collections.get(key, ())) if key else 0
        if held != stated:
            raise ReleaseProblem(
                f"{name}: collection {key} of {code} should have {stated} codes and has {held}. Download it again."
            )


KIND = FileKind(
    id="cc-exclusions",
    title="IPPS Table 6K: complete list of CC exclusions (text)",
    publisher="CMS",
    roles={"drg-exclusions": FILE},
    recognizes=recognizes,
    compile=compile_exclusions,
)
