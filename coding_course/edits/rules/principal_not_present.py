"""A principal diagnosis that came later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, stay
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
    if not view.inpatient or first is None or first.poa != "N" or first.within("O", "P", "Z"):
        return
    yield RULE.finding(
        (first.code,),
        f"{first.named} is the principal diagnosis and marked as not present on admission. The principal diagnosis is "
        "what, after study, caused the admission: either it was there, or another diagnosis is principal.",
        first.line,
    )


RULE = Rule(
    id="principal-not-present",
    title="The principal diagnosis was present on admission",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, Section II and Appendix I",
    explanation=(
        "What occasioned the admission cannot have begun after it. Conditions that are found later but were "
        "there, and those that developed in the emergency department, count as present. Obstetric, newborn "
        "and Z codes are left out, since a delivery brings its own complications. The rule warns: some stays "
        "begin for reasons that a code does not say."
    ),
    decide=_decide,
    fires=(stay("pdx: J18.9 N\ndx: I10 Y"),),
    passes=(stay("pdx: J18.9 Y\ndx: N17.9 N"), stay("pdx: O70.1 N\ndx: Z37.0", age=28)),
)
