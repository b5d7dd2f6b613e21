"""HCPCS Level II as a workbook (``HCPC2025_OCT_ANWEB.xlsx``): one row a code or modifier, 48 named columns.

Modifiers stand right-aligned in five characters, dates are eight digits as text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coding_course.codesets.official import workbooks
from coding_course.codesets.official.hcpcs_entries import FILE, ROLE, Entry, clean, compile_entries
from coding_course.codesets.official.kinds import Compiled, FileKind, ReleaseProblem

_COLUMNS = {
    "code": "HCPC",
    "title": "LONG DESCRIPTION",
    "short": "SHORT DESCRIPTION",
    "first": "ADD DT",
    "changed": "ACT EFF DT",
    "last": "TERM DT",
    "coverage": "COV",
    "pricing": "PRICE1",
}
_NEEDED = {"HCPC", "LONG DESCRIPTION", "SHORT DESCRIPTION", "TERM DT"}


def recognizes(name: str, head: bytes) -> bool:
    """Never: the first bytes of a workbook do not tell what it holds."""
    return False


def recognizes_rows(name: str, rows: Sequence[Sequence[str]]) -> bool:
    """Say whether a workbook begins as the release does."""
    return any(set(map(_name, row)) >= _NEEDED for row in rows[:8])


def _name(cell: str) -> str:
    return " ".join(cell.upper().split())


def _entries(data: bytes, name: str) -> Iterator[Entry]:
    places: dict[str, int] = {}
    for row in workbooks.rows(data, name):
        if not places:
            names = [_name(cell) for cell in row]
            if set(names) >= _NEEDED:
                places = {ours: names.index(theirs) for ours, theirs in _COLUMNS.items() if theirs in names}
            continue
        cells = {ours: clean(row[at]) if at < len(row) else "" for ours, at in places.items()}
        if cells["code"]:
            yield Entry(**cells)
    if not places:
        raise ReleaseProblem(
            f"{name} has no row with the columns HCPC and LONG DESCRIPTION. Import the alpha-numeric file of the "
            "release."
        )


def compile_workbook(data: bytes, name: str) -> Compiled:
    """Read the workbook and compile it to the role ``hcpcs-official``."""
    return compile_entries(_entries(data, name), name)


KIND = FileKind(
    id="hcpcs-xlsx",
    title="HCPCS Level II (workbook)",
    publisher="CMS",
    roles={ROLE: FILE},
    recognizes=recognizes,
    compile=compile_workbook,
    recognizes_rows=recognizes_rows,
)
