"""More units than Medicare takes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from coding_course.claims.model import Setting
from coding_course.edits.examples import NCCI, visit
from coding_course.edits.model import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


_WHOSE = {Setting.OUTPATIENT_FACILITY: "hospital", Setting.ED: "hospital"}


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if not claim.lines or not edition.own.holds_limits:
        return
    units = Counter[str]()
    most = Counter[str]()
    last: dict[str, int] = {}
    for line in claim.lines:
        units[line.code] += line.units
        most[line.code] = max(most[line.code], line.units)
        last[line.code] = line.line
    whose = _WHOSE.get(encounter.setting, "practitioner")
    for code, reported in units.items():
        limit = edition.own.limit(code, whose) or (edition.own.limit(code) if whose == "hospital" else None)
        if limit is None:
            continue
        if limit.indicator == "1":
            reported = most[code]  # such a limit is for each line by itself
        if reported <= limit.units:
            continue
        how = "on any one line" if limit.indicator == "1" else "for one patient on one day"
        yield RULE.finding(
            (code,),
            f"{code} has {reported} units, and Medicare takes {limit.units} {how}"
            f"{f' ({limit.rationale})' if limit.rationale else ''}. Check the units; more than the limit needs a "
            "reason that the policy allows.",
            last[code],
        )


RULE = Rule(
    id="units-limit",
    title="Units stay within the limit of the medically unlikely edits",
    severity=Severity.WARNING,
    citation=f"{NCCI}, chapter I, section V",
    explanation=(
        "A medically unlikely edit is the most units of a code that are likely for one patient on one day. The "
        "rule reads your own copy of the list and compares a limit by line (indicator 1) with each line, a limit "
        "by day (2 and 3) with the sum of the lines. Some limits may be passed for a reason in the chart, and a "
        "claim may cover several days: hence a warning."
    ),
    decide=_decide,
    fires=(
        visit("dx: I10\nline: 0000A x3 A", "the invented limit is 1"),
        visit("dx: I10\nline: 0000A A\nline: 0000A-59 A", "this limit is for the day"),
    ),
    passes=(
        visit("dx: I10\nline: 0000A A"),
        visit("dx: I10\nline: 0000B A\nline: 0000B-59 A", "this limit is for each line"),
    ),
    needs="your own copy of the medically unlikely edits (`coding-course codes import`)",
)
