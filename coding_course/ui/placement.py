"""What the result of the placement quiz recommends: the first lesson whose subject is not yet at home.

The questions' skills say which lesson a mistake belongs to. Which lessons there are and in which order stands in the
built notebooks, with the skills that each teaches; the recommendation never names a lesson that does not exist.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from coding_course.bank import Answered
from coding_course.bank.models import Question
from coding_course.ui import words

AT_HOME = 0.75
"""Share of the points from which a subject counts as known."""


Marks = Sequence[tuple[Question, Answered | None]]
"""Questions with their answers, None where there is none."""


class Lesson(msgspec.Struct, frozen=True):
    """A lesson that can be recommended."""

    id: str
    title: str
    skills: tuple[str, ...] = ()


def recommend(marks: Marks, lessons: Sequence[Lesson]) -> Lesson | None:
    """Return the first lesson, in the course's order, whose subject was asked and not shown.

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
        asked, earned = _earned(lesson, marks, lessons)
        if asked and earned / asked < AT_HOME:
            return lesson
    return None


def advice(marks: Marks, lessons: Sequence[Lesson]) -> list[str]:
    """Return the recommendation in sentences."""
    if not lessons:
        return []
    found = recommend(marks, lessons)
    if found is None:
        return [
            f"You know what was asked. Begin with “{lessons[-1].title}”, or code any chart and see what its "
            "explanation tells you."
        ]
    asked, earned = _earned(found, marks, lessons)
    return [
        f"Begin with “{found.title}”.",
        f"On its subject you earned {words.amount(earned)} of {words.points(asked)}. It is a recommendation; "
        "every lesson is open to you.",
    ]


def lessons(folders: Iterable[Path], without: str = "") -> tuple[Lesson, ...]:
    """Return the lessons that lie in the first folder that holds any, in the order of their numbers.

    Parameters
    ----------
    folders
        Where notebooks may be: the learner's workspace, then the course's own.
    without
        Id of the lesson that asks; it does not recommend itself.
    """
    for folder in folders:
        # JupyterLab keeps copies of what was opened in hidden folders.
        paths = (path for path in folder.glob("*/*.ipynb") if not path.parent.name.startswith("."))
        found = [lesson for path in paths if (lesson := read(path)) is not None and lesson.id != without]
        if found:
            return tuple(sorted(found, key=lambda lesson: lesson.id.rpartition("/")[2]))
    return ()


def read(path: Path) -> Lesson | None:
    """Return the lesson that a built notebook holds, or None for any other file."""
    try:
        metadata = json.loads(path.read_text(encoding="utf-8"))["metadata"]
        about = metadata["coding_course"]
        return Lesson(str(about["lesson"]), str(metadata["title"]), tuple(map(str, about["skills"])))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _earned(lesson: Lesson, marks: Marks, lessons: Sequence[Lesson]) -> tuple[int, float]:
    """Return how many questions were asked on a lesson's subject, and the points earned on them."""
    mine = [mark for question, mark in marks if teacher(question, lessons) is lesson]
    return len(mine), sum(mark.points / mark.max for mark in mine if mark is not None and mark.max > 0)


def teacher(question: Question, lessons: Sequence[Lesson]) -> Lesson | None:
    """Return the lesson that teaches most of a question's skills, the earlier one of equals; None when none does."""

    def taught(lesson: Lesson) -> int:
        return len(set(lesson.skills) & set(question.skills))

    best = max(lessons, key=taught, default=None)
    return best if best is not None and taught(best) else None
