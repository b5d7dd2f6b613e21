"""``nbgrader validate`` in a learner's words: what is open in each answer, as the grade cell explains it."""

from __future__ import annotations

import sys
import textwrap
from typing import Any

from nbconvert.filters import strip_ansi
from nbformat import NotebookNode
from nbgrader.validator import Validator


class CourseValidator(Validator):  # type: ignore[misc]
    """Says what the course says of an answer, where nbgrader says "passed some but not all of the tests"."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.stream = sys.stdout

    def _indent(self, val: str) -> str:
        # nbgrader cuts every line at 87 characters, in the middle of a reason.
        return textwrap.indent(strip_ansi(val), self.indent)

    def _extract_error(self, cell: NotebookNode) -> str:
        shown = [
            output.data["text/plain"]
            for output in cell.get("outputs", [])
            if output.output_type == "display_data" and "text/plain" in output.data
        ]
        failed = any(output.output_type in ("error", "stream") for output in cell.get("outputs", []))
        return "\n\n".join(shown) if shown and not failed else str(super()._extract_error(cell))

    def _print_error(self, source: str, error: str) -> None:
        self.stream.write("\n" + "=" * self.width + "\n")
        self.stream.write(f"Not complete yet: {source.strip()}\n\n")
        self.stream.write(self._indent(error) + "\n\n")
