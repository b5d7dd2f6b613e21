"""Each service of a professional claim has its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.claims.model import Setting
from coding_course.edits.examples import emergency, visit
from coding_course.edits.model import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if encounter.setting is not Setting.PROFESSIONAL or not claim.all_diagnoses:
        return
    for line in claim.lines:
        if not line.pointers:
            yield RULE.finding(
                (line.code,),
                f"{line.code} points at no diagnosis. A professional claim tells for each service which "
                "diagnosis it was for: write the letters behind it, the main reason first.",
                line.line,
            )


RULE = Rule(
    id="pointer-missing",
    title="Each service line of a professional claim points at a diagnosis",
    severity=Severity.WARNING,
    citation="NUCC 1500 Claim Form Reference Instruction Manual, item 24E",
    explanation=(
        "Item 24E of the professional claim form is required: it ties a service to its reason. Hospital "
        "outpatient claims have no such field, so the rule looks at professional claims only. It is a "
        "warning, since an exercise may ask for the services alone."
    ),
    decide=_decide,
    fires=(visit("dx: I10\nline: 99213"),),
    passes=(
        visit("dx: I10\nline: 99213 A"),
        emergency("dx: I10\nline: 99283", "may be a hospital claim, which has no pointers"),
    ),
)
