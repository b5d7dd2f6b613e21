"""A service line as rules look at it, with what the teaching subsets say of its code."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coding_course.claims.model import ServiceLine
    from coding_course.codesets import Service

DISTINCT = frozenset({"59", "XE", "XP", "XS", "XU"})
"""The modifiers that say that two services were distinct."""
NCCI_MODIFIERS = DISTINCT.union(
    ("24", "25", "27", "57", "58", "78", "79", "91", "LT", "RT", "LC", "LD", "LM", "RC", "RI", "E1", "E2", "E3", "E4"),
    ("FA", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "TA", "T1", "T2", "T3", "T4", "T5", "T6", "T7"),
    ("T8", "T9"),
)
"""The modifiers that may let both codes of an NCCI pair be paid (NCCI Policy Manual, chapter I)."""
VISIT = "evaluation and management"


class Reported:
    """A service line at its place on the claim."""

    __slots__ = ("__dict__", "code", "line", "place", "service")

    def __init__(self, line: ServiceLine, place: int, service: Service | None) -> None:
        self.code = line.code
        self.line = line
        self.place = place
        """From 0."""
        self.service = service
        """None when the teaching subset does not hold the code."""

    @cached_property
    def modifiers(self) -> frozenset[str]:
        """Its modifiers, without their order."""
        return frozenset(self.line.modifiers)

    @property
    def section(self) -> str:
        """``surgery``, ``drug``, ...; empty when the code is not held."""
        return self.service.section if self.service is not None else ""

    @property
    def flags(self) -> frozenset[str]:
        """What the subset marks about the code."""
        return self.service.flags if self.service is not None else frozenset()

    @property
    def global_days(self) -> str:
        """``000``, ``010``, ``090``, ...; empty when not known."""
        return self.service.global_days if self.service is not None else ""

    @property
    def family(self) -> str:
        """Codes of one family answer one question; empty when it has none."""
        return self.service.family if self.service is not None else ""

    @property
    def named(self) -> str:
        """The code with its modifiers: ``20610-RT``."""
        return "-".join((self.code, *self.line.modifiers))

    @property
    def is_visit(self) -> bool:
        """True for a visit (evaluation and management) that is no add-on code."""
        return self.section == VISIT and "add-on" not in self.flags
