"""One place, one activity, one status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, emergency
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    for category, what, severity in (
        ("Y93", "activity", Severity.WARNING),
        ("Y99", "status", Severity.WARNING),
        ("Y92", "place of occurrence", Severity.QUESTION),
    ):
        found = view.within(category)
        if len(found) > 1:
            codes = tuple(each.code for each in found)
            yield RULE.finding(
                codes,
                f"{' and '.join(codes)} both give the {what} of an external cause, and an encounter has one. "
                "Keep the one that belongs to the injury.",
                found[1].line,
                severity,
            )


RULE = Rule(
    id="external-cause-once",
    title="A claim has one activity, one status and one place of occurrence",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.C.20.c and I.C.20.d",
    explanation=(
        "Cause and intent may take several external cause codes; activity (Y93), status (Y99) and place "
        "(Y92) are given once. A second place is right in the rare case of a new injury during a hospital "
        "stay, so for places the rule only asks."
    ),
    decide=_decide,
    fires=(emergency("dx: S93.401A, Y93.01, Y93.02"),),
    passes=(emergency("dx: S93.401A, W01.0XXA, Y92.009, Y93.01, Y99.8"),),
)
