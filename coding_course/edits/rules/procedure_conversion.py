"""From the scope to the open operation."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from coding_course.edits.examples import PCS, stay
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    if not view.inpatient or not claim.procedures:
        return
    converted = view.within("Z53.31-Z53.39")
    performed = view.procedures
    opened = [each for each in performed if each.operation and each.code[4] == "0"]
    looked = any(each.operation == "J" and each.code[4] == "4" for each in performed)
    if converted and opened and not looked:
        yield RULE.finding(
            (converted[0].code, opened[0].code),
            f"{converted[0].named} says that a scope came first, and only {opened[0].code} is coded. The operation is "
            "coded with the approach Open by which it was finished, and the looking through the scope as an Inspection "
            "by the approach Percutaneous Endoscopic.",
            converted[0].line,
        )
    for scope, whole in combinations(performed, 2):
        if (
            scope.operation
            and scope.operation != "J"
            and scope.code[:4] == whole.code[:4]
            and {
                scope.code[4],
                whole.code[4],
            }
            == {"0", "4"}
        ):
            yield RULE.finding(
                (scope.code, whole.code),
                f"{scope.code} and {whole.code} are one operation on one body part, once by scope and once open. When "
                "the scope was given up for the open operation, only the open one is coded, with an Inspection for "
                "the scope. Were they two operations?",
                max(scope.line, whole.line),
            )


RULE = Rule(
    id="procedure-conversion",
    title="An operation begun by scope and finished open is coded open, with an inspection for the scope",
    severity=Severity.QUESTION,
    citation=f"{PCS}, B3.2d",
    explanation=(
        "When the intended operation is tried by one approach and carried out by another, the second approach "
        "is coded, and what the first one achieved, usually an inspection, beside it. Z53.31 to Z53.39 tell "
        "of it in ICD-10-CM. A laparoscopic operation with a cut made longer to take the specimen out stays "
        "percutaneous endoscopic (B5.2b), which a claim does not show: the rule asks."
    ),
    decide=_decide,
    fires=(
        stay("pdx: K80.00 Y\ndx: Z53.31\npx: 0FT40ZZ"),
        stay("pdx: K80.00 Y\npx: 0FT40ZZ\npx: 0FT44ZZ"),
    ),
    passes=(
        stay("pdx: K80.00 Y\ndx: Z53.31\npx: 0FT40ZZ\npx: 0FJ44ZZ"),
        stay("pdx: K80.00 Y\npx: 0FT44ZZ"),
    ),
)
