"""A drug and the giving of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import MEDICARE, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


_ADMINISTRATIONS = frozenset(
    [
        "96360",
        "96365",
        "96366",
        "96367",
        "96372",
        "96374",
        "96375",
        "96376",
        "96401",
        "96402",
        "96409",
        "96411",
        "96413",
        "96415",
        "96417",
    ]
)
_HYDRATION = frozenset({"96360", "96361"})
_ON_ITS_OWN = frozenset({"oral", "inhaled", "intrauterine", "implant"})


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if not claim.lines:
        return
    services = look(claim, encounter, edition).services
    if any(each.service is None for each in services):
        return
    drugs = [
        each
        for each in services
        if each.section == "drug" and each.code[0] in "JQC" and each.service and each.service.route not in _ON_ITS_OWN
    ]
    given = [each for each in services if each.code in _ADMINISTRATIONS]
    others = [each for each in services if each.section in ("surgery", "radiology", "medicine", "administration")]
    if drugs and not given and not others:
        yield RULE.finding(
            (drugs[0].code,),
            f"{drugs[0].code} is a drug that somebody gave, and no line reports the giving (such as 96372 for a shot "
            "or 96374 for a push into a vein). Did another claim, or was it part of another service?",
            drugs[0].line.line,
        )
    if given and not drugs and not all(each.code in _HYDRATION for each in given):
        yield RULE.finding(
            (given[0].code,),
            f"{given[0].code} is the giving of a drug, and no line reports the drug. Add it, unless the patient "
            "brought it along or it is paid to somebody else.",
            given[0].line.line,
        )


RULE = Rule(
    id="drug-administration",
    title="A drug that is injected stands with its administration, and the other way around",
    severity=Severity.QUESTION,
    citation=f"{MEDICARE}, chapter 12, section 30.5",
    explanation=(
        "An injection or infusion is two things: the drug, by HCPCS code and units, and the giving of it. One "
        "of them alone is often a forgotten line. Drugs may come from the patient or the state, and procedures "
        "include some of them, so the rule asks, and only when the course knows every code on the claim."
    ),
    decide=_decide,
    fires=(
        visit("dx: L50.0\nline: 99213 A\nline: J1200 A"),
        visit("dx: L50.0\nline: 99213-25 A\nline: 96372 A"),
    ),
    passes=(
        visit("dx: L50.0\nline: 99213-25 A\nline: 96372 A\nline: J1200 A"),
        visit("dx: M17.11\nline: 20610-RT A\nline: J3301 x4 A", "the joint injection is the giving"),
    ),
)
