"""Mark one answer, given as text, and explain the mark.

The functions of :mod:`coding_course.bank` that grade here also grade in a learner's notebook and on the command
line, so all three agree. Where the instructor keeps a key private, the explanation is checked once more before it
leaves: should it hold a code of the key that the student did not write, only the points are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from coding_course.ui.markup import Html, element

if TYPE_CHECKING:
    from coding_course.bank import Answered
    from coding_course.grading.model import Key, KeyCode, KeyLine

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
    return Mark(points=None, html=element("p", sentence), text=sentence, note=sentence)


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
    ValueError
        When ``kind`` is neither of the two.
    """
    if kind == CLAIM:
        return _mark_claim(item, text, maximum)
    if kind == QUESTION:
        return _mark_question(item, text, maximum)
    raise ValueError(f"{kind!r} is neither {CLAIM!r} nor {QUESTION!r}.")


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


def key_codes(key: Key) -> frozenset[str]:
    """Return every code that a key expects or accepts."""
    entries: list[KeyCode | KeyLine] = [*([key.principal] if key.principal else []), *key.diagnoses]
    entries += [*key.procedures, *key.lines]
    accepted = {alternate.code for entry in entries for alternate in entry.alternates}
    return frozenset({entry.code for entry in entries} | accepted)


def told_codes(codes: Iterable[str], said: str, answer: str) -> frozenset[str]:
    """Return the codes that a text tells although the answer does not hold them, written with a point or without.

    Parameters
    ----------
    codes
        What must not be told.
    said
        The explanation, as text or HTML.
    answer
        What the student wrote.

    Examples
    --------
    >>> sorted(told_codes({"E11.22", "I10"}, "e1122 is missing; I10 is right", "dx: i10"))
    ['E11.22']
    """
    said, answer = said.upper(), answer.upper()

    def holds(text: str, code: str) -> bool:
        spelled = re.escape(code.upper()).replace(r"\.", r"[. -]?")
        return re.search(rf"(?<![A-Z0-9]){spelled}(?![A-Z0-9])", text) is not None

    return frozenset(code for code in codes if holds(said, code) and not holds(answer, code))


def _mark_claim(item: str, text: str, maximum: float) -> Mark:
    from coding_course.bank import grade_claim
    from coding_course.ui import explain

    graded = grade_claim(item, text)
    points = _scaled(graded.score.points, graded.score.max, maximum)
    found = Mark(points, explain.to_html(graded), explain.to_text(graded))
    if graded.case.private and told_codes(key_codes(graded.case.key), found.html + found.text, text):
        return _points_alone(points, maximum)
    return found


def _mark_question(item: str, text: str, maximum: float) -> Mark:
    from coding_course.bank import answer, bank

    question = bank().question(item)
    answered = answer(question, text)
    points = _scaled(answered.points, answered.max, maximum)
    if question.private and answered.attempted and not answered.problem:
        return _points_alone(points, maximum)
    return Mark(points, _answered_html(answered, points, maximum), _answered_text(answered, points, maximum))


def _scaled(points: float, best: float, maximum: float) -> float:
    return round(float(maximum * points / best), 4) if best else 0.0


def _points_alone(points: float, maximum: float) -> Mark:
    said = f"{points:g} of {maximum:g} points. The key of this exercise is kept by the instructor."
    return Mark(points, element("p", said), said)


def _headline(answered: Answered, points: float, maximum: float) -> str:
    total = f"{points:g} of {maximum:g} points."
    if not answered.attempted:
        return f"{total} Nothing was answered."
    return f"{total} {answered.problem}" if answered.problem else total


def _option_lines(answered: Answered) -> list[str]:
    """Return what is said of each option that was chosen or should have been."""
    told = [each for each in answered.feedback if each.chosen or each.correct]
    return [
        f"{each.label} ({'right' if each.correct else 'wrong'}{'' if each.chosen else ', not chosen'}): "
        f"{each.feedback}"
        for each in told
    ]


def _answered_text(answered: Answered, points: float, maximum: float) -> str:
    lines = [_headline(answered, points, maximum), *_option_lines(answered)]
    if answered.rationale:
        lines.append(f"{answered.rationale} ({answered.citation})")
    return "\n".join(lines)


def _answered_html(answered: Answered, points: float, maximum: float) -> Html:
    parts = [element("p", element("strong", _headline(answered, points, maximum)))]
    if answered.feedback:
        parts.append(element("ul", *(element("li", line) for line in _option_lines(answered))))
    if answered.rationale:
        parts.append(element("p", answered.rationale, " ", element("small", answered.citation)))
    return element("div", *parts)
