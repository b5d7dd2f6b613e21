"""COVID-19: confirmed, exposed or past."""

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
    confirmed = view.within("U07.1")
    if not confirmed:
        return
    for other, why in (
        ("Z20.822", "is for contact when the infection is not confirmed"),
        ("Z11.52", "is for screening of people without signs of it"),
        ("Z86.16", "says that it is over"),
    ):
        found = view.within(other)
        if found:
            yield RULE.finding(
                (confirmed[0].code, other),
                f"U07.1 says that COVID-19 is confirmed and present, and {other} {why}. Keep the one that the provider "
                "documented for this encounter.",
                found[0].line,
            )


RULE = Rule(
    id="covid-status",
    title="COVID-19 is confirmed, suspected or past, one of the three",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.C.1.g.1.e, I.C.1.g.1.f and I.C.1.g.1.i",
    explanation=(
        "U07.1 is for a confirmed infection; Z20.822 for exposure while it is not confirmed, Z11.52 for "
        "screening, Z86.16 for the history. A condition that stays after an earlier infection (U09.9) may stand "
        "beside a new U07.1, so that pair is left alone. Someone may have had it before and again: hence a "
        "warning."
    ),
    decide=_decide,
    fires=(visit("dx: U07.1, J12.82, Z20.822"),),
    passes=(visit("dx: U07.1, J12.82"), visit("dx: R05.1, Z20.822"), visit("dx: R53.83, U09.9")),
)
