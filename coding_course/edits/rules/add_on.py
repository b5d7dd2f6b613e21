"""Add-on codes need their primary procedure."""

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
    reported = {line.code for line in claim.lines}
    for line in claim.lines:
        service = edition.service(line.code)
        if service is None or not service.add_on:
            continue
        if reported & set(service.primary) or (not service.primary and len(reported) > 1):
            continue
        primary = f" It goes with {', '.join(service.primary)}." if service.primary else ""
        alone = len(reported) == 1
        yield RULE.finding(
            (line.code,),
            f"{line.code} is an add-on code, and no primary service of it that the course knows is on the "
            f"claim.{primary} Report the primary service on a line of its own, or choose a code that can stand alone.",
            line.line,
            None if alone else Severity.QUESTION,
        )


RULE = Rule(
    id="add-on",
    title="An add-on code stands with its primary service",
    severity=Severity.WARNING,
    citation="NCCI Policy Manual for Medicare Services, chapter I, section R",
    explanation=(
        "An add-on code is for work done beside another service and is never reported alone. The course "
        "knows the primary codes it holds, not all that exist: when another service stands on the claim, the "
        "rule only asks."
    ),
    decide=_decide,
    fires=(visit("dx: Z23\nline: 90472 A"),),
    passes=(visit("dx: Z23\nline: 90471 A\nline: 90472 A"),),
)
