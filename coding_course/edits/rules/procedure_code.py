"""ICD-10-PCS codes have seven characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coding_course.codesets import System
from coding_course.edits.examples import stay
from coding_course.edits.model import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding

_FORM = re.compile(r"[0-9B-DF-HX][0-9A-HJ-NP-Z]{6}$")


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    held = edition.counts().get(System.PCS, 0)
    for procedure in claim.procedures:
        if not _FORM.match(procedure.code):
            yield RULE.finding(
                (procedure.code,),
                f"{procedure.code} does not have the form of an ICD-10-PCS code: seven characters, digits and "
                "letters without O and I, the first of them a section. Build it again from its table.",
                procedure.line,
            )
        elif held and edition.lookup(procedure.code, System.PCS) is None:
            yield RULE.finding(
                (procedure.code,),
                f"{procedure.code} is not an ICD-10-PCS code that {edition.name} holds. Check each character "
                "in its table.",
                procedure.line,
                Severity.WARNING,
            )


RULE = Rule(
    id="procedure-code",
    title="Each ICD-10-PCS code has the form of one",
    severity=Severity.ERROR,
    citation="ICD-10-PCS Official Guidelines, A1",
    explanation=(
        "An ICD-10-PCS code has seven characters, each a value of its own axis, digits or letters without O "
        "and I. The first is the section. A code is built from one row of a table; the rule looks at the "
        "form, and at the code itself where the edition holds ICD-10-PCS."
    ),
    decide=_decide,
    fires=(stay("pdx: J18.9 Y\npx: AB12345"),),
    passes=(stay("pdx: J96.01 Y\npx: 5A1945Z"),),
)
