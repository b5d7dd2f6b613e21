"""Service lines carry a CPT or HCPCS code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coding_course.codesets import System
from coding_course.edits.examples import visit
from coding_course.edits.model import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding

_FORM = re.compile(r"(?:[0-9]{4}[0-9A-Z]|[A-Z][0-9]{4})$")
_OTHER_FORM = re.compile(r"(?=.*[0-9])(?=.*[A-Z])[0-9A-Z]{5}$")
"""Codes that are neither CPT nor HCPCS Level II: HIPPS (``KAQG1``), a state's own (``WC002``)."""


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    held = edition.services()
    for line in claim.lines:
        if _OTHER_FORM.match(line.code) and not _FORM.match(line.code):
            yield RULE.finding(
                (line.code,),
                f"{line.code} does not have the form of a CPT or HCPCS Level II code. Check it for a typing mistake, "
                "unless it is a code of another set that the payer asks for, such as a HIPPS rate code.",
                line.line,
                Severity.WARNING,
            )
        elif not _FORM.match(line.code):
            yield RULE.finding(
                (line.code,),
                f"{line.code} does not have the form of a CPT or HCPCS Level II code, which is five "
                "characters. Check it for a typing mistake.",
                line.line,
            )
        elif held and line.code not in held:
            yield from _not_held(line.code, line.line, encounter, edition)


def _not_held(code: str, line: int, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    """Look a code up in what the user imported, which may hold it all the same."""
    system = System.CPT if code[0].isdigit() else System.HCPCS
    found = edition.own.code(system, code)
    if found is not None:
        if found.valid_to and encounter.service_date > found.valid_to:
            yield RULE.finding(
                (code,),
                f"{code} ended on {found.valid_to}, before the day of service. Look up what stands in its place.",
                line,
                Severity.WARNING,
            )
        return
    if system is System.HCPCS and edition.own.holds("hcpcs-official"):
        yield RULE.finding(
            (code,),
            f"{code} is not in the HCPCS release that you imported. Check it for a typing mistake, and the release for "
            "the quarter of the service.",
            line,
            Severity.WARNING,
        )
        return
    yield RULE.finding(
        (code,),
        f"{code} is not among the CPT and HCPCS codes that this course holds. It may exist all the same: check it in "
        "your code book.",
        line,
        Severity.QUESTION,
    )


RULE = Rule(
    id="service-code",
    title="Each service line carries a CPT or HCPCS Level II code",
    severity=Severity.ERROR,
    citation="45 CFR 162.1002",
    explanation=(
        "Services are reported with CPT or HCPCS Level II codes: five digits, four digits and a letter, or a "
        "letter and four digits. CPT belongs to the American Medical Association, so the course holds only "
        "the code numbers that its lessons and cases need. A wrong form is an error; five letters and digits "
        "in another order are a warning, because HIPPS rate codes of home health, nursing and rehabilitation "
        "facilities and codes of a state's workers' compensation look like that. A code that the course does "
        "not hold is only a question, and a warning when the HCPCS release that you imported lacks it."
    ),
    decide=_decide,
    fires=(visit("dx: I10\nline: 00009 A", "not held"),),
    passes=(visit("dx: I10\nline: 99213 A"),),
)
