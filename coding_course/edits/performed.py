"""An ICD-10-PCS code as rules look at it: its seven characters, what they say, and what the edition knows of it.

``facts_of_procedure`` answers from a cache for each edition, as :func:`coding_course.edits.facts.facts_of` does for
diagnoses.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from coding_course.codesets import System, normalize
from coding_course.edits.remembering import Remembered

if TYPE_CHECKING:
    from coding_course.codesets import Code, Edition

FORM = re.compile(r"[0-9B-DF-HX][0-9A-HJ-NP-Z]{6}$")
_SIDE = re.compile(r"\b(left|right|bilateral)\b", re.I)


class ProcedureFacts:
    """One procedure code in one edition; everything is worked out when first asked."""

    def __init__(self, code: str, edition: Edition) -> None:
        self.code = code
        self._edition = edition
        self.has_form = bool(FORM.match(code))

    @cached_property
    def record(self) -> Code | None:
        """The code with its title; None when the edition does not hold it."""
        found = self._edition.pcs.lookup(self.code) if self.has_form else None
        return found if found is not None and found.billable else None

    @cached_property
    def period(self) -> tuple[str, str] | None:
        """First and last day, also of a code that ended or is to come; None for what is no code."""
        return self._edition.pcs.period(self.code) if self.has_form else None

    @cached_property
    def flags(self) -> frozenset[str]:
        """What the Medicare Code Editor says of it."""
        return self._edition.pcs.flags(self.code) if self.has_form else frozenset()

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """What each of the seven characters says; empty when the edition cannot tell."""
        if not self.has_form:
            return ()
        said = tuple(value.label for value in self._edition.pcs.axes(self.code))
        return said if len(said) == 7 else ()

    @cached_property
    def side(self) -> str:
        """``right``, ``left``, ``bilateral`` or empty: the side of the body part in operations on the body."""
        if self.code[:1] != "0" or not self.labels:
            return ""
        match = _SIDE.search(self.labels[3])
        return match[1].lower() if match else ""

    @cached_property
    def may_be_diagnostic(self) -> bool:
        """True when the same code with the qualifier X (diagnostic) exists and this one has another."""
        if not self.has_form or self.code[6] == "X":
            return False
        found = self._edition.pcs.lookup(self.code[:6] + "X")
        return found is not None and found.title.endswith("Diagnostic")


class Performed(NamedTuple):
    """A procedure code at its place on the claim."""

    code: str
    line: int
    place: int
    """From 0; the first is the principal procedure."""
    facts: ProcedureFacts

    @property
    def named(self) -> str:
        """The code with its title, for a sentence."""
        return f"{self.code} ({self.facts.record.title})" if self.facts.record is not None else self.code

    @property
    def operation(self) -> str:
        """The root operation of a procedure of the Medical and Surgical section, as its character; else empty."""
        return self.code[2] if self.facts.has_form and self.code[0] == "0" else ""

    @property
    def diagnostic(self) -> bool:
        """True for an inspection, a biopsy or imaging: what looks for a diagnosis."""
        if not self.facts.has_form:
            return False
        return (
            self.operation == "J"
            or (self.operation in "9BD" and self.code[6] == "X" and self.code[0] == "0")
            or (self.code[0] == "B")
        )

    @property
    def definitive(self) -> bool:
        """True for an operation on the body that treats: Medical and Surgical, no inspection, no biopsy."""
        return bool(self.operation) and not self.diagnostic


_KNOWN = Remembered(lambda code, edition: ProcedureFacts(normalize(code, System.PCS), edition), most=5_000)


def facts_of_procedure(code: str, edition: Edition) -> ProcedureFacts:
    """Return the facts of a procedure code as reported; for one that does not exist, facts that hold nothing."""
    return _KNOWN.of(code, edition)
