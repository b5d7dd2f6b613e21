"""Where the ambulance went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.codesets.places import is_ambulance_modifier
from coding_course.edits.examples import MEDICARE, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if not claim.lines:
        return
    for each in look(claim, encounter, edition).services:
        if each.section != "ambulance" or not "A0425" <= each.code <= "A0436":
            continue
        rides = [modifier for modifier in each.line.modifiers if is_ambulance_modifier(modifier)]
        if not rides:
            yield RULE.finding(
                (each.code,),
                f"{each.named} does not say where the ride began and ended. Two letters tell: SH from the scene to a "
                "hospital, RH from home, HN from a hospital to a skilled nursing facility.",
                each.line.line,
            )
        elif each.line.modifiers[0] != rides[0]:
            yield RULE.finding(
                (each.code,),
                f"{each.named} has the letters of the ride behind another modifier; they stand first.",
                each.line.line,
                Severity.QUESTION,
            )


RULE = Rule(
    id="ambulance-ride",
    title="An ambulance line says where the ride began and where it ended",
    severity=Severity.WARNING,
    citation=f"{MEDICARE}, chapter 15, section 30",
    explanation=(
        "Transport and mileage carry a modifier of two letters, the first for the place where the ride began, "
        "the second for the destination: D, E, G, H, I, J, N, P, R, S, and X as a stop on the way. Medicare "
        "requires it on every ambulance line; whether the letters are right, the trip report tells. Payers "
        "that want none exist, so it is a warning."
    ),
    decide=_decide,
    fires=(visit("dx: I63.9\nline: A0427 A\nline: A0425-RH x12 A"),),
    passes=(visit("dx: I63.9\nline: A0427-RH A\nline: A0425-RH x12 A"),),
)
