"""Pain of a cancer."""

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
    pain = view.within("G89.3")
    if pain and not view.within("C00-D49"):
        yield RULE.finding(
            (pain[0].code,),
            f"{pain[0].named} stands without the neoplasm. Add its code: behind when the encounter was to control the "
            "pain, in front when it was to treat the neoplasm.",
            pain[0].line,
        )


RULE = Rule(
    id="neoplasm-pain",
    title="Pain from a neoplasm stands with the neoplasm",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.C.6.b.5",
    explanation=(
        "G89.3 is for pain that is documented as due to a cancer or a tumor, acute or chronic. It comes first "
        "when the encounter is for the pain, and the neoplasm is an additional code. The rule looks for any "
        "code of C00 to D49; a site that is not known has one too (C80.1)."
    ),
    decide=_decide,
    fires=(visit("dx: G89.3, Z79.891"),),
    passes=(visit("dx: G89.3, C79.51"), visit("dx: C34.11, G89.3")),
)
