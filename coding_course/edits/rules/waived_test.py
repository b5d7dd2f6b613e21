"""The waiver modifier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import MEDICARE, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if not claim.lines:
        return
    for each in look(claim, encounter, edition).services:
        if "QW" not in each.modifiers or each.service is None:
            continue
        if each.service.waived == "waived":
            yield RULE.finding(
                (each.code,),
                f"{each.code} is one of the few tests that are waived without the modifier. Take -QW out.",
                each.line.line,
                Severity.WARNING,
            )
        elif each.section == "laboratory" and each.service.waived != "QW":
            yield RULE.finding(
                (each.code,),
                f"{each.code} is not among the waived tests that the course knows, and -QW says that it was done by a "
                "waived method. Is the test kit on the list of waived tests?",
                each.line.line,
            )


RULE = Rule(
    id="waived-test",
    title="-QW stands on a test that is waived and needs it",
    severity=Severity.QUESTION,
    citation=f"{MEDICARE}, chapter 16, section 70.8",
    explanation=(
        "A laboratory with a certificate of waiver reports simple tests with -QW, except a few that are waived "
        "for every method. The list is renewed each quarter and depends on the kit, so the rule only asks about "
        "tests that it does not know to be waived."
    ),
    decide=_decide,
    fires=(visit("dx: R30.0\nline: 81002-QW A"), visit("dx: R30.0\nline: 81001-QW A")),
    passes=(visit("dx: R30.0\nline: 81003-QW A"), visit("dx: R30.0\nline: 81002 A")),
)
