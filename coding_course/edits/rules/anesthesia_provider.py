"""Who gave the anesthesia."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.claims.model import Setting
from coding_course.edits.examples import MEDICARE, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


_WHO = frozenset({"AA", "AD", "QK", "QX", "QY", "QZ"})
_MONITORED = frozenset({"QS", "G8", "G9"})


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if not claim.lines or encounter.setting is not Setting.PROFESSIONAL:
        return
    for each in look(claim, encounter, edition).services:
        if each.section != "anesthesia" or "add-on" in each.flags:
            continue
        who = sorted(each.modifiers & _WHO)
        if len(who) > 1:
            yield RULE.finding(
                (each.code,),
                f"{each.named} says in two ways who gave the anesthesia (-{who[0]}, -{who[1]}). Each line has one of "
                "them.",
                each.line.line,
            )
        elif not who:
            behind = " -QS says how, not who." if each.modifiers & _MONITORED else ""
            yield RULE.finding(
                (each.code,),
                f"{each.code} does not say who gave the anesthesia: -AA the anesthesiologist alone, -QK or -QY one who "
                f"directed, -QX or -QZ the nurse anesthetist.{behind} Medicare wants it on every line.",
                each.line.line,
                Severity.QUESTION,
            )


RULE = Rule(
    id="anesthesia-provider",
    title="An anesthesia line says who gave the anesthesia, in one way",
    severity=Severity.WARNING,
    citation=f"{MEDICARE}, chapter 12, section 50",
    explanation=(
        "Medicare pays anesthesia by who gave it: in person, medically directed, supervised, or a nurse "
        "anesthetist alone. One of these modifiers stands first on the line; -QS, -G8 and -G9 tell that it "
        "was monitored care, beside it. Two of them contradict each other. Payers other than Medicare may not "
        "want them, so where none stands the rule asks."
    ),
    decide=_decide,
    fires=(visit("dx: K80.20\nline: 00790-AA-QK A"), visit("dx: K80.20\nline: 00790-QS A")),
    passes=(visit("dx: K80.20\nline: 00790-AA-P2 A"),),
)
