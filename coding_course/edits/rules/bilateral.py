"""Both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import MEDICARE, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding
    from coding_course.edits.reported import Reported


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if not claim.lines:
        return
    view = look(claim, encounter, edition)
    sides: dict[str, set[str]] = {}
    for each in view.services:
        both = _means_both(each, edition)
        if "50" in each.modifiers and both:
            yield RULE.finding(
                (each.code,),
                f"{each.code} already means both sides, and -50 would double it. Take -50 out.",
                each.line.line,
            )
        elif "50" in each.modifiers and each.line.units > 1:
            yield RULE.finding(
                (each.code,),
                f"{each.named} has {each.line.units} units. -50 says both sides in one unit; the second side is not "
                "counted again.",
                each.line.line,
            )
        for side in each.modifiers & {"LT", "RT"}:
            sides.setdefault(each.code, set()).add(side)
            if len(sides[each.code]) == 2 and each.section in ("surgery", "radiology", "medicine"):
                yield RULE.finding(
                    (each.code,),
                    f"{each.code} stands on two lines, one for each side. Medicare wants one line with -50 from "
                    "physicians and hospitals and two lines from surgery centers; other payers differ. Which does this "
                    "payer want?",
                    each.line.line,
                    Severity.QUESTION,
                )


def _means_both(each: Reported, edition: Edition) -> bool:
    fee = edition.own.fee(each.code)
    if fee is not None and fee.facts.get("bilateral"):
        return fee.facts["bilateral"] == "2"
    return each.service is not None and each.service.bilateral == "both"


RULE = Rule(
    id="bilateral",
    title="-50 stands once, on a code that means one side",
    severity=Severity.WARNING,
    citation=f"{MEDICARE}, chapter 12, section 40.7",
    explanation=(
        "The fee schedule tells for each code whether it means one side (indicator 1 or 3), already both (2), "
        "or has no sides (0). -50 doubles a code that means one, in one line with one unit. The rule knows the "
        "codes that the course holds, and all of them once you have imported the fee schedule. Two lines with "
        "-LT and -RT are what some payers ask for, so there it only asks."
    ),
    decide=_decide,
    fires=(
        visit("dx: J34.3\nline: 31231-50 A"),
        visit("dx: M17.0\nline: 20610-50 x2 A"),
        visit("dx: M17.0\nline: 20610-LT A\nline: 20610-RT A"),
    ),
    passes=(visit("dx: M17.0\nline: 20610-50 A"), visit("dx: M17.11\nline: 20610-RT A")),
)
