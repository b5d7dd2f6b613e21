"""A score without its key, for cases whose key an instructor keeps."""

from __future__ import annotations

import msgspec

from coding_course.grading.model import Difference, Kind, Score

_WORDS: dict[Kind, str] = {
    Kind.MISSING: "Something that the chart supports is missing from the claim.",
    Kind.EXTRA: "{code} is not supported by this chart.",
    Kind.DUPLICATE: "{code} says again what another entry says.",
    Kind.INVALID: "{code} is not a valid code.",
    Kind.NOT_BILLABLE: "{code} is a header and cannot be reported.",
    Kind.LESS_SPECIFIC: "The chart says more than {code}.",
    Kind.MORE_SPECIFIC: "{code} says more than the chart.",
    Kind.WRONG_CODE: "{code} is near what the chart supports, and not it.",
    Kind.WRONG_7TH_CHARACTER: "The 7th character of {code} is not right.",
    Kind.WRONG_LATERALITY: "The side of {code} is not right.",
    Kind.WRONG_ROOT_OPERATION: "The root operation of {code} is not right.",
    Kind.WRONG_BODY_PART: "The body part of {code} is not right.",
    Kind.WRONG_APPROACH: "The approach of {code} is not right.",
    Kind.WRONG_DEVICE: "The device or substance of {code} is not right.",
    Kind.WRONG_DURATION: "The duration of {code} is not right.",
    Kind.WRONG_QUALIFIER: "The qualifier of {code} is not right.",
    Kind.WRONG_SEQUENCE: "{code} stands before a code that it must follow.",
    Kind.WRONG_PRINCIPAL: "{code} is not the diagnosis that comes first.",
    Kind.WRONG_POA: "The present-on-admission indicator of {code} is not right.",
    Kind.WRONG_MODIFIER: "The modifiers of {code} are not right.",
    Kind.WRONG_UNITS: "The units of {code} are not right.",
    Kind.WRONG_POINTER: "The diagnosis pointers of {code} are not right.",
    Kind.EXCLUDED_PAIR: "{code} cannot be reported beside another code of the claim.",
    Kind.INTEGRAL_SYMPTOM: "{code} belongs to a diagnosis that is reported.",
    Kind.UNCERTAIN_DIAGNOSIS: "{code} is a diagnosis that was not confirmed.",
    Kind.HISTORY_AS_CURRENT: "{code} reports as current what is over.",
    Kind.NOT_DOCUMENTED: "{code} is not documented.",
    Kind.SYNTAX: "A part of the claim could not be read; check its notation.",
}


def redact(score: Score) -> Score:
    """Return a score that says what kind of mistake each lost point was, and nothing of the key.

    Expected codes, evidence, citations, rationales and "did you mean" are gone; the learner's own codes, the lines
    and the points stay.

    Parameters
    ----------
    score
        As graded.

    Examples
    --------
    >>> told = redact(Score(1.0, 3.0, (Difference(Kind.MISSING, "", "E11.22", 2.0, "E11.22 is missing."),)))
    >>> told.differences[0].expected, told.differences[0].message
    ('', 'Something that the chart supports is missing from the claim.')
    """
    return msgspec.structs.replace(score, differences=tuple(_redacted(each) for each in score.differences))


def _redacted(difference: Difference) -> Difference:
    return Difference(
        kind=difference.kind,
        code=difference.code,
        expected="",
        points=difference.points,
        message=_WORDS[difference.kind].format(code=difference.code),
        line=difference.line,
    )
