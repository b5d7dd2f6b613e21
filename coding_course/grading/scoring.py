"""A claim against the key of its case: the score, every lost point explained."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

import msgspec

from coding_course.grading import wording
from coding_course.grading.codebook import Codebook, bare
from coding_course.grading.diagnoses import Diagnoses
from coding_course.grading.model import Difference, Key, Kind, Score, Trap
from coding_course.grading.noted import Context
from coding_course.grading.services import Procedures, Services

if TYPE_CHECKING:
    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition


class Unread(Protocol):
    """Something that the notation's parser could not read; its ``SyntaxProblem`` is one."""

    @property
    def line(self) -> int:
        """Line of the notation, from 1."""

    @property
    def found(self) -> str:
        """What was read."""

    @property
    def message(self) -> str:
        """A sentence that says what was expected."""


def score(
    claim: Claim,
    key: Key,
    encounter: Encounter,
    edition: Edition,
    *,
    traps: Iterable[Trap] = (),
    problems: Sequence[Unread] = (),
) -> Score:
    """Grade a claim.

    Parameters
    ----------
    claim
        What was reported.
    key
        What the chart supports, with the reasons.
    encounter
        The setting decides what is compared: indicators and a marked principal diagnosis on inpatient stays only.
    edition
        The code set that says what is valid, billable, sided and excluded.
    traps
        Codes that the case foresees as mistakes; they give a difference its kind and its words.
    problems
        What the parser could not read. It costs nothing by itself: what was lost with it is missing already.

    Returns
    -------
    Score
        Plain floats; the points of the differences, capped at the maximum, are what the score falls short of it.
        The key's own claim scores the maximum, a blank claim 0 with ``attempted`` False.

    Notes
    -----
    Source: the weights of :mod:`coding_course.grading.weights`; the rules that a case cites.

    Examples
    --------
    >>> from coding_course.claims.model import Claim, Diagnosis, Encounter, Setting
    >>> from coding_course.codesets import edition
    >>> from coding_course.grading.model import KeyCode
    >>> key = Key(diagnoses=(KeyCode("I10", (), "Essential hypertension is I10", "Tabular List, I10"),))
    >>> claim = Claim(diagnoses=(Diagnosis("I10"), Diagnosis("R03.0")))
    >>> result = score(claim, key, Encounter(Setting.PROFESSIONAL), edition())
    >>> result.points, result.max, [each.kind.value for each in result.differences]
    (3.0, 4.0, ['extra'])
    """
    context = Context(claim, key, encounter, Codebook(edition), {trap.code: trap for trap in traps})
    diagnoses = Diagnoses(context)
    procedures = Procedures(context)
    services = Services(context, diagnoses)
    highest = diagnoses.worth() + procedures.worth() + services.worth()
    found = [*diagnoses.differences(), *procedures.differences(), *services.differences()]
    found.sort(key=lambda each: each[:4])
    differences = _with_unread([each.difference for each in found], problems)
    lost = sum((each.points for each in differences), 0.0)
    return Score(
        points=float(max(0.0, highest - lost)),
        max=float(highest),
        differences=tuple(differences),
        attempted=not claim.is_blank or bool(problems),
    )


def _with_unread(differences: list[Difference], problems: Sequence[Unread]) -> list[Difference]:
    """Add what could not be read, so that nothing is lost twice.

    A missing code that stands in an unreadable piece of text is explained by that piece. A piece whose code has a
    difference of its own is told by it. The rest is told without points.
    """
    result = list(differences)
    unread: list[Difference] = []
    for problem in problems:
        said = bare(problem.found.upper())
        if any(each.code and each.line == problem.line and bare(each.code) in said for each in result):
            continue
        for place, each in enumerate(result):
            if each.kind is Kind.MISSING and said and bare(each.expected) in said:
                told = wording.join(f"Line {problem.line} could not be read", problem.message, each.message)
                result[place] = msgspec.structs.replace(each, kind=Kind.SYNTAX, message=told, line=problem.line)
                break
        else:
            told = wording.join(f"Line {problem.line} could not be read in full", problem.message)
            unread.append(Difference(Kind.SYNTAX, "", "", 0.0, told, line=problem.line))
    present = [each for each in result if each.kind is not Kind.MISSING]
    absent = [each for each in result if each.kind is Kind.MISSING]
    merged = sorted([*present, *unread], key=lambda each: each.line) if unread else present
    return [*merged, *absent]
