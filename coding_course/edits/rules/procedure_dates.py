"""Procedure codes are in force on the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import stay
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if not claim.procedures:
        return
    day = encounter.service_date
    for each in look(claim, encounter, edition).procedures:
        first, last = each.facts.period or ("", "")
        if day:
            outside = first > day or (last and last < day)
        else:
            outside = first > edition.manifest.last_day or (last and last < edition.manifest.first_day)
        if not outside:
            continue
        when = f"on {day}" if day else f"in {edition.name}"
        period = (
            f"it ended on {last}" if last and last < (day or edition.manifest.first_day) else f"it begins on {first}"
        )
        yield RULE.finding(
            (each.code,),
            f"{each.code} is not in force {when}: {period}. A stay is coded with the codes of the day of discharge: "
            "build the code again in that day's tables.",
            each.line,
        )


RULE = Rule(
    id="procedure-dates",
    title="Each ICD-10-PCS code is in force on the day of discharge",
    severity=Severity.ERROR,
    citation="45 CFR 162.1000(a)",
    explanation=(
        "ICD-10-PCS changes every October 1, and sometimes on April 1. The rule knows the first and last day "
        "of codes from October 2022 to October 2026. With a date it compares that day; without one it takes "
        "any day of the edition, so a code that begins in April passes. It takes the date of the encounter for "
        "the day of discharge; the claim does not show whether it is that of the admission."
    ),
    decide=_decide,
    fires=(
        stay("pdx: I50.23 Y\npx: 02HM3JZ", "begins on April 1, 2026", service_date="2026-01-15"),
        stay("pdx: D62 Y\npx: 30233AZ", "ended on March 31, 2026", service_date="2026-04-15"),
    ),
    passes=(
        stay("pdx: I50.23 Y\npx: 02HM3JZ", service_date="2026-05-01"),
        stay("pdx: K80.20 Y\npx: 0FT44ZZ", service_date="2026-01-15"),
    ),
)
