"""Hypertension with heart failure or chronic kidney disease: one combination code."""

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

_HEART = ("I50", "I51.4", "I51.5", "I51.7", "I51.89", "I51.9")


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    view = look(claim, encounter, edition)
    heart, kidney = view.within(*_HEART), view.within("N18")
    essential, i11, i12, i13 = (view.within(category) for category in ("I10", "I11", "I12", "I13"))
    if view.within("O10"):
        return  # hypertension that was there before the pregnancy has combination codes of its own
    if essential and (heart or kidney):
        present = [found[0] for found in (heart, kidney) if found]
        target = "I13" if heart and kidney else "I11" if heart else "I12"
        names = " and ".join(each.code for each in present)
        yield RULE.finding(
            (essential[0].code, *(each.code for each in present)),
            f"I10 stands with {names}, and hypertension is presumed to be linked with heart and kidney "
            f"disease: a code of category {target} takes the place of I10. Keep I10 only when the provider "
            "writes that they are unrelated.",
            essential[0].line,
        )
    if not i13 and ((i11 and (i12 or kidney)) or (i12 and heart)):
        codes = tuple(found[0].code for found in (i11, i12, heart, kidney) if found)
        yield RULE.finding(
            codes,
            f"{', '.join(codes)} together are hypertension with both heart and chronic kidney disease: one "
            "code of category I13 takes the place of I11 and I12. The heart failure and the stage of the "
            "kidney disease stay as additional codes.",
            (i11 or i12)[0].line,
        )
    if i13 and (i11 or i12 or essential):
        other = (i11 or i12 or essential)[0]
        yield RULE.finding(
            (i13[0].code, other.code),
            f"{i13[0].code} already says what {other.code} says. Take {other.code} out.",
            other.line,
        )
    failure = view.within("I50")
    for each in (*view.within("I11.0"), *view.within("I13.0", "I13.2")):
        if not failure:
            yield RULE.finding(
                (each.code,),
                f"{each.code} includes heart failure, and no code of category I50 says which type. Add it "
                f"behind {each.code}.",
                each.line,
            )
    for each in (*view.within("I11.9"), *view.within("I13.1")):
        if failure:
            yield RULE.finding(
                (each.code, failure[0].code),
                f"{each.code} is without heart failure, and {failure[0].code} is heart failure. Choose the "
                f"code of category {each.code[:3]} that includes it.",
                each.line,
            )
    for each in (*i12, *i13):
        if not kidney:
            yield RULE.finding(
                (each.code,),
                f"{each.code} includes chronic kidney disease, and no code of category N18 says its stage. "
                f"Add it behind {each.code}.",
                each.line,
            )


RULE = Rule(
    id="hypertension-with",
    title="Hypertension with heart or chronic kidney disease is coded to I11, I12 or I13",
    severity=Severity.WARNING,
    citation=f"{GUIDELINES}, I.C.9.a",
    explanation=(
        "The classification presumes that hypertension and heart failure, and hypertension and chronic "
        "kidney disease, belong together, even when no one writes so. I11 is for the heart, I12 for the "
        "kidney, I13 for both; I50 and N18 behind them give the type and the stage. Only a provider who "
        "writes that the two are unrelated breaks the link, which a claim does not show: hence a warning. "
        "Secondary hypertension (I15) and pregnancy (O10) are left alone."
    ),
    decide=_decide,
    fires=(
        visit("dx: I10, I50.9", "hypertension and heart failure"),
        visit("dx: I10, N18.31", "hypertension and chronic kidney disease"),
        visit("dx: I11.0, I50.32, N18.4", "heart and kidney: I13"),
        visit("dx: I11.0", "the type of heart failure is missing"),
        visit("dx: I12.9", "the stage is missing"),
        visit("dx: I11.9, I50.9", "without heart failure, and heart failure"),
    ),
    passes=(
        visit("dx: I10"),
        visit("dx: I11.0, I50.32"),
        visit("dx: I12.9, N18.31"),
        visit("dx: I13.0, I50.32, N18.4"),
        visit("dx: I12.9, N18.31, N17.9", "acute kidney failure is coded beside it"),
    ),
)
