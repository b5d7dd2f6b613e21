"""A vaccine and the giving of it."""

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


_GIVING = frozenset({"90460", "90471", "90473", "90480", "G0008", "G0009", "G0010"})


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if not claim.lines:
        return
    services = look(claim, encounter, edition).services
    products = [each for each in services if each.section == "vaccine"]
    given = [each for each in services if each.code in _GIVING]
    if products and not given:
        yield RULE.finding(
            (products[0].code,),
            f"{products[0].code} is the vaccine, and no line reports the giving of it (90471 or 90473, 90460 with "
            "counseling of a child, or Medicare's G0008 to G0010). Add it.",
            products[0].line.line,
        )
    elif given and not products and all(each.service is not None for each in services):
        yield RULE.finding(
            (given[0].code,),
            f"{given[0].code} is the giving of a vaccine, and no line tells which. Add the product, also when the "
            "state supplied it and it costs nothing (-SL).",
            given[0].line.line,
        )


RULE = Rule(
    id="vaccine-pair",
    title="A vaccine stands with its administration, and the other way around",
    severity=Severity.WARNING,
    citation=f"{MEDICARE}, chapter 18, section 10, and ICD-10-CM Official Guidelines FY2026, I.C.21.c.2",
    explanation=(
        "A vaccination is two codes, the product and the giving of it. The rule asks for the missing one. A "
        "product that the course does not hold keeps it silent on the second part. Where one party supplies "
        "the vaccine and another gives it, each reports its own part: hence a warning."
    ),
    decide=_decide,
    fires=(visit("dx: Z23\nline: 90715 A"), visit("dx: Z23\nline: 90471 A")),
    passes=(visit("dx: Z23\nline: 90471 A\nline: 90715 A"), visit("dx: I10\nline: 99213 A")),
)
