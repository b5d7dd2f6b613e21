"""The October 2025 HCPCS release where it is at hand."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from tests.official import release


class Row(NamedTuple):
    """One code or modifier of the release."""

    long: str
    short: str
    coverage: str
    pricing: str
    ended: str


@cache
def october() -> dict[str, Row]:
    """Return the release by code."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(release("hcpcs-2025/HCPC2025_OCT_ANWEB.xlsx")), read_only=True)
    rows = book.worksheets[0].iter_rows(values_only=True)
    names = [str(name) for name in next(rows)]
    found = {}
    for row in rows:
        cells = dict(zip(names, (str(cell or "").strip() for cell in row), strict=True))
        if cells["HCPC"]:
            found[cells["HCPC"]] = Row(
                cells["LONG DESCRIPTION"],
                cells["SHORT DESCRIPTION"],
                cells["COV"],
                cells["PRICE1"],
                cells["TERM DT"],
            )
    return found


_WORDS = (
    (r"\bmicrograms?\b", "mcg"), (r"\bmilligrams?\b", "mg"), (r"\bgrams?\b|\bgm\b", "g"), (r"\bcc\b|\bml\b", "mL"),
    (r"\bmicrocuries?\b", "mcCi"), (r"\bmillicuries?\b", "mCi"), (r"\bi\.?u\.?\b|\b(?:usp )?units?\b", "unit"),
    (r"\bmeq\b", "mEq"),
)  # fmt: skip


def amounts(text: str) -> set[tuple[Decimal, str]]:
    """Return the amounts that a description names, and, for drugs of two parts, their sum."""
    for pattern, name in _WORDS:
        text = re.sub(pattern, name, text)
    text = re.sub(r"(?<=\d),(?=\d)", "", text)
    pattern = r"(?:(?<![\w.])(\d+(?:\.\d+)?|\.\d+) ?|\bper )(mg|mcg|g|mL|unit|mEq|mCi|mcCi)\b"
    found = [(Decimal(number or 1), measure) for number, measure in re.findall(pattern, text)]
    said = set(found)
    if len(found) > 1 and len({measure for _, measure in found}) == 1:
        said.add((sum((number for number, _ in found), Decimal()), found[0][1]))
    return said
