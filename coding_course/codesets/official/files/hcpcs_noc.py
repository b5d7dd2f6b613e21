"""The list of HCPCS codes that stand for what has no code of its own (``NOC codes_JAN2025.xlsx``).

A workbook: a title with the year, then the columns HCPCS, LONG DESCRIPTION, ADD DATE, TERM DATE.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from coding_course.codesets.official import workbooks
from coding_course.codesets.official.hcpcs_entries import clean
from coding_course.codesets.official.kinds import Compiled, FileKind, ReleaseProblem
from coding_course.codesets.official.packing import pack

ROLE = "hcpcs-noc"
FILE = "hcpcs-noc.tsv.xz"
COLUMNS = ("code", "title")
FEWEST = 20

_CODE = re.compile(r"[A-Z][0-9]{4}")
_TITLE = re.compile(r"\bNOC codes\b.*?(20\d\d)", re.IGNORECASE)


def recognizes(name: str, head: bytes) -> bool:
    """Never: the first bytes of a workbook do not tell what it holds."""
    return False


def recognizes_rows(name: str, rows: Sequence[Sequence[str]]) -> bool:
    """Say whether a workbook begins as the list does."""
    said = " ".join(cell for row in rows[:4] for cell in row)
    return bool(_TITLE.search(said)) and any(_is_head(row) for row in rows[:6])


def _is_head(row: Sequence[str]) -> bool:
    cells = [cell.strip().upper() for cell in row]
    return bool(cells) and cells[0] in ("HCPCS", "HCPC") and "LONG DESCRIPTION" in cells


def compile_noc(data: bytes, name: str) -> Compiled:
    """Read the list and compile it to the role ``hcpcs-noc``."""
    found: dict[str, str] = {}
    inside = False
    for row in workbooks.rows(data, name):
        cells = [clean(cell) for cell in row]
        if not inside:
            inside = _is_head(row)
            continue
        if not any(cells):
            continue
        if not _CODE.fullmatch(cells[0]) or len(cells) < 2 or not cells[1]:
            raise ReleaseProblem(
                f"{name} has a row that is no code with its description ({' '.join(cells)[:40]!r}). Download it again."
            )
        found[cells[0]] = cells[1]
    if len(found) < FEWEST:
        raise ReleaseProblem(f"{name} holds {len(found):,} codes; the list has more than a hundred. Download it again.")
    table = "".join(f"{code}\t{title}\n" for code, title in sorted(found.items()))
    return Compiled(
        edition="",  # quarters do not follow fiscal years: the edition is the one that the user names
        files={ROLE: pack(("\t".join(COLUMNS) + "\n" + table).encode())},
        counts={"HCPCS codes for what has none": len(found)},
    )


KIND = FileKind(
    id="hcpcs-noc",
    title="HCPCS not-otherwise-classified codes (workbook)",
    publisher="CMS",
    roles={ROLE: FILE},
    recognizes=recognizes,
    compile=compile_noc,
    recognizes_rows=recognizes_rows,
)
