"""An unspecified side that is a CC or MCC."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import EDITOR, stay, visit
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
    for each in view.unique:
        if "unspecified" in each.facts.flags:
            yield RULE.finding(
                (each.code,),
                f"{each.code} leaves the side open and counts toward the payment of the stay. Medicare returns such a "
                "claim: take the side from the chart, or state in the remarks why it cannot be known.",
                each.line,
            )


RULE = Rule(
    id="side-and-payment",
    title="A CC or MCC with sides names the side",
    severity=Severity.WARNING,
    citation=f"{EDITOR}, unspecified code edit",
    explanation=(
        "Since April 1, 2022 the code editor looks for diagnoses that are a CC or an MCC and say that the side "
        "is not specified, when codes for the sides exist. Such a claim goes back to the hospital unless it "
        "states that the side could not be found out. The rule works on the editor's own list; whether the "
        "chart tells the side, it cannot know."
    ),
    decide=_decide,
    fires=(stay("pdx: I26.99 Y\ndx: I82.409 Y"),),
    passes=(stay("pdx: I26.99 Y\ndx: I82.401 Y"), visit("dx: I82.409", "not an inpatient claim")),
)
