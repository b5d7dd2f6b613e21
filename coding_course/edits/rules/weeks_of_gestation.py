"""Weeks of gestation, where they do not apply."""

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
    weeks = view.within("Z3A")
    ended = view.within("O00-O08", "Z33.2")
    if weeks and ended:
        goes_on = view.within("O09-O9A") and any(
            each.within("O07") or "with intrauterine pregnancy" in each.facts.title.lower() for each in ended
        )
        unless = ", unless the weeks are of a pregnancy that goes on" if goes_on else ""
        yield RULE.finding(
            (weeks[0].code, ended[0].code),
            f"{weeks[0].code} gives the weeks of gestation, and {ended[0].named} is a pregnancy with abortive "
            f"outcome or its termination, for which they are not reported. Take the code for the weeks out{unless}.",
            weeks[0].line,
            Severity.WARNING if goes_on else None,
        )


RULE = Rule(
    id="weeks-of-gestation",
    title="Weeks of gestation are not reported with an abortive outcome",
    severity=Severity.ERROR,
    citation=f"{GUIDELINES}, I.C.21.c.11",
    explanation=(
        "Category Z3A adds the week to a chapter 15 code. It is not for pregnancies with abortive outcome "
        "(O00-O08), elective termination (Z33.2) or conditions after the delivery; the rule knows the first "
        "two by their codes. Beside an ectopic pregnancy there may be one in the uterus, and after a failed "
        "termination (O07) the pregnancy may go on; where another chapter 15 code is reported for it, the rule "
        "only warns, since the claim does not tell which pregnancy the weeks are of."
    ),
    decide=_decide,
    fires=(
        visit("dx: O03.9, Z3A.09", age=31),
        visit("dx: O00.111, O26.891, Z3A.08", "only a warning: one of the two pregnancies may go on", age=31),
    ),
    passes=(visit("dx: O03.9", age=31), visit("dx: O99.012, D64.9, Z3A.24", age=31)),
)
