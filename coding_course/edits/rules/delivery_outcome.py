"""Every delivery record says how it ended."""

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
    delivery = view.within("O80", "O82")
    if view.inpatient and delivery and delivery[0].facts.billable and not view.within("Z37"):
        yield RULE.finding(
            (delivery[0].code,),
            f"{delivery[0].named} is a delivery, and no code of category Z37 tells its outcome. Add it as a "
            "secondary code.",
            delivery[0].line,
        )


RULE = Rule(
    id="delivery-outcome",
    title="The mother's record of a delivery has an outcome code",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.C.15.b.5",
    explanation=(
        "Category Z37 belongs on every record of a mother who delivered in that stay, and on no later record "
        "and no newborn's. The rule recognizes a delivery by O80 and O82; other codes of the chapter do not "
        "always tell whether a delivery took place in the stay."
    ),
    decide=_decide,
    fires=(stay("pdx: O80 Y", age=29),),
    passes=(stay("pdx: O80 Y\ndx: Z37.0", age=29), stay("pdx: O47.1 Y", "no delivery", age=29)),
)
