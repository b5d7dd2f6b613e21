"""Chapter 16 codes beyond the first weeks of life."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, stay, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    if encounter.age is None or encounter.age < 1:
        return
    for each in view.within("P00-P96", "Z38"):
        if each.within("Z38"):
            message = (
                f"{each.named} is assigned once, at the time of birth, and this patient is {encounter.age}. "
                "Take it out."
            )
        else:
            message = (
                f"{each.named} is a condition that began around birth, and this patient is {encounter.age}. "
                "That is right only if the condition began then and is still present; otherwise look the "
                "condition up again."
            )
        yield RULE.finding((each.code,), message, each.line, None if each.within("Z38") else Severity.QUESTION)


RULE = Rule(
    id="perinatal-record",
    title="Codes of the perinatal period fit the patient's age",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.C.16.a",
    explanation=(
        "The perinatal period ends with the 28th day of life. A chapter 16 code may be used for life while "
        "the condition is still present (I.C.16.a.4), so at one year or more the rule only asks; Z38 is "
        "assigned once, at birth (I.C.16.a.2), so it warns. Ages are in completed years: between 29 days and "
        "one year it says nothing."
    ),
    decide=_decide,
    fires=(
        visit("dx: Z38.00", age=3),
        visit("dx: P27.1", "right if the lung disease of the newborn is still there", age=14),
    ),
    passes=(stay("pdx: Z38.00\ndx: P59.9 Y", age=0), visit("dx: P27.1", "age not known")),
)
