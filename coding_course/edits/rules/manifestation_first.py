"""A manifestation never stands first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.claims.parsed import shorten
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
    first = view.first
    if first is not None and first.facts.manifestation:
        note = shorten(first.facts.code_first[0].text, 160)
        yield RULE.finding(
            (first.code,),
            f"{first.named} is a manifestation and cannot be the {view.first_is_called} diagnosis. Put the "
            f"disease that causes it in front; its code-first note says: {note}.",
            first.line,
        )


RULE = Rule(
    id="manifestation-first",
    title='A code "in diseases classified elsewhere" is never principal or first-listed',
    severity=Severity.ERROR,
    citation=f"{GUIDELINES}, I.A.13",
    explanation=(
        "Etiology and manifestation are a pair: the disease first, what it does to another organ second. A "
        'title that ends in "in diseases classified elsewhere" marks the second of the two, and such a '
        "code is never principal or first-listed. The rule recognizes them by title and code-first note; "
        "which disease belongs in front is in the chart."
    ),
    decide=_decide,
    fires=(visit("dx: F02.80, G20.A1", "the guideline's example turned around: dementia with Parkinson's disease"),),
    passes=(visit("dx: G20.A1, F02.80", "the guideline's example"),),
)
