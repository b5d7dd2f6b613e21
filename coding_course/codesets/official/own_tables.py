"""Tables that a user brings: licensed or too large to ship. Read as workbook, comma-separated or tab-separated text.

NCCI edits, MUE limits, the fee schedule's relative value file and CPT descriptors hold the American Medical
Association's CPT; a user who may use them imports their own copy, into their own data folder. Tests use invented rows
with numbers that are no CPT: ``0000A``, ``9999Z``.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from coding_course.codesets.official import workbooks
from coding_course.codesets.official.kinds import ReleaseProblem
from coding_course.codesets.official.texts import text

CODE = re.compile(r"[0-9]{4}[0-9A-Z]|[A-Z][0-9]{4}")
"""A CPT number or a HCPCS Level II code."""
OWN_COPY = "It is your own copy: it stays in your data folder, and the course passes nothing of it on."
_DAY = re.compile(r"(20\d\d|19\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")


def table(data: bytes, name: str) -> Iterator[tuple[str, ...]]:
    r"""Yield the rows of a table, cells trimmed and on one line.

    Raises
    ------
    ReleaseProblem
        When it is no table, or a damaged one.

    Examples
    --------
    >>> list(table(b'Code\tWhat\n0000A\t"a  test"\n', "own.txt"))
    [('Code', 'What'), ('0000A', 'a test')]
    """
    if workbooks.is_workbook(data):
        rows: Iterator[Sequence[str]] = workbooks.rows(data, name)
    else:
        content = text(data)
        if "\0" in content[:4096]:
            raise ReleaseProblem(f"{name} is no table of text. Import the workbook (.xlsx), .csv or .txt file.")
        start = content[:20_000]
        delimiter = "\t" if start.count("\t") >= start.count(",") // 2 and "\t" in start else ","
        rows = _text_rows(content, delimiter, name)
    for row in rows:
        yield tuple(" ".join(cell.split()) for cell in row)


def _text_rows(content: str, delimiter: str, name: str) -> Iterator[Sequence[str]]:
    try:
        yield from csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)
    except csv.Error as problem:
        raise ReleaseProblem(
            f"{name} cannot be read as a table ({problem}). Save it anew as .csv or .txt."
        ) from problem


def head_rows(head: bytes, most: int = 40) -> list[tuple[str, ...]]:
    """Return the first rows of a table of text for a recognizer; none for anything else."""
    if head.startswith(b"PK\x03\x04"):
        return []
    try:
        found = []
        for row in table(head, ""):
            found.append(row)
            if len(found) >= most:
                break
    except ReleaseProblem:
        return []
    return found


def iso(cell: str) -> str:
    """Return a date of eight digits in ISO form; an ISO date as it is; an empty text for anything else.

    Examples
    --------
    >>> iso("20260101"), iso("2026-01-01"), iso("*")
    ('2026-01-01', '2026-01-01', '')
    """
    if match := _DAY.fullmatch(cell.replace("-", "").replace("/", "")):
        return f"{match[1]}-{match[2]}-{match[3]}"
    return ""


def column(names: Sequence[str], *patterns: str) -> int:
    """Return the place of the first column whose name matches a pattern, or -1."""
    for pattern in patterns:
        wanted = re.compile(pattern, re.IGNORECASE)
        for at, name in enumerate(names):
            if wanted.search(name):
                return at
    return -1


def cell(row: Sequence[str], at: int) -> str:
    """Return a cell, or an empty text where the row is shorter or the column is not there."""
    return row[at] if 0 <= at < len(row) else ""
