"""Underdosing is never the first diagnosis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, visit
from coding_course.edits.facts import drug_character
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
    if first is None or not first.facts.billable or drug_character(first.code) != "6":
        return
    yield RULE.finding(
        (first.code,),
        f"{first.named} says that too little of a drug was taken, and can never be the {view.first_is_called} "
        "diagnosis. Put the condition that the drug is for first.",
        first.line,
    )


RULE = Rule(
    id="underdosing-first",
    title="An underdosing code is never principal or first-listed",
    severity=Severity.ERROR,
    citation=f"{GUIDELINES}, I.C.19.e.5.c",
    explanation=(
        "Underdosing is taking less of a drug than prescribed or than the maker instructs: codes from T36 to "
        "T50 with a 6 as fifth or sixth character. The condition that got worse, or that the drug is for, "
        "comes first; a code for the reason (Z91.12- to Z91.14-, Z91.A4-, Y63.6 to Y63.9) goes with it when "
        "it is known."
    ),
    decide=_decide,
    fires=(visit("dx: T46.5X6A, I10"),),
    passes=(visit("dx: I10, T46.5X6A, Z91.148"),),
)
