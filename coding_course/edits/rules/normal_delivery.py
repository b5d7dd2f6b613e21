"""O80 stands first, and alone of its chapter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, stay
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    for each in view.within("O80"):
        others = tuple(other for other in view.within("O00-O9A") if other.code != each.code)
        if others:
            yield RULE.finding(
                (each.code, others[0].code),
                f"O80 is for a delivery without any complication, and {others[0].named} stands beside it. "
                "When that condition is current, take O80 out; when it was over before the admission, take "
                "the other code out.",
                max(each.line, others[0].line),
            )
        elif view.first is not None and each is not view.first:
            yield RULE.finding((each.code,), "O80 is always the principal diagnosis. Put it first.", each.line)
        outcome = tuple(other for other in view.within("Z37") if other.code != "Z37.0")
        if outcome:
            yield RULE.finding(
                (each.code, outcome[0].code),
                f"Only Z37.0, a single live birth, goes with O80, and the claim has {outcome[0].named}. One "
                "of the two is wrong.",
                outcome[0].line,
            )


RULE = Rule(
    id="normal-delivery",
    title="O80 is principal, without other chapter 15 codes, and with Z37.0 only",
    severity=Severity.ERROR,
    citation=f"{GUIDELINES}, I.C.15.n",
    explanation=(
        "O80 says full term, one healthy infant, no complication before, during or after the delivery in "
        "this stay. Any other chapter 15 code for a current complication contradicts it, and so does any "
        "outcome but a single live birth. Codes of other chapters may stand beside it when they do not "
        "complicate the pregnancy."
    ),
    decide=_decide,
    fires=(
        stay("pdx: O80 Y\ndx: O70.1 N, Z37.0", age=29),
        stay("pdx: O80 Y\ndx: Z37.2", age=29),
    ),
    passes=(stay("pdx: O80 Y\ndx: Z37.0, Z3A.39", age=29), stay("pdx: O70.1 N\ndx: Z37.0", age=29)),
)
