"""A diagnosis code is reported once."""

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
    seen: set[str] = set()
    told: set[str] = set()
    for each in look(claim, encounter, edition).listed:
        if each.code in seen and each.code not in told:
            told.add(each.code)
            yield RULE.finding(
                (each.code,),
                f"{each.code} is reported more than once. A code stands on a claim only once, also when it "
                "describes both sides or two conditions. Take the later one out.",
                each.line,
            )
        seen.add(each.code)


RULE = Rule(
    id="duplicate",
    title="A diagnosis code is reported only once for an encounter",
    severity=Severity.ERROR,
    citation=f"{GUIDELINES}, I.B.12",
    explanation=(
        "Each code is reported once, also for a bilateral condition that has no code for both sides, and for "
        "two conditions that share a code. Taking a diagnosis out moves the letters of those behind it: "
        "check the pointers of the service lines afterwards. The rule looks at diagnoses only; procedures "
        "may be repeated."
    ),
    decide=_decide,
    fires=(
        visit("dx: I10, E11.9, I10"),
        stay("pdx: J18.9 Y\ndx: I10 Y, J18.9 Y", "the principal diagnosis again as secondary"),
    ),
    passes=(visit("dx: I10, E11.9"), visit("dx: M17.11, M17.12", "two sides are two codes")),
)
