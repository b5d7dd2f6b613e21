"""A biopsy has the qualifier diagnostic."""

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


_NEEDLE_OR_SCOPE = "348"
"""Percutaneous, percutaneous endoscopic, via natural or artificial opening endoscopic: how most biopsies are taken."""

_VESSELS = "3456"
"""Upper and lower arteries and veins."""


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if not claim.procedures:
        return
    for each in look(claim, encounter, edition).procedures:
        if each.operation not in ("B", "D", "9") or each.code[4] not in _NEEDLE_OR_SCOPE or each.code[6] != "Z":
            continue
        if each.operation == "9" and each.code[5] != "Z":
            continue  # a drain that stays is treatment
        if each.code[1] in _VESSELS:
            continue  # usually a vessel taken as a graft (B3.9)
        if each.facts.may_be_diagnostic:
            yield RULE.finding(
                (each.code,),
                f"{each.named} says that the procedure was treatment. When it was done to find out what the patient "
                f"has, such as a biopsy, the qualifier is X: {each.code[:6]}X. What was it for?",
                each.line,
            )


RULE = Rule(
    id="procedure-biopsy",
    title="A biopsy carries the qualifier X, diagnostic",
    severity=Severity.QUESTION,
    citation=f"{PCS}, B3.4a",
    explanation=(
        "Excision, extraction and drainage that serve to find the diagnosis carry the qualifier X; the same "
        "operations as treatment carry Z. The rule asks at those done by needle or scope, as most biopsies "
        "are, when a code with X exists. The operative report says what the procedure was for."
    ),
    decide=_decide,
    fires=(stay("pdx: C18.2 Y\npx: 0DBK8ZZ"),),
    passes=(stay("pdx: C18.2 Y\npx: 0DBK8ZX"), stay("pdx: K80.20 Y\npx: 0FT44ZZ")),
)
