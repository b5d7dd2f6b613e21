"""O80 stands first, and alone of its chapter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, TABULAR, stay, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding
    from coding_course.edits.view import Listed


_OTHER_SERVICE = " Both may stand when the claim is also for another service, such as visits before the delivery."


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    # A claim outside of a stay can hold more than the delivery: visits before it, an operation after it.
    severity = None if view.inpatient else Severity.WARNING
    for each in view.within("O80"):
        others = tuple(other for other in view.within("O00-O9A") if other.code != each.code)
        others = tuple(sorted(others, key=lambda other: other.within("O09")))  # a complication says more
        if others:
            yield RULE.finding(
                (each.code, others[0].code),
                f"O80 is for a delivery without any complication, and {others[0].named} stands beside it. "
                f"{_what_to_do(others[0])}{'' if view.inpatient else _OTHER_SERVICE}",
                max(each.line, others[0].line),
                severity,
            )
        elif view.first is not None and each is not view.first:
            message = "O80 is always the principal diagnosis. Put it first."
            if not view.inpatient:
                message = (
                    "O80 stands first where the delivery is what the claim is for. Put it first, unless the claim is "
                    "mainly for another service."
                )
            yield RULE.finding((each.code,), message, each.line, severity)
        outcome = tuple(other for other in view.within("Z37") if other.code != "Z37.0")
        if outcome:
            yield RULE.finding(
                (each.code, outcome[0].code),
                f"Only Z37.0, a single live birth, goes with O80, and the claim has {outcome[0].named}. One "
                "of the two is wrong.",
                outcome[0].line,
            )


def _what_to_do(other: Listed) -> str:
    """Say which of the two codes goes."""
    if other.within("O09"):
        return "O09 is for the time before the delivery only (I.C.15.b.2): take it out when nothing went wrong."
    return (
        "When that condition is current, take O80 out; when it was over before the admission, take the other code out."
    )


RULE = Rule(
    id="normal-delivery",
    title="O80 is principal, without other chapter 15 codes, and with Z37.0 only",
    severity=Severity.ERROR,
    citation=f"{GUIDELINES}, I.C.15.n, and {TABULAR}, note at O80",
    explanation=(
        "O80 says full term, one healthy infant, no complication before, during or after the delivery in "
        "this stay. Any other chapter 15 code contradicts it, and so does any outcome but a single live "
        "birth; a complication that was over before the admission is not coded (I.C.15.n.2). Codes of other "
        "chapters may stand beside it when they do not complicate the pregnancy. Outside of a stay the rule "
        "only warns of other codes and of the order: a physician's claim can hold the visits before the "
        "delivery or an operation after it, and the claim does not show which day a code belongs to."
    ),
    decide=_decide,
    fires=(
        stay("pdx: O80 Y\ndx: O70.1 N, Z37.0", age=29),
        stay("pdx: O80 Y\ndx: Z37.2", age=29),
        visit("dx: O09.523, O80, Z37.0", "only a warning: prenatal visits on the same claim", age=37),
    ),
    passes=(stay("pdx: O80 Y\ndx: Z37.0, Z3A.39", age=29), stay("pdx: O70.1 N\ndx: Z37.0", age=29)),
)
