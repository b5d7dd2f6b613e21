"""Anemia from chemotherapy."""

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
    anemia = view.within("D64.81")
    if anemia and not view.within("T45.1X5"):
        yield RULE.finding(
            (anemia[0].code,),
            f"{anemia[0].named} is an adverse effect, and no code T45.1X5- names the drugs. Add it behind, and the "
            "neoplasm that they treat.",
            anemia[0].line,
        )


RULE = Rule(
    id="treatment-anemia",
    title="Anemia from chemotherapy stands with the adverse effect that it is",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.C.2.c.2",
    explanation=(
        "Treated for anemia from chemotherapy or immunotherapy, the patient has the anemia first, then the "
        "neoplasm and T45.1X5-, which says that the drugs did it. The rule looks only for the drug code; the "
        "order depends on what the encounter was for."
    ),
    decide=_decide,
    fires=(visit("dx: D64.81, C50.911"),),
    passes=(visit("dx: D64.81, C50.911, T45.1X5A"), visit("dx: C50.911, D63.0", "from the cancer itself")),
)
