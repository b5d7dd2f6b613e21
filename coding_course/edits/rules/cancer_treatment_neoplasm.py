"""Treatment of a cancer without the cancer."""

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
    treated = view.within("Z51.0", "Z51.11", "Z51.12")
    if treated and not view.within("C00-D49", "Z85"):
        yield RULE.finding(
            (treated[0].code,),
            f"{treated[0].named} stands without the neoplasm that is treated. Add its code behind: while treatment is "
            "directed at it, it is coded as active.",
            treated[0].line,
        )


RULE = Rule(
    id="cancer-treatment-neoplasm",
    title="Chemotherapy, immunotherapy and radiation stand with the neoplasm that they treat",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.C.2.e.2",
    explanation=(
        "An encounter chiefly for treatment begins with Z51.0, Z51.11 or Z51.12, and the malignancy follows. The "
        "rule looks for any neoplasm. Antineoplastic drugs given for another disease are no reason for these "
        "codes, which only the chart can tell, so it warns."
    ),
    decide=_decide,
    fires=(visit("dx: Z51.11, D64.81, T45.1X5A"),),
    passes=(visit("dx: Z51.11, C50.911"), visit("dx: Z51.0, Z51.11, C61")),
)
