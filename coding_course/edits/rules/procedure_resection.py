"""All of a body part is a resection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import PCS, stay
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


_USUALLY_WHOLE = {
    "0FB4": "gallbladder",
    "0DBJ": "appendix",
    "07BP": "spleen",
    "0CBP": "tonsils",
    "0CBQ": "adenoids",
    "0UB9": "uterus",
    "0VB0": "prostate",
}

_SELDOM_WHOLE = {("0VB0", "7"), ("0VB0", "8"), ("0UB9", "8")}
"""Through the urethra, or with a scope through the cervix, a portion is what is meant."""


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if not claim.procedures:
        return
    for each in look(claim, encounter, edition).procedures:
        part = _USUALLY_WHOLE.get(each.code[:4])
        if part is None or not each.facts.has_form or each.code[6] == "X":
            continue
        if (each.code[:4], each.code[4]) in _SELDOM_WHOLE:
            continue
        yield RULE.finding(
            (each.code,),
            f"{each.named} says that a portion of the {part} was cut out. When all of it was, the root operation is "
            f"Resection (table {each.code[:2]}T). What does the report say?",
            each.line,
        )


RULE = Rule(
    id="procedure-resection",
    title="Cutting out all of a body part is Resection, a portion of it Excision",
    severity=Severity.QUESTION,
    citation=f"{PCS}, B3.8",
    explanation=(
        "ICD-10-PCS gives subdivisions of organs values of their own, and cutting out all of what one value "
        "names is a resection, also when it is only a lobe. The rule asks at organs that are usually taken "
        "out whole: gallbladder, appendix, spleen, tonsils, adenoids, uterus, prostate. Part of them may have "
        "been left, as when only a fibroid is taken out, which the report tells. It does not ask where a scope "
        "went through the urethra or the cervix, as in a TURP."
    ),
    decide=_decide,
    fires=(stay("pdx: K80.20 Y\npx: 0FB44ZZ"),),
    passes=(
        stay("pdx: K80.20 Y\npx: 0FT44ZZ"),
        stay("pdx: C61 Y\npx: 0VB03ZX", "a biopsy"),
        stay("pdx: N40.1 Y\npx: 0VB08ZZ", "a TURP takes a portion"),
    ),
)
