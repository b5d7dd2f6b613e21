"""The grade of an answer cell: points for the gradebook, and the explanation that goes with them."""

from __future__ import annotations

import math

import msgspec

from coding_course.bank import UnknownItem, answer, bank, grade_claim, grade_find
from coding_course.bank.models import Question
from coding_course.ui import explain, words
from coding_course.ui.markup import Html, element
from coding_course.ui.quiz import feedback


class Grade(msgspec.Struct, frozen=True):
    """What a grade cell shows and returns."""

    points: float
    """0.0 to ``max``, a plain float."""
    max: float
    html: Html
    text: str


def grade(item: str, text: str, out_of: float | None = None, given: str = "") -> Grade:
    """Grade the text of an answer cell.

    Parameters
    ----------
    item
        Id of a case, a question or a find exercise.
    text
        What stands in the cell; empty when it was not run.
    out_of
        What full marks are worth; the score's own maximum when None.
    given
        The claim that a half-finished exercise began with: what it is worth by itself earns nothing, so that the points
        are for what was added.

    Raises
    ------
    UnknownItem
        If there is no case, question or find exercise of that id.
    """
    if item.strip() in bank().hunt_index:
        return _find(item, text, out_of)
    question = _question(item)
    if question is None:
        graded = grade_claim(item, text)
        score = graded.score
        if not score.attempted and not graded.parsed.errors:
            return _nothing(0.0, f"%%claim {item}", float(out_of or score.max))
        free = _free(item, given, score.max)
        shown = scaled(score.points - free, score.max - free, out_of if out_of is not None else score.max)
        worth = _worth(shown, out_of, score.max, free)
        return Grade(
            points=shown,
            max=float(out_of or score.max),
            html=element("div", element("p", worth) if worth else None, explain.to_html(graded)),
            text=f"{worth}\n\n{explain.to_text(graded)}" if worth else explain.to_text(graded),
        )
    marked = answer(question, text)
    most = float(out_of or marked.max)
    if not marked.attempted:
        return _nothing(0.0, f"%%answer {item}", most)
    earned = scaled(marked.points, marked.max, out_of)
    lines = [f"{words.amount(earned)} of {words.points(most)}."]
    if marked.problem:
        lines.append(marked.problem)
    if question.private:
        lines.append("Your instructor keeps the answer to this question.")
    said = [
        (f"{key}: " if key != "*" else "") + (f"{one['label']}. " if one["label"] else "") + one["text"]
        for key, one in feedback(question, marked).items()
    ]
    after = [marked.rationale, f"Rule: {marked.citation}" if marked.citation else ""]
    after = [line for line in after if line]
    return Grade(
        points=earned,
        max=most,
        html=element(
            "div",
            element("p", element("strong", lines[0])),
            *(element("p", line) for line in lines[1:]),
            element("ul", *(element("li", line) for line in said)) if said else None,
            *(element("p", line) for line in after),
        ),
        text="\n".join([*lines, *(f"- {line}" for line in said), *after]),
    )


def _find(item: str, text: str, out_of: float | None) -> Grade:
    from coding_course.ui.encoder import found as explained

    found = grade_find(item, text)
    score = found.score
    if not score.attempted:
        return _nothing(0.0, f"%%find {item}", float(out_of or score.max))
    shown = scaled(score.points, score.max, out_of)
    worth = _worth(shown, out_of, score.max)
    return Grade(
        points=shown,
        max=float(out_of or score.max),
        html=element("div", element("p", worth) if worth else None, explained.to_html(found)),
        text=f"{worth}\n\n{explained.to_text(found)}" if worth else explained.to_text(found),
    )


def scaled(points: float, most: float, out_of: float | None) -> float:
    """Return points on another scale, never below 0 and never above it, as a plain float.

    Examples
    --------
    >>> scaled(5, 10, 4), scaled(11, 10, None)
    (2.0, 10.0)
    """
    top = float(most if out_of is None else out_of)
    share = float(points) / float(most) if most else 0.0
    if not math.isfinite(share):
        return 0.0
    # Rounding may not lift a score over its maximum or make a plain number ugly in a gradebook.
    return float(min(top, max(0.0, round(share * top, 4))))


def _free(item: str, given: str, most: float) -> float:
    """Return what the claim that an exercise began with is worth by itself; 0.0 when nothing would be left to earn."""
    if not given.strip():
        return 0.0
    free = float(grade_claim(item, given).score.points)
    return free if free < most else 0.0


def _worth(shown: float, out_of: float | None, most: float, free: float = 0.0) -> str:
    if free:
        return (
            f"Worth {words.amount(shown)} of {words.points(out_of or most)} here: what the exercise began with, "
            f"{words.amount(free)} of the {words.points(most)} of the whole claim, earns nothing by itself."
        )
    if out_of is None or out_of == most:
        return ""
    return f"Worth {words.amount(shown)} of {words.points(out_of)} in this lesson."


def _nothing(points: float, first_line: str, most: float) -> Grade:
    said = (
        f"0 of {words.points(most)}. Nothing is answered yet: run the cell that begins with {first_line}, "
        "then this one."
    )
    return Grade(points, most, element("p", said), said)


def _question(item: str) -> Question | None:
    try:
        return bank().question(item)
    except UnknownItem:
        bank().case(item)
        return None
