"""Mother and newborn have records of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.claims.model import Sex
from coding_course.edits.examples import GUIDELINES, stay, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding

_FIRST_WEEKS = ("P00-P03", "P22", "P36", "P55", "P58-P59", "P71-P72", "P74", "P80-P81", "P92", "P95")
"""Conditions that only a newborn has."""


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    mother = view.within("O00-O9A", "Z33", "Z34", "Z37", "Z3A")
    if not mother:
        return
    newborn = view.within("P00-P96", "Z38")
    if newborn:
        sure = tuple(each for each in newborn if each.within("Z38", *_FIRST_WEEKS))
        other = (sure or newborn)[0]
        # A condition that began around birth may be with a woman who is now pregnant herself.
        lasting = not sure and encounter.age != 0
        yield RULE.finding(
            (mother[0].code, other.code),
            f"{mother[0].named} belongs on the mother's record and {other.named} on the newborn's. "
            + (
                "Take out the code that is the other patient's, unless the mother has had the condition herself since "
                "her birth."
                if lasting
                else "The two are never on one record: take out the code that is the other patient's."
            ),
            max(mother[0].line, other.line),
            Severity.WARNING if lasting else None,
        )
    elif encounter.age == 0:
        yield RULE.finding(
            (mother[0].code,),
            f"{mother[0].named} is only for the mother's record, and this patient is an infant. For the "
            "newborn, codes of chapter 16 (P00-P96) say how the pregnancy or birth affected the child.",
            mother[0].line,
        )
    elif encounter.sex is Sex.MALE and mother[0].within("O00-O9A"):
        yield RULE.finding(
            (mother[0].code,),
            f"{mother[0].named} is for a pregnancy, and the claim says male. Payers no longer reject this by "
            "itself, and a pregnant patient may be registered as male: check that the code is right for this "
            "patient.",
            mother[0].line,
            Severity.QUESTION,
        )


RULE = Rule(
    id="maternal-record",
    title="Codes for the mother stand on the mother's record only",
    severity=Severity.ERROR,
    citation=f"{GUIDELINES}, I.C.15.a.2, I.C.15.b.5, I.C.16.a.1 and I.C.16.a.2",
    explanation=(
        "Chapter 15 codes are used on the mother's record only, chapter 16 codes never there, Z37 never on the "
        "newborn's and Z38 never on the mother's. The rule fires when both kinds meet on one claim, or when the "
        "patient is under one year. A chapter 16 condition may last for life (I.C.16.a.1 and I.C.16.a.4, P07: "
        "I.C.16.e), and a woman who has one may be pregnant; the claim does not show whose the condition is, so "
        "for those that can last the rule only warns. Sex is no reason for an error: Medicare deactivated its "
        "sex edits on October 1, 2024, so a pregnancy code with the sex given as male is only a question."
    ),
    decide=_decide,
    fires=(
        stay("pdx: O70.1 N\ndx: P59.9 Y", age=28),
        stay("pdx: Z38.00\ndx: Z37.0", "outcome of delivery on the newborn's record", age=0),
        visit("dx: O24.410", "on the record of an infant", age=0),
        visit("dx: O99.512, P27.1", "only a warning: the mother may have had it since her birth", age=28),
    ),
    passes=(
        stay("pdx: O70.1 N\ndx: Z37.0, Z3A.39", age=28),
        stay("pdx: Z38.00\ndx: P59.9 Y", age=0),
    ),
)
