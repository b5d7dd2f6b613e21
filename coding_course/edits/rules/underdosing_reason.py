"""Why too little was taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, visit
from coding_course.edits.facts import drug_character
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


_REASONS = (
    "Z91.12",
    "Z91.13",
    "Z91.14",
    "Z91.A2",
    "Z91.A3",
    "Z91.A4",
    "Y63.6",
    "Y63.8",
    "Y63.9",
    "T82-T85",
)


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    for each in view.within("T36-T50"):
        if drug_character(each.code) == "6" and each.facts.billable and not view.within(*_REASONS):
            yield RULE.finding(
                (each.code,),
                f"{each.named} says that too little was taken, and no code tells why: cost or another reason of the "
                "patient (Z91.12-, Z91.14-), no intent (Z91.13-), a caregiver (Z91.A-), or an error in care (Y63.-). "
                "Does the chart?",
                each.line,
            )
            return


RULE = Rule(
    id="underdosing-reason",
    title="Underdosing stands with its reason, when it is known",
    severity=Severity.QUESTION,
    citation=f"{GUIDELINES}, I.C.19.e.5.c",
    explanation=(
        "Taking less of a drug than prescribed is coded with the drug and, when it is known, with the reason: "
        "noncompliance or a complication of care. A mechanical failure of a pump is a reason of its own. When "
        "the chart gives no reason, the drug code stands alone, so the rule asks."
    ),
    decide=_decide,
    fires=(visit("dx: I10, T46.5X6A"),),
    passes=(visit("dx: I10, T46.5X6A, Z91.120"),),
)
