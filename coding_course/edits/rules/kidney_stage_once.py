"""One stage of kidney disease."""

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
    view = look(claim, encounter, edition)
    stages = [each for each in view.within("N18") if each.facts.billable]
    if len(stages) > 1:
        codes = tuple(each.code for each in stages)
        end = next((each for each in stages if each.within("N18.6")), None)
        advice = (
            "When end stage is documented, N18.6 alone is reported."
            if end
            else "The patient has one stage: take the one that the provider documented last."
        )
        yield RULE.finding(
            codes, f"{' and '.join(codes)} give two stages of chronic kidney disease. {advice}", stages[1].line
        )


RULE = Rule(
    id="kidney-stage-once",
    title="Chronic kidney disease has one stage",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.C.14.a.1",
    explanation=(
        "When both a stage and end-stage disease are documented, only N18.6 is assigned. Two of the earlier "
        "stages cannot be true at one time either; a chart that names both asks for a look at the date of "
        "each, or for a query. It is a warning, because the stage may have changed during a long stay."
    ),
    decide=_decide,
    fires=(visit("dx: I12.0, N18.5, N18.6, Z99.2"), visit("dx: I12.9, N18.31, N18.4")),
    passes=(visit("dx: I12.0, N18.6, Z99.2"), visit("dx: I12.9, N18.4, N17.9")),
)
