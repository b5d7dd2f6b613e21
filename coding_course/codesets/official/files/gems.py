"""The general equivalence maps (GEMs) between ICD-9-CM and ICD-10-CM diagnoses; their last release is that of 2018.

Format (``GemsTechDoc_2018.pdf``): source code, target code, five flags: approximate, no map, combination, scenario,
choice list. The direction is told by the codes. :mod:`coding_course.codesets.equivalents` answers what a code was.
"""

from __future__ import annotations

import re

from coding_course.codesets.official.kinds import Compiled, FileKind, ReleaseProblem
from coding_course.codesets.official.packing import pack
from coding_course.codesets.official.texts import lines
from coding_course.codesets.official.years import from_name

FORWARD, BACKWARD = "gem-from-9", "gem-from-10"
FILES = {FORWARD: "gem-from-icd9.tsv.xz", BACKWARD: "gem-from-icd10.tsv.xz"}
COLUMNS = ("source", "target", "flags")
FEWEST = {FORWARD: 20_000, BACKWARD: 60_000}
LAST = {FORWARD: "V9", BACKWARD: "Z9"}
"""How the last source code of a whole map begins; one that ends elsewhere was cut short."""

_LINE = re.compile(r"([0-9A-Z]{3,7}) +([0-9A-Z]{3,7}|NoDx) +([01]{3}\d\d) *")
_NINE = re.compile(r"(?:\d{3}|V\d\d)\d{0,2}|E\d{3}\d?")
_TEN = re.compile(r"[A-Z][0-9][0-9A-Z][0-9A-Z]{0,4}")


def _direction(pairs: list[tuple[str, str]]) -> str:
    """Return the role that pairs of codes fill, or an empty text; the first lines are enough."""
    for role, source, target in ((FORWARD, _NINE, _TEN), (BACKWARD, _TEN, _NINE)):
        if all(source.fullmatch(a) and (b == "NoDx" or target.fullmatch(b)) for a, b in pairs):
            return role
    return ""


def _pairs(found: list[str]) -> list[tuple[str, str]]:
    return [(match[1], match[2]) for line in found if (match := _LINE.fullmatch(line))]


def recognizes(name: str, head: bytes) -> bool:
    """Say whether a file begins as a map of diagnoses does; those of procedures have other codes."""
    start = lines(head[:4000])[:40]
    pairs = _pairs(start[:-1])
    return len(pairs) >= 3 and len(pairs) == len(start) - 1 and _direction(pairs) != ""


def compile_map(data: bytes, name: str) -> Compiled:
    """Read a map and compile it to the role of its direction."""
    found = lines(data)
    rows: list[str] = []
    for number, line in enumerate(found, start=1):
        match = _LINE.fullmatch(line.upper().replace("NODX", "NoDx"))  # the release has one code in lower case
        if match is None:
            raise ReleaseProblem(f"Line {number} of {name} is no line of a GEM ({line[:40]!r}). Download it again.")
        rows.append(f"{match[1]}\t{match[2]}\t{match[3]}\n")
    role = _direction(_pairs(found[:40]))
    last = rows[-1] if rows else ""
    if not role or len(rows) < FEWEST[role] or not last.startswith(LAST[role]):
        raise ReleaseProblem(
            f"{name} holds {len(rows):,} lines and ends with {last[:7].strip() or 'nothing'}; a whole map of diagnoses "
            "has more. It was cut short; download it again."
        )
    words = "ICD-9-CM to ICD-10-CM" if role == FORWARD else "ICD-10-CM to ICD-9-CM"
    return Compiled(
        edition=from_name(name),
        files={role: pack(("\t".join(COLUMNS) + "\n" + "".join(rows)).encode())},
        counts={f"equivalents from {words}": len(rows)},
    )


KIND = FileKind(
    id="gems",
    title="General equivalence map of diagnoses (GEM)",
    publisher="CMS and National Center for Health Statistics",
    roles=FILES,
    recognizes=recognizes,
    compile=compile_map,
)
