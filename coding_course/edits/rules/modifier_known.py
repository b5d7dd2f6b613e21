"""Modifiers of the teaching subset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.codesets import System
from coding_course.codesets.places import is_ambulance_modifier
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
            if len(modifier) != 2 or modifier in known or edition.own.code(System.MODIFIER, modifier) is not None:
                continue
            # The two letters of an ambulance ride are modifiers on ambulance lines alone.
            if not (line.code.startswith("A0") and is_ambulance_modifier(modifier)):
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
        "The course holds the modifiers that are commonly taught, described in its own words, and those of the "
        "HCPCS release that you import; not the whole of CPT. So a modifier that is not among them is a "
        "question, never an error. On ambulance lines two letters for the places of the ride are known too."
    ),
    decide=_decide,
    fires=(visit("dx: I10\nline: 99213-2Q A"),),
    passes=(
        visit("dx: I10\nline: 99213-25 A"),
        visit("dx: I63.9\nline: A0427-RH A", "from home to a hospital"),
    ),
)
