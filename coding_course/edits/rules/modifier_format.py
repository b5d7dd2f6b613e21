"""Modifiers have two characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coding_course.edits.examples import visit
from coding_course.edits.model import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding

_FORM = re.compile(r"[0-9A-Z]{2}$")
MOST_MODIFIERS = 4


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    for line in claim.lines:
        for modifier in dict.fromkeys(line.modifiers):
            if not _FORM.match(modifier):
                yield RULE.finding(
                    (line.code,),
                    f"-{modifier} on {line.code} is not a modifier: a modifier has two characters, such as "
                    "-25 or -LT. Check it for a typing mistake.",
                    line.line,
                )
        if len(set(line.modifiers)) < len(line.modifiers):
            yield RULE.finding((line.code,), f"{line.code} carries the same modifier twice. Write it once.", line.line)
        elif len(line.modifiers) > MOST_MODIFIERS:
            yield RULE.finding(
                (line.code,),
                f"{line.code} carries {len(line.modifiers)} modifiers, and a line has room for "
                f"{MOST_MODIFIERS}. Keep those that change payment, in front those that change it most.",
                line.line,
            )


RULE = Rule(
    id="modifier-format",
    title="A modifier has two characters, stands once, and a line has at most four",
    severity=Severity.ERROR,
    citation="NUCC 1500 Claim Form Reference Instruction Manual, item 24D",
    explanation=(
        "CPT modifiers are two digits or two characters, HCPCS Level II modifiers two letters or a letter "
        "and a digit. The line of a claim has four places for them. The rule looks at the form alone; "
        "whether a modifier is right is for other rules and the chart."
    ),
    decide=_decide,
    fires=(
        visit("dx: I10\nline: 99213-255 A", "three characters"),
        visit("dx: M17.11\nline: 20610-RT-RT A", "twice"),
    ),
    passes=(visit("dx: I10\nline: 99213-25 A"), visit("dx: M17.11\nline: 20610-RT A")),
)
