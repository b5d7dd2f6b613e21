"""One visit of a kind."""

from __future__ import annotations

from itertools import combinations
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
    if len(claim.lines) < 2:
        return
    visits = [each for each in look(claim, encounter, edition).services if each.is_visit and each.family]
    for one, other in combinations(visits, 2):
        if one.family == other.family and not (one.modifiers | other.modifiers) & {"27", "77", "76", "25", "FT"}:
            yield RULE.finding(
                (one.code, other.code),
                f"{one.code} and {other.code} are two visits of one kind ({one.family}). All of a day's work "
                "of that kind is one visit, at the level that it adds up to. Keep one, unless they were on different "
                "days.",
                other.line.line,
            )


RULE = Rule(
    id="visit-once",
    title="A day has one visit of a kind",
    severity=Severity.WARNING,
    citation=f"{MEDICARE}, chapter 12, section 30.6.5",
    explanation=(
        "Physicians of one group and specialty report one visit of a kind for a patient and day: what was done "
        "in two goes into one level. A claim may cover several days, which the notation does not show, and "
        "hospitals report each visit with -27; so the rule warns."
    ),
    decide=_decide,
    fires=(visit("dx: I10, J06.9\nline: 99213 A\nline: 99214 B"),),
    passes=(
        visit("dx: Z00.00, I10\nline: 99396 A\nline: 99213-25 B", "two kinds", age=50),
        visit("dx: I10\nline: 99214 A"),
    ),
)
