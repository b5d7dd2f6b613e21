"""The list of codes exempt from present-on-admission reporting, of one fiscal year.

Format: tab-separated text, or a workbook with the same columns: a number that places the code in the order file, the
code with its point, its title. The head of the first column tells the year (``Order26``, ``OrdFY25``). Beside it the
publisher ships lists of additions, deletions and revised titles; those are changes to the list of the year before and
stand in the full list already, so they are recognized and not needed
(:mod:`coding_course.codesets.official.files.not_needed`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from coding_course.codesets.forms import compact, dotted
from coding_course.codesets.official import workbooks
from coding_course.codesets.official.kinds import Compiled, FileKind, ReleaseProblem
from coding_course.codesets.official.packing import pack
from coding_course.codesets.official.texts import lines
from coding_course.codesets.official.years import from_name

FILE = "icd10cm-poa-exempt.tsv.xz"
FEWEST = 30_000
"""The list has had more than 37,000 codes since 7th characters D and S are on it; part of it is no list."""

_HEAD = re.compile(r"ord(?:er)?\s*(?:fy)?\s*(?:20)?(\d\d)?", re.IGNORECASE)
_CODE = re.compile(r"[A-Z][0-9A-Z]{2}(?:\.?[0-9A-Z]{1,4})?")
_CHANGES = ("add", "delete", "revise")


def is_head(cells: Sequence[str]) -> bool:
    """Say whether a line names the columns of a POA list, the full one or one of changes."""
    return any(cell.strip().lower().replace(" ", "").startswith("poaexempt") for cell in cells[:3])


def is_full(cells: Sequence[str]) -> bool:
    """Say whether a line names the columns of the full list: number, code, title."""
    return is_head(cells) and len(cells) >= 2 and bool(_HEAD.fullmatch(cells[0].strip())) and not is_head(cells[:1])


def _named_as_changes(name: str) -> bool:
    return any(f"codes{word}" in name or f"exempt{word}" in name for word in _CHANGES) or "action" in name


def recognizes(name: str, head: bytes) -> bool:
    """Say whether a file begins as the full list does; lists of changes are told by their name and columns."""
    start = lines(head[:2000])[:1]
    cells = start[0].split("\t") if start else []
    return is_full(cells) and "action" not in start[0].lower() and not _named_as_changes(name.lower())


def recognizes_rows(name: str, rows: Sequence[Sequence[str]]) -> bool:
    """Say whether a workbook begins as the full list does."""
    cells = [cell for cell in rows[0] if cell] if rows else []
    return (
        is_full(cells) and not any("action" in cell.lower() for cell in cells) and not _named_as_changes(name.lower())
    )


def _rows(data: bytes, name: str) -> Iterator[tuple[str, ...]]:
    if workbooks.is_workbook(data):
        yield from workbooks.rows(data, name)
    else:
        for line in lines(data):
            yield tuple(line.split("\t"))


def compile_list(data: bytes, name: str) -> Compiled:
    """Read the full list and compile it to the role ``poa-exempt``."""
    rows = _rows(data, name)
    head = next(rows, ())
    if not is_full(head):
        raise ReleaseProblem(f"{name} does not begin with the columns of the POA-exempt list. Import the full list.")
    codes: dict[str, None] = {}
    last = -1
    for number, cells in enumerate(rows, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        place, code = cells[0].strip(), cells[1].strip().upper() if len(cells) > 1 else ""
        if not place.isdecimal() or not _CODE.fullmatch(code) or int(place) <= last:
            raise ReleaseProblem(
                f"Line {number} of {name} is not a number, a code and its title, in the order of the book "
                f"({' '.join(cells)[:40]!r}). Download the list again."
            )
        last = int(place)
        codes[dotted(compact(code))] = None
    if len(codes) < FEWEST or not next(reversed(codes)).startswith("Z9"):
        raise ReleaseProblem(
            f"{name} holds {len(codes):,} codes; the full POA-exempt list has more than {FEWEST:,} and ends with Z99. "
            "It is a list of changes, or was cut short. Import the full list."
        )
    match = _HEAD.fullmatch(head[0].strip())
    return Compiled(
        edition=f"FY20{match[1]}" if match and match[1] else from_name(name),
        files={"poa-exempt": pack(("code\n" + "".join(f"{code}\n" for code in codes)).encode())},
        counts={"poa exempt": len(codes)},
    )


KIND = FileKind(
    id="poa-exempt",
    title="POA-exempt list (text or workbook)",
    publisher="CMS",
    roles={"poa-exempt": FILE},
    recognizes=recognizes,
    compile=compile_list,
    recognizes_rows=recognizes_rows,
)
