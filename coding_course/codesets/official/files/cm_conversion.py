"""The conversion table of ICD-10-CM: for each code that is new since FY2017, what was coded before.

A workbook, or the same as comma-separated text: current code, the year or date from which it is valid (a year is its
October 1), previous codes. ``and`` between previous codes means that they stood together; a comma or semicolon sets
apart choices.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from coding_course.codesets.forms import compact, dotted
from coding_course.codesets.official import workbooks
from coding_course.codesets.official.kinds import Compiled, FileKind, ReleaseProblem
from coding_course.codesets.official.packing import pack
from coding_course.codesets.official.texts import text
from coding_course.codesets.official.years import in_force

FILE = "icd10cm-conversion.tsv.xz"
COLUMNS = ("code", "since", "previous")
"""``since`` is an ISO date; ``previous`` holds choices set apart by ``|``, codes that stood together by ``+``."""
FEWEST = 100

_CODE = re.compile(r"[A-Z][0-9][0-9A-Z](?:\.?[0-9A-Z]{1,4})?|[A-Z]{2}[0-9](?:\.?[0-9A-Z]{1,4})?")
_SINCE = re.compile(r"(20\d\d)(?:-(\d\d)-(\d\d))?")
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(20\d\d)")


def is_head(cells: Sequence[str]) -> bool:
    """Say whether a row names the columns of the table."""
    said = [" ".join(cell.lower().split()) for cell in cells]
    return any(s.startswith("current code") for s in said) and any(s.startswith("previous code") for s in said)


def recognizes(name: str, head: bytes) -> bool:
    """Say whether comma-separated text begins as the table does; the PCS table has more columns and tabs."""
    if head.startswith(b"PK"):
        return False
    said = " ".join(text(head[:6000]).lower().split())
    return "current code assignment" in said and "previous code" in said and "predecessor" not in said


def recognizes_rows(name: str, rows: Sequence[Sequence[str]]) -> bool:
    """Say whether a workbook begins as the table does."""
    return any(is_head(row) and len([cell for cell in row if cell]) <= 4 for row in rows[:8])


def _rows(data: bytes, name: str) -> Iterator[Sequence[str]]:
    if workbooks.is_workbook(data):
        return workbooks.rows(data, name)
    content = text(data)
    try:
        return iter(list(csv.reader(io.StringIO(content, newline=""), delimiter="\t" if "\t" in content else ",")))
    except csv.Error as problem:
        raise ReleaseProblem(f"{name} cannot be read as a table ({problem}). Download it again.") from problem


def since(cell: str) -> str:
    """Return the first day of a code as an ISO date, or an empty text.

    Examples
    --------
    >>> since("2025"), since("2023-04-01"), since("4/1/2023"), since("soon")
    ('2025-10-01', '2023-04-01', '2023-04-01', '')
    """
    said = cell.strip()
    if match := _AMERICAN.fullmatch(said):
        return f"{match[3]}-{int(match[1]):02}-{int(match[2]):02}"
    match = _SINCE.fullmatch(said)
    return "" if match is None else f"{match[1]}-{match[2]}-{match[3]}" if match[2] else f"{match[1]}-10-01"


def previous(cell: str) -> str:
    """Return previous codes: choices set apart by ``|``, codes that stood together by ``+``; empty for none.

    Examples
    --------
    >>> previous("C56.1 and C56.2"), previous("E75.240, E75.241 ")
    ('C56.1+C56.2', 'E75.240|E75.241')
    """
    choices = (re.split(r"\s+and\s+|\s*&\s*|\s*\+\s*", part.strip()) for part in re.split(r"[,;\n]|\s+or\s+", cell))
    codes = (list(map(dotted, map(compact, _CODE.findall(" ".join(parts))))) for parts in choices)
    return "|".join("+".join(found) for found in codes if found)


def compile_conversion(data: bytes, name: str) -> Compiled:
    """Read the table and compile it to the role ``cm-conversion``."""
    found: list[str] = []
    newest = ""
    without = 0
    seen_head = False
    for cells in _rows(data, name):
        if not seen_head:
            seen_head = is_head(cells)
            continue
        code = dotted(compact(cells[0])) if cells else ""  # a few rows leave the point out
        if not code:
            continue
        if not _CODE.fullmatch(code) or len(cells) < 3 or not (first := since(cells[1])):
            raise ReleaseProblem(
                f"{name} has a row that is no code, year and previous codes ({' '.join(cells)[:40]!r}). Download it "
                "again."
            )
        before = previous(cells[2])
        without += not before
        newest = max(newest, first)
        found.append(f"{code}\t{first}\t{before}\n")
    if len(found) < FEWEST:
        raise ReleaseProblem(
            f"{name} holds {len(found):,} rows; a conversion table has thousands. It was cut short; download it again."
        )
    remarks = (f"{without:,} new codes name no previous code.",) if without else ()
    return Compiled(
        edition=in_force(newest),
        files={"cm-conversion": pack(("\t".join(COLUMNS) + "\n" + "".join(found)).encode())},
        counts={"rows of the conversion table": len(found)},
        remarks=remarks,
    )


KIND = FileKind(
    id="cm-conversion",
    title="ICD-10-CM conversion table (workbook or text)",
    publisher="National Center for Health Statistics",
    roles={"cm-conversion": FILE},
    recognizes=recognizes,
    compile=compile_conversion,
    recognizes_rows=recognizes_rows,
)
