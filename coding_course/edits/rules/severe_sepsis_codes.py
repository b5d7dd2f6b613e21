"""Severe sepsis needs its infection and what failed."""

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


_INFECTION = (
    "A02.1",
    "A22.7",
    "A26.7",
    "A32.7",
    "A40",
    "A41",
    "A42.7",
    "A54.86",
    "B37.7",
    "O03.37",
    "O03.87",
    "O04.87",
    "O07.37",
    "O08.82",
    "O75.3",
    "O85",
    "O86.04",
    "P36",
    "T80.2",
    "T81.4",
    "T88.0",
    "A00-B99",
    "U07.1",
)
_FAILURE = (
    "D65",
    "D68",
    "D69.5",
    "D69.6",
    "E87.2",
    "G92",
    "G93.4",
    "I21",
    "I50",
    "I51",
    "J80",
    "J95",
    "J96",
    "K56",
    "K72",
    "K76.7",
    "N17",
    "R09.2",
    "R34",
    "R41",
    "R57",
    "T81.1",
    "G72.81",
    "G62.81",
    "E27",
    "R40",
    "N99.0",
    "I95",
    "K91",
    "R65.21",
)


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    severe = view.within("R65.2")
    if not severe or not severe[0].facts.billable:
        return
    each = severe[0]
    if not view.within(*_INFECTION):
        yield RULE.finding(
            (each.code,),
            f"{each.named} stands without a code for the systemic infection. Severe sepsis takes at least two codes: "
            "the infection first, then R65.20 or R65.21.",
            each.line,
        )
    elif each.within("R65.20") and not view.within(*_FAILURE):
        yield RULE.finding(
            (each.code,),
            f"{each.named} says that an organ failed, and no code on the claim names which. Add the acute organ "
            "dysfunction that the chart documents, such as acute kidney failure or respiratory failure.",
            each.line,
            Severity.QUESTION,
        )


RULE = Rule(
    id="severe-sepsis-codes",
    title="Severe sepsis stands with the infection and with the organ that failed",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.C.1.d.1.b",
    explanation=(
        "R65.2 tells that sepsis damaged an organ. It needs the systemic infection in front of it and the acute "
        "organ dysfunctions behind. The rule knows the codes for sepsis and the usual organ dysfunctions; "
        "others exist, so a missing dysfunction is only a question. Septic shock (R65.21) is itself one."
    ),
    decide=_decide,
    fires=(
        stay("pdx: N17.9 Y\ndx: R65.20 Y", "no infection"),
        stay("pdx: A41.9 Y\ndx: R65.20 Y, J18.9 Y", "which organ?"),
    ),
    passes=(stay("pdx: A41.9 Y\ndx: R65.20 Y, N17.9 Y"), stay("pdx: A41.9 Y\ndx: R65.21 Y")),
)
