"""Aftercare of an injury is the injury."""

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


_AFTERCARE = ("Z47.8", "Z47.1", "Z47.2", "Z47.3", "Z48.0", "Z48.8", "Z51.89")


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    care = view.within(*_AFTERCARE)
    if not care:
        return
    injured = [each for each in view.within("S00-S99", "T07-T34") if each.facts.billable and len(each.code) == 8]
    later = next((each for each in injured if each.code[7] not in "ABCS"), None)
    if later is not None:
        yield RULE.finding(
            (care[0].code, later.code),
            f"{care[0].named} stands beside {later.code}, which says itself that the injury is in aftercare. "
            "Aftercare codes are not for injuries: take it out, unless it is for something else.",
            care[0].line,
        )


RULE = Rule(
    id="aftercare-injury",
    title="Aftercare of an injury is coded with the injury and its 7th character",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.C.21.c.7",
    explanation=(
        "Care during healing has Z codes for operations and diseases, not for injuries: there the injury code "
        "itself, with D or another character for a later encounter, says it. The rule fires when both stand "
        "together. A patient may be in aftercare of an operation for another reason, such as a joint "
        "replacement, so it warns."
    ),
    decide=_decide,
    fires=(visit("dx: Z47.89, S82.842D"),),
    passes=(visit("dx: S82.842D"), visit("dx: Z47.1, Z96.651", "after a planned joint replacement")),
)
