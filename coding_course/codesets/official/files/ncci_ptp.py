"""NCCI procedure-to-procedure edits, the user's own copy: pairs of which the second is not paid beside the first.

Medicare publishes them each quarter for practitioners (``ccipra-...-f1``) and for outpatient hospitals
(``ccioph-...``), each in several parts, as workbook or tab-separated text: column 1, column 2, an asterisk for pairs
older than 1996, first day, last day (``*`` while it stays), modifier indicator (0 not allowed, 1 allowed, 9 not
applicable), rationale. A few lines of copyright and heading stand before the rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from coding_course.codesets.official.kinds import Compiled, FileKind, ReleaseProblem
from coding_course.codesets.official.own_tables import CODE, OWN_COPY, cell, column, head_rows, iso, table
from coding_course.codesets.official.packing import pack

MOST_PARTS = 9
COLUMNS = ("one", "two", "modifier", "first", "last", "rationale")

_HOSPITAL = re.compile(r"ccioph|hosp|outpatient|opps", re.IGNORECASE)
_PART = re.compile(r"[-_ ]f(\d)(?!\d)", re.IGNORECASE)


def roles() -> dict[str, str]:
    """Return every role that these files may fill, with the name of the compiled file: one a part, for both lists."""
    found = {}
    for name in ("ncci-ptp", "ncci-ptp-hospital"):
        for part in range(1, MOST_PARTS + 1):
            role = name if part == 1 else f"{name}-{part}"
            found[role] = f"{role}.tsv.xz"
    return found


def role_of(name: str) -> str:
    """Return the role that a file's name tells: whose edits they are, and which part.

    Examples
    --------
    >>> role_of("ccipra-v320r0-f1.xlsx"), role_of("ccioph-v320r0-f3.txt"), role_of("pairs.csv")
    ('ncci-ptp', 'ncci-ptp-hospital-3', 'ncci-ptp')
    """
    base = "ncci-ptp-hospital" if _HOSPITAL.search(name) else "ncci-ptp"
    match = _PART.search(name)
    part = int(match[1]) if match and int(match[1]) >= 1 else 1
    return base if part == 1 else f"{base}-{part}"


def is_head(names: Sequence[str]) -> bool:
    """Say whether a row names the columns of the table."""
    said = " ".join(names).lower()
    return "column 1" in said and "column 2" in said and ("modifier" in said or "effective" in said)


def recognizes(name: str, head: bytes) -> bool:
    """Say whether text begins as the table does."""
    return recognizes_rows(name, head_rows(head))


def recognizes_rows(name: str, rows: Sequence[Sequence[str]]) -> bool:
    """Say whether a workbook begins as the table does."""
    # The heading may be spread over rows: "Column 1 / Column 2" in one, "Effective Date" in the next.
    return any(is_head([*row, *(rows[at + 1] if at + 1 < len(rows) else ())]) for at, row in enumerate(rows[:12]))


def compile_pairs(data: bytes, name: str) -> Compiled:
    """Read one part of the edits and compile it to the role that its name tells."""
    lines: list[str] = []
    places: dict[str, int] = {}
    names: list[str] = []
    ended = 0
    for number, row in enumerate(table(data, name), start=1):
        if not places or not _is_pair(row, places):
            if not lines:
                names = _merged(names, row)
                places = _places(names) or places
                continue
            if any(row):
                raise ReleaseProblem(
                    f"Row {number} of {name} is no pair of codes ({' '.join(row)[:40]!r}). It was changed or cut "
                    "short; download it again."
                )
            continue
        one, two = cell(row, places["one"]).upper(), cell(row, places["two"]).upper()
        indicator = cell(row, places["modifier"])
        if indicator not in ("0", "1", "9"):
            raise ReleaseProblem(
                f"Row {number} of {name} gives {indicator!r} as modifier indicator of {one} with {two}; it is 0, 1 or "
                "9. Download it again."
            )
        first, last = iso(cell(row, places["first"])), iso(cell(row, places["last"]))
        ended += bool(last)
        lines.append(f"{one}\t{two}\t{indicator}\t{first}\t{last}\t{cell(row, places['rationale'])}\n")
    if not lines:
        raise ReleaseProblem(
            f"{name} holds no pairs of codes. Import the file of procedure-to-procedure edits itself, one part after "
            "the other."
        )
    role = role_of(name)
    whose = "outpatient hospital" if "hospital" in role else "practitioner"
    return Compiled(
        edition="",  # quarters do not follow fiscal years: the edition is the one that the user names
        files={role: pack(("\t".join(COLUMNS) + "\n" + "".join(lines)).encode())},
        counts={f"NCCI pairs, {whose}": len(lines), "of them ended": ended},
        remarks=(OWN_COPY,),
    )


def _is_pair(row: Sequence[str], places: dict[str, int]) -> bool:
    return bool(CODE.fullmatch(cell(row, places["one"]).upper()) and CODE.fullmatch(cell(row, places["two"]).upper()))


def _merged(above: list[str], row: Sequence[str]) -> list[str]:
    """Return the names of columns with another line of the heading below them; a heading runs over several rows."""
    size = max(len(above), len(row))
    return [f"{cell(above, at)} {cell(row, at)}".strip() for at in range(size)]


def _places(names: Sequence[str]) -> dict[str, int]:
    found = {
        "one": column(names, r"column ?1"),
        "two": column(names, r"column ?2"),
        "first": column(names, r"effective"),
        "last": column(names, r"deletion"),
        "modifier": column(names, r"modifier"),
        "rationale": column(names, r"rationale"),
    }
    if found["one"] == found["two"] and found["one"] >= 0:
        found["two"] = found["one"] + 1  # one merged heading over both columns
    return found if min(found["one"], found["two"], found["modifier"]) >= 0 else {}


KIND = FileKind(
    id="ncci-ptp",
    title="NCCI procedure-to-procedure edits, your own copy (workbook or text)",
    publisher="CMS",
    roles=roles(),
    recognizes=recognizes,
    compile=compile_pairs,
    recognizes_rows=recognizes_rows,
)
