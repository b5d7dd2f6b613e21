"""Place and activity belong to the first encounter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, emergency, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    told = view.within("Y92", "Y93", "Y99")
    if not told:
        return
    injuries = [each for each in view.within("S", "T", "M80", "M84") if each.facts.billable and len(each.code) == 8]
    if injuries and all(each.code[7] not in "ABC" for each in injuries):
        codes = tuple(each.code for each in told)
        yield RULE.finding(
            codes,
            f"{', '.join(codes)} {'gives' if len(codes) == 1 else 'give'} the place, the activity or the status of an "
            f"injury, and {injuries[0].code} says that this is a later encounter. They are reported once, at the first "
            "encounter for treatment.",
            told[0].line,
        )


RULE = Rule(
    id="external-cause-initial",
    title="Place, activity and status of an injury are reported at the first encounter only",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.C.20.b, I.C.20.c and I.C.20.k",
    explanation=(
        "The cause of an injury is coded as long as the injury is treated; where it happened, doing what and "
        "as what, only at the initial encounter for treatment. The rule fires when every injury on the claim "
        "carries a 7th character for a later encounter or a sequela. A new provider's first encounter may be "
        "the first at which this was documented, so it warns."
    ),
    decide=_decide,
    fires=(visit("dx: S82.842D, W18.30XD, Y92.009"),),
    passes=(emergency("dx: S82.842A, W18.30XA, Y92.009, Y93.01, Y99.8"), visit("dx: S82.842D, W18.30XD")),
)
