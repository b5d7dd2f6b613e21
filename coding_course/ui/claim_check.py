"""What is said of a claim while it is filled in: its notation, titles, what cannot be read, and the edits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from coding_course.claims import Encounter, parse
from coding_course.ui import draft, words

if TYPE_CHECKING:
    from coding_course.claims import Parsed
    from coding_course.codesets import Edition


def unread(parsed: Parsed) -> tuple[str, ...]:
    """Return what of a typed claim no row can hold, a sentence each: the form would drop it without a word."""
    return tuple(f"Line {one.line}: {one.message}" for one in parsed.errors if one.found)


def check_view(
    rows: Sequence[draft.Row], encounter: Encounter, edition: Edition, left_out: Sequence[str] = ()
) -> dict[str, Any]:
    """Return what a front end shows beside the rows of a claim form, as plain values.

    Parameters
    ----------
    rows
        As typed.
    encounter
        What the edits know besides the codes.
    edition
        Where codes are looked up.
    left_out
        What could not be put into rows, from :func:`unread`.

    Examples
    --------
    >>> from coding_course.claims import Setting
    >>> from coding_course.codesets import edition
    >>> check_view([draft.Row("dx", "E11")], Encounter(Setting.PROFESSIONAL), edition())["titles"]
    ['Type 2 diabetes mellitus (a header, not billable)']
    """
    from coding_course.edits import check

    text = draft.notation(rows)
    parsed = parse(text, encounter.setting)
    findings = check(parsed.claim, encounter, edition) if text else ()
    return {
        "notation": draft.claim_text(rows, encounter.setting),
        "titles": [title(row, edition) for row in rows],
        "errors": [*left_out, *(problem.message for problem in parsed.errors)],
        "findings": [
            {
                "severity": str(finding.severity.value),
                "label": words.SEVERITIES[finding.severity],
                "message": finding.message,
                "citation": finding.citation,
            }
            for finding in findings
        ],
    }


def title(row: draft.Row, edition: Edition) -> str:
    """Return the title of a row's code; empty when it is none."""
    code = edition.lookup(row.code) if row.code else None
    if code is None:
        return ""
    return code.title if code.billable else f"{code.title} (a header, not billable)"
