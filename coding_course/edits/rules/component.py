"""Reading and equipment."""

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
    for each in look(claim, encounter, edition).services:
        used = sorted(each.modifiers & {"26", "TC"})
        if not used:
            continue
        split = _split(each, edition)
        if split in ("professional", "technical"):
            what = "the reading alone" if split == "professional" else "the equipment and staff alone"
            yield RULE.finding(
                (each.code,),
                f"{each.code} is {what} by itself, so -{used[0]} has nothing left to divide. Take it out, or choose "
                "the code of the part that was given.",
                each.line.line,
            )
        elif split == "none":
            yield RULE.finding(
                (each.code,),
                f"{each.code} is not divided into reading and equipment, and carries -{used[0]}. Take it out.",
                each.line.line,
            )


def _split(each: Reported, edition: Edition) -> str:
    """Return ``global``, ``professional``, ``technical``, ``none``, or an empty text when it is not known."""
    fee = edition.own.fee(each.code)
    if fee is not None and fee.facts.get("split"):
        return {"1": "global", "2": "professional", "3": "technical", "0": "none", "4": "none"}.get(
            fee.facts["split"], ""
        )
    if each.is_visit:
        return "none"
    return each.service.split if each.service is not None else ""


RULE = Rule(
    id="component",
    title="-26 and -TC divide a code that has both parts",
    severity=Severity.WARNING,
    citation=f"{MEDICARE}, chapter 13, section 20",
    explanation=(
        "A code with a professional and a technical part is divided by -26 and -TC when two parties give them. "
        "A code that is one of the parts by itself, such as an electrocardiogram's reading, and a visit, are "
        "not divided. The rule knows the codes that the course holds, and more with the fee schedule that you "
        "import; it says nothing of others."
    ),
    decide=_decide,
    fires=(visit("dx: I48.91\nline: 93010-26 A"), visit("dx: I10\nline: 99213-26 A")),
    passes=(visit("dx: M25.561\nline: 73562-26-RT A"), visit("dx: I48.91\nline: 93010 A")),
)
