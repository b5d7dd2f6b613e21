"""Which hand leads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, stay, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding

_LEFT = re.compile(r"left dominant")
_RIGHT = re.compile(r"right non-?dominant")


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    for each in look(claim, encounter, edition).within("G81", "G83.1", "G83.2", "G83.3", "I69"):
        title = each.facts.title.lower()
        if _LEFT.search(title):
            side, default = "left", "not dominant"
        elif _RIGHT.search(title):
            side, default = "right", "dominant"
        else:
            continue
        yield RULE.finding(
            (each.code,),
            f"{each.named} is not what the default gives: where the chart does not tell which hand leads, the {side} "
            f"side counts as {default}. Is it documented that the patient is left-handed?",
            each.line,
        )


RULE = Rule(
    id="dominant-side",
    title="Without handedness in the chart, right is dominant and left is not",
    severity=Severity.QUESTION,
    citation=f"{GUIDELINES}, I.C.6.a and I.C.9.d.1",
    explanation=(
        "Paralysis of one side is coded with the dominant or nondominant side. When the chart names the side "
        "and not the handedness, the default decides: right is dominant, left is not, and for people who use "
        "both hands the affected side is dominant. The rule asks at the two combinations that are never the "
        "default; a left-handed patient makes them right."
    ),
    decide=_decide,
    fires=(visit("dx: I69.352"), stay("pdx: I63.9 Y\ndx: G81.93 Y")),
    passes=(visit("dx: I69.354"), stay("pdx: I63.9 Y\ndx: G81.91 Y")),
)
