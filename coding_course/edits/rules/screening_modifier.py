"""A screening that became treatment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import MEDICARE, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


_FAMILIES = frozenset({"colonoscopy", "sigmoidoscopy"})
_ONLY_LOOKS = frozenset({"45378", "45330"})


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if not claim.lines:
        return
    view = look(claim, encounter, edition)
    first = view.first
    if first is None or not first.within("Z12.11", "Z12.12", "Z86.0", "Z80.0"):
        return
    for each in view.services:
        if each.service is None or each.service.family not in _FAMILIES or each.code in _ONLY_LOOKS:
            continue
        if not each.modifiers & {"33", "PT"}:
            yield RULE.finding(
                (each.code, first.code),
                f"{first.code} says that the scope began as a screening, and {each.code} is what it became. -PT "
                "(Medicare) or -33 (others) tells the payer so, and spares the patient the deductible and some or all "
                "of the rest. Is it missing?",
                each.line.line,
            )


RULE = Rule(
    id="screening-modifier",
    title="A screening scope that became treatment says so",
    severity=Severity.QUESTION,
    citation=f"{MEDICARE}, chapter 18, section 60",
    explanation=(
        "When a polyp is found in a screening colonoscopy, the code is that of the removal, and the first "
        "diagnosis stays the screening. The modifier keeps the benefit: PT for Medicare, 33 for other payers. "
        "The payer is not on the claim, so the rule asks."
    ),
    decide=_decide,
    fires=(visit("dx: Z12.11, K63.5\nline: 45385 A,B"),),
    passes=(visit("dx: Z12.11, K63.5\nline: 45385-PT A,B"), visit("dx: K92.1, K63.5\nline: 45385 B")),
)
