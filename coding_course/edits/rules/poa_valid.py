"""Present-on-admission indicators that exist."""

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
        if each.poa and each.poa not in {"Y", "N", "U", "W", "1"}:
            yield RULE.finding(
                (each.code,),
                f"{each.poa} is not a present-on-admission indicator. For {each.code} write Y (present), N "
                "(not present), U (the chart does not tell) or W (the provider cannot tell).",
                each.line,
            )
        elif each.poa == "1" and each.facts.billable and not each.facts.poa_exempt:
            yield RULE.finding(
                (each.code,),
                f"{each.code} is marked exempt from present-on-admission reporting, and it is not on the "
                "exempt list. Write Y, N, U or W.",
                each.line,
            )


RULE = Rule(
    id="poa-valid",
    title="A present-on-admission indicator is one that exists, and exempt only where the code is",
    severity=Severity.ERROR,
    citation=f"{GUIDELINES}, Appendix I",
    explanation=(
        "The indicators are Y, N, U and W; a code on the exempt list has none, which the notation can also "
        "write as 1. U and W are different: U means that the documentation does not tell and the provider "
        "should be asked, W that the provider cannot tell clinically. Which one is right is in the chart."
    ),
    decide=_decide,
    fires=(stay("pdx: J18.9 1\ndx: I10 Y", "pneumonia is not exempt"),),
    passes=(stay("pdx: J18.9 Y\ndx: I10 Y, Z79.4 1"), stay("pdx: J18.9 U\ndx: N39.0 W")),
)
