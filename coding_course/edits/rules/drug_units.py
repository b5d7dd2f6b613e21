"""Units that look like milligrams."""

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


_MASS = {"mg": "mg", "mcg": "mcg", "g": "g"}
_MANY = 10


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if not claim.lines:
        return
    for each in look(claim, encounter, edition).services:
        service = each.service
        if service is None or each.section != "drug" or service.dose is None or service.measure not in _MASS:
            continue
        if "single-dose" in service.flags or each.line.units < _MANY:
            continue
        if service.measure == "mcg" or (service.measure == "mg" and service.dose < 5):
            continue
        total = (
            f"{service.dose * each.line.units:,f}".rstrip("0").rstrip(".")
            if service.dose % 1
            else (f"{int(service.dose) * each.line.units:,}")
        )
        yield RULE.finding(
            (each.code,),
            f"{each.code} x{each.line.units} is {total} {service.measure}: one unit is {service.unit}. Was so much "
            "given, or were the units taken for the dose?",
            each.line.line,
        )


RULE = Rule(
    id="drug-units",
    title="Units of a drug are the dose divided by the unit of its code",
    severity=Severity.QUESTION,
    citation=f"{MEDICARE}, chapter 17, section 70",
    explanation=(
        "A code for 10 mg takes four units for 40 mg, not 40. The rule multiplies: when a code whose unit is 5 "
        "mg or more has ten units or more, it says how much that is and asks. What was given is in the chart; "
        "drugs that are dosed by weight and come in single-dose vials are left out, since their units are "
        "many. `coding_course.codesets.services.units_for` computes units from a documented dose."
    ),
    decide=_decide,
    fires=(visit("dx: M17.11\nline: J3301 x40 A", "40 mg are four units of 10 mg"),),
    passes=(visit("dx: M17.11\nline: J3301 x4 A"), visit("dx: L50.0\nline: J1100 x10 A", "one unit is 1 mg")),
)
