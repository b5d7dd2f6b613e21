"""The stage in the hypertensive kidney code and the stage in N18 agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, TABULAR, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    late = view.within("N18.5", "N18.6")
    early = view.within("N18.1-N18.4", "N18.9")
    for each in view.within("I12", "I13"):
        if not each.facts.billable:
            continue  # a heading names no stage
        expected, other = (late, early) if each.within("I12.0", "I13.11", "I13.2") else (early, late)
        if other and not expected:
            yield RULE.finding(
                (each.code, other[0].code),
                f"{each.named} and {other[0].named} do not agree on the stage of the kidney disease. Take the "
                "stage from the chart and make both codes say it.",
                each.line,
            )


RULE = Rule(
    id="hypertension-stage",
    title="Hypertensive kidney disease and N18 give the same stage",
    severity=Severity.ERROR,
    citation=f"{GUIDELINES}, I.C.9.a.2 and I.C.9.a.3, and {TABULAR}, notes at I12 and I13",
    explanation=(
        "I12.0, I13.11 and I13.2 say stage 5 or end stage; I12.9, I13.0 and I13.10 say stages 1 to 4 or "
        "unspecified. The N18 code behind them gives the stage, so the two cannot differ. When both an early "
        "and a late stage are coded, the rule stays silent: two N18 codes are another problem."
    ),
    decide=_decide,
    fires=(visit("dx: I12.9, N18.6, Z99.2"), visit("dx: I12.0, N18.31"), visit("dx: I13.2, I50.32, N18.4")),
    passes=(visit("dx: I12.0, N18.6, Z99.2"), visit("dx: I12.9, N18.31"), visit("dx: I13.0, I50.32, N18.9")),
)
