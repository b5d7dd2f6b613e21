"""A delivery has its procedure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, stay
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    if not view.inpatient:
        return
    outcome = view.within("Z37")
    delivered = [each for each in claim.procedures if each.code.startswith(("10D0", "10E0"))]
    if outcome and outcome[0].facts.billable and not delivered:
        yield RULE.finding(
            (outcome[0].code,),
            f"{outcome[0].code} says that the patient delivered in this stay, and no procedure code tells how: "
            "10E0XZZ for a birth that was only helped by hand, 10D0 for a cesarean, forceps or vacuum. Was it coded?",
            outcome[0].line,
        )
    if delivered and not view.within("Z37") and view.listed:
        yield RULE.finding(
            (delivered[0].code,),
            f"{delivered[0].code} is a delivery, and no code of category Z37 gives its outcome. Add it as a secondary "
            "diagnosis.",
            delivered[0].line,
            Severity.WARNING,
        )


RULE = Rule(
    id="delivery-procedure",
    title="Outcome of delivery and delivery procedure stand together",
    severity=Severity.QUESTION,
    citation=f"{GUIDELINES}, I.C.15.b.5",
    explanation=(
        "Z37 belongs on the mother's record of every stay in which she delivered, and the delivery itself is "
        "an ICD-10-PCS code of section 1. A delivery without Z37 is a warning. Z37 without a delivery code is a "
        "question: she may have given birth on the way, and an exercise may ask for diagnoses alone."
    ),
    decide=_decide,
    fires=(
        stay("pdx: O80 Y\ndx: Z37.0, Z3A.39", age=29),
        stay("pdx: O70.1 N\npx: 10E0XZZ", age=29),
    ),
    passes=(stay("pdx: O80 Y\ndx: Z37.0, Z3A.39\npx: 10E0XZZ", age=29),),
)
