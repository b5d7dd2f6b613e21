"""A poisoning or toxic effect stands in front of its manifestations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, emergency
from coding_course.edits.facts import drug_character
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
    if first is None or first.within("S", "T", "O", "Z", "V00-Y99") or not first.facts.billable:
        return
    for each in view.within("T36-T50", "T51-T65"):
        drug = each.within("T36-T50")
        if (
            not each.facts.billable
            or not each.code.endswith("A")
            or (drug and drug_character(each.code) in {"5", "6", ""})
        ):
            continue
        yield RULE.finding(
            (each.code, first.code),
            f"{each.named} stands behind {first.named}. A poisoning or toxic effect is coded first and what "
            f"it caused behind it. Put {each.code} first, if {first.code} came from it or it was the reason "
            "for the encounter.",
            each.line,
        )
        return


RULE = Rule(
    id="poisoning-order",
    title="A poisoning or toxic effect stands in front of what it caused",
    severity=Severity.QUESTION,
    citation=f"{GUIDELINES}, I.C.19.e.5.b and I.C.19.e.5.d",
    explanation=(
        "When a drug was taken in error, in excess or by the wrong way, or a harmful substance did harm, its "
        "code comes first and the manifestations behind it, the other way around than with an adverse "
        "effect. The rule asks when a poisoning under active treatment stands behind a disease; a disease "
        "that the encounter was for, with a poisoning beside it, is the exception."
    ),
    decide=_decide,
    fires=(emergency("dx: J96.01, T40.2X1A", "respiratory failure from an opioid overdose"),),
    passes=(
        emergency("dx: T40.2X1A, J96.01"),
        emergency("dx: L27.0, T36.0X5A", "an adverse effect comes second"),
    ),
)
