"""What an importer of one kind of release file is: frozen values and one error."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec


class ReleaseProblem(ValueError):
    """A release file cannot be used; the text is a sentence that says what was read and what to do."""


class Compiled(msgspec.Struct, frozen=True):
    """What became of one release file."""

    edition: str
    """Fiscal year that the file itself tells, ``FY2026``; empty when it does not tell."""
    files: Mapping[str, bytes]
    """Role to the bytes of the compiled file, in the form in which the course reads that role."""
    counts: Mapping[str, int]
    """What was read, in words and numbers: ``{"billable codes": 74719}``."""
    remarks: tuple[str, ...] = ()
    """Sentences for the person who imports: what was left out or could not be resolved."""


class FileKind(msgspec.Struct, frozen=True):
    """One kind of release file."""

    id: str
    """``icd10pcs-tables``; the module's name with hyphens."""
    title: str
    """For people: ``ICD-10-PCS tables (XML)``."""
    publisher: str
    roles: Mapping[str, str]
    """Each role that it fills, with the name of the compiled file: ``{"pcs-tables": "icd10pcs-tables.jsonl.xz"}``."""
    recognizes: Callable[[str, bytes], bool]
    """Given the file's name in lower case and its first 64 KiB, uncompressed. Text and XML come in UTF-8 without a
    byte order mark where they were in UTF-16 or had one."""
    compile: Callable[[bytes, str], Compiled]
    """Given the whole file, uncompressed, and its name; raises :class:`ReleaseProblem`."""
    recognizes_rows: Callable[[str, Sequence[Sequence[str]]], bool] | None = None
    """For workbooks, whose first bytes say little: given the name in lower case and the first rows of the first sheet,
    as text. None for a kind that is never a workbook, or is told by its name."""
    unused: str = ""
    """Why a file of this kind is recognized but not imported, and what to import instead, in sentences; empty for a
    kind that is imported. Such a kind fills no role."""
