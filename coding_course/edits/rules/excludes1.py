"""Excludes1: two conditions that are not coded together."""

from __future__ import annotations

from itertools import combinations
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
    for one, other in combinations(look(claim, encounter, edition).unique, 2):
        owner, named = one, other
        reference = one.facts.excludes(other.code)
        if reference is None:
            owner, named = other, one
            reference = other.facts.excludes(one.code)
        if reference is None:
            continue
        note = reference.note
        where = "" if note.source == owner.code else f" (the note stands at {note.source})"
        yield RULE.finding(
            (owner.code, named.code),
            f"{owner.code} and {named.code} exclude each other: {owner.code} has an Excludes1 note{where} for "
            f'"{note.text}". Report the one that the chart describes. Both may stand only when the chart '
            "shows two conditions that have nothing to do with each other; when it is not clear, ask the "
            "provider.",
            max(one.line, other.line),
        )


RULE = Rule(
    id="excludes1",
    title="Codes that an Excludes1 note sets apart are not reported together",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.A.12.a",
    explanation=(
        "An Excludes1 note means that the two conditions cannot occur together, or that one code already "
        "says what the other would. Notes also hold for everything below the place where they stand, so the "
        "rule reads the notes of the subcategory, category, section and chapter. The exception is in the "
        "same guideline: two conditions that are clearly unrelated may both be coded, as psychogenic "
        "dysmenorrhea (F45.8) and sleep related teeth grinding (G47.63). The claim cannot show whether they "
        "are related, so this is a warning, given once for each pair."
    ),
    decide=_decide,
    fires=(
        visit("dx: E10.9, E11.9", "two types of diabetes"),
        visit("dx: F45.8, G47.63", "the guideline's own example: right only when the two are unrelated"),
        visit("dx: N39.0, N30.00", "cystitis has its own code"),
    ),
    passes=(
        visit("dx: E11.9, I10"),
        visit("dx: E11.9, E66.9"),
    ),
)
