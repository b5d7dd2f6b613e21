"""Acute in front of chronic."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, stay, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding

_ACUTE = re.compile(r"\b(?:sub)?acute\b")
_CHRONIC = re.compile(r"\bchronic\b")
_TAIL = re.compile(r"(?:,? (?:without|with|due to|unspecified whether)\b|,).*")
_SMALL = frozenset({"acute", "subacute", "chronic", "other", "unspecified", "of", "and", "the", "recurrent"})


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    acute = [(each, condition(each.facts.title)) for each in view.unique if is_kind(each.facts.title, _ACUTE, _CHRONIC)]
    if not acute:
        return
    for chronic in view.unique:
        if not is_kind(chronic.facts.title, _CHRONIC, _ACUTE):
            continue
        same = condition(chronic.facts.title)
        for each, words in acute:
            if words == same and each.place > chronic.place and each.code[0] == chronic.code[0]:
                yield RULE.finding(
                    (each.code, chronic.code),
                    f"{each.named} stands behind {chronic.named}. When one condition is both acute and "
                    "chronic, both are coded and the acute code comes first. Look also whether one code says "
                    "both.",
                    each.line,
                )


def is_kind(title: str, wanted: re.Pattern[str], other: re.Pattern[str]) -> bool:
    """Tell whether a title is of one kind and not of the other."""
    lowered = title.lower()
    return bool(wanted.search(lowered)) and not other.search(lowered)


@lru_cache(maxsize=4096)
def condition(title: str) -> frozenset[str]:
    """Return the words of a title that name the condition itself.

    Examples
    --------
    >>> sorted(condition("Acute maxillary sinusitis, unspecified"))
    ['maxillary', 'sinusitis']
    """
    return frozenset(_TAIL.sub("", title.lower()).split()) - _SMALL


RULE = Rule(
    id="acute-chronic",
    title="The acute code of a condition stands in front of the chronic one",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.B.8",
    explanation=(
        "A condition described as both acute (or subacute) and chronic takes both codes, the acute one "
        "first, when the Index lists the two side by side. Where one code says acute and chronic together, "
        "that code alone is reported (I.B.9). The rule recognizes pairs whose titles name the same "
        "condition; it cannot see whether the chart speaks of one condition or two, so it warns."
    ),
    decide=_decide,
    fires=(
        visit("dx: J32.0, J01.00", "chronic and acute maxillary sinusitis"),
        stay("pdx: J96.10 Y\ndx: J96.01 Y", "chronic and acute respiratory failure"),
    ),
    passes=(
        visit("dx: J01.00, J32.0"),
        visit("dx: K81.2", "one code for acute and chronic"),
        visit("dx: N18.31, N17.9", "two conditions: their order follows the encounter"),
    ),
)
