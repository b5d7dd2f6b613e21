"""Our own words about root operations, approaches and devices: tab-separated text, edited by people."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from coding_course.codesets.pcs.model import Intent, RootOperation


class Definitions:
    """All definitions, read when they are first asked for."""

    def __init__(
        self, operations: Mapping[str, RootOperation], words: Mapping[tuple[str, str], str], intents: tuple[Intent, ...]
    ) -> None:
        self._operations = operations
        self._words = words
        self.intents = intents

    @classmethod
    def read(cls, files: Mapping[str, Path]) -> Definitions:
        """Read the definitions by role; a missing file is an empty one."""
        return cls({}, {}, ())

    def of(self, place: int, character: str, label: str, axis: str, prefix: str) -> str:
        """Return what a value means, or an empty string where its label says it all."""
        return ""

    def operations(self, section: str) -> tuple[RootOperation, ...]:
        """Return the root operations of a section, in the order of their titles."""
        return ()
