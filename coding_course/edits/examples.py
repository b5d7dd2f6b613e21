"""Short ways to write the examples of a rule, and the name of the guidelines that rules cite."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coding_course.claims.model import Encounter, Setting
from coding_course.edits.model import Example

if TYPE_CHECKING:
    from coding_course.claims.model import Sex

GUIDELINES = "ICD-10-CM Official Guidelines FY2026"
TABULAR = "ICD-10-CM Tabular List FY2026"
PCS = "ICD-10-PCS Official Guidelines FY2026"
NCCI = "NCCI Policy Manual for Medicare Services"
MEDICARE = "Medicare Claims Processing Manual"
EDITOR = "Medicare Code Editor"


def _example(setting: Setting, claim: str, note: str, known: dict[str, Any]) -> Example:
    return Example(claim, Encounter(setting, **known), note)


def visit(claim: str, note: str = "", **known: int | Sex | str) -> Example:
    """Return an example on a professional claim; ``known`` are further fields of the encounter.

    Examples
    --------
    >>> visit("dx: I10", age=54).encounter.age
    54
    """
    return _example(Setting.PROFESSIONAL, claim, note, known)


def stay(claim: str, note: str = "", **known: int | Sex | str) -> Example:
    """Return an example on an inpatient claim."""
    return _example(Setting.INPATIENT, claim, note, known)


def emergency(claim: str, note: str = "", **known: int | Sex | str) -> Example:
    """Return an example on an emergency department claim."""
    return _example(Setting.ED, claim, note, known)


def outpatient(claim: str, note: str = "", **known: int | Sex | str) -> Example:
    """Return an example on a claim of a hospital's outpatient department or a surgery center."""
    return _example(Setting.OUTPATIENT_FACILITY, claim, note, known)
