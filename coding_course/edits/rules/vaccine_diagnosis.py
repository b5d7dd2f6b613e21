"""Why a vaccine was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if not claim.lines:
        return
    view = look(claim, encounter, edition)
    product = next((each for each in view.services if each.section == "vaccine"), None)
    if product is not None and view.listed and not view.within("Z23"):
        yield RULE.finding(
            (product.code,),
            f"{product.code} is a vaccine, and Z23 is not among the diagnoses. Add it: alone, behind the examination "
            "at which it was given, or beside the wound.",
            product.line.line,
        )


RULE = Rule(
    id="vaccine-diagnosis",
    title="A vaccine has Z23 as its reason",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.C.21.c.2",
    explanation=(
        "Z23 says that the patient is seen for an inoculation against a disease; it may stand second when the "
        "vaccine is part of a routine examination. Vaccines have no diagnosis codes of their own any more. "
        "Products that protect after an exposure have other reasons, so this is a warning."
    ),
    decide=_decide,
    fires=(visit("dx: Z00.00\nline: 90471 A\nline: 90715 A", age=45),),
    passes=(visit("dx: Z00.00, Z23\nline: 90471 B\nline: 90715 B", age=45),),
)
