"""Why the operation is planned."""

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
    cleared = view.within("Z01.81")
    if cleared and not any(not each.within("Z01.81", "Z79", "Z80-Z87", "Z88") for each in view.unique):
        yield RULE.finding(
            (cleared[0].code,),
            f"{cleared[0].named} stands without the condition for which the operation is planned. Add it behind, and "
            "after it what the examination found.",
            cleared[0].line,
        )


RULE = Rule(
    id="preoperative-reason",
    title="A preoperative examination is followed by the reason for the operation",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, IV.M",
    explanation=(
        "When a patient is only examined before an operation, Z01.81- comes first, then the condition that the "
        "operation is for, then any findings. The rule fires when nothing but history and drugs stands behind "
        "Z01.81-. A chart that does not name the operation's reason would be such a case, hence a warning."
    ),
    decide=_decide,
    fires=(visit("dx: Z01.810"),),
    passes=(visit("dx: Z01.810, H25.11, I10"), visit("dx: I10")),
)
