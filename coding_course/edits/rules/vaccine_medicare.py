"""Medicare names which vaccine it pays."""

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


_GIVEN = {"G0008": "influenza", "G0009": "pneumococcal", "G0010": "hepatitis-b"}
_NAMES = {"influenza": "influenza", "pneumococcal": "pneumococcal", "hepatitis-b": "hepatitis B"}


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if not claim.lines:
        return
    services = look(claim, encounter, edition).services
    products = [each for each in services if each.section == "vaccine"]
    if not products or any(each.service is None for each in services):
        return
    for each in services:
        kind = _GIVEN.get(each.code)
        if kind is not None and not any(kind in product.flags for product in products):
            yield RULE.finding(
                (each.code, products[0].code),
                f"{each.code} is for giving a {_NAMES[kind]} vaccine, and the products on the claim are others "
                f"({', '.join(product.code for product in products)}). One of the two is wrong.",
                each.line.line,
            )


RULE = Rule(
    id="vaccine-medicare",
    title="G0008, G0009 and G0010 stand with the vaccine that they are for",
    severity=Severity.WARNING,
    citation=f"{MEDICARE}, chapter 18, section 10.2",
    explanation=(
        "Medicare pays the giving of influenza, pneumococcal and hepatitis B vaccines by codes of its own, one "
        "for each; other vaccines take 90471 and its kin. The rule compares the code with the products that "
        "the course knows."
    ),
    decide=_decide,
    fires=(visit("dx: Z23\nline: G0009 A\nline: 90662 A", age=70),),
    passes=(visit("dx: Z23\nline: G0008 A\nline: 90662 A", age=70),),
)
