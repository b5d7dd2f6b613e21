"""Codes that the guidelines only allow behind another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, stay, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding

_SECONDARY: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("Z33.1",), "an incidental pregnancy is always a secondary code", "I.C.21.c.3"),
    (("Z37",), "the outcome of delivery is always a secondary code", "I.C.21.c.11"),
    (("Z68",), "a body mass index is only reported behind the condition that it belongs to", "I.B.14"),
    (("R40.21-R40.24",), "a coma scale is only reported behind the condition that it belongs to", "I.B.14"),
    (("R29.7",), "a stroke score is only reported behind the stroke", "I.B.14"),
    (("Z28.3",), "underimmunization status is only reported as a secondary code", "I.B.14"),
    (("Z92.82",), "tPA given elsewhere is a secondary code behind the condition it was given for", "I.C.21.c.3"),
)


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    first = view.first
    if first is None or not first.facts.billable:
        return
    if first.within("Z55-Z65"):
        yield RULE.finding(
            (first.code,),
            f"{first.named} should not be the {view.first_is_called} diagnosis: social determinants of health are "
            "reported as secondary codes (guideline I.B.14). Put the reason for the encounter first, if the chart "
            "names another one.",
            first.line,
            Severity.WARNING,
        )
        return
    for categories, reason, section in _SECONDARY:
        if first.within(*categories):
            yield RULE.finding(
                (first.code,),
                f"{first.named} cannot be the {view.first_is_called} diagnosis: {reason} (guideline "
                f"{section}). Put the reason for the encounter first.",
                first.line,
            )
            return


RULE = Rule(
    id="z-never-first",
    title="Codes that are secondary only are not principal or first-listed",
    severity=Severity.ERROR,
    citation=f"{GUIDELINES}, I.B.14 and I.C.21.c",
    explanation=(
        "The guidelines say of some codes in plain words that they are secondary only: body mass index, coma "
        "scale, stroke score, social determinants of health and underimmunization status (I.B.14), "
        "incidental pregnancy and tPA given in another facility (I.C.21.c.3), outcome of delivery "
        "(I.C.21.c.11). Of social determinants (Z55-Z65) it only warns: the problem can be all that the "
        "encounter was for, as in the counseling of a couple (Z63.0) or a check after an exposure at work (Z57), "
        "and the claim does not show that. Many other Z codes usually stand behind another code too; the "
        "guidelines do not forbid them in front, so the rules on history and status codes only warn or ask."
    ),
    decide=_decide,
    fires=(
        visit("dx: Z68.41, E66.01", "the body mass index in front of the obesity"),
        visit("dx: Z59.01", "only a warning"),
        stay("pdx: Z37.0\ndx: O80", age=28),
        visit("dx: Z33.1, S93.401A", age=28),
    ),
    passes=(
        visit("dx: R63.5, Z68.41"),
        stay("pdx: O80 Y\ndx: Z37.0", age=28),
        visit("dx: S93.401A, Z33.1", age=28),
    ),
)
