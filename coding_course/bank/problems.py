"""A problem in a source file, as a compiler would print it."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Level(StrEnum):
    """How bad it is."""

    ERROR = "error"
    """The bank is not built until it is repaired."""
    WARNING = "warning"
    """Worth a look; the bank is built all the same."""


class Problem(msgspec.Struct, frozen=True, order=True):
    """One thing that is wrong in a file, and where.

    Examples
    --------
    >>> print(Problem("cases/pc-001.yaml", 12, Level.ERROR, "E11 is a header."))
    cases/pc-001.yaml:12: error: E11 is a header.
    """

    file: str
    line: int
    """From 1; 0 when the problem is not tied to a line."""
    severity: Level
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.severity.value}: {self.message}"
