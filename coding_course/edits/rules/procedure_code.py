"""ICD-10-PCS codes have seven characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coding_course.edits.examples import PCS, stay
from coding_course.edits.model import Rule, Severity
from coding_course.edits.performed import FORM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding

_CHARACTERS = re.compile(r"[0-9A-Z]+$")


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    for procedure in claim.procedures:
        code = procedure.code.replace(" ", "").replace(".", "").upper()
        if not FORM.match(code):
            yield RULE.finding((procedure.code,), f"{procedure.code} {_wrong(code)}", procedure.line)


def _wrong(code: str) -> str:
    if _CHARACTERS.match(code) and len(code) != 7:
        return (
            f"has {len(code)} characters, and an ICD-10-PCS code has seven. Each place needs a value, Z where there is "
            "none to name."
        )
    if len(code) == 7 and set(code) & {"O", "I"}:
        return "has the letter O or I, which ICD-10-PCS does not use, lest they be read as digits. Write 0 or 1."
    return (
        "does not have the form of an ICD-10-PCS code: seven characters, digits and letters without O and I, the first "
        "of them a section. Build it again from its table."
    )


RULE = Rule(
    id="procedure-code",
    title="Each ICD-10-PCS code has the form of one",
    severity=Severity.ERROR,
    citation=f"{PCS}, A1",
    explanation=(
        "An ICD-10-PCS code has seven characters, each a value of its own axis, digits or letters without O "
        "and I. The first is the section. The rule looks at the form alone; whether the code stands in its "
        "table is for another one."
    ),
    decide=_decide,
    fires=(
        stay("pdx: J18.9 Y\npx: AB12345"),
        stay("pdx: J18.9 Y\npx: YZ12345", "no section Y"),
    ),
    passes=(stay("pdx: J96.01 Y\npx: 5A1945Z"),),
)
