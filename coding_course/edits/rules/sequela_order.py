"""The residual in front of the sequela code."""

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

_SEQUELAE = ("B90-B94", "E64", "G09", "O94")


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    first = view.first
    if first is None or not first.facts.billable:
        return
    seventh = len(first.code) == 8 and first.code.endswith("S") and first.within("M", "S", "T")
    if not seventh and not first.within(*_SEQUELAE):
        return
    alone = all(other is first or other.within("V00-Y99", "Z") for other in view.unique)
    advice = (
        "Add the condition that remains and put it first"
        if alone
        else "Put the condition that remains (the scar, the pain, the paralysis) first"
    )
    yield RULE.finding(
        (first.code,),
        f"{first.named} tells what the patient's condition is left over from, and stands as the "
        f"{view.first_is_called} diagnosis. {advice}, and {first.code} behind it.",
        first.line,
    )


RULE = Rule(
    id="sequela-order",
    title="A sequela code stands behind the condition that remains",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.B.10",
    explanation=(
        "A sequela takes two codes: first what remains, such as a scar, then the sequela code that tells "
        "what it is left from. Injury codes say so with the 7th character S, and some categories are "
        "sequelae by title. The guideline's exceptions are codes that hold the residual in themselves, such "
        "as I69, which the rule leaves alone, and notes that put a manifestation behind: hence a warning."
    ),
    decide=_decide,
    fires=(
        visit("dx: T23.301S, L90.5", "the scar of a burn comes first"),
        visit("dx: S52.501S", "what remains is missing"),
        visit("dx: B90.9, N97.1", "infertility from old tuberculosis, the guideline's example turned around"),
    ),
    passes=(
        visit("dx: L90.5, T23.301S", "scar formation from a burn, the guideline's example"),
        visit("dx: N97.1, B90.1"),
        visit("dx: I69.351", "holds the residual in itself"),
        visit("dx: S52.501D"),
    ),
)
