"""The deepest burn first."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, emergency
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding
    from coding_course.edits.view import Listed


_DEGREES = {"first": 1, "second": 2, "third": 3}
_DEGREE = re.compile(r"\b(first|second|third) degree", re.I)


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    first = view.first
    burns = [each for each in view.within("T20-T25") if each.facts.billable and not each.code.endswith("S")]
    if len(burns) < 2 and not view.within("T31", "T32"):
        return
    degrees = {each.code: _degree(each) for each in burns}
    if first is not None and first in burns:
        deeper = next((each for each in burns if degrees[each.code] > degrees[first.code] > 0), None)
        if deeper is not None:
            yield RULE.finding(
                (first.code, deeper.code),
                f"{first.code} stands first, and {deeper.named} is the deeper burn. With several burns the one of the "
                "highest degree comes first.",
                first.line,
            )
    for one, other in combinations(burns, 2):
        low, high = sorted((one, other), key=lambda each: degrees[each.code])
        if degrees[low.code] and degrees[low.code] < degrees[high.code] and _site(one) == _site(other):
            yield RULE.finding(
                (low.code, high.code),
                f"{low.code} and {high.code} are burns of one site and side in two degrees. Only the higher degree is "
                f"coded: take {low.code} out.",
                low.line,
            )
    if first is not None and first.within("T31", "T32") and burns:
        yield RULE.finding(
            (first.code, burns[0].code),
            f"{first.named} gives the extent and stands first, though {burns[0].code} names the site. The extent comes "
            "first only when no site is known.",
            first.line,
        )


def _degree(each: Listed) -> int:
    match = _DEGREE.search(each.facts.title)
    return _DEGREES[match[1].lower()] if match else 0


def _site(each: Listed) -> str:
    """Return category, site and side of a burn, without its degree: the fourth character."""
    bare = each.code.replace(".", "")
    return bare[:3] + bare[4:6]


RULE = Rule(
    id="burn-order",
    title="Of several burns the deepest comes first, and one site has one degree",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.C.19.d.1, I.C.19.d.2 and I.C.19.d.6",
    explanation=(
        "External burns are ordered by depth. Different degrees at one site and side are one code, the highest. "
        "T31 and T32 add the extent and stand first only where no site is given. The rule reads the degree "
        "from the titles of T20 to T25; with internal burns or smoke inhalation the circumstances decide "
        "what is first, so it warns."
    ),
    decide=_decide,
    fires=(
        emergency("dx: T23.201A, T24.311A, T31.0"),
        emergency("dx: T24.311A, T24.211A, T31.0", "both of the right thigh, the guideline's example"),
        emergency("dx: T31.0, T24.311A"),
    ),
    passes=(emergency("dx: T24.311A, T23.201A, T31.0"), emergency("dx: T31.11", "no site is known")),
)
