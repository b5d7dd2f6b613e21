"""An injury and its sequela are not coded together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    late = {
        each.code[:7]: each
        for each in view.within("S", "T")
        if len(each.code) == 8 and each.code[7] == "S" and not each.within("T20-T32")  # burns may be both: I.C.19.d.8
    }
    if not late:
        return
    for each in view.within("S", "T"):
        sequela = late.get(each.code[:7])
        if sequela is not None and len(each.code) == 8 and each.code[7] != "S":
            yield RULE.finding(
                (each.code, sequela.code),
                f"{each.code} and {sequela.code} are the same injury, once under care and once as the cause "
                "of a sequela. The code of the acute phase is not used with the code for its late effect: "
                "report one of the two.",
                max(each.line, sequela.line),
            )


RULE = Rule(
    id="sequela-with-acute",
    title="The acute phase of an injury is not coded beside its sequela",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.B.10",
    explanation=(
        "A sequela is what stays after the acute phase is over, so one injury is never both. The rule "
        "compares codes that differ in the 7th character alone. Burns and corrosions are left alone: parts of "
        "one may heal while another part is a scar already (I.C.19.d.8). A second injury of the same place "
        "would look the same on a claim; it is rare, and the reason why this is a warning."
    ),
    decide=_decide,
    fires=(visit("dx: M25.531, S52.501D, S52.501S"),),
    passes=(
        visit("dx: M25.531, S52.501S"),
        visit("dx: S52.501D"),
        visit("dx: L90.5, T23.301S, T23.301D", "a burn that is healing here and a scar there"),
    ),
)
