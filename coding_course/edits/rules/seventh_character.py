"""The 7th character is there where one applies, and is one that applies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.validity import Fault, list_characters, verdict
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    for each in look(claim, encounter, edition).unique:
        wrong = verdict(each.facts, edition)
        if wrong is None:
            continue
        choice = list_characters(wrong.characters)
        if wrong.fault is Fault.SEVENTH_MISSING:
            bare = wrong.base.replace(".", "")
            pad = f" Fill the empty places up to the sixth with X: {wrong.base}{'.' if len(bare) == 3 else ''}"
            pad = f"{pad}{'X' * (6 - len(bare))} and then the character." if len(bare) < 6 else ""
            yield RULE.finding(
                (each.code,),
                f"{each.code} needs a 7th character and has none. It can be {choice}.{pad}",
                each.line,
            )
        elif wrong.fault is Fault.SEVENTH_WRONG:
            yield RULE.finding(
                (each.code,),
                f"{each.code[-1]} is not a 7th character of {wrong.base}. It can be {choice}.",
                each.line,
            )


RULE = Rule(
    id="seventh-character",
    title="A code that takes a 7th character has one, from its own list",
    severity=Severity.ERROR,
    citation=f"{GUIDELINES}, I.A.5",
    explanation=(
        "Where the Tabular List asks for a 7th character, the code is invalid without it, and each category "
        "has its own list: fractures have more than the usual A, D and S. The character always stands in the "
        "seventh place. The rule knows the list; whether the encounter is active treatment, routine healing "
        "or a sequela is in the chart (I.C.19.a)."
    ),
    decide=_decide,
    fires=(
        visit("dx: S52.501", "no 7th character"),
        visit("dx: S52.501Z", "Z is not on the list"),
        visit("dx: W19", "no 7th character, and no placeholders"),
    ),
    passes=(visit("dx: S52.501A, W19.XXXA"), visit("dx: T81.44XD")),
)
