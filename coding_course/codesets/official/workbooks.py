"""Workbooks (.xlsx) of the publishers: rows of text, with limits on what a file may unfold to."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from coding_course.codesets.official.kinds import ReleaseProblem

LARGEST = 400 * 1024 * 1024
"""Bytes that a workbook may unfold to; the largest release has 60 million."""
MOST_ROWS = 2_000_000


def is_workbook(data: bytes) -> bool:
    """Say whether a file is a workbook, whatever its name."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def _check(data: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(one.file_size for one in archive.infolist()) > LARGEST:
            raise ReleaseProblem(f"{name} would unfold to more than {LARGEST >> 20} MB; no release does. Not read.")
        for one in archive.infolist():
            if not one.filename.endswith((".xml", ".rels")):
                continue
            with archive.open(one) as part:
                if b"<!DOCTYPE" in part.read(4096).upper():
                    raise ReleaseProblem(f"{name} declares a document type in {one.filename}; no workbook does.")


def rows(data: bytes, name: str, most: int = MOST_ROWS) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a workbook's first sheet as text; empty cells are empty texts.

    Parameters
    ----------
    data
        The workbook.
    name
        What it is called, for messages.
    most
        Stop after so many rows.

    Raises
    ------
    ReleaseProblem
        When it is no workbook, is damaged, or unfolds to more than any release does.
    """
    import warnings

    import openpyxl

    try:
        _check(data, name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and dates that the publishers' program writes in its own way
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            try:
                if not book.worksheets:
                    raise ReleaseProblem(f"{name} holds no sheet.")
                for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True)):
                    if number >= most:
                        return
                    yield tuple(_cell(value) for value in row)
            finally:
                book.close()
    except ReleaseProblem:
        raise
    except Exception as problem:  # openpyxl raises whatever the damage leads to: KeyError, BadZipFile, ParseError, ...
        raise ReleaseProblem(
            f"{name} is a damaged workbook ({type(problem).__name__}). Download it again; do not save it anew."
        ) from problem


def _cell(value: Any) -> str:
    """Return what a cell shows: whole numbers without a point, dates in ISO form."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    return str(value)
