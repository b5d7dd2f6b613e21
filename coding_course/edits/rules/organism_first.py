"""Organism codes stand behind the infection they explain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import TABULAR, visit
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
    if first is not None and first.within("B95-B97"):
        yield RULE.finding(
            (first.code,),
            f"{first.named} only names the organism behind an infection that is classified elsewhere, so it "
            f"cannot be the {view.first_is_called} diagnosis. Put the infection first and {first.code} behind "
            "it.",
            first.line,
        )


RULE = Rule(
    id="organism-first",
    title="A code for the organism of an infection classified elsewhere is not principal or first-listed",
    severity=Severity.ERROR,
    citation=f"{TABULAR}, note at B95-B97",
    explanation=(
        "The note at B95-B97 gives these codes as supplementary or additional codes: they name the organism "
        "of a disease that is coded elsewhere. The Official Guidelines (I.B.7) use them as the example of a "
        "second code. An infectious disease that has its own code in chapter 1 needs none of them."
    ),
    decide=_decide,
    fires=(visit("dx: B96.20, N39.0"),),
    passes=(visit("dx: N39.0, B96.20", "the bacterium of a urinary tract infection"),),
)
