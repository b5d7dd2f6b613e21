"""What grouping a claim gives: the MS-DRG, the reason of every code, and what each code is worth."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Effect(StrEnum):
    """What one code of the claim does to its MS-DRG."""

    PRINCIPAL = "principal"
    MCC = "mcc"
    """Counts as a major complication or comorbidity."""
    CC = "cc"
    EXCLUDED = "excluded"
    """A CC or MCC that counts for nothing beside this principal diagnosis (Table 6K, part 1)."""
    EXCLUDED_IN_DRG = "excluded-in-drg"
    """A CC or MCC that counts for nothing in this MS-DRG (Table 6K, part 3)."""
    NOT_ALIVE = "not-alive"
    """A CC or MCC that counts only when the patient was discharged alive (Table 6K, part 2)."""
    HAC = "hac"
    """A hospital-acquired condition that was not present on admission."""
    PROCEDURE = "procedure"
    """A procedure that the grouper looks at."""
    DEFINES = "defines"
    """A secondary diagnosis that the definition of the MS-DRG names."""
    NOTHING = "nothing"
    INVALID = "invalid"
    """No valid code; the grouper leaves it out."""


class Reason(msgspec.Struct, frozen=True):
    """What one code does, in a sentence to a learner."""

    code: str
    effect: Effect
    message: str


class Without(msgspec.Struct, frozen=True):
    """What the MS-DRG would be without one code that counts."""

    code: str
    drg: str
    title: str
    weight: float


class Grouping(msgspec.Struct, frozen=True):
    """The MS-DRG of a claim, and why."""

    drg: str
    """Three digits; ``998`` or ``999`` when it cannot be grouped, empty when the claim is none of an inpatient stay."""
    title: str
    mdc: str = ""
    """Major diagnostic category in two digits, ``PRE`` for what is assigned before any."""
    mdc_title: str = ""
    kind: str = ""
    """``surgical``, ``medical``, or empty."""
    weight: float = 0.0
    """Relative weight, after the cap on decreases; 0.0 where none is set or known."""
    geometric_days: float = 0.0
    arithmetic_days: float = 0.0
    post_acute: bool = False
    """The post-acute care transfer policy applies to this MS-DRG."""
    initial: str = ""
    """The MS-DRG if every condition had been present on admission: before hospital-acquired ones are left out."""
    version: str = ""
    """Of the grouper: ``43.1``."""
    cc: tuple[str, ...] = ()
    """Secondary diagnoses that count as CC, after exclusions."""
    mcc: tuple[str, ...] = ()
    why: tuple[Reason, ...] = ()
    """One for each code, in the order of the claim."""
    without: tuple[Without, ...] = ()
    """One for each code that counts: every CC, MCC and procedure that the grouper looks at."""
    remarks: tuple[str, ...] = ()
    """Sentences on what could not be known or was not looked at."""

    @property
    def grouped(self) -> bool:
        """True when the claim has an MS-DRG that is paid."""
        return self.drg not in ("", "998", "999")
