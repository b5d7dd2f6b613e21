"""From text to score: the one way in which a claim for a case of the bank is graded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from coding_course.bank.models import Case
from coding_course.bank.store import bank
from coding_course.claims import Encounter, Parsed, parse, render

if TYPE_CHECKING:
    from coding_course.codesets import Edition
    from coding_course.edits import Finding
    from coding_course.grading import Score


class Graded(msgspec.Struct, frozen=True):
    """A claim, graded."""

    case: Case
    parsed: Parsed
    findings: tuple[Finding, ...]
    """What the edits say of the claim, chart aside."""
    score: Score
    """Redacted when the case is private."""


def encounter_of(case: Case) -> Encounter:
    """Return what edits and grader know of a case besides the codes."""
    stay = case.stay
    return Encounter(
        case.setting,
        case.patient.age,
        case.patient.sex,
        case.edition,
        discharge_status=stay.discharge_status if stay else "",
        days=stay.days if stay else None,
    )


def grade_claim(case_id: str, text: str, edition: Edition | None = None) -> Graded:
    """Grade the text of a claim against the key of a case.

    Parameters
    ----------
    case_id
        ``pc-001``, or a variant such as ``pc-011:3``.
    text
        In the notation of :mod:`coding_course.claims`; anything else is read as far as it can be.
    edition
        The code set; that of the case when None.

    Returns
    -------
    Graded
        Case, parse, findings and score.

    Raises
    ------
    UnknownItem
        If there is no such case.
    BankDamaged
        If the bank cannot be read.
    """
    return grade_case(bank().case(case_id), text, edition)


def grade_case(case: Case, text: str, edition: Edition | None = None) -> Graded:
    """Grade the text of a claim against a case at hand; parameters and returns as for :func:`grade_claim`."""
    # Whoever opens the bank for a quiz does not need the rules and the grader.
    from coding_course.codesets import edition as embedded
    from coding_course.edits import check
    from coding_course.grading import redact, score

    held = edition if edition is not None else embedded(case.edition)
    encounter = encounter_of(case)
    parsed = parse(text, case.setting)
    graded = score(parsed.claim, case.key, encounter, held, traps=case.traps, problems=parsed.errors)
    return Graded(
        case=case,
        parsed=parsed,
        findings=check(parsed.claim, encounter, held),
        score=redact(graded) if case.private else graded,
    )


def solution_claim(case: Case) -> str:
    """Return the claim notation that scores full marks on a case, without what may be left out."""
    from coding_course.grading import key_claim

    return render(key_claim(case.key, optional=False), case.setting)
