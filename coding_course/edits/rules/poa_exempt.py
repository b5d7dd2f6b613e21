"""Exempt codes carry no indicator."""

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
    for each in view.listed:
        if each.poa in {"Y", "N", "U", "W"} and each.facts.poa_exempt:
            yield RULE.finding(
                (each.code,),
                f"{each.code} is exempt from present-on-admission reporting, and {each.poa} stands behind it. "
                "Leave the indicator out.",
                each.line,
            )


RULE = Rule(
    id="poa-exempt",
    title="A code that is exempt from present-on-admission reporting has no indicator",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, Appendix I",
    explanation=(
        "The exempt list holds codes for which the question makes no sense: status and history codes, "
        "congenital conditions, most external causes and places. For them the field stays blank. Some "
        "systems accept an indicator all the same, so the rule warns."
    ),
    decide=_decide,
    fires=(stay("pdx: J18.9 Y\ndx: Z79.4 Y"),),
    passes=(stay("pdx: J18.9 Y\ndx: Z79.4"), stay("pdx: J18.9 Y\ndx: Z79.4 1")),
)
