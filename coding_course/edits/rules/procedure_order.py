"""The principal procedure."""

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
    if not performed or not performed[0].diagnostic:
        return
    treated = next((each for each in performed[1:] if each.definitive), None)
    if treated is not None:
        yield RULE.finding(
            (performed[0].code, treated.code),
            f"{performed[0].named} looks for a diagnosis and stands in front of {treated.named}, which treats. The "
            "principal procedure is the one that treats the principal diagnosis, if there is one. Does the order "
            "follow that?",
            performed[0].line,
        )


RULE = Rule(
    id="procedure-order",
    title="The principal procedure treats; what looks for a diagnosis stands behind",
    severity=Severity.QUESTION,
    citation=f"{PCS}, F; UHDDS, principal procedure",
    explanation=(
        "UHDDS calls principal the procedure that treats, or that a complication needed, and among several the "
        "one nearest to the principal diagnosis. When only a diagnostic procedure belongs to the principal "
        "diagnosis and the treatment to another one, the diagnostic one is principal: so the rule asks."
    ),
    decide=_decide,
    fires=(stay("pdx: C18.2 Y\npx: 0DBK8ZX\npx: 0DTK0ZZ"),),
    passes=(stay("pdx: C18.2 Y\npx: 0DTK0ZZ\npx: 0DBK8ZX"), stay("pdx: C18.2 Y\npx: 0DBK8ZX")),
)
