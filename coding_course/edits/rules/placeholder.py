"""The placeholder X keeps later characters in their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.validity import Fault, verdict
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    for each in look(claim, encounter, edition).unique:
        wrong = verdict(each.facts, edition)
        if wrong is not None and wrong.fault is Fault.PLACEHOLDER:
            yield RULE.finding(
                (each.code, wrong.suggestion),
                f"{each.code} is not valid as it stands, and {wrong.suggestion} is: the placeholder X fills "
                "the empty places, so that each later character stays in its own. Write the X.",
                each.line,
            )


RULE = Rule(
    id="placeholder",
    title="Empty places inside a code are filled with the placeholder X",
    severity=Severity.ERROR,
    citation=f"{GUIDELINES}, I.A.4",
    explanation=(
        "Some codes have room for characters to come, or a 7th character with nothing before it. The "
        "placeholder X stands in the empty places, and the code is invalid without it. The rule tries "
        "whether one to three X would make a valid code, and names that code; make sure that it is the one "
        "you meant."
    ),
    decide=_decide,
    fires=(
        visit("dx: T36.01A", "T36.0X1A was meant"),
        visit("dx: W19.A", "W19.XXXA was meant"),
        visit("dx: T81.44A", "T81.44XA was meant"),
    ),
    passes=(visit("dx: T36.0X1A"), visit("dx: S01.01XA, W19.XXXA")),
)
