"""Z codes that may only stand first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, stay, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding
    from coding_course.edits.view import Listed

_FIRST_ONLY = (
    "Z00", "Z01", "Z02", "Z04", "Z31.81", "Z31.83", "Z31.84", "Z33.2", "Z34", "Z38", "Z39", "Z40", "Z42", "Z51.0",
    "Z51.1", "Z52", "Z76.1", "Z76.2", "Z99.12",
)  # fmt: skip
_EXCEPT = ("Z00.6", "Z52.9")


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    first = view.first
    if first is None or _only_first(first):
        return  # two such codes on one claim: the guideline leaves their order to the encounter
    for each in view.unique:
        if each is not first and _only_first(each):
            yield RULE.finding(
                (each.code, first.code),
                f"{each.named} may only be the {view.first_is_called} diagnosis, and {first.code} stands "
                f"first. When the encounter was for what {each.code} says, put it first; otherwise take it "
                "out. It may stand second only where the records of several encounters of one day are "
                "combined.",
                each.line,
            )


def _only_first(each: Listed) -> bool:
    return each.facts.billable and each.within(*_FIRST_ONLY) and not each.within(*_EXCEPT)


RULE = Rule(
    id="z-first-only",
    title="Z codes that may only be principal or first-listed stand first",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.C.21.c.15",
    explanation=(
        "The guideline lists Z codes that tell why the encounter took place and therefore may only stand "
        "first: routine and administrative examinations, supervision of a normal pregnancy, liveborn "
        "infants, chemotherapy and radiation therapy, donors, and some more. Its one exception is several "
        "encounters on one day whose records are combined, which a claim does not show, so this is a "
        "warning. Z00.6 and Z52.9 are not on the list. Where two codes of the list meet, the rule says "
        "nothing."
    ),
    decide=_decide,
    fires=(
        visit("dx: I10, Z00.00", "a routine examination behind a chronic condition"),
        stay("pdx: P59.9 Y\ndx: Z38.00", "the birth record begins with Z38", age=0),
        visit("dx: C50.911, Z51.11", "chemotherapy"),
    ),
    passes=(
        visit("dx: Z00.00, I10"),
        stay("pdx: Z38.00\ndx: P59.9 Y", age=0),
        visit("dx: Z51.11, C50.911"),
        visit("dx: C61, Z00.6", "the exception in the list"),
    ),
)
