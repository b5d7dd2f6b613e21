"""A body mass index needs the condition it belongs to."""

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

_WEIGHT = ("E40-E46", "E64.0", "E66", "E88.A", "F50", "O99.21", "O99.84", "R62.5", "R62.7", "R63", "R64", "Z71.3")


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    index = view.within("Z68")
    if not index:
        return
    pregnant = view.within("O00-O9A", "Z34")
    if pregnant:
        yield RULE.finding(
            (index[0].code, pregnant[0].code),
            f"{index[0].code} is a body mass index, and {pregnant[0].code} says that the patient is pregnant: "
            "the index is not coded during pregnancy. Take it out, unless the encounter is after the "
            "delivery.",
            index[0].line,
            Severity.WARNING,
        )
    elif not view.within(*_WEIGHT):
        yield RULE.finding(
            (index[0].code,),
            f"{index[0].code} is a body mass index, and no condition of weight or nutrition stands on the "
            "claim. It is only reported with a diagnosis that the provider documented, such as obesity. Does "
            "the chart have one?",
            index[0].line,
        )


RULE = Rule(
    id="body-mass-index",
    title="A body mass index stands with the diagnosis it belongs to",
    severity=Severity.QUESTION,
    citation=f"{GUIDELINES}, I.C.21.c.3",
    explanation=(
        "The index may be taken from a nurse's or dietitian's note, but the diagnosis that makes it worth "
        "reporting, such as obesity or anorexia, must be the provider's (I.B.14). It is not coded during "
        "pregnancy. The rule knows the usual conditions of weight and nutrition; another diagnosis can "
        "justify the index, so it asks."
    ),
    decide=_decide,
    fires=(visit("dx: I10, Z68.41"), visit("dx: O99.012, D64.9, Z68.41", "pregnant", age=30)),
    passes=(visit("dx: R63.5, Z68.41"), visit("dx: I10")),
)
