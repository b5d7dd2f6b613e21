"""Present-on-admission indicators on inpatient claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, stay, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    if not view.inpatient:
        return
    reports = any(each.poa for each in view.listed)
    for each in view.listed:
        if not each.poa and each.facts.billable and not each.facts.poa_exempt:
            yield RULE.finding(
                (each.code,),
                f"{each.code} has no present-on-admission indicator and is not on the exempt list. Write Y, "
                "N, U or W behind it: whether the condition was there when the order for admission was given."
                + ("" if reports else " A hospital that need not report it leaves every one of them blank."),
                each.line,
                None if reports else Severity.WARNING,  # a hospital that need not report leaves all of them blank
            )


RULE = Rule(
    id="poa-missing",
    title="Every diagnosis of a stay has its present-on-admission indicator, unless it is exempt",
    severity=Severity.ERROR,
    citation=f"{GUIDELINES}, Appendix I",
    explanation=(
        "General acute care hospitals report for each diagnosis whether it was present on admission. The "
        "field may be blank in one circumstance only: the code is on the exempt list. What develops in the "
        "emergency department or under observation before the order for admission counts as present. Critical "
        "access, psychiatric, rehabilitation, long-term care, cancer and children's hospitals need not report "
        "it to Medicare. The claim does not show the kind of hospital: when no diagnosis has an indicator, the "
        "rule only warns."
    ),
    decide=_decide,
    fires=(
        stay("pdx: J18.9\ndx: I10 Y"),
        stay("pdx: J18.9 Y\ndx: I10, Z79.4"),
        stay("pdx: J18.9\ndx: I10", "only a warning: the hospital may be one that need not report"),
    ),
    passes=(
        stay("pdx: J18.9 Y\ndx: I10 Y, Z79.4", "Z79.4 is exempt"),
        visit("dx: I10", "not an inpatient claim"),
    ),
)
