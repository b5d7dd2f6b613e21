"""What the result of the placement quiz recommends: the first lesson whose subject is not yet at home.

The questions' skills say which lesson a mistake belongs to. Which lessons there are, in which order, and what each
teaches, stands in the built notebooks; the recommendation never names a lesson that does not exist.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import msgspec

from coding_course.bank import Answered
from coding_course.bank.models import Question
from coding_course.ui import words

AT_HOME = 0.75
"""Share of the points from which a subject counts as known."""


class Lesson(msgspec.Struct, frozen=True):
    """A lesson that can be recommended."""

    id: str
    title: str
    skills: tuple[str, ...] = ()


def recommend(marks: Sequence[tuple[Question, Answered | None]], lessons: Sequence[Lesson]) -> Lesson | None:
    """Return the first lesson, in the course's order, whose skills were asked and not shown.

    Parameters
    ----------
    marks
        The questions with their answers; one that was skipped counts as not known.
    lessons
        In the order of the course.

    Returns
    -------
    Lesson or None
        None when everything asked was known, or when no lesson teaches what was asked.
    """
    for lesson in lessons:
        asked = [mark for question, mark in marks if _teaches(lesson, question)]
        earned = sum(mark.points / mark.max for mark in asked if mark is not None and mark.max > 0)
        if asked and earned / len(asked) < AT_HOME:
            return lesson
    return None


def advice(marks: Sequence[tuple[Question, Answered | None]], lessons: Sequence[Lesson]) -> list[str]:
    """Return the recommendation in sentences."""
    if not lessons:
        return []
    found = recommend(marks, lessons)
    if found is None:
        return [
            f"You know what was asked. Begin with {lessons[-1].title}, or code any chart and see what its "
            "explanation tells you."
        ]
    asked = [mark for question, mark in marks if _teaches(found, question)]
    earned = sum(mark.points / mark.max for mark in asked if mark is not None and mark.max > 0)
    return [
        f"Begin with {found.title}.",
        f"Of {words.count(len(asked), 'question')} on its subject you earned {words.amount(earned)} "
        f"{'point' if earned == 1 else 'points'}. It is a recommendation; every lesson is open to you.",
    ]


def lessons(folders: Sequence[Path]) -> tuple[Lesson, ...]:
    """Return the lessons that lie in the first folder that holds any, in the order of their numbers.

    Parameters
    ----------
    folders
        Where notebooks may be: the learner's workspace, then the course's own.
    """
    for folder in folders:
        found = [lesson for path in folder.glob("*/*.ipynb") if (lesson := _read(path)) is not None]
        if found:
            return tuple(sorted(found, key=lambda lesson: lesson.id.rpartition("/")[2]))
    return ()


def _teaches(lesson: Lesson, question: Question) -> bool:
    return any(
        asked == taught or asked.startswith(f"{taught}.") for asked in question.skills for taught in lesson.skills
    )


def _read(path: Path) -> Lesson | None:
    try:
        metadata = json.loads(path.read_text(encoding="utf-8"))["metadata"]
        about = metadata["coding_course"]
        return Lesson(str(about["lesson"]), str(metadata["title"]), tuple(map(str, about.get("skills", ()))))
    except (OSError, ValueError, KeyError, TypeError):
        return None
