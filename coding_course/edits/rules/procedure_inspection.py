"""Looking on the way to an operation."""

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
    performed = look(claim, encounter, edition).procedures
    for each in performed:
        if each.operation != "J":
            continue
        for other in performed:
            if (
                other.operation
                and other.operation != "J"
                and (other.code[1], other.code[4])
                == (
                    each.code[1],
                    each.code[4],
                )
            ):
                yield RULE.finding(
                    (each.code, other.code),
                    f"{each.named} stands beside {other.named}, in the same body system and by the same approach. "
                    "Looking that leads to an operation on the same body part is not coded beside it. Was it another "
                    "part, or another time?",
                    each.line,
                )
                break


RULE = Rule(
    id="procedure-inspection",
    title="An inspection that leads to the operation is not coded beside it",
    severity=Severity.QUESTION,
    citation=f"{PCS}, B3.11a",
    explanation=(
        "Looking at a body part to reach the objective of another procedure is part of that procedure. By "
        "another approach (B3.11c), of another part or on another day it is coded. The values of inspection "
        "are wide, such as the whole lower intestinal tract, so the rule compares body system and approach, "
        "and asks."
    ),
    decide=_decide,
    fires=(stay("pdx: K57.31 Y\npx: 0DBN8ZX\npx: 0DJD8ZZ"),),
    passes=(
        stay("pdx: K57.31 Y\npx: 0DBN8ZX"),
        stay("pdx: K80.00 Y\npx: 0FT40ZZ\npx: 0FJ44ZZ", "looked through a scope first, then opened"),
    ),
)
