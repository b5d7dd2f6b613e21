"""The modifier fits what stands beside the visit."""

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


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if not claim.lines:
        return
    services = look(claim, encounter, edition).services
    for each in services:
        if not each.is_visit:
            continue
        others = [other for other in services if other is not each]
        known = all(other.service is not None for other in others)
        if "25" in each.modifiers and not others:
            yield RULE.finding(
                (each.code,),
                f"{each.named} says that the visit stands beside another service, and there is none. Add the service, "
                "or take -25 out.",
                each.line.line,
            )
        days = {other.global_days for other in others}
        if "57" in each.modifiers and known and others and "090" not in days and days & {"000", "010"}:
            yield RULE.finding(
                (each.code,),
                f"{each.named} says that a major operation was decided, and the procedures beside it have 0 or 10 "
                "global days. For these the modifier is -25, when the visit stands on its own.",
                each.line.line,
            )


RULE = Rule(
    id="visit-modifier",
    title="-25 goes with a service of the same day, -57 with a major operation",
    severity=Severity.WARNING,
    citation=f"{MEDICARE}, chapter 12, sections 30.6.6 and 40.2",
    explanation=(
        "-25 sets a visit apart from another service of the same day; alone on a claim it says nothing. -57 is "
        "for the visit at which an operation with 90 global days was decided, on the day or the day before. "
        "The operation may stand on another claim, so the rule warns, and says nothing of -57 alone."
    ),
    decide=_decide,
    fires=(
        visit("dx: I10\nline: 99213-25 A"),
        visit("dx: L02.611\nline: 99213-57 A\nline: 10060 A"),
    ),
    passes=(
        visit("dx: L57.0\nline: 99213-25 A\nline: 17000 A"),
        visit("dx: K35.80\nline: 99223-57 A\nline: 44970 A"),
        visit("dx: K35.80\nline: 99223-57 A", "the operation is on another claim"),
    ),
)
