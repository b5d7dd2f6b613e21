"""The conversion table of ICD-10-PCS: for each code that is new, deleted or revised, what was coded before or is now.

Tab-separated text: current code, its title, year, previous code, its title, change (``New``, ``Deleted``, ``Revised``),
an optional comment, month and day (``10.01``). ``NoPCS`` stands where there was no code.
"""

from __future__ import annotations

import re

from coding_course.codesets.official.files.cm_conversion import COLUMNS
from coding_course.codesets.official.kinds import Compiled, FileKind, ReleaseProblem
from coding_course.codesets.official.packing import pack
from coding_course.codesets.official.texts import lines
from coding_course.codesets.official.years import in_force

FILE = "icd10pcs-conversion.tsv.xz"
FEWEST = 1_000
NO_CODE = "NoPCS"

_CODE = re.compile(r"[0-9B-DF-HX][0-9A-HJ-NP-Z]{6}")
_DAY = re.compile(r"(\d\d)\.(\d\d)")


def recognizes(name: str, head: bytes) -> bool:
    """Say whether a file begins as the table does."""
    first = lines(head[:2000])[:1]
    return bool(first) and "current code" in first[0].lower() and "predecessor code" in first[0].lower()


def compile_conversion(data: bytes, name: str) -> Compiled:
    """Read the table and compile it to the role ``pcs-conversion``."""
    found: dict[tuple[str, str], list[str]] = {}
    changes: dict[str, int] = {}
    for number, line in enumerate(lines(data)[1:], start=2):
        cells = [cell.strip().strip('"') for cell in line.split("\t")]
        if not any(cells):
            continue
        day = _DAY.fullmatch(cells[-1])
        if (
            len(cells) < 6
            or not _CODE.fullmatch(cells[0].replace(NO_CODE, "0000000"))
            or not cells[2].isdecimal()
            or day is None
        ):
            raise ReleaseProblem(f"Line {number} of {name} is no line of the conversion table ({line[:40]!r}).")
        changes[cells[5].lower()] = changes.get(cells[5].lower(), 0) + 1
        if cells[0] == NO_CODE:  # a deleted code that nothing replaces
            continue
        before = found.setdefault((cells[0], f"{cells[2]}-{day[1]}-{day[2]}"), [])
        if _CODE.fullmatch(cells[3]) and cells[3] != cells[0]:
            before.append(cells[3])
    if len(found) < FEWEST:
        raise ReleaseProblem(
            f"{name} holds {len(found):,} codes; a conversion table has thousands. It was cut short; download it again."
        )
    rows = (f"{code}\t{first}\t{'|'.join(dict.fromkeys(before))}\n" for (code, first), before in found.items())
    return Compiled(
        edition=in_force(max(first for _, first in found)),
        files={"pcs-conversion": pack(("\t".join(COLUMNS) + "\n" + "".join(rows)).encode())},
        counts={"rows of the PCS conversion table": sum(changes.values())},
    )


KIND = FileKind(
    id="pcs-conversion",
    title="ICD-10-PCS conversion table (text)",
    publisher="CMS",
    roles={"pcs-conversion": FILE},
    recognizes=recognizes,
    compile=compile_conversion,
)
