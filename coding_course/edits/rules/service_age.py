"""Services that are for certain ages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import visit
from coding_course.edits.model import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    age = encounter.age
    if age is None:
        return
    for line in claim.lines:
        service = edition.service(line.code)
        if service is None or (service.youngest is None and service.oldest is None):
            continue
        low, high = service.youngest, service.oldest
        if (low is None or low <= age) and (high is None or age <= high):
            continue
        span = (
            f"from {low} years" if high is None else f"up to {high} years" if not low else f"from {low} to {high} years"
        )
        yield RULE.finding(
            (line.code,),
            f"{line.code} is for patients {span}, and this patient is {age}. Choose the code of the patient's age.",
            line.line,
        )


RULE = Rule(
    id="service-age",
    title="A service fits the age of the patient",
    severity=Severity.WARNING,
    citation="CPT, code selection by age",
    explanation=(
        "Preventive visits, vaccine administration with counseling and some other services are chosen by "
        "age. The rule knows the ages of the codes that the course holds. Ages are in completed years on the "
        "day of service."
    ),
    decide=_decide,
    fires=(visit("dx: Z00.00\nline: 99395 A", age=52),),
    passes=(visit("dx: Z00.00\nline: 99396 A", age=52), visit("dx: Z00.00\nline: 99395 A", "age not known")),
)
