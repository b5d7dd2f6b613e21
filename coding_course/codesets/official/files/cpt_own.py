"""A licensed list of CPT descriptors, the user's own: numbers and descriptors, as workbook or text.

Two columns are enough: a number of five characters and its descriptor, with or without a heading, in any order of
columns; longer lists (short, medium, long) give the longest. Lines of copyright are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from coding_course.codesets.official.kinds import Compiled, FileKind, ReleaseProblem
from coding_course.codesets.official.own_tables import OWN_COPY, cell, head_rows, table
from coding_course.codesets.official.packing import pack

ROLE = "cpt-own"
FILE = "cpt-own.tsv.xz"
COLUMNS = ("code", "title")

_NUMBER = re.compile(r"[0-9]{4}[0-9A-Z]")
_WORDS = re.compile(r"[A-Za-z]{3}")
_NAME = re.compile(r"cpt|longu|longult|consolidated", re.IGNORECASE)


def recognizes(name: str, head: bytes) -> bool:
    """Say whether text is a list of numbers with descriptors, and nothing else."""
    return recognizes_rows(name, head_rows(head)[:-1])


def recognizes_rows(name: str, rows: Sequence[Sequence[str]]) -> bool:
    """Say whether rows are numbers with descriptors, and nothing else."""
    listed = [row for row in rows if _number_at(row) >= 0]
    tables = any("column 1" in " ".join(row).lower() or "mue" in " ".join(row).lower() for row in rows[:12])
    if tables or not listed or not all(_descriptor(row, _number_at(row)) for row in listed):
        return False
    most = max(len([c for c in row if c]) for row in listed)
    return most <= 6 and (len(listed) * 2 >= len(rows) or bool(_NAME.search(name)))


def _number_at(row: Sequence[str]) -> int:
    return next((at for at, one in enumerate(row[:3]) if _NUMBER.fullmatch(one.upper())), -1)


def _descriptor(row: Sequence[str], number_at: int) -> str:
    texts = [one for at, one in enumerate(row) if at != number_at and _WORDS.search(one)]
    return max(texts, key=len, default="")


def compile_descriptors(data: bytes, name: str) -> Compiled:
    """Read the list and compile it to the role ``cpt-own``."""
    found: dict[str, str] = {}
    passed = 0
    for number, row in enumerate(table(data, name), start=1):
        at = _number_at(row)
        if at < 0:
            passed += any(row)
            continue
        code, title = cell(row, at).upper(), _descriptor(row, at)
        if not title:
            raise ReleaseProblem(
                f"Row {number} of {name} gives {code} no descriptor. Import a list with a number and its descriptor in "
                "each row."
            )
        if len(title) > len(found.get(code, "")):
            found[code] = title
    if not found:
        raise ReleaseProblem(
            f"{name} holds no CPT numbers with descriptors. Import a list with a number and its descriptor in each row."
        )
    if passed > len(found):
        raise ReleaseProblem(
            f"{name} has {passed:,} rows without a CPT number and {len(found):,} with one; it is another table. Import "
            "the list of descriptors."
        )
    table_text = "".join(f"{code}\t{title}\n" for code, title in sorted(found.items()))
    return Compiled(
        edition="",  # a calendar year lies in two fiscal years: the edition is the one that the user names
        files={ROLE: pack(("\t".join(COLUMNS) + "\n" + table_text).encode())},
        counts={"CPT descriptors of your own": len(found)},
        remarks=(OWN_COPY,),
    )


KIND = FileKind(
    id="cpt-own",
    title="CPT descriptors, your own licensed list (workbook or text)",
    publisher="American Medical Association",
    roles={ROLE: FILE},
    recognizes=recognizes,
    compile=compile_descriptors,
    recognizes_rows=recognizes_rows,
)
