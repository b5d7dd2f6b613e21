"""An adverse effect stands behind its nature, and underdosing behind the condition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, visit
from coding_course.edits.facts import drug_character
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    first = view.first
    if first is None or not first.facts.billable or drug_character(first.code) != "5":
        return
    yield RULE.finding(
        (first.code,),
        f"{first.named} names the drug of an adverse effect. What the drug did to the patient (the rash, the "
        f"bleeding, the low potassium) comes first, and {first.code} behind it.",
        first.line,
    )


RULE = Rule(
    id="adverse-effect-order",
    title="The nature of an adverse effect stands in front of the drug",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.C.19.e.5.a",
    explanation=(
        "A drug that was rightly prescribed and rightly taken, and still did harm, is an adverse effect: "
        "first its nature, then the code from T36 to T50 with a 5 as fifth or sixth character. A poisoning "
        "is the other way around. The rule looks at the first diagnosis only."
    ),
    decide=_decide,
    fires=(visit("dx: T36.0X5A, L27.0", "a rash from penicillin rightly taken"),),
    passes=(
        visit("dx: L27.0, T36.0X5A"),
        visit("dx: T36.0X1A, R11.2", "a poisoning comes first"),
    ),
)
