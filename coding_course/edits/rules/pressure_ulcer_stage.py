"""One stage for one pressure ulcer."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, stay, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    ulcers = [each for each in view.within("L89") if each.facts.billable]
    for one, other in combinations(ulcers, 2):
        if one.code[:-1] != other.code[:-1]:
            continue
        if view.inpatient and "N" in (one.poa, other.poa):
            continue  # it got worse during the stay: one code for each stage
        yield RULE.finding(
            (one.code, other.code),
            f"{one.code} and {other.code} are pressure ulcers of one site in two stages. One ulcer has one stage; in a "
            "stay in which it got worse, the later stage is marked N. Are there two ulcers?",
            max(one.line, other.line),
        )


RULE = Rule(
    id="pressure-ulcer-stage",
    title="A pressure ulcer has one stage, and two only when it got worse in a stay",
    severity=Severity.QUESTION,
    citation=f"{GUIDELINES}, I.C.12.a.6",
    explanation=(
        "Site and stage are one code. An inpatient whose ulcer moves to a higher stage gets two: the stage on "
        "admission, present, and the highest stage, not present. Elsewhere two stages at one site mean two "
        "ulcers close together, or a code too many: only the wound notes tell, so the rule asks."
    ),
    decide=_decide,
    fires=(visit("dx: L89.152, L89.153"), stay("pdx: L89.153 Y\ndx: L89.152 Y")),
    passes=(
        stay("pdx: J18.9 Y\ndx: L89.152 Y, L89.153 N", "it got worse during the stay"),
        visit("dx: L89.152, L89.613"),
    ),
)
