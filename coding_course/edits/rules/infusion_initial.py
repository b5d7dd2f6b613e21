"""One beginning of the infusions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import NCCI, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.reported import DISTINCT
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


_INITIAL = frozenset({"96360", "96365", "96374", "96409", "96413"})


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if len(claim.lines) < 2:
        return
    initial = [
        each
        for each in look(claim, encounter, edition).services
        if each.code in _INITIAL and not each.modifiers & DISTINCT
    ]
    if len(initial) > 1:
        codes = tuple(dict.fromkeys(each.code for each in initial))
        shown = " and ".join(codes) if len(codes) > 1 else f"{codes[0]} twice"
        yield RULE.finding(
            codes,
            f"{shown}: each is the first service of an infusion session, and a session has one. The others are coded "
            "as further ones (96361, 96366, 96367, 96375, 96411, 96415, 96417). A second site or visit carries -59 or "
            "an X modifier.",
            initial[1].line.line,
        )


RULE = Rule(
    id="infusion-initial",
    title="A session of infusions and injections has one initial service",
    severity=Severity.WARNING,
    citation=f"{NCCI}, chapter XI, section B",
    explanation=(
        "However many drugs are given by vein in one session, one service is the initial one: for the physician "
        "the main reason of the encounter, for the facility the one highest in the order chemotherapy, "
        "therapy, hydration, and infusion before push. A second vein that was medically needed, or another "
        "visit that day, may have its own, with a modifier that says so."
    ),
    decide=_decide,
    fires=(visit("dx: E86.0, J18.9\nline: 96360 A\nline: 96365 B"),),
    passes=(
        visit("dx: E86.0, J18.9\nline: 96365 B\nline: 96361 A"),
        visit("dx: E86.0, J18.9\nline: 96365 B\nline: 96374-59 A", "another vein"),
    ),
)
