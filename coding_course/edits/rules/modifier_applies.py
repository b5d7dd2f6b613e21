"""Modifiers stand on the kind of service they are for."""

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
    for line in claim.lines:
        service = edition.service(line.code)
        if service is None:
            continue
        kind = service.family.partition(",")[0]  # "eye examination, new patient"
        for modifier in dict.fromkeys(line.modifiers):
            known = edition.modifier(modifier)
            if known is None or not known.applies or {"any", service.section, kind} & set(known.applies):
                continue
            kinds = ", ".join(known.applies)
            yield RULE.finding(
                (line.code,),
                f"-{modifier} stands on {line.code}, a service of the section {service.section}, and is meant "
                f"for: {kinds}. Does it belong on another line?",
                line.line,
            )


RULE = Rule(
    id="modifier-applies",
    title="A modifier stands on the kind of service that it is for",
    severity=Severity.QUESTION,
    citation="CPT Appendix A and HCPCS Level II modifiers",
    explanation=(
        "Modifiers are for certain services: -25 belongs on the visit, not on the procedure beside it; -26 "
        "on a service that has a professional part. The rule compares the section of the service with the "
        "sections that the course gives for the modifier; an examination of the eyes counts as a visit. Payers know "
        "further uses, so it asks."
    ),
    decide=_decide,
    fires=(visit("dx: L57.0\nline: 99213 A\nline: 17000-25 A", "the visit carries it"),),
    passes=(
        visit("dx: L57.0\nline: 99213-25 A\nline: 17000 A"),
        visit("dx: H25.13\nline: 92014-57 A", "an eye examination is a visit"),
    ),
)
