"""A manifestation never stands first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coding_course.claims.parsed import shorten
from coding_course.edits.examples import GUIDELINES, stay, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding

_SECOND = re.compile(r"classified elsewhere|\b(?:in|due to)\b", re.I)
"""Words of a title that put the code behind another one."""


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    first = view.first
    if first is not None and first.facts.manifestation:
        note = shorten(first.facts.code_first[0].text, 160)
        # Where neither the title nor the note settles that there is a cause, only Medicare's editor insists on one.
        open_to_doubt = not (_SECOND.search(first.facts.title) or first.facts.code_first[0].required)
        says = "is as a rule a manifestation and not" if open_to_doubt else "is a manifestation and cannot be"
        yield RULE.finding(
            (first.code,),
            f"{first.named} {says} the {view.first_is_called} diagnosis. Put the disease that causes it in front"
            f"{', if the chart names one' if open_to_doubt else ''}; its code-first note says: {note}.",
            first.line,
            Severity.WARNING if open_to_doubt else None,
        )


RULE = Rule(
    id="manifestation-first",
    title='A code "in diseases classified elsewhere" is never principal or first-listed',
    severity=Severity.ERROR,
    citation=f"{GUIDELINES}, I.A.13",
    explanation=(
        "Etiology and manifestation are a pair: the disease first, what it does to another organ second. A "
        'title that says "in diseases classified elsewhere" marks the second of the two, and such a '
        "code is never principal or first-listed. Some manifestations have other titles; the rule knows them "
        "from Medicare's editor and their code-first note. Where title and note leave room, as at reactive "
        "arthropathy (M02.9) or idiopathic pulmonary hemosiderosis (J84.03), no cause may be known, and the "
        "rule only warns; Medicare's editor sends a stay back even then. Which disease belongs in front is in "
        "the chart."
    ),
    decide=_decide,
    fires=(
        visit("dx: F02.80, G20.A1", "the guideline's example turned around: dementia with Parkinson's disease"),
        visit("dx: M02.9", "only a warning: its note leaves room"),
        stay("pdx: J84.03 Y", "only a warning: idiopathic is without a known cause", age=6),
        stay("pdx: D63.0 Y\ndx: C18.2 Y", "Medicare's editor knows it as a manifestation"),
    ),
    passes=(visit("dx: G20.A1, F02.80", "the guideline's example"),),
)
