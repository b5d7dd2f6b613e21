"""A status code informs; it is rarely the reason for the encounter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding

_STATUS = (
    "Z14", "Z15", "Z16", "Z17", "Z18", "Z19", "Z66", "Z67", "Z74.01", "Z78", "Z79", "Z88", "Z89", "Z90", "Z91.0",
    "Z93", "Z94", "Z95", "Z96", "Z97", "Z98", "Z99",
)  # fmt: skip
_EXCEPT = ("Z88.9", "Z99.12")


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    first = view.first
    if first is not None and first.facts.billable and first.within(*_STATUS) and not first.within(*_EXCEPT):
        yield RULE.finding(
            (first.code,),
            f"{first.named} is a status code: it informs about the patient and is rarely the reason for the "
            "encounter. Look for what the patient came for (a condition, a complication, an aftercare or "
            "follow-up code) and put that first.",
            first.line,
        )


RULE = Rule(
    id="status-first",
    title="A status code stands behind the reason for the encounter",
    severity=Severity.QUESTION,
    citation=f"{GUIDELINES}, I.C.21.c.3",
    explanation=(
        "Status codes tell what may affect treatment: a device, a transplanted organ, a long-term drug, an "
        "absent limb, resistance to a drug. The guideline describes them as informative, with order given "
        "for some: the infection before its drug resistance (Z16), the current condition before genetic "
        "susceptibility (Z15). Others may rightly stand first, so the rule asks. Z21 and Z22 are left out: "
        "they can be the reason for a visit."
    ),
    decide=_decide,
    fires=(
        visit("dx: Z79.4, E11.9"),
        visit("dx: Z16.11, N39.0", "the infection comes first"),
    ),
    passes=(visit("dx: E11.9, Z79.4"), visit("dx: N39.0, Z16.11"), visit("dx: Z21", "can be the reason for a visit")),
)
