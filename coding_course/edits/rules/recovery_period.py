"""In the recovery period of an operation."""

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


_AFTER = frozenset({"58", "78", "79"})


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if not claim.lines:
        return
    view = look(claim, encounter, edition)
    for each in view.services:
        used = sorted(each.modifiers & _AFTER)
        if len(used) > 1:
            yield RULE.finding(
                (each.code,),
                f"{each.named} gives two reasons for an operation in the recovery period of another: planned (-58), "
                "for a complication (-78), unrelated (-79). Keep the one that the report tells.",
                each.line.line,
                Severity.WARNING,
            )
        elif "79" in used or "24" in each.modifiers:
            found = next((one for one in view.pointed(each) if one.within("T80-T88")), None)
            if found is not None:
                said = "-79" if "79" in used else "-24"
                yield RULE.finding(
                    (each.code, found.code),
                    f"{each.named} says that it has nothing to do with the earlier operation ({said}), and points at "
                    f"{found.named}, a complication of care. Was it that operation's?",
                    each.line.line,
                )
        elif used and each.global_days in ("XXX", "ZZZ"):
            yield RULE.finding(
                (each.code,),
                f"-{used[0]} on {each.code} is for procedures with global days, and this code has none. What does the "
                "modifier set it apart from?",
                each.line.line,
            )


RULE = Rule(
    id="recovery-period",
    title="-24, -58, -78 and -79 tell one reason, and the diagnosis agrees",
    severity=Severity.QUESTION,
    citation=f"{MEDICARE}, chapter 12, section 40.2",
    explanation=(
        "Within the global days of an operation a further service needs the reason: planned or larger (-58), "
        "return to the operating room for a complication (-78), unrelated (-79, visits -24). Dates and the "
        "first operation are not on the claim, so the rule asks where the diagnosis speaks against the "
        "modifier, and warns only when one line gives two reasons."
    ),
    decide=_decide,
    fires=(
        visit("dx: T81.31XA\nline: 12031-79 A"),
        visit("dx: M17.11\nline: 27447-58-78 A"),
        visit("dx: T81.41XA\nline: 99213-24 A"),
    ),
    passes=(visit("dx: K35.80\nline: 44970-79 A"), visit("dx: T81.31XA\nline: 12031-78 A")),
)
