"""Right and left together, where one code says both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Code, Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    listed = look(claim, encounter, edition).unique
    for each in listed:
        if each.facts.laterality != "right":
            continue
        sided = {edition.laterality(code.code): code.code for code in each.facts.sided}
        left = sided.get("left")
        both = sided.get("bilateral") or _bilateral(each.facts.title, each.facts.record, edition)
        if left and both and any(other.code == left for other in listed):
            yield RULE.finding(
                (each.code, left, both),
                f"{each.code} and {left} name the two sides of one condition, and {both} says both. "
                f"Report {both} in their place.",
                each.line,
            )


def _bilateral(title: str, record: Code | None, edition: Edition) -> str:
    """Find the code for both sides: beside the code, or one level higher as M17.0 beside M17.1-."""
    if record is None:
        return ""
    stem, right, _ = title.partition(", right")
    if right:
        for code in edition.siblings(record.code):
            if code.billable and code.title == f"{stem}, bilateral":
                return code.code
    if not title.startswith("Unilateral"):
        return ""
    words = _words(title)
    beside = edition.siblings(record.parent)
    return next(
        (c.code for c in beside if c.title.startswith("Bilateral") and c.billable and _words(c.title) == words), ""
    )


def _words(title: str) -> frozenset[str]:
    return frozenset(title.lower().replace(",", "").split()) - {"unilateral", "bilateral", "right", "left", "of"}


RULE = Rule(
    id="both-sides",
    title="A condition of both sides has one code where a bilateral code exists",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.B.13",
    explanation=(
        "Only where there is no code for both sides are right and left reported as two codes. The rule fires "
        "when a bilateral code exists and the two sides are coded one by one. It warns, because two sides "
        "may rightly be told apart when the chart treats them as two problems."
    ),
    decide=_decide,
    fires=(visit("dx: M17.11, M17.12", "osteoarthritis of both knees"), visit("dx: H25.011, H25.012", "cataracts")),
    passes=(visit("dx: M17.0"), visit("dx: S52.501A, S52.502A", "injuries have no code for both sides")),
)
