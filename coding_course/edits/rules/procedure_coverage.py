"""Procedures that Medicare does not cover, or seldom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import EDITOR, stay
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if not claim.procedures:
        return
    view = look(claim, encounter, edition)
    for each in view.procedures:
        flags = each.facts.flags
        if "noncovered" in flags:
            yield RULE.finding(
                (each.code,),
                f"Medicare does not cover {each.named}. Check the code; a payer other than Medicare may cover it.",
                each.line,
            )
        elif "noncovered-sterilization" in flags and view.first is not None and view.first.within("Z30.2"):
            yield RULE.finding(
                (each.code,),
                f"{each.named} stands with Z30.2 as principal diagnosis. Medicare covers no operation whose purpose "
                "is sterilization.",
                each.line,
            )
        elif "limited-coverage" in flags:
            yield RULE.finding(
                (each.code,),
                f"Medicare covers {each.named} only under conditions of its own, such as an approved center. They are "
                "outside of the claim: does the case meet them?",
                each.line,
                Severity.QUESTION,
            )


RULE = Rule(
    id="procedure-coverage",
    title="Medicare covers the procedure",
    severity=Severity.WARNING,
    citation=f"{EDITOR}, non-covered procedure and limited coverage edits",
    explanation=(
        "Medicare's code editor lists procedures that are never covered, those that are not when sterilization "
        "is the purpose, and those with conditions. The code can be right all the same: coverage is the "
        "payer's matter, and this claim may go to another one. So the rule warns, and asks where coverage has "
        "conditions."
    ),
    decide=_decide,
    fires=(stay("pdx: Z30.2\npx: 0UL74CZ", "sterilization", age=34), stay("pdx: J44.9 Y\npx: 0BYM0Z0", age=60)),
    passes=(stay("pdx: K80.20 Y\npx: 0FT44ZZ"),),
)
