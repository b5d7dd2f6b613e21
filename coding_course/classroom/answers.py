"""Mark one answer, given as text, and explain the mark.

The function that grades here also grades in a learner's notebook, so both agree. Where the instructor keeps a
key private, the explanation is checked once more before it leaves: should it hold a code of the key that the
student did not write, only the points are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from coding_course.ui.markup import element

if TYPE_CHECKING:
    from coding_course.grading.model import Key, KeyCode, KeyLine

CLAIM = "claim"
QUESTION = "question"
FIND = "find"


_KINDS = (CLAIM, QUESTION, FIND)


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


def mark(kind: str, item: str, text: str, maximum: float, given: str = "") -> Mark:
    """Mark an answer.

    Parameters
    ----------
    kind
        ``claim`` for an answer to a case, ``question`` for one to a question, ``find`` for the way to a code.
    item
        Id of the case (``pc-011:3`` is a variant), of the question or of the find exercise.
    text
        The answer, without the line that names the item.
    maximum
        Points of a perfect answer in this lesson.
    given
        The claim that a half-finished exercise began with; it earns nothing by itself.

    Returns
    -------
    Mark
        Points from 0 to ``maximum``, with the explanation.

    Raises
    ------
    UnknownItem
        When the bank has no such case, question or find exercise.
    ValueError
        When ``kind`` is none of the three.
    """
    from coding_course.bank import bank
    from coding_course.ui.grade import grade

    if kind not in _KINDS:
        raise ValueError(f"{kind!r} is none of {', '.join(_KINDS)}.")
    if not text.strip():
        said = f"0 of {maximum:g} points. Nothing was answered here."
        return Mark(0.0, element("p", said), said)
    found = grade(item, text, maximum, given)
    if kind == CLAIM and (case := bank().case(item)).private:
        told = told_codes(key_codes(case.key), found.html + found.text, text)
        if told:
            said = f"{found.points:g} of {maximum:g} points. Your instructor keeps the key of this case."
            return Mark(found.points, element("p", said), said)
    return Mark(found.points, found.html, found.text)


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
            {CLAIM: held.case, FIND: held.hunt}.get(kind, held.question)(item)
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
