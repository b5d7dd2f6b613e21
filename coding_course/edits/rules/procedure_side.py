"""The side of the operation and of the diagnosis."""

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
    if not claim.procedures:
        return
    view = look(claim, encounter, edition)
    told = [each for each in view.unique if each.facts.laterality and not each.within("Z")]  # a status is old
    sides = {each.facts.laterality for each in told}
    if len(sides) != 1 or not sides <= {"right", "left"}:
        return
    (side,) = sides
    sided = told[0]
    for each in view.procedures:
        if each.facts.side in {"right", "left"} - sides:
            yield RULE.finding(
                (each.code, sided.code),
                f"{each.named} is on the {each.facts.side}, and the diagnoses name only the {side} side "
                f"({sided.code}). Compare both with the report.",
                each.line,
            )


RULE = Rule(
    id="procedure-side",
    title="The side of a procedure is that of the diagnosis it was for",
    severity=Severity.QUESTION,
    citation=f"{PCS}, B4.3; ICD-10-CM Official Guidelines FY2026, I.B.13",
    explanation=(
        "A wrong side is one of the costliest slips in coding. The rule compares the sides of body parts with "
        "those of the diagnoses, when all sided diagnoses name one and the same side. An operation may have "
        "been on another part than the sided diagnosis, such as a graft from the other leg, so it asks."
    ),
    decide=_decide,
    fires=(stay("pdx: M17.11 Y\npx: 0SRD0J9", "right knee, left knee replaced"),),
    passes=(stay("pdx: M17.12 Y\npx: 0SRD0J9"), stay("pdx: M17.0 Y\npx: 0SRD0J9", "both knees")),
)
