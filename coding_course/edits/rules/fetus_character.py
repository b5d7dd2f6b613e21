"""Which fetus, and how many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import GUIDELINES, TABULAR, visit
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


_CATEGORIES = ("O31", "O32", "O33.3-O33.6", "O35", "O36", "O40", "O41", "O60.1", "O60.2", "O64", "O69")


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    multiple = view.within("O30")
    for each in view.within(*_CATEGORIES):
        if not each.facts.billable or len(each.code) != 8:
            continue
        if each.code[7] != "0" and not multiple:
            yield RULE.finding(
                (each.code,),
                f"{each.named} names one fetus among several, and no code of category O30 says that there are several. "
                "Add it, or use the 7th character 0 for a single fetus.",
                each.line,
            )
        elif each.code[7] == "0" and multiple:
            yield RULE.finding(
                (each.code, multiple[0].code),
                f"{multiple[0].code} says that there are several fetuses, and {each.code} does not say which one has "
                "the problem. Does the chart?",
                each.line,
                Severity.QUESTION,
            )


RULE = Rule(
    id="fetus-character",
    title="The 7th character for the fetus agrees with the number of fetuses",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.C.15.a.6, and {TABULAR}, notes at the categories",
    explanation=(
        "Some codes of chapter 15 name the fetus in the 7th character: 0 for a single one or when it is not "
        "known, 1 to 9 in multiple gestations, for which a code of category O30 must stand beside. With O30 "
        "and the character 0 the rule only asks, since the chart may not tell which fetus it was."
    ),
    decide=_decide,
    fires=(visit("dx: O36.5931, Z3A.32", age=30), visit("dx: O30.043, O32.1XX0, Z3A.32", age=30)),
    passes=(visit("dx: O36.5930, Z3A.32", age=30), visit("dx: O30.043, O32.1XX2, Z3A.32", age=30)),
)
