"""Chapter 15 comes before other chapters."""

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
    first = view.first
    obstetric = [each for each in view.within("O00-O9A") if not each.within("O94")]  # a sequela stands behind
    if first is None or not obstetric or first.within("O", "Z") or not first.facts.billable:
        return
    each = obstetric[0]
    if not each.facts.billable:
        return
    yield RULE.finding(
        (first.code, each.code),
        f"{first.code} stands in front of {each.named}. Codes of chapter 15 come before those of other "
        "chapters, which only add detail. Put the chapter 15 code that the encounter was for first.",
        first.line,
    )


RULE = Rule(
    id="obstetric-first",
    title="Chapter 15 codes stand in front of codes from other chapters",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.C.15.a.1",
    explanation=(
        "On the record of a pregnant patient chapter 15 has priority: another chapter's code may follow to "
        "say more. Only when the provider writes that the pregnancy is incidental is there no chapter 15 "
        "code at all, but Z33.1. Z codes in front, such as those for procreative management, are left alone, "
        "and so is O94, which stands behind the sequela that it explains (I.C.15.p.3)."
    ),
    decide=_decide,
    fires=(visit("dx: D64.9, O99.012", "anemia in pregnancy", age=30),),
    passes=(
        visit("dx: O99.012, D64.9", age=30),
        stay("pdx: O80 Y\ndx: Z37.0", age=30),
        visit("dx: N82.0, O94", "a fistula left from a delivery", age=34),
    ),
)
