"""The words that a learner reads for settings, severities, differences and note kinds. One table each."""

from __future__ import annotations

from coding_course.claims import Setting, Sex
from coding_course.codesets.model import NoteKind
from coding_course.edits.model import Severity
from coding_course.grading.model import Kind

SETTINGS = {
    Setting.PROFESSIONAL: "Professional claim",
    Setting.OUTPATIENT_FACILITY: "Outpatient facility claim",
    Setting.ED: "Emergency department claim",
    Setting.INPATIENT: "Inpatient claim",
}

SEXES = {Sex.FEMALE: "female", Sex.MALE: "male", Sex.UNKNOWN: "sex not stated"}

SEVERITIES = {Severity.ERROR: "Error", Severity.WARNING: "Warning", Severity.QUESTION: "Look again"}

DIFFERENCES = {
    Kind.MISSING: "Missing",
    Kind.EXTRA: "Extra code",
    Kind.DUPLICATE: "Reported twice",
    Kind.INVALID: "Not a valid code",
    Kind.NOT_BILLABLE: "Not billable",
    Kind.LESS_SPECIFIC: "Less specific than the chart",
    Kind.MORE_SPECIFIC: "More specific than the chart",
    Kind.WRONG_CODE: "Wrong code",
    Kind.WRONG_7TH_CHARACTER: "Wrong 7th character",
    Kind.WRONG_LATERALITY: "Wrong side",
    Kind.WRONG_ROOT_OPERATION: "Wrong root operation",
    Kind.WRONG_BODY_PART: "Wrong body part",
    Kind.WRONG_APPROACH: "Wrong approach",
    Kind.WRONG_DEVICE: "Wrong device or substance",
    Kind.WRONG_DURATION: "Wrong duration",
    Kind.WRONG_QUALIFIER: "Wrong qualifier",
    Kind.WRONG_SEQUENCE: "Wrong order",
    Kind.WRONG_PRINCIPAL: "Wrong principal or first-listed diagnosis",
    Kind.WRONG_POA: "Wrong present-on-admission indicator",
    Kind.WRONG_MODIFIER: "Wrong modifier",
    Kind.WRONG_UNITS: "Wrong units",
    Kind.WRONG_POINTER: "Wrong diagnosis pointer",
    Kind.EXCLUDED_PAIR: "Codes that exclude each other",
    Kind.INTEGRAL_SYMPTOM: "Symptom that belongs to a diagnosis",
    Kind.UNCERTAIN_DIAGNOSIS: "Uncertain diagnosis",
    Kind.HISTORY_AS_CURRENT: "History coded as current",
    Kind.NOT_DOCUMENTED: "Not documented",
    Kind.SYNTAX: "Could not be read",
}

NOTES = {
    NoteKind.INCLUDES: "Includes",
    NoteKind.INCLUSION_TERM: "Inclusion terms",
    NoteKind.EXCLUDES1: "Excludes1: not coded here, and not together with this",
    NoteKind.EXCLUDES2: "Excludes2: not included here, both may be reported",
    NoteKind.CODE_FIRST: "Code first",
    NoteKind.USE_ADDITIONAL: "Use additional code",
    NoteKind.CODE_ALSO: "Code also",
    NoteKind.SEVENTH_CHARACTER: "7th character",
    NoteKind.NOTE: "Note",
}

POA = (
    ("", "not chosen"),
    ("Y", "Y: yes, present on admission"),
    ("N", "N: no"),
    ("U", "U: documentation insufficient"),
    ("W", "W: clinically undetermined"),
    ("1", "1: exempt from reporting"),
)
"""Present-on-admission indicators as a claim carries them, ICD-10-CM Official Guidelines FY2026, Appendix I."""


def patient(age: int, sex: Sex) -> str:
    """Return who the chart is about.

    Examples
    --------
    >>> patient(90, Sex.FEMALE)
    '90 or older, female'
    """
    return f"{'90 or older' if age >= 90 else f'{age} years' if age else 'under 1 year'}, {SEXES[sex]}"


def amount(points: float) -> str:
    """Return points without needless decimals.

    Examples
    --------
    >>> amount(7.0), amount(0.125)
    ('7', '0.13')
    """
    return f"{points + 1e-9:.2f}".rstrip("0").rstrip(".")


def points(number: float) -> str:
    """Return points with their noun.

    Examples
    --------
    >>> points(1.0), points(2.5)
    ('1 point', '2.5 points')
    """
    return f"{amount(number)} point{'' if number == 1 else 's'}"


def count(number: int, noun: str) -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> count(1, "finding"), count(2, "finding")
    ('1 finding', '2 findings')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"
