"""With or without abnormal findings."""

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
    for each in view.within("Z00.0", "Z00.12", "Z01.0", "Z01.1", "Z01.41"):
        title = each.facts.title.lower()
        if "without abnormal findings" in title:
            found = view.within("R70-R97", "R03.0")
            if found:
                yield RULE.finding(
                    (each.code, found[0].code),
                    f"{each.code} says that nothing abnormal was found, and {found[0].named} is an abnormal finding. "
                    "Choose the code with abnormal findings, unless the finding is from another encounter.",
                    each.line,
                )
        elif "with abnormal findings" in title and len(view.unique) == 1:
            yield RULE.finding(
                (each.code,),
                f"{each.code} says that the examination found something abnormal, and nothing behind it says what. Add "
                "the code of the finding.",
                each.line,
            )


RULE = Rule(
    id="abnormal-findings",
    title="With and without abnormal findings agree with what stands behind",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, IV.P and I.C.21.c.12",
    explanation=(
        "Routine examinations have codes with and without abnormal findings. A finding is something new, or a "
        "chronic condition that got worse; with it, a second code names it. A stable chronic condition is no "
        "finding, so only codes for abnormal results make the rule fire on the code without. Results that "
        "came after coding do not count, which a claim cannot show: hence a warning."
    ),
    decide=_decide,
    fires=(visit("dx: Z00.00, R73.03"), visit("dx: Z00.01")),
    passes=(visit("dx: Z00.01, R73.03"), visit("dx: Z00.00, I10", "stable hypertension")),
)
