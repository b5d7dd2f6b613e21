"""External cause codes stand behind what they explain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, emergency
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
    if first is not None and first.within("V00-Y99"):
        yield RULE.finding(
            (first.code,),
            f"{first.named} says how something happened, not what the patient has, so it can never be the "
            f"{view.first_is_called} diagnosis. Put the injury or condition first and the external cause "
            "behind it.",
            first.line,
        )


RULE = Rule(
    id="external-cause-first",
    title="An external cause code is never principal or first-listed",
    severity=Severity.ERROR,
    citation=f"{GUIDELINES}, I.C.20.a.6",
    explanation=(
        "Codes of chapter 20 (V00-Y99) tell the cause, the intent, the place and the activity. They add to a "
        "code for an injury or another condition and never stand alone or first. Whether they must be "
        "reported at all is for the state and the payer to say."
    ),
    decide=_decide,
    fires=(emergency("dx: W19.XXXA, S52.501A"), emergency("dx: Y92.009, S93.401A")),
    passes=(emergency("dx: S52.501A, W19.XXXA"), emergency("dx: T59.811A", "cause and intent are in the code")),
)
