"""A history code explains an encounter; it is rarely the reason for it."""

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

_HISTORY = (
    "Z80", "Z81", "Z82", "Z83", "Z84", "Z85", "Z86", "Z87", "Z91.4", "Z91.5", "Z91.81", "Z91.82", "Z91.85", "Z92",
)  # fmt: skip
_EXCEPT = ("Z92.0", "Z92.82")


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    first = view.first
    if first is not None and first.facts.billable and first.within(*_HISTORY) and not first.within(*_EXCEPT):
        yield RULE.finding(
            (first.code,),
            f"{first.named} is a history code and stands as the {view.first_is_called} diagnosis. The reason "
            "for the encounter comes first (a screening, a follow-up, a condition), the history behind it. "
            "Is there a better first code in the chart?",
            first.line,
        )


RULE = Rule(
    id="history-first",
    title="A history code stands behind the reason for the encounter",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.C.21.c.4",
    explanation=(
        "Personal and family history codes say why a patient is watched more closely. The guideline puts the "
        "reason for the encounter first, such as a screening or a follow-up, and the history codes behind "
        "it. It does not call them secondary only, so the rule warns. A condition that is still treated is "
        "not history at all: code the condition."
    ),
    decide=_decide,
    fires=(
        visit("dx: Z85.3, Z08", "follow-up after completed cancer treatment, turned around"),
        visit("dx: Z80.3, Z12.31", "screening, turned around"),
    ),
    passes=(visit("dx: Z08, Z85.3"), visit("dx: Z12.31, Z80.3")),
)
