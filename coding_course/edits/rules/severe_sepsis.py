"""Severe sepsis stands behind the systemic infection."""

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
    for each in view.within("R65.2", "T81.12"):
        if each is view.first and each.facts.billable:
            yield RULE.finding(
                (each.code,),
                f"{each.named} can never be the {view.first_is_called} diagnosis. Put the code of the "
                "systemic infection first and this one behind it.",
                each.line,
            )


RULE = Rule(
    id="severe-sepsis",
    title="Severe sepsis and septic shock are never principal",
    severity=Severity.ERROR,
    citation=f"{GUIDELINES}, I.C.1.d.2 and I.C.1.d.3",
    explanation=(
        "Severe sepsis takes at least two codes: the systemic infection, then R65.20 or R65.21. When it was "
        "present on admission and is the reason for the stay, the systemic infection is principal. A code "
        "for septic shock is not principal either, after a procedure (T81.12) just as otherwise."
    ),
    decide=_decide,
    fires=(stay("pdx: R65.21 Y\ndx: A41.9 Y"),),
    passes=(stay("pdx: A41.9 Y\ndx: R65.21 Y, J18.9 Y"),),
)
