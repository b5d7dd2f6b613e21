"""Sepsis in front of the local infection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, stay
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


_LOCAL = (
    "J12-J18",
    "J69.0",
    "J85",
    "J86",
    "K35",
    "K57.0",
    "K57.2",
    "K57.4",
    "K57.8",
    "K65",
    "K81",
    "K83.0",
    "L02",
    "L03",
    "L08",
    "M00",
    "M86",
    "N10",
    "N13.6",
    "N15.1",
    "N30",
    "N39.0",
    "N41.0",
    "N70",
    "N73",
)
_SEPSIS = ("A40", "A41", "A02.1", "A22.7", "A26.7", "A32.7", "A42.7", "A54.86", "B37.7")


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    first = view.first
    if not view.inpatient or first is None or first.poa == "N" or not first.within(*_LOCAL):
        return
    for each in view.within(*_SEPSIS):
        if each.poa == "Y":
            yield RULE.finding(
                (each.code, first.code),
                f"{each.named} was present on admission and stands behind {first.named}. When the patient comes in "
                "with sepsis and a local infection, the systemic infection is principal and the local one follows.",
                each.line,
            )
            return


RULE = Rule(
    id="sepsis-local-infection",
    title="Sepsis that was present on admission stands in front of the infection that it came from",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.C.1.d.4",
    explanation=(
        "A stay for sepsis and a local infection, such as pneumonia or cellulitis, begins with the systemic "
        "infection. When the sepsis developed after admission, the local infection is first; the "
        "present-on-admission indicator tells the two apart, and the rule speaks only when it is Y. It warns, "
        "because the sepsis may have been of no weight for the admission, which the chart would have to say."
    ),
    decide=_decide,
    fires=(stay("pdx: J18.9 Y\ndx: A41.9 Y"), stay("pdx: N39.0 Y\ndx: A41.51 Y, R65.20 Y")),
    passes=(
        stay("pdx: A41.9 Y\ndx: J18.9 Y"),
        stay("pdx: J18.9 Y\ndx: A41.9 N", "developed in the hospital"),
    ),
)
