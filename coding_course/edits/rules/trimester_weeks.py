"""Trimester and weeks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


# Z3A.49 stands for more than 42 weeks.
_TRIMESTERS = {"first": (0, 13), "second": (14, 27), "third": (28, 49)}
_TRIMESTER = re.compile(r"\b(first|second|third) trimester\b", re.I)


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    weeks = view.within("Z3A")
    if not weeks or not weeks[0].code[4:].isdigit():
        return
    completed = int(weeks[0].code[4:])
    if completed < 8:
        return  # Z3A.00 is not specified, Z3A.01 is less than eight weeks
    for each in view.within("O"):
        match = _TRIMESTER.search(each.facts.title)
        if match is None:
            continue
        low, high = _TRIMESTERS[match[1].lower()]
        if not low <= completed <= high:
            yield RULE.finding(
                (each.code, weeks[0].code),
                f"{each.code} says {match[0].lower()}, and {weeks[0].code} {completed} completed weeks. The trimesters "
                "end with 13 and 27 completed weeks. Which is right?",
                each.line,
            )


RULE = Rule(
    id="trimester-weeks",
    title="The trimester agrees with the weeks of gestation",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.C.15.a.3 and I.C.15.a.4",
    explanation=(
        "Trimesters are counted from the first day of the last period: less than 14 weeks, 14 to less than 28, "
        "28 and more. In a stay that passes from one into the next, the trimester is that in which the "
        "complication developed, and the weeks are those on admission, so the two may differ rightly: a "
        "warning."
    ),
    decide=_decide,
    fires=(visit("dx: O99.011, D64.9, Z3A.20", age=30),),
    passes=(
        visit("dx: O99.012, D64.9, Z3A.20", age=30),
        visit("dx: O99.013, D64.9, Z3A.28", age=30),
        visit("dx: O48.1, O99.013, D64.9, Z3A.49", "Z3A.49 is more than 42 weeks", age=30),
    ),
)
