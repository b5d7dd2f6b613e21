"""Codes are reported at their highest number of characters."""

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
    day = encounter.service_date
    in_edition = encounter.edition == edition.name and (
        not day or edition.manifest.first_day <= day <= edition.manifest.last_day
    )
    for each in look(claim, encounter, edition).unique:
        wrong = verdict(each.facts, edition)
        if wrong is None or wrong.fault is not Fault.HEADER:
            continue
        below = edition.billable_below(each.code)
        shown = ", ".join(code.code for code in below[:3])
        if len(below) > 3:
            shown += f" and {len(below) - 3} more"
        yield RULE.finding(
            (each.code,),
            f"{each.named} is a heading, not a code for reporting: it is divided further. "
            f"Choose one of the codes below it that the chart supports: {shown}.",
            each.line,
            # A heading of this edition may have been a code in the edition of the encounter.
            None if in_edition else Severity.WARNING,
        )


RULE = Rule(
    id="billable",
    title="Every diagnosis is coded to its highest number of characters",
    severity=Severity.ERROR,
    citation=f"{GUIDELINES}, I.B.2",
    explanation=(
        "A category or subcategory that is divided further is a heading. It is reported on no claim, however "
        "little the chart says: when the detail is missing, the unspecified code below the heading is the "
        "one to report. The rule knows which headings are divided; which of the codes below fits, only the "
        "chart can tell. On a day outside of the edition it only warns: what is a heading now may have been a "
        "code then."
    ),
    decide=_decide,
    fires=(
        visit("dx: E11.2", "subcategory"),
        visit("dx: N18", "category"),
        visit("dx: I50", "category"),
        visit("dx: B88.0", "only a warning: a code until September 30, 2025", service_date="2025-09-15"),
    ),
    passes=(visit("dx: I10", "a category without division is a code"), visit("dx: E11.22, N18.9")),
)
