"""A procedure that was not finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.claims.model import Setting
from coding_course.edits.examples import MEDICARE, outpatient, visit
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
        facility = each.modifiers & {"73", "74"}
        if {"52", "53"} <= each.modifiers:
            yield RULE.finding(
                (each.code,),
                f"{each.named} says that less was done by choice (-52) and that it was stopped for safety (-53). It "
                "was one of the two.",
                each.line.line,
            )
        elif facility and encounter.setting is Setting.PROFESSIONAL:
            yield RULE.finding(
                (each.code,),
                f"-{min(facility)} on {each.code} is for what the facility bills. The physician reports -53 when the "
                "procedure was stopped after it had begun.",
                each.line.line,
            )
        elif "53" in each.modifiers and encounter.setting is Setting.OUTPATIENT_FACILITY:
            yield RULE.finding(
                (each.code,),
                f"-53 on {each.code} is for physicians. A hospital or surgery center reports -73 when the procedure "
                "was called off before anesthesia, -74 when after.",
                each.line.line,
            )


RULE = Rule(
    id="stopped-procedure",
    title="A stopped procedure carries the modifier of whoever bills it",
    severity=Severity.WARNING,
    citation=f"{MEDICARE}, chapter 4, section 20.6.4",
    explanation=(
        "-52 is for less than the code says by choice; -53 for a physician who had to stop; -73 and -74 for the "
        "facility, before and after anesthesia began. The rule knows the kind of claim, and not what happened "
        "in the room. On emergency department claims, which may be either, it says nothing of -53."
    ),
    decide=_decide,
    fires=(
        outpatient("dx: K63.5\nline: 45385-53"),
        visit("dx: K63.5\nline: 45385-74 A"),
        visit("dx: K63.5\nline: 45378-52-53 A"),
    ),
    passes=(outpatient("dx: K63.5\nline: 45385-74"), visit("dx: K63.5\nline: 45378-53 A")),
)
