"""Modifiers of the teaching subset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import visit
from coding_course.edits.model import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    known = edition.modifiers()
    if not known:
        return
    for line in claim.lines:
        for modifier in dict.fromkeys(line.modifiers):
            if len(modifier) == 2 and modifier not in known:
                yield RULE.finding(
                    (line.code,),
                    f"-{modifier} on {line.code} is not among the modifiers that this course holds. It may "
                    "exist all the same: check it in your code book.",
                    line.line,
                )


RULE = Rule(
    id="modifier-known",
    title="A modifier is one that exists",
    severity=Severity.QUESTION,
    citation="CPT Appendix A and HCPCS Level II modifiers",
    explanation=(
        "The course holds the modifiers that its lessons and cases need, described in its own words, not the "
        "whole lists. So a modifier that is not among them is a question, never an error."
    ),
    decide=_decide,
    fires=(visit("dx: I10\nline: 99213-2Q A"),),
    passes=(visit("dx: I10\nline: 99213-25 A"),),
)
