"""Diagnoses that Medicare does not accept as principal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import stay
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    first = view.first
    if not view.inpatient or first is None or not first.facts.billable:
        return
    if first.within("V00-Y99", "B95-B97", "R65.2", "Z37", "Z33.1", "Z68", "Z55-Z65"):
        return  # rules of their own say why
    flags = first.facts.flags
    if "unacceptable-principal" in flags:
        yield RULE.finding(
            (first.code,),
            f"Medicare does not accept {first.named} as principal diagnosis: it describes a circumstance, not "
            "a reason for a stay. Choose the condition that, after study, caused the admission.",
            first.line,
        )
    elif "acceptable-with-secondary" in flags and len(view.unique) == 1:
        yield RULE.finding(
            (first.code,),
            f"Medicare accepts {first.named} as principal diagnosis only with a secondary diagnosis behind "
            "it, and there is none. Add the condition that the stay was for.",
            first.line,
        )


RULE = Rule(
    id="principal-acceptable",
    title="The principal diagnosis is one that Medicare accepts",
    severity=Severity.WARNING,
    citation="Medicare Code Editor, unacceptable principal diagnosis edit",
    explanation=(
        "Medicare's code editor holds a list of codes that do not explain a stay, most of them status and "
        "history codes, and some that do so only with a secondary diagnosis. Other payers may differ, so "
        "this is a warning. The definition of the principal diagnosis is in Section II of the Official "
        "Guidelines."
    ),
    decide=_decide,
    fires=(stay("pdx: Z87.891\ndx: J18.9 Y"),),
    passes=(stay("pdx: J18.9 Y\ndx: Z87.891"),),
)
