"""Operations that should never have happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import MEDICARE, outpatient
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


_PAIRS = (
    ("Y65.51", "PC", "the wrong operation"),
    ("Y65.52", "PB", "an operation on the wrong patient"),
    ("Y65.53", "PA", "an operation on the wrong side or part"),
)


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if not claim.lines:
        return
    view = look(claim, encounter, edition)
    used = {modifier for each in view.services for modifier in each.modifiers} & {"PA", "PB", "PC"}
    for code, modifier, what in _PAIRS:
        listed = view.within(code)
        if listed and modifier not in used:
            yield RULE.finding(
                (code,),
                f"{listed[0].named} tells of {what}, and no service line carries -{modifier}. Put it on every line of "
                "the operation; Medicare pays none of them.",
                listed[0].line,
            )
        elif modifier in used and not listed:
            line = next(each for each in view.services if modifier in each.modifiers)
            yield RULE.finding(
                (line.code,),
                f"{line.named} says that it was {what}, and {code}, which tells the same, is not among the diagnoses. "
                "Add it, or take the modifier out.",
                line.line.line,
            )


RULE = Rule(
    id="wrong-surgery",
    title="A wrong operation is told by diagnosis and modifier alike",
    severity=Severity.WARNING,
    citation=f"{MEDICARE}, chapter 32, section 230",
    explanation=(
        "Three errors are reported in two ways that must agree: PA with Y65.53 for the wrong body part, PB with "
        "Y65.52 for the wrong patient, PC with Y65.51 for the wrong operation. The rule looks at claims with "
        "service lines; a hospital reports the stay in which it happened on a claim of its own. -PC is also a "
        "letter pair that other payers may use otherwise, hence a warning."
    ),
    decide=_decide,
    fires=(
        outpatient("dx: M17.11, Y65.53\nline: 29881-LT"),
        outpatient("dx: M17.11\nline: 29881-LT-PA"),
    ),
    passes=(outpatient("dx: M17.11, Y65.53\nline: 29881-LT-PA"), outpatient("dx: M17.11\nline: 29881-RT")),
)
