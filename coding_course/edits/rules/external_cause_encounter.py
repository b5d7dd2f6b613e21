"""The external cause has the 7th character of the injury."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, emergency, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding

_ACTIVE, _HEALING, _SEQUELA = "active treatment", "healing", "sequela"


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    injuries = {phase(each.code) for each in view.within("S", "T", "M80", "M84") if each.facts.billable} - {""}
    if not injuries:
        return
    for each in view.within("V00-Y38"):
        wanted = phase(each.code)
        if each.facts.billable and wanted and wanted not in injuries:
            yield RULE.finding(
                (each.code,),
                f"The 7th character of {each.code} says {wanted}, and the injuries on the claim say "
                f"{' and '.join(sorted(injuries))}. The external cause takes the character that matches its "
                "injury.",
                each.line,
            )


def phase(code: str) -> str:
    """Return what the 7th character of an injury says of the encounter; empty when there is none."""
    if len(code) != 8:
        return ""
    if code[7] in "ABC":
        return _ACTIVE
    return _SEQUELA if code[7] == "S" else _HEALING


RULE = Rule(
    id="external-cause-encounter",
    title="The 7th character of the external cause matches that of the injury",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.C.20.a.2",
    explanation=(
        "The external cause is reported for as long as the injury is treated, with the 7th character that "
        "the injury has: active treatment, healing or sequela. Fractures have more letters than A, D and S, "
        "and the rule sorts them into the same three. It compares with all injuries of the claim; which of "
        "them a cause belongs to, the claim does not tell."
    ),
    decide=_decide,
    fires=(visit("dx: S52.501D, W19.XXXA"),),
    passes=(
        emergency("dx: S52.501B, W19.XXXA", "B and A both say active treatment"),
        visit("dx: S52.501G, W19.XXXD", "G and D both say healing"),
        visit("dx: L90.5, T23.301S, X10.0XXS"),
    ),
)
