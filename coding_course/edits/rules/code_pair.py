"""Two codes that are not paid together."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from coding_course.claims.model import Setting
from coding_course.edits.examples import NCCI, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.reported import NCCI_MODIFIERS
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if len(claim.lines) < 2 or not edition.own.holds_pairs:
        return
    whose = "hospital" if encounter.setting is Setting.OUTPATIENT_FACILITY else "practitioner"
    own = edition.own
    for one, other in combinations(look(claim, encounter, edition).services, 2):
        pair = own.pair(one.code, other.code, whose, encounter.service_date)
        if pair is None:
            continue
        second = other if other.code == pair.two else one
        first = one if second is other else other
        why = f" ({pair.rationale})" if pair.rationale else ""
        if pair.modifier == "0":
            yield RULE.finding(
                (pair.two, pair.one),
                f"{pair.two} is never paid beside {pair.one}{why}, and no modifier changes that. Take {pair.two} out.",
                second.line.line,
            )
        elif not (second.modifiers | first.modifiers) & NCCI_MODIFIERS:
            yield RULE.finding(
                (pair.two, pair.one),
                f"{pair.two} is part of {pair.one}{why}. When it was separate, a modifier such as -59, an X modifier "
                f"or a side says so on {pair.two}; otherwise take it out.",
                second.line.line,
            )


RULE = Rule(
    id="code-pair",
    title="Codes of an NCCI pair stand together only with a modifier that allows it",
    severity=Severity.WARNING,
    citation=f"{NCCI}, chapter I, sections C and E",
    explanation=(
        "The procedure-to-procedure edits name pairs of which the second code is not paid beside the first. "
        "Indicator 0 allows no exception, indicator 1 one by modifier, when the two were truly separate. The "
        "rule reads your own copy of the table, in the version that you imported; Medicare's edits are not "
        "every payer's, so it warns. Whether a modifier is deserved, only the chart tells."
    ),
    decide=_decide,
    fires=(
        visit("dx: I10\nline: 0000A A\nline: 9999Z A", "indicator 1, no modifier"),
        visit("dx: I10\nline: 0000A A\nline: 9998Z-59 A", "indicator 0"),
    ),
    passes=(visit("dx: I10\nline: 0000A A\nline: 9999Z-59 A"),),
    needs="your own copy of the NCCI procedure-to-procedure edits (`coding-course codes import`)",
)
