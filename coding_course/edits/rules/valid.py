"""Diagnosis codes exist, and are in force on the day of service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.codesets import System
from coding_course.edits.examples import visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.validity import Fault, verdict
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    other_edition = encounter.edition != edition.name
    for each in view.unique:
        wrong = verdict(each.facts, edition)
        if wrong is not None and encounter.service_date and edition.valid_on(each.code, encounter.service_date):
            continue  # a code of the next edition, known by number alone
        if wrong is None:
            if encounter.service_date and not edition.valid_on(each.code, encounter.service_date):
                yield RULE.finding(
                    (each.code,),
                    f"{each.code} is not in force on {encounter.service_date}{_period(each.code, edition)}. The code "
                    "must be valid on the day of service: look up what stands in its place on that day.",
                    each.line,
                )
        elif wrong.fault is Fault.UNKNOWN and other_edition:
            yield RULE.finding(
                (each.code,),
                f"{each.code} is not a code of {edition.name}, and the encounter lies in {encounter.edition}, "
                f"which is not at hand. Check the code in {encounter.edition}.",
                each.line,
                Severity.WARNING,
            )
        elif wrong.fault is Fault.UNKNOWN:
            yield RULE.finding(
                (each.code,),
                f"{each.code} is not an ICD-10-CM code of {edition.name}{_period(each.code, edition)}."
                f"{_nearest(wrong.base, edition)} Check it for a typing mistake, or look the condition up again.",
                each.line,
            )


def _period(code: str, edition: Edition) -> str:
    """Return from when or until when a code holds, for a sentence; empty when that is not known."""
    first, last = edition.period(code) or ("", "")
    if last:
        after = _successors(code, last, edition)
        return f", it ended on {last}" + (f", and {', '.join(after)} took its place" if after else "")
    return f", it begins on {first}" if first else ""


def _successors(code: str, last: str, edition: Edition) -> tuple[str, ...]:
    """Return the codes into which a code was divided when it ended: its number with one more character."""
    grown = (code + character for character in "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ")
    return tuple(one for one in grown if (edition.period(one) or ("", ""))[0] > last)


def _nearest(base: str, edition: Edition) -> str:
    record = edition.lookup(base, System.CM) if base else None
    if record is None:
        return ""
    if record.billable:
        return f" The nearest code is {base} ({record.title})."
    return f" The nearest heading is {base} ({record.title}); look at what stands below it."


RULE = Rule(
    id="valid",
    title="Every diagnosis code exists and is in force on the day of service",
    severity=Severity.ERROR,
    citation="45 CFR 162.1000(a)",
    explanation=(
        "HIPAA asks for the code set that is valid when the care is given, and ICD-10-CM changes every "
        "October 1, sometimes also on April 1. A code that the edition does not hold is a typing mistake, a "
        "code of another year, or no code at all. The rule reads the claim in one edition; when the "
        "encounter lies in another one that is not at hand, it says so and only warns. Without a date of "
        "service it takes any day of the edition. For a stay the date is that of the discharge."
    ),
    decide=_decide,
    fires=(
        visit("dx: E11.99"),
        visit("dx: I10, K21.91", "K21.9 has no further division"),
        visit("dx: C79.83", "begins on October 1, 2026"),
        visit("dx: I42.0", "ends on September 30, 2026", service_date="2026-10-15"),
    ),
    passes=(
        visit("dx: E11.9, I10"),
        visit("dx: I42.0", service_date="2026-09-15"),
        visit("dx: C79.83", "in force on that day", service_date="2026-10-15"),
    ),
)
