"""Diabetes without complications beside a complication."""

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


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    diabetes = view.within("E08-E13")
    for plain in diabetes:
        if not plain.facts.billable or "without complication" not in plain.facts.title.lower():
            continue
        for other in diabetes:
            if (
                other.code[:3] == plain.code[:3]
                and other.facts.billable
                and "without complication" not in other.facts.title.lower()
                and not other.within("E10.A")
            ):
                yield RULE.finding(
                    (plain.code, other.code),
                    f"{plain.code} says that the diabetes has no complications, and {other.named} is one. "
                    f"Take {plain.code} out.",
                    plain.line,
                )
                break


RULE = Rule(
    id="diabetes-without-complications",
    title="Diabetes without complications is not reported beside a complication of it",
    severity=Severity.ERROR,
    citation=f"{GUIDELINES}, I.C.4.a",
    explanation=(
        "Diabetes codes are combination codes: type, body system and complication in one. As many as needed "
        "are reported from one category, but the code for diabetes without complications contradicts every "
        "other one of it, hyperglycemia and hypoglycemia included. The rule reads the titles, so it knows "
        "E08.9 to E13.9 and E11.A alike."
    ),
    decide=_decide,
    fires=(visit("dx: E11.9, E11.22, N18.31"), visit("dx: E11.65, E11.9", "hyperglycemia is a complication too")),
    passes=(
        visit("dx: E11.9, I10"),
        visit("dx: E11.22, E11.40, N18.31", "as many as are needed"),
        visit("dx: E11.65"),
    ),
)
