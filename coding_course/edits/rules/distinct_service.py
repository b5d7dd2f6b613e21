"""Distinct from what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import NCCI, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.reported import DISTINCT
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if not claim.lines:
        return
    services = look(claim, encounter, edition).services
    for each in services:
        used = each.modifiers & DISTINCT
        if not used:
            continue
        shown = "-" + sorted(used)[0]
        if len(services) == 1:
            yield RULE.finding(
                (each.code,),
                f"{each.named} says that the service was distinct from another one, and there is no other. Add it, or "
                f"take {shown} out.",
                each.line.line,
            )
        elif each.is_visit:
            yield RULE.finding(
                (each.code,),
                f"{each.named} is a visit, and {shown} is for procedures. A visit that stands on its own beside a "
                "procedure carries -25.",
                each.line.line,
            )


RULE = Rule(
    id="distinct-service",
    title="-59 and the X modifiers set a procedure apart from another one",
    severity=Severity.WARNING,
    citation=f"{NCCI}, chapter I, section E",
    explanation=(
        "These modifiers say that two services which are normally one were separate: another site, session or "
        "injury. On a claim of one line they say nothing, and visits have -25. The other service may stand on "
        "another claim of the same day, so this is a warning."
    ),
    decide=_decide,
    fires=(
        visit("dx: L57.0\nline: 17000-59 A"),
        visit("dx: L57.0\nline: 99213-59 A\nline: 17000 A"),
    ),
    passes=(visit("dx: D22.5, L57.0\nline: 11102 A\nline: 17000-59 B"),),
)
