"""Find exercises: a chart line whose code is to be found as in the book, and graded for how as well as which.

The text that a learner hands in (``%%find fd-001``) holds the code and the way to it; :func:`grade_find` does the
whole way from that text to a score, so that widget, notebook, command line and nbgrader agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from coding_course.grading.hunting import FindScore, HuntKey, WrongTurn, redact_find, score_trail, solution_trail
from coding_course.grading.trail import Trail, parse_trail, render_trail

if TYPE_CHECKING:
    from coding_course.codesets import Edition


class Hunt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One find exercise."""

    id: str
    title: str
    """Tells no diagnosis and no code."""
    edition: str
    difficulty: int
    """1 (a first week) to 5 (an experienced coder would stop and think)."""
    skills: tuple[str, ...]
    chart: str
    """The line or lines of a record from which the code follows."""
    task: str
    """What is to be found: ``Find the code of the heart failure``."""
    key: HuntKey
    traps: tuple[WrongTurn, ...]
    private: bool = False
    """True for an exercise whose key an instructor keeps."""

    @property
    def is_procedure(self) -> bool:
        """True when an ICD-10-PCS code is to be found."""
        return len(self.key.code) == 7 and "." not in self.key.code


class Found(msgspec.Struct, frozen=True):
    """A find exercise, graded."""

    hunt: Hunt
    trail: Trail
    score: FindScore
    """Redacted when the exercise is private."""


def grade_find(hunt_id: str, text: str, edition: Edition | None = None) -> Found:
    """Grade the text of a ``%%find`` cell.

    Parameters
    ----------
    hunt_id
        ``fd-001``.
    text
        Steps, one a line; anything else is read as far as it can be and never executed.
    edition
        The code set; that of the exercise when None.

    Raises
    ------
    UnknownItem
        If there is no such exercise.
    BankDamaged
        If the bank cannot be read.
    """
    from coding_course.bank.store import bank

    return grade_hunt(bank().hunt(hunt_id), text, edition)


def grade_hunt(hunt: Hunt, text: str, edition: Edition | None = None) -> Found:
    """Grade against an exercise at hand; parameters and returns as for :func:`grade_find`."""
    from coding_course.codesets import edition as embedded

    trail = parse_trail(text)
    score = score_trail(trail, hunt.key, edition or embedded(hunt.edition), turns=hunt.traps)
    return Found(hunt, trail, redact_find(score) if hunt.private else score)


def solution_find(hunt: Hunt) -> str:
    """Return the text that earns full marks, for instructors' notebooks and tests."""
    return render_trail(solution_trail(hunt.key))
