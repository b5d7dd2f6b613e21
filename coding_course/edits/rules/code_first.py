"""Code-first notes: the cause in front of what it causes."""

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
    for each in view.unique:
        for note in each.facts.code_first:
            named = [other for other in view.unique if other.code != each.code and note.names(other.code)]
            if not named:
                if note.required and not (view.first is each and each.facts.manifestation):
                    yield RULE.finding(
                        (each.code,),
                        f"{each.named} needs the code of its cause in front of it, and none is on the claim. "
                        f"The note at {note.source} says: {shorten(note.text, 160)}. Add the code that the chart "
                        "supports.",
                        each.line,
                    )
                continue
            if min(other.place for other in named) > each.place:
                cause = named[0]
                reference = note.names(cause.code)
                line = reference.note.text if reference is not None else note.text
                yield RULE.finding(
                    (each.code, cause.code),
                    f"{each.code} stands in front of {cause.code}, and its code-first note puts {cause.code} "
                    f"first ({line}). Put {cause.code} in front of {each.code}, unless the chart shows "
                    "that the two have nothing to do with each other.",
                    each.line,
                )


RULE = Rule(
    id="code-first",
    title="What a code-first note names stands in front of the code that has the note",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.A.13",
    explanation=(
        "A code-first note gives the order of two codes: the underlying condition, then what it causes. The "
        "rule fires when every code on the claim that the note names stands behind, and when a note that "
        "leaves no choice names a cause and none is there. Many notes leave room (if applicable, such as, if "
        "known: I.B.7); for those a missing cause is no fault. It is a warning, because a named code can be "
        "on the claim for another reason."
    ),
    decide=_decide,
    fires=(
        visit("dx: I10, F02.80, G20.A1", "dementia in front of the Parkinson's disease that causes it"),
        visit("dx: I50.9, I11.0", "heart failure in front of hypertensive heart disease"),
        visit("dx: I10, D63.1", "anemia in chronic kidney disease, without the kidney disease"),
    ),
    passes=(
        visit("dx: G20.A1, F02.80"),
        visit("dx: I11.0, I50.9"),
        visit("dx: I50.9", "heart failure alone: the note names causes that need not be there"),
        visit("dx: N18.4, D63.1"),
    ),
)
