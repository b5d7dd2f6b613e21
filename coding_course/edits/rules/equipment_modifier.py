"""Bought or rented."""

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


_BOUGHT = frozenset({"NU", "UE", "NR"})
_WAYS = _BOUGHT | {"RR", "LL"}
_NEITHER = frozenset({"MS", "RA", "RB"})


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if not claim.lines:
        return
    for each in look(claim, encounter, edition).services:
        if each.service is None or not each.service.payment:
            continue
        ways = sorted(each.modifiers & _WAYS)
        payment = each.service.payment
        if len(ways) > 1:
            yield RULE.finding(
                (each.code,),
                f"{each.named} says in two ways how the patient has the equipment (-{ways[0]}, -{ways[1]}). It is one "
                "of them.",
                each.line.line,
            )
        elif not ways and not each.modifiers & _NEITHER:
            which = "-RR" if payment in ("oxygen", "serviced") else "-NU new, -UE used, or -RR rented"
            yield RULE.finding(
                (each.code,),
                f"{each.code} is equipment and does not say whether it is bought or rented: {which}. Equipment "
                "suppliers put it on the line.",
                each.line.line,
                Severity.QUESTION,
            )
        elif ways and ways[0] in _BOUGHT and payment in ("oxygen", "serviced"):
            yield RULE.finding(
                (each.code,),
                f"{each.named} says that it is bought, and Medicare only pays rent for {each.code}: -RR.",
                each.line.line,
            )
        elif ways == ["RR"] and payment == "rental" and not each.modifiers & {"KH", "KI", "KJ", "KR"}:
            yield RULE.finding(
                (each.code,),
                f"{each.named} is rented until it belongs to the patient, and the line does not say which month it is: "
                "-KH the first, -KI the second or third, -KJ the fourth to thirteenth. Which?",
                each.line.line,
                Severity.QUESTION,
            )


RULE = Rule(
    id="equipment-modifier",
    title="Equipment says whether it is bought or rented",
    severity=Severity.WARNING,
    citation=f"{MEDICARE}, chapter 20, section 30",
    explanation=(
        "Medicare pays for equipment by class: cheap or usually bought, rented until it is owned, oxygen, and "
        "what needs frequent service and is only rented. -NU, -UE and -RR tell which it is, and in a rental "
        "-KH, -KI and -KJ the month. The rule knows the class of the course's equipment. An emergency "
        "department or a payer other than Medicare may not need them, so a missing one is a question."
    ),
    decide=_decide,
    fires=(
        visit("dx: G47.33\nline: E0601-NU-RR A"),
        visit("dx: J44.9\nline: E1390-NU A", "oxygen is only rented"),
        visit("dx: S93.401A\nline: E0114 A"),
    ),
    passes=(visit("dx: S93.401A\nline: E0114-NU A"), visit("dx: G47.33\nline: E0601-RR-KH A")),
)
