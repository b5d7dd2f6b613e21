"""What has no code of its own."""

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


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if not claim.lines:
        return
    listed = edition.own.holds("hcpcs-noc")
    for each in look(claim, encounter, edition).services:
        if "noc" in each.flags or (listed and edition.own.needs_description(each.code)):
            what = "the drug with its name, dose and way" if each.section == "drug" else "what was provided"
            yield RULE.finding(
                (each.code,),
                f"{each.code} stands for everything that has no code of its own. Is there really none? The claim must "
                f"then say {what}, and has one unit.",
                each.line.line,
            )


RULE = Rule(
    id="unlisted",
    title="A code for what has none is used only when there is none, and with a description",
    severity=Severity.QUESTION,
    citation=f"{MEDICARE}, chapter 26, section 10.4 (item 19), and HCPCS not-otherwise-classified codes",
    explanation=(
        "Codes such as J3490 or E1399 are for products without a code of their own. Payers decide by the "
        "description that the claim brings, and deny such a code when a specific one exists. The rule knows "
        "the codes of this kind that the course holds, and the official list once you have imported it."
    ),
    decide=_decide,
    fires=(visit("dx: L50.0\nline: 96372 A\nline: J3490 A"),),
    passes=(visit("dx: L50.0\nline: 96372 A\nline: J1200 A"),),
)
