"""-51 and add-on codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import MEDICARE, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if not claim.lines:
        return
    services = look(claim, encounter, edition).services
    for each in services:
        if "51" not in each.modifiers:
            continue
        if "add-on" in each.flags:
            yield RULE.finding(
                (each.code,),
                f"{each.code} is an add-on code and is paid in full as it is; -51 would cut it. Take -51 out.",
                each.line.line,
            )
        elif len(services) == 1:
            yield RULE.finding(
                (each.code,),
                f"{each.named} says that it was a further procedure, and there is no first one. Take -51 out, or add "
                "the procedure.",
                each.line.line,
            )


RULE = Rule(
    id="multiple-procedures",
    title="-51 stands on a further procedure, never on an add-on code",
    severity=Severity.WARNING,
    citation=f"{MEDICARE}, chapter 12, section 40.6",
    explanation=(
        "-51 marks the second and later procedures of a session, which are paid at a lower rate. Add-on codes "
        "are priced as further work already. Many payers, Medicare among them, put -51 on by themselves and "
        "do not want it; whether this payer does, the claim cannot tell."
    ),
    decide=_decide,
    fires=(visit("dx: D22.5\nline: 11102 A\nline: 11103-51 A"),),
    passes=(
        visit("dx: D22.5, L72.0\nline: 11402 A\nline: 11401-51 B"),
        visit("dx: D22.5\nline: 11102 A\nline: 11103 A"),
    ),
)
