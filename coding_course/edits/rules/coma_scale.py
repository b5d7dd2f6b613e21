"""Three scores or the total."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, emergency
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


_PARTS = (("R40.21", "eyes"), ("R40.22", "words"), ("R40.23", "movement"))


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    scored = view.within("R40.21-R40.24")
    if not scored:
        return
    present = {category: view.within(category) for category, _ in _PARTS}
    missing = [name for category, name in _PARTS if not present[category]]
    total = view.within("R40.24")
    given = [each for found in present.values() for each in found]
    if given and missing and not total:
        yield RULE.finding(
            tuple(each.code for each in given),
            f"The coma scale has three scores, and the one for {' and the one for '.join(missing)} is missing. Add it, "
            "or report the total (R40.24-) when only that is documented.",
            given[0].line,
        )
    elif given and total:
        yield RULE.finding(
            (given[0].code, total[0].code),
            f"{given[0].code} and {total[0].code} give single scores and the total. The total is reported only when "
            "the single scores are not documented.",
            total[0].line,
        )
    elif given and len({each.code[-1] for each in given}) > 1 and len(given) == 3:
        yield RULE.finding(
            tuple(each.code for each in given),
            "The three scores of the coma scale say that they were taken at different times: their 7th characters must "
            "be the same.",
            given[0].line,
        )
    without = view.within("R40.2A")
    if without:
        yield RULE.finding(
            (without[0].code, scored[0].code),
            f"{without[0].code} is a coma from a disease, and the coma scale is not reported with it.",
            scored[0].line,
        )


RULE = Rule(
    id="coma-scale",
    title="The coma scale is three scores of one time, or the total alone",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.C.18.e.1",
    explanation=(
        "One code each for eyes, words and movement makes the scale complete, and their 7th characters, which "
        "tell when it was taken, match. The total has a code of its own for charts that give nothing else. The "
        "scale goes with injuries of the brain, never with R40.2A. A facility may report several sets, so a "
        "set of more than three codes is left alone."
    ),
    decide=_decide,
    fires=(
        emergency("dx: S06.0X1A, R40.2131, R40.2241"),
        emergency("dx: S06.0X1A, R40.2131, R40.2241, R40.2361, R40.2421"),
        emergency("dx: S06.0X1A, R40.2131, R40.2241, R40.2362", "different times"),
    ),
    passes=(emergency("dx: S06.0X1A, R40.2131, R40.2241, R40.2361"), emergency("dx: S06.0X1A, R40.2421")),
)
