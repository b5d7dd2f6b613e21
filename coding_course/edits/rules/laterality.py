"""The side, where codes for sides exist."""

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
    for each in look(claim, encounter, edition).unique:
        if each.facts.laterality != "unspecified":
            continue
        sided = ", ".join(code.code for code in each.facts.sided)
        if sided:
            yield RULE.finding(
                (each.code,),
                f"{each.code} says that the side is not known, and there are codes for the sides: {sided}. "
                "Look for the side in the chart, also in what other clinicians wrote; the unspecified side "
                "is for the rare chart that does not tell.",
                each.line,
            )


RULE = Rule(
    id="laterality",
    title="The side is coded where codes for sides exist",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.B.13",
    explanation=(
        "Codes for the unspecified side are for charts that do not tell the side and cannot be made to: the "
        "guideline says that they should rarely be used. The side may be taken from the notes of other "
        "clinicians of the encounter. The rule knows which codes differ in side alone; only the chart knows "
        "the side."
    ),
    decide=_decide,
    fires=(visit("dx: M17.10"), visit("dx: S52.509A")),
    passes=(visit("dx: M17.11"), visit("dx: S52.501A"), visit("dx: M54.50", "no sides here")),
)
