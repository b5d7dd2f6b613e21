"""The same procedure twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import PCS, stay
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if len(claim.procedures) < 2:
        return
    seen: set[str] = set()
    told: set[str] = set()
    for each in look(claim, encounter, edition).procedures:
        if each.code in seen and each.code not in told:
            told.add(each.code)
            yield RULE.finding(
                (each.code,),
                f"{each.named} is reported twice. That is right when the same operation was done on two parts that "
                "share one value (two muscles of one group, two vertebrae), or again on another day. Was it?",
                each.line,
            )
        seen.add(each.code)


RULE = Rule(
    id="procedure-twice",
    title="A procedure code that stands twice was done twice",
    severity=Severity.QUESTION,
    citation=f"{PCS}, B3.2a and B3.2b",
    explanation=(
        "One root operation on several body parts with values of their own takes several codes; on several "
        "parts that share a value, the same code several times; on overlapping layers of one part, once. The "
        "claim does not show which it was, so the rule asks once for each code."
    ),
    decide=_decide,
    fires=(stay("pdx: K57.30 Y\npx: 0DBK8ZX\npx: 0DBK8ZX"),),
    passes=(stay("pdx: K57.30 Y\npx: 0DBK8ZX\npx: 0DBL8ZX"),),
)
