"""Present on admission: not documented."""

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
        if each.poa == "U" and each.facts.billable:
            yield RULE.finding(
                (each.code,),
                f"{each.code} is marked U: the chart does not tell whether it was present on admission. Payers treat U "
                "as N. Ask the provider; when the provider cannot tell clinically, it is W.",
                each.line,
            )


RULE = Rule(
    id="poa-query",
    title="Whether a condition was present on admission is asked, not left open",
    severity=Severity.QUESTION,
    citation=f"{GUIDELINES}, Appendix I",
    explanation=(
        "U means that the documentation does not tell; W that the provider cannot tell. U is for the rare case "
        "in which a query could not be answered. Medicare treats it like N, so a hospital-acquired condition "
        "may cost payment. The rule cannot see whether anybody asked."
    ),
    decide=_decide,
    fires=(stay("pdx: J18.9 Y\ndx: N39.0 U"),),
    passes=(stay("pdx: J18.9 Y\ndx: N39.0 W"),),
)
