"""Unspecified codes, where more is often known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    for each in look(claim, encounter, edition).unique:
        if not each.facts.unspecified or each.facts.laterality == "unspecified" or each.within("V00-Y99"):
            continue
        if "or unspecified" not in each.facts.title.lower():  # "stage 1 through 4, or unspecified" says two things
            yield RULE.finding(
                (each.code,),
                f"{each.named} leaves something unspecified. Does the chart tell more? If it does, code it; "
                "if not, the unspecified code is the right one, and nothing is to be guessed.",
                each.line,
            )


RULE = Rule(
    id="unspecified",
    title="An unspecified code is used only when the chart tells no more",
    severity=Severity.QUESTION,
    citation=f"{GUIDELINES}, I.A.9.b and I.B.18",
    explanation=(
        "Unspecified codes have their place: each encounter is coded to the certainty known for it. They "
        "become a mistake when the chart says more than the code. The rule reads titles, so it asks at every "
        "one of them and cannot know what the chart holds. External causes are left out, and unspecified "
        "sides have a rule of their own."
    ),
    decide=_decide,
    fires=(visit("dx: J18.9", "the guideline's example: pneumonia of a type not known"), visit("dx: N18.9")),
    passes=(visit("dx: I10"), visit("dx: N18.31"), visit("dx: M17.10", "the side has a rule of its own")),
)
