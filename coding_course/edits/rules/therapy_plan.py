"""Under which plan of therapy."""

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


_PHYSICAL = frozenset({"97161", "97162", "97163", "97164"})
_OCCUPATIONAL = frozenset({"97165", "97166", "97167", "97168"})
_SPEECH = frozenset({"92521", "92522", "92523", "92524"})
_ANY = _PHYSICAL | _OCCUPATIONAL | _SPEECH | {"92507", "97110", "97112", "97116", "97140", "97530"}
_PLANS = frozenset({"GN", "GO", "GP"})


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if not claim.lines:
        return
    for each in look(claim, encounter, edition).services:
        plans = each.modifiers & _PLANS
        for assistant, plan, who in (("CQ", "GP", "physical"), ("CO", "GO", "occupational")):
            if assistant in each.modifiers and plan not in plans:
                yield RULE.finding(
                    (each.code,),
                    f"{each.named} was given by a {who} therapist's assistant, and -{plan}, the plan of {who} therapy, "
                    "is missing. The two stand together.",
                    each.line.line,
                )
        if each.code in _ANY and not plans and "CQ" not in each.modifiers and "CO" not in each.modifiers:
            yield RULE.finding(
                (each.code,),
                f"{each.code} is always therapy for Medicare, and does not say under which plan: -GP physical, -GO "
                "occupational, -GN speech. Which?",
                each.line.line,
                Severity.QUESTION,
            )
        wrong = (
            (each.code in _PHYSICAL and plans and "GP" not in plans)
            or (each.code in _OCCUPATIONAL and plans and "GO" not in plans)
            or (each.code in _SPEECH and plans and "GN" not in plans)
        )
        if wrong:
            yield RULE.finding(
                (each.code,),
                f"{each.named} names the plan of another discipline than the service. Compare it with the plan of "
                "care.",
                each.line.line,
            )


RULE = Rule(
    id="therapy-plan",
    title="Outpatient therapy says under which plan of care it was given",
    severity=Severity.WARNING,
    citation=f"{MEDICARE}, chapter 5, section 20.1",
    explanation=(
        "Therapy codes carry the discipline of the plan: -GP, -GO or -GN. When an assistant gave part of it, "
        "-CQ stands beside -GP and -CO beside -GO. Evaluations belong to one discipline each, and treatments may "
        "be given under more than one plan. Payers other than Medicare may not ask, so a missing plan is a question."
    ),
    decide=_decide,
    fires=(
        visit("dx: M25.561\nline: 97110-CQ x2 A"),
        visit("dx: M25.561\nline: 97110 x2 A"),
        visit("dx: M25.561\nline: 97161-GO A"),
    ),
    passes=(
        visit("dx: M25.561\nline: 97110-GP x2 A"),
        visit("dx: M25.561\nline: 97110-GP-CQ x2 A"),
        visit("dx: R26.89\nline: 97116-GO A", "a treatment that either discipline may give"),
    ),
)
