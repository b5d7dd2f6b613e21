"""Modifiers that contradict each other on one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import visit
from coding_course.edits.model import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding

_PAIRS: tuple[tuple[frozenset[str], str], ...] = (
    (
        frozenset({"26", "TC"}),
        "both parts together are the whole service, which has no modifier",
    ),
    (frozenset({"LT", "RT"}), "one line has one side; both sides are -50 or two lines, as the payer wants it"),
    (frozenset({"50", "LT"}), "-50 already says both sides"),
    (frozenset({"50", "RT"}), "-50 already says both sides"),
    *((frozenset({"59", x}), f"-{x} says the same as -59, and more exactly") for x in ("XE", "XP", "XS", "XU")),
)


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    for line in claim.lines:
        present = frozenset(line.modifiers)
        if len(present) < 2:
            continue
        for pair, reason in _PAIRS:
            if pair <= present:
                one, other = sorted(pair)
                yield RULE.finding(
                    (line.code,),
                    f"{line.code} carries -{one} and -{other} on one line: {reason}. Keep the one that the "
                    "service was.",
                    line.line,
                )


RULE = Rule(
    id="modifier-pair",
    title="Modifiers on one line do not contradict each other",
    severity=Severity.WARNING,
    citation="NCCI Policy Manual for Medicare Services, chapter I",
    explanation=(
        "Some modifiers answer the same question and cannot both be the answer: professional or technical "
        "part (-26, -TC), one side or both (-LT, -RT, -50), distinct service by -59 or by the exact X "
        "modifier. Payers differ in how they want bilateral services, so this is a warning."
    ),
    decide=_decide,
    fires=(visit("dx: M25.561\nline: 73560-26-TC A"), visit("dx: M17.0\nline: 20610-50-LT A")),
    passes=(visit("dx: M25.561\nline: 73560-26-RT A"), visit("dx: M17.0\nline: 20610-50 A")),
)
