"""The side of the service and of its diagnosis."""

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


_SIDES = {"RT": "right", "LT": "left"}


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if not claim.lines:
        return
    view = look(claim, encounter, edition)
    for each in view.services:
        said = [_SIDES[modifier] for modifier in _SIDES if modifier in each.modifiers]
        if len(said) != 1:
            continue
        pointed = view.pointed(each)
        sides = {found.facts.laterality for found in pointed if found.facts.laterality}
        if sides and sides <= {"right", "left"} - set(said):
            found = next(one for one in pointed if one.facts.laterality)
            yield RULE.finding(
                (each.code, found.code),
                f"{each.named} was on the {said[0]}, and points at {found.named}. Compare both with the report: one of "
                "the sides is wrong, or the line points at the wrong diagnosis.",
                each.line.line,
            )


RULE = Rule(
    id="modifier-side",
    title="The side of a service is that of the diagnosis it points at",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.B.13, and HCPCS Level II modifiers LT and RT",
    explanation=(
        "A procedure on the right knee for a disease of the left one is denied, and worse, may tell of a wrong "
        "operation. The rule compares -LT and -RT with the sides of the diagnoses that the line points at, and "
        "speaks when all of them name the other side. A comparison view of the healthy side is the exception, "
        "so it warns."
    ),
    decide=_decide,
    fires=(visit("dx: M17.11\nline: 20610-LT A"),),
    passes=(visit("dx: M17.11\nline: 20610-RT A"), visit("dx: M17.0\nline: 20610-LT A", "both knees")),
)
