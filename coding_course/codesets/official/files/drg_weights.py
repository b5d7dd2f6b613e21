"""Table 5 of the inpatient payment rule: every MS-DRG with its weight and lengths of stay.

Format: tab-separated text in Windows-1252, fields that hold a comma or a line end in quotes; the title above the
columns runs over two lines. Columns as of FY2026: MS-DRG, post-acute, special pay, MDC, type, title, weight before
cap, weight after the 10 percent cap, geometric and arithmetic mean length of stay.
"""

from __future__ import annotations

import csv
import io
import re

from coding_course.codesets.drg.titles import sentence_case
from coding_course.codesets.official.ipps import TABLE_YEAR, number, packed, text_of
from coding_course.codesets.official.kinds import Compiled, FileKind, ReleaseProblem

FILE = "msdrg-weights.tsv.xz"
COLUMNS = (
    "drg",
    "title",
    "mdc",
    "type",
    "weight",
    "weight_before_cap",
    "geometric_days",
    "arithmetic_days",
    "post_acute",
    "special_pay",
)
_TYPES = {"SURG": "surgical", "MED": "medical", "**": ""}
_FEWEST = 700
"""No version of the grouper had fewer MS-DRGs; a file with fewer was cut short."""


def _place(header: list[str], *words: str) -> int:
    """Return the column whose heading has all of these words, or -1."""
    for place, cell in enumerate(header):
        if all(word in " ".join(cell.lower().split()) for word in words):
            return place
    return -1


def recognizes(name: str, head: bytes) -> bool:
    """Say whether a file begins as Table 5 does."""
    text = head[:4096].decode("cp1252", "replace").upper()
    return "MS-DRG TITLE" in text and "WEIGHT" in text


def compile_weights(data: bytes, name: str) -> Compiled:
    """Read Table 5 and compile it to the role ``drg-weights``."""
    text = text_of(data, name, "Table 5")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True))
    except csv.Error as problem:
        raise ReleaseProblem(
            f"{name} is not whole: a quoted field of Table 5 has no end ({problem}). Download it again."
        ) from problem
    start = next((i for i, row in enumerate(rows) if _place(row, "ms-drg title") >= 0), None)
    if start is None:
        raise ReleaseProblem(f"{name} has no column “MS-DRG Title”, which Table 5 has; is it another table?")
    header = rows[start]
    capped = _place(header, "cap applied")
    plain = _place(header, "before cap")
    plain = _place(header, "weight") if plain < 0 else plain
    places = (
        _place(header, "ms-drg title"),
        _place(header, "mdc"),
        _place(header, "type"),
        plain if capped < 0 else capped,
        plain,
        _place(header, "geometric"),
        _place(header, "arithmetic"),
        _place(header, "post-acute"),
        _place(header, "special pay"),
    )
    if min(places) < 0:
        raise ReleaseProblem(f"{name} lacks a column that Table 5 has (weights, days, MDC, type or transfer flags).")
    lines, seen = ["\t".join(COLUMNS)], set()
    for row in rows[start + 1 :]:
        drg = row[0].strip() if row else ""
        if not re.fullmatch(r"\d{3}", drg):
            continue
        if len(row) <= max(places) or drg in seen:
            raise ReleaseProblem(f"{name}: the row of MS-DRG {drg} is {'there twice' if drg in seen else 'cut short'}.")
        seen.add(drg)
        title, mdc, kind, weight, before, geometric, arithmetic, post, special = (row[place] for place in places)
        if kind.strip() not in _TYPES:
            raise ReleaseProblem(f"{name}: MS-DRG {drg} has the type {kind.strip()!r}; SURG and MED are known.")
        values = [number(cell, name, f"MS-DRG {drg}") for cell in (weight, before, geometric, arithmetic)]
        flags = ["yes" if cell.strip().lower() == "yes" else "" for cell in (post, special)]
        lines.append("\t".join((drg, sentence_case(title), mdc.strip(), _TYPES[kind.strip()], *values, *flags)))
    if len(seen) < _FEWEST or "999" not in seen:
        raise ReleaseProblem(
            f"{name} holds {len(seen)} MS-DRGs; Table 5 has more than {_FEWEST} and ends with 999. "
            "It was cut short; download it again."
        )
    year = TABLE_YEAR.search(" ".join(" ".join(row) for row in rows[: start + 1]))
    return Compiled(
        edition=f"FY{year[1]}" if year else "",
        files={"drg-weights": packed(lines)},
        counts={"MS-DRGs": len(seen)},
    )


KIND = FileKind(
    id="drg-weights",
    title="IPPS Table 5: MS-DRG weights and lengths of stay (text)",
    publisher="CMS",
    roles={"drg-weights": FILE},
    recognizes=recognizes,
    compile=compile_weights,
)
