"""Use-additional-code notes: the second code that tells the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.claims.parsed import shorten
from coding_course.edits.examples import GUIDELINES, visit
from coding_course.edits.facts import in_own_category
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    tobacco = False
    for each in view.unique:
        if not each.facts.billable:
            continue
        for note in each.facts.use_additional:
            if note.conditional or not note.references or not in_own_category(note.source, each.code):
                continue
            if any(note.names(other.code) for other in view.unique if other.code != each.code):
                continue
            if "tobacco" in note.text:
                if tobacco:
                    continue  # most of the heart, lung and cancer codes ask for it: once is enough
                tobacco = True
            yield RULE.finding(
                (each.code,),
                f"{each.code} has a note that asks for a second code, and none that it names is on the claim: "
                f"{shorten(note.text, 160)}. Add it behind {each.code} when the chart tells.",
                each.line,
            )


RULE = Rule(
    id="use-additional",
    title='A code with a "use additional code" note is followed by a code that the note names',
    severity=Severity.QUESTION,
    citation=f"{GUIDELINES}, I.B.7",
    explanation=(
        'A "use additional code" note asks for a second code when the chart knows what it would say: the '
        "stage of a kidney disease, the organism, the site of an ulcer. The second code stands behind the "
        "first. The rule asks only where the note stands in the code's own category, names codes and has no "
        "condition of its own (if applicable, such as); it cannot know whether the chart tells, so it is a "
        "question."
    ),
    decide=_decide,
    fires=(
        visit("dx: N30.00", "cystitis: the organism, if known to the chart"),
        visit("dx: E11.621", "diabetic foot ulcer: the site of the ulcer"),
        visit("dx: I12.9", "the stage of the chronic kidney disease"),
    ),
    passes=(
        visit("dx: N30.00, B96.20"),
        visit("dx: E11.621, L97.511, Z79.4"),
        visit("dx: I12.9, N18.32"),
    ),
)
