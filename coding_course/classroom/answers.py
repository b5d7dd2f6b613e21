"""Mark one answer, given as text, and explain the mark.

The functions of :mod:`coding_course.bank` that grade here also grade in a learner's notebook and on the command
line, so all three agree. Here the explanation is held back where the instructor keeps the key private: it says
how many points an answer earned and quotes nothing that was expected.
"""

from __future__ import annotations

import html as markup
import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from coding_course.bank import Answered, Graded
    from coding_course.bank.models import Question
    from coding_course.grading.model import Key

CLAIM = "claim"
QUESTION = "question"


class Mark(msgspec.Struct, frozen=True):
    """What an answer earned."""

    points: float | None
    """None when a person has to decide."""
    html: str
    text: str
    """The same as ``html``, in words alone."""
    note: str = ""
    """A sentence for nbgrader's comment on the answer; empty when the explanation says it all."""


def undecided(sentence: str) -> Mark:
    """Return the mark of an answer that a person has to grade."""
    return Mark(points=None, html=f"<p>{markup.escape(sentence)}</p>", text=sentence, note=sentence)


def mark(kind: str, item: str, text: str, maximum: float) -> Mark:
    """Mark an answer.

    Parameters
    ----------
    kind
        ``claim`` for an answer to a case, ``question`` for one to a question.
    item
        Id of the case (``pc-011:3`` is a variant) or of the question.
    text
        The answer, without the line that names the item.
    maximum
        Points of a perfect answer in this lesson.

    Returns
    -------
    Mark
        Points from 0 to ``maximum``, with the explanation.

    Raises
    ------
    UnknownItem
        When the bank has no such case or question.
    """
    return _mark_claim(item, text, maximum) if kind == CLAIM else _mark_question(item, text, maximum)


def _mark_claim(item: str, text: str, maximum: float) -> Mark:
    from coding_course.bank import grade_claim
    from coding_course.ui import explain

    graded = grade_claim(item, text)
    points = _scaled(graded.score.points, graded.score.max, maximum)
    if not graded.case.private:
        return Mark(points, explain.to_html(graded), explain.to_text(graded))
    return _private(points, maximum, graded.score.attempted)


def _mark_question(item: str, text: str, maximum: float) -> Mark:
    raise NotImplementedError


def _scaled(points: float, best: float, maximum: float) -> float:
    return float(maximum * points / best) if best else 0.0


def missing_items(items: Iterable[tuple[str, str]]) -> list[str]:
    """Return the ids that the bank on this machine does not have.

    Parameters
    ----------
    items
        Kind and id of each item.
    """
    from coding_course.bank import UnknownItem, bank

    held = bank()
    missing = []
    for kind, item in items:
        try:
            held.case(item) if kind == CLAIM else held.question(item)
        except UnknownItem:
            missing.append(item)
    return missing
