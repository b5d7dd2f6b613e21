"""What an edit is and what it finds: frozen values and one small protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from coding_course.claims.model import Claim, Encounter

if TYPE_CHECKING:
    from coding_course.codesets import Edition


class Severity(StrEnum):
    """How sure an edit may be from the claim alone."""

    ERROR = "error"
    """The claim is wrong whatever the chart says."""
    WARNING = "warning"
    """Usually wrong; the chart can justify it, and the text says how."""
    QUESTION = "question"
    """The claim alone cannot tell; a coder would look again."""


class Finding(msgspec.Struct, frozen=True):
    """One thing that one rule has to say of a claim."""

    rule: str
    """Id of the rule: ``excludes1``."""
    severity: Severity
    codes: tuple[str, ...]
    """The codes it is about, in the order that the message names them."""
    message: str
    """A sentence or two to a learner: what was found, why it matters, what to do."""
    citation: str
    """The section or note it rests on: ``ICD-10-CM Official Guidelines FY2026, I.A.12.a``."""
    line: int = 0
    """Line of the notation, from 1; 0 when the claim was not typed."""


class Example(msgspec.Struct, frozen=True):
    """A claim that a rule must fire on, or must let pass; documentation and test in one."""

    claim: str
    """In the notation of ``coding_course.claims``."""
    encounter: Encounter
    note: str = ""
    """Why it fires or passes, when the claim does not say so itself."""


class Rule(msgspec.Struct, frozen=True):
    """One edit: a pure decision with its identity, its source and its examples."""

    id: str
    title: str
    """What must hold, as a sentence: ``A manifestation code is not first-listed``."""
    severity: Severity
    citation: str
    explanation: str
    """For the generated rules page and the learner who asks "why": in our own words, with what it cannot know."""
    decide: Callable[[Claim, Encounter, Edition], Iterable[Finding]]
    fires: tuple[Example, ...]
    passes: tuple[Example, ...]
    needs: str = ""
    """What the user must import before the rule can say anything, in words for the rules page; empty for a rule that
    works with what the course holds. Its examples are read in an edition of invented rows."""

    def finding(self, codes: tuple[str, ...], message: str, line: int = 0, severity: Severity | None = None) -> Finding:
        """Return a finding of this rule; ``severity`` only when one case is less sure than the rule."""
        message = message.replace("….", "…")  # a note that was cut short ends a sentence
        return Finding(self.id, severity or self.severity, codes, message, self.citation, line)
