"""A course with two made-up items, graded by a few lines that a reader can check by hand."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

import pytest

from coding_course.classroom import answers
from tests.classroom.course import LESSON, Course, exercise, markdown, notebook

pytest.importorskip("nbgrader", reason="nbgrader is part of the classroom extra, which is not installed")

KEYS = {"fx-001": {"I10", "E11.9"}, "fq-001": {"B"}}


def mark_by_hand(kind: str, item: str, text: str, maximum: float, given: str = "") -> answers.Mark:
    """Give each right code its equal share; nothing is taken off for wrong ones, nor for what was given."""
    words = set(text.split("#")[0].replace("dx:", "").replace(",", " ").split())
    points = maximum * len(words & KEYS[item]) / len(KEYS[item])
    return answers.Mark(points, f"<p>You earned {points}.</p>", f"You earned {points}.")


@pytest.fixture(scope="session", autouse=True)
def one_alembic() -> Iterator[None]:
    """Ask alembic for its newest version once, not for every new gradebook: it takes seconds."""
    import nbgrader.api

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nbgrader.api, "get_alembic_version", functools.cache(nbgrader.api.get_alembic_version))
        yield


@pytest.fixture(scope="module")
def fake_bank() -> Iterator[None]:
    """Grade by :func:`mark_by_hand` instead of the bank."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers, "mark", mark_by_hand)
        patch.setattr(answers, "missing_items", lambda items: [n for _, n in items if n not in KEYS])
        yield


def small_lesson() -> dict[str, object]:
    return notebook(
        "unit-1/01-first",
        [
            markdown("# The first lesson", "title"),
            *exercise("claim", "fx-001", "dx: I10, E11.9", 10),
            markdown("## A question", "second"),
            *exercise("question", "fq-001", "B", 2),
        ],
    )


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, fake_bank: None) -> Course:
    """A course folder in which ``unit-1`` was generated."""
    made = Course(Path(tmp_path_factory.mktemp("course")))
    made.write_source(LESSON, small_lesson())
    assert made.run("generate_assignment", "unit-1") == 0
    return made
