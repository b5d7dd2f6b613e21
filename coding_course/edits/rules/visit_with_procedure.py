"""A visit on the day of a procedure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.claims.model import Setting
from coding_course.edits.examples import MEDICARE, NCCI, outpatient, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


_SAYS_SEPARATE = frozenset({"25", "57", "24", "27"})


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if len(claim.lines) < 2:
        return
    services = look(claim, encounter, edition).services
    done = [each for each in services if each.global_days in ("000", "010", "090")]
    if not done:
        return
    major = next((each for each in done if each.global_days == "090"), None)
    for each in services:
        if not each.is_visit or each.modifiers & _SAYS_SEPARATE:
            continue
        other = major or done[0]
        which = (
            "-57, when the visit led to the decision to operate"
            if major and encounter.setting is not Setting.OUTPATIENT_FACILITY  # hospitals do not report -57
            else "-25, when the visit stands on its own"
        )
        yield RULE.finding(
            (each.code, other.code),
            f"{each.code} is a visit beside {other.code}, a procedure with global days, and carries no modifier that "
            f"sets it apart: {which}. When the visit was only the usual part of the procedure, take it out.",
            each.line.line,
        )


RULE = Rule(
    id="visit-with-procedure",
    title="A visit on the day of a procedure says that it stands on its own",
    severity=Severity.WARNING,
    citation=f"{NCCI}, chapter I, section D, and {MEDICARE}, chapter 12, section 40",
    explanation=(
        "A procedure includes the usual visit before and after it. A visit beside it is paid when it was "
        "significant and separate (-25, procedures of 0 or 10 days) or when it led to the decision for a major "
        "operation (-57, 90 days). The rule knows the global days of the codes that the course holds, and not "
        "the dates of the lines: a claim for several days may be right, so it warns."
    ),
    decide=_decide,
    fires=(
        visit("dx: L57.0\nline: 99213 A\nline: 17000 A"),
        visit("dx: K35.80\nline: 99223 A\nline: 44970 A"),
    ),
    passes=(
        visit("dx: L57.0\nline: 99213-25 A\nline: 17000 A"),
        visit("dx: K35.80\nline: 99223-57 A\nline: 44970 A"),
        visit("dx: R07.9\nline: 99213 A\nline: 93000 A", "no global days"),
        outpatient("dx: S52.501A\nline: 99284-25\nline: 25605-RT", "a hospital reports -25 beside a major one too"),
    ),
)
