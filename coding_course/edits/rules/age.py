"""Codes that are for certain ages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    age = encounter.age
    if age is None:
        return
    for each in view.unique:
        limits = each.facts.age_limits
        if limits is None or limits.youngest <= age <= limits.oldest:
            continue
        if limits.youngest == limits.oldest:
            span = "under one year" if limits.oldest == 0 else f"of {limits.youngest} years"
        else:
            span = f"from {limits.youngest} to {limits.oldest} years"
        yield RULE.finding(
            (each.code,),
            f"{each.named} is in the {limits.category} group, for patients {span}, and this patient is {age}. "
            "Check the code, and whether it belongs on the record of another person, such as mother or child.",
            each.line,
        )


RULE = Rule(
    id="age",
    title="A diagnosis fits the age of the patient",
    severity=Severity.WARNING,
    citation="Medicare Code Editor, age conflict edit",
    explanation=(
        "Medicare's code editor names diagnoses that hardly occur outside an age group: newborn, pediatric, "
        "maternity and adult. A conflict usually means a mistyped code or the wrong record. It is a warning: "
        "a condition that began around birth may be coded for life (I.C.16.a.4), and ages at the edge occur. "
        "Without an age the rule says nothing."
    ),
    decide=_decide,
    fires=(
        visit("dx: Z00.129", "a routine child examination", age=45),
        visit("dx: Z00.00", "an adult examination", age=7),
        visit("dx: O26.899", age=70),
    ),
    passes=(
        visit("dx: Z00.00", age=45),
        visit("dx: Z00.129", age=7),
        visit("dx: Z00.129", "age not known"),
    ),
)
