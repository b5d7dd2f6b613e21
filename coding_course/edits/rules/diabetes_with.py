"""Conditions that the classification links with diabetes."""

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

_LINKED: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("N18",), "22", "chronic kidney disease"),
    (("L97.4", "L97.5"), "621", "foot ulcer"),
    (("L97.1", "L97.2", "L97.3", "L97.8", "L97.9", "L98.4"), "622", "skin ulcer"),
    (("K31.84",), "43", "gastroparesis"),
    (("G62.9",), "42", "polyneuropathy"),
    (("I73.9",), "51", "peripheral angiopathy"),
)
_NOT_SPECIFIED_AS_DIABETIC = ("9", "65", "649", "A")


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    for plain in view.within("E08-E13"):
        if plain.code[4:] not in _NOT_SPECIFIED_AS_DIABETIC or not plain.facts.billable:
            continue
        for categories, ending, condition in _LINKED:
            linked = view.within(*categories)
            combined = f"{plain.code[:3]}.{ending}"
            if linked and not view.within(combined[:-1]):
                yield RULE.finding(
                    (plain.code, linked[0].code),
                    f"{plain.code} stands with {linked[0].named}. The Alphabetic Index lists {condition} "
                    f'under diabetes, "with", and presumes the link: look at {combined}. Keep the two apart '
                    "only when the provider writes that the diabetes is not the cause.",
                    plain.line,
                )


RULE = Rule(
    id="diabetes-with",
    title='What the Index lists under diabetes, "with", is coded as a complication of diabetes',
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.A.15",
    explanation=(
        'The word "with" in the Alphabetic Index presumes that two conditions are linked, even when no one '
        "writes so. Diabetes has a long list of them; the rule knows those that have a plain code of their "
        "own: chronic kidney disease, ulcers of the skin, gastroparesis, polyneuropathy and peripheral "
        "angiopathy. Documentation that says the conditions are unrelated breaks the link, so this is a "
        "warning."
    ),
    decide=_decide,
    fires=(visit("dx: E11.9, N18.31"), visit("dx: E11.65, L97.511"), visit("dx: E10.9, K31.84")),
    passes=(visit("dx: E11.22, N18.31"), visit("dx: E11.621, L97.511, E11.65"), visit("dx: E11.9, I10")),
)
