"""The key that a claim is graded against, and the score that comes out.

Every lost point is explained by exactly one :class:`Difference`; the points of all differences, capped at the
maximum, are what the score falls short of it.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of a document, quoted exactly."""

    document: str
    """Id of the document within the case."""
    quote: str


class Alternate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another code that is accepted in place of a key code."""

    code: str
    why: str


class KeyCode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A diagnosis or an ICD-10-PCS procedure of the key."""

    code: str
    evidence: tuple[Evidence, ...]
    rationale: str
    citation: str
    poa: str = ""
    """Expected indicator on an inpatient claim: Y, N, U, W, 1; empty elsewhere and on procedures."""
    alternates: tuple[Alternate, ...] = ()
    optional: bool = False
    """True when reporting it is right and leaving it out is not wrong: worth no points, costs none."""


class KeyLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A CPT or HCPCS service line of the key."""

    code: str
    evidence: tuple[Evidence, ...]
    rationale: str
    citation: str
    modifiers: tuple[str, ...] = ()
    units: int = 1
    pointers: tuple[str, ...] = ()
    """Diagnosis *codes* of the key, the primary one first."""
    alternates: tuple[Alternate, ...] = ()
    optional: bool = False


class Order(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Two diagnoses whose order matters, beyond which of them is first-listed or principal."""

    first: str
    then: str
    rationale: str
    citation: str


class Key(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The right claim for a case, with the reasons."""

    principal: KeyCode | None = None
    """Inpatient only."""
    diagnoses: tuple[KeyCode, ...] = ()
    """Inpatient: secondary. Otherwise: all, the first of them first-listed."""
    procedures: tuple[KeyCode, ...] = ()
    lines: tuple[KeyLine, ...] = ()
    order: tuple[Order, ...] = ()


class Trap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A code that learners wrongly choose, and the misconception behind it."""

    code: str
    misconception: str
    kind: str = ""
    """The difference it should be called when it shows up, such as ``uncertain-diagnosis``; empty to let
    the structure of the codes decide."""
    citation: str = ""
    evidence: tuple[Evidence, ...] = ()


class Kind(StrEnum):
    """The ways in which a claim can differ from its key."""

    MISSING = "missing"
    EXTRA = "extra"
    DUPLICATE = "duplicate"
    INVALID = "invalid"
    NOT_BILLABLE = "not-billable"
    LESS_SPECIFIC = "less-specific"
    MORE_SPECIFIC = "more-specific"
    WRONG_CODE = "wrong-code"
    WRONG_7TH_CHARACTER = "wrong-7th-character"
    WRONG_LATERALITY = "wrong-laterality"
    WRONG_ROOT_OPERATION = "wrong-root-operation"
    WRONG_BODY_PART = "wrong-body-part"
    WRONG_APPROACH = "wrong-approach"
    WRONG_DEVICE = "wrong-device"
    WRONG_DURATION = "wrong-duration"
    WRONG_QUALIFIER = "wrong-qualifier"
    WRONG_SEQUENCE = "wrong-sequence"
    WRONG_PRINCIPAL = "wrong-principal"
    WRONG_POA = "wrong-poa"
    WRONG_MODIFIER = "wrong-modifier"
    WRONG_UNITS = "wrong-units"
    WRONG_POINTER = "wrong-pointer"
    EXCLUDED_PAIR = "excluded-pair"
    INTEGRAL_SYMPTOM = "integral-symptom"
    UNCERTAIN_DIAGNOSIS = "uncertain-diagnosis"
    HISTORY_AS_CURRENT = "history-as-current"
    NOT_DOCUMENTED = "not-documented"
    SYNTAX = "syntax"


class Difference(msgspec.Struct, frozen=True):
    """One lost point, or part of one, and why."""

    kind: Kind
    code: str
    """The code on the claim; empty when it is missing there."""
    expected: str
    """The code, indicator, modifier, units or pointers of the key; empty when nothing was expected."""
    points: float
    """Points lost, zero or more."""
    message: str
    """To the learner: what is different, the case's own rationale or trap, the rule."""
    citation: str = ""
    evidence: tuple[Evidence, ...] = ()
    line: int = 0


class Score(msgspec.Struct, frozen=True):
    """The outcome of grading one claim."""

    points: float
    """Never below 0, never above ``max``; always a plain float."""
    max: float
    differences: tuple[Difference, ...] = ()
    """In the order of the claim, missing entries last."""
    attempted: bool = True
    """False for a blank claim."""
