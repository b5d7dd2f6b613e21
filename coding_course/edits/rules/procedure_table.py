"""A procedure code is one that its table allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.examples import PCS, stay
from coding_course.edits.model import Rule, Severity
from coding_course.edits.view import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    if not claim.procedures or not edition.holding.files.keys() & {"pcs-titles", "pcs-tables"}:
        return
    certain = "pcs-tables" in edition.holding.imported
    for each in look(claim, encounter, edition).procedures:
        if not each.facts.has_form or each.facts.record is not None or each.facts.period is not None:
            continue
        yield RULE.finding(
            (each.code,),
            f"{each.code} is not an ICD-10-PCS code that {edition.name} holds. {_where(each.code, edition)}",
            each.line,
            Severity.ERROR if certain else None,
        )


def _where(code: str, edition: Edition) -> str:
    """Return at which character the code leaves its table, and what may stand there."""
    for place in range(7):
        axis = edition.pcs.choices(code[:place])
        if axis is None:
            break
        if any(value.character == code[place] for value in axis.values):
            continue
        shown = ", ".join(f"{value.character} ({value.label})" for value in axis.values[:5])
        more = ", ..." if len(axis.values) > 5 else ""
        behind = f"behind {code[:place]}" if place else "as a section"
        return f"Character {place + 1} ({axis.title}) cannot be {code[place]} {behind}; it can be {shown}{more}."
    return "Build it again from its table, character by character."


RULE = Rule(
    id="procedure-table",
    title="Each ICD-10-PCS code stands in one row of its table",
    severity=Severity.WARNING,
    citation=f"{PCS}, A9",
    explanation=(
        "The first three characters choose a table, and the other four must come from one row of it. The rule "
        "walks through the code and names the first character that no row has. What the course embeds holds "
        "nearly all codes of the edition, so without the official tables it warns; once you have imported "
        "them, a code that no row allows is an error. Whether a valid code is the right one, only the "
        "operative report tells."
    ),
    decide=_decide,
    fires=(
        stay("pdx: K80.20 Y\npx: 0FT45ZZ", "no row of table 0FT has approach 5"),
        stay("pdx: K35.80 Y\npx: 0DTJ4ZX", "a resection is never diagnostic"),
    ),
    passes=(stay("pdx: K80.20 Y\npx: 0FT44ZZ"), stay("pdx: J96.01 Y\npx: 5A1945Z")),
)
