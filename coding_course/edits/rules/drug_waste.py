"""What was thrown away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.claims.model import Setting
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
    services = look(claim, encounter, edition).services
    for each in services:
        if {"JW", "JZ"} <= each.modifiers:
            yield RULE.finding(
                (each.code,),
                f"{each.named} says that some of the drug was thrown away (-JW) and that nothing was (-JZ). It is one "
                "of the two.",
                each.line.line,
            )
            continue
        same = [other for other in services if other.code == each.code and other is not each]
        if "JW" in each.modifiers and not any("JW" not in other.modifiers for other in same):
            yield RULE.finding(
                (each.code,),
                f"{each.named} bills what was thrown away, and no other line of {each.code} bills what was given. "
                "Report the dose given on a line of its own.",
                each.line.line,
            )
        elif "JZ" in each.modifiers and any("JW" in other.modifiers for other in same):
            yield RULE.finding(
                (each.code,),
                f"{each.named} says that nothing was thrown away, and another line of {each.code} bills waste (-JW). "
                "Take -JZ out.",
                each.line.line,
            )
        elif (
            "single-dose" in each.flags
            and not each.modifiers & {"JW", "JZ"}
            and not any("JW" in other.modifiers for other in same)
            and encounter.setting is not Setting.INPATIENT
        ):
            yield RULE.finding(
                (each.code,),
                f"{each.code} comes in containers for one patient. Medicare wants to know of each whether some was "
                "thrown away: -JW on a line for the waste, or -JZ when there was none. Which was it?",
                each.line.line,
                Severity.QUESTION,
            )


RULE = Rule(
    id="drug-waste",
    title="A single-dose drug says what was thrown away, in one way",
    severity=Severity.WARNING,
    citation=f"{MEDICARE}, chapter 17, section 40",
    explanation=(
        "Of a drug from a single-dose container, the dose given stands on one line and the waste on another "
        "with -JW; when nothing was left, the line carries -JZ. The two never stand together. The rule knows "
        "which of the course's drugs come only in such containers, and asks there; drugs that are packaged "
        "into another payment and payers other than Medicare need neither."
    ),
    decide=_decide,
    fires=(
        visit("dx: C18.2\nline: J9035-JW-JZ x40 A"),
        visit("dx: C18.2\nline: J9035-JW x4 A"),
        visit("dx: C18.2\nline: J9035-JZ x36 A\nline: J9035-JW x4 A"),
        visit("dx: C18.2\nline: J9035 x40 A"),
    ),
    passes=(
        visit("dx: C18.2\nline: J9035 x36 A\nline: J9035-JW x4 A"),
        visit("dx: C18.2\nline: J9035-JZ x40 A"),
        visit("dx: M54.50\nline: J1100 x4 A", "comes in vials for several doses too"),
    ),
)
