"""Assistants at operations."""

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


_ASSISTANTS = frozenset({"80", "81", "82", "AS"})


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if not claim.lines:
        return
    for each in look(claim, encounter, edition).services:
        used = sorted(each.modifiers & _ASSISTANTS)
        if not used:
            continue
        fee = edition.own.fee(each.code)
        indicator = fee.facts.get("assistant", "") if fee is not None else ""
        unpaid = indicator in ("1", "9") if indicator else each.service is not None and each.service.assistant == "no"
        if unpaid:
            yield RULE.finding(
                (each.code,),
                f"-{used[0]} on {each.code} is for an assistant, and Medicare pays none at this procedure. Take the "
                "line out, unless another payer does.",
                each.line.line,
            )
        elif indicator == "0":
            yield RULE.finding(
                (each.code,),
                f"Medicare pays an assistant at {each.code} only when the record shows why one was needed. Does it?",
                each.line.line,
                Severity.QUESTION,
            )


RULE = Rule(
    id="assistant-surgeon",
    title="An assistant is reported where an assistant is paid",
    severity=Severity.WARNING,
    citation=f"{MEDICARE}, chapter 12, section 20.4.3",
    explanation=(
        "The fee schedule marks for each operation whether an assistant is paid (2), never (1), only with "
        "documentation (0), or whether the idea does not apply (9). The rule knows this of the codes that the "
        "course is certain of, and of all once you have imported the fee schedule. Other payers decide for "
        "themselves, hence a warning."
    ),
    decide=_decide,
    fires=(visit("dx: H25.11\nline: 66984-80-RT A"),),
    passes=(visit("dx: M17.11\nline: 27447-80-RT A"), visit("dx: H25.11\nline: 66984-RT A")),
)
