"""A problem in a source text, told as a compiler tells it: place, excerpt with a caret, what to do."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Severity(StrEnum):
    """Whether a problem stops the build."""

    ERROR = "error"
    WARNING = "warning"


class Problem(msgspec.Struct, frozen=True, order=True):
    """One thing wrong in one place of one file."""

    path: str
    """Relative to the repository, with forward slashes."""
    line: int
    """From 1; 0 for the file as a whole."""
    column: int
    """From 1; 0 for the line as a whole."""
    rule: str
    """Id of the check, such as ``code-billable``; ``docs/writing-lessons.md`` lists them."""
    message: str
    advice: str = ""
    """The next step."""
    severity: Severity = Severity.ERROR
    excerpt: str = ""
    """The line of the source."""
    width: int = 1
    """Characters that the caret underlines."""
    skipped: int = 0
    """Characters of a long line that the excerpt leaves out at its beginning."""

    def text(self) -> str:
        """Return the problem as lines for a terminal.

        Examples
        --------
        >>> print(Problem("lessons/a/01-b.md", 4, 3, "x", "No.", "Do.", excerpt="ab cd", width=2).text())
        lessons/a/01-b.md:4:3: error: No. [x]
            4 | ab cd
              |   ^^
              Do.
        """
        place = ":".join([self.path, *(str(part) for part in (self.line, self.column) if part)])
        lines = [f"{place}: {self.severity.value}: {self.message} [{self.rule}]"]
        if self.excerpt.strip():
            lines.append(f"{self.line:>5} | {self.excerpt}")
            if self.column:
                margin = "".join("\t" if c == "\t" else " " for c in self.excerpt[: self.column - 1 - self.skipped])
                lines.append(f"{'':>5} | {margin}{'^' * max(1, self.width)}")
        if self.advice:
            lines.append(f"      {self.advice}")
        return "\n".join(lines)


_EXCERPT = 140


class Source:
    """A text and its name: makes problems out of places in it.

    Parameters
    ----------
    path
        As problems show it.
    text
        The whole file.
    """

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.lines = text.split("\n")

    def problem(
        self,
        line: int,
        rule: str,
        message: str,
        advice: str = "",
        *,
        column: int = 0,
        width: int = 1,
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """Return a problem at a line, with the line as its excerpt."""
        excerpt = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        skipped = 0
        if len(excerpt) > _EXCERPT:
            skipped = max(0, column - _EXCERPT // 2)
            excerpt = excerpt[skipped : skipped + _EXCERPT]
        width = max(1, min(width, len(excerpt) - (column - skipped) + 1)) if column else 1
        return Problem(self.path, line, column, rule, message, advice, severity, excerpt, width, skipped)
