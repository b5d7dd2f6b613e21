"""Diagnoses that seldom explain a stay."""

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
    first = view.first
    if view.inpatient and first is not None and "questionable-admission" in first.facts.flags:
        yield RULE.finding(
            (first.code,),
            f"{first.named} is the principal diagnosis, and Medicare's editor holds that it seldom needs a stay in an "
            "acute care hospital. Is there a condition in the chart that made the stay necessary?",
            first.line,
        )


RULE = Rule(
    id="questionable-admission",
    title="The principal diagnosis explains why a stay was needed",
    severity=Severity.WARNING,
    citation=f"{EDITOR}, questionable admission edit",
    explanation=(
        "Medicare's code editor names diagnoses that are usually treated without a stay. The code can be right "
        "all the same, when the patient was admitted for it: then the chart must say why. The rule looks at "
        "the principal diagnosis only."
    ),
    decide=_decide,
    fires=(stay("pdx: R03.0 Y\ndx: E11.9 Y"),),
    passes=(stay("pdx: I16.0 Y\ndx: I10 Y, E11.9 Y"), visit("dx: R03.0")),
)
