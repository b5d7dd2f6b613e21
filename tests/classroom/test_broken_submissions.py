"""A bad submission is that student's own result; everybody else is graded as if it were not there."""

from __future__ import annotations

import html
import re
import time

import pytest

from tests.classroom.broken import FULL, KINDS, submit_all
from tests.classroom.course import MODULE, Course, answered

pytestmark = pytest.mark.nbgrader

GOOD = {
    "ada": (FULL, 12.0),
    "ben": ({"fx-001": "dx: I10"}, 5.0),
    "cleo": ({"fq-001": "B", "fx-001": "dx: J00"}, 2.0),
    "zoe": ({}, 0.0),
}


@pytest.fixture(scope="module")
def batch(course: Course) -> Course:
    """All broken submissions and the good ones, autograded and given feedback in one batch each."""
    released = course.released()
    for student, (given, _) in GOOD.items():
        course.submit(student, answered(released, given))
    submit_all(course, released)
    started = time.monotonic()
    assert course.run("autograde", MODULE) == 0
    assert time.monotonic() - started < 120, "an endless loop ran until its timeout"
    assert course.run("generate_feedback", MODULE) == 0
    for large in (course.root / "submitted").rglob("*.ipynb"):
        if large.is_file() and large.stat().st_size > 10_000_000:
            large.unlink()
    return course


@pytest.mark.parametrize("student", GOOD)
def test_every_good_submission_keeps_its_score(batch: Course, student: str) -> None:
    assert batch.scores()[student] == GOOD[student][1]


@pytest.mark.parametrize("each", KINDS, ids=lambda each: each.name)
def test_a_broken_submission_gets_the_score_of_what_can_be_read(batch: Course, each) -> None:
    assert batch.scores()[each.name] == each.expected


@pytest.mark.parametrize("each", [k for k in KINDS if k.says], ids=lambda each: each.name)
def test_feedback_says_in_a_sentence_what_was_wrong(batch: Course, each) -> None:
    words = re.sub(r"<[^>]+>", "", html.unescape(batch.feedback(each.name)))
    assert each.says in words


def test_nobody_waits_for_a_manual_grade(batch: Course) -> None:
    assert batch.waiting() == set()


def test_there_are_more_than_twenty_kinds() -> None:
    assert len(KINDS) > 20


def test_nothing_that_a_student_wrote_was_executed(batch: Course) -> None:
    assert not (batch.root / "EXECUTED").exists()


def test_markup_in_a_submission_is_shown_as_text(batch: Course) -> None:
    page = batch.feedback("markup-in-the-answer")
    assert "alert(" in page, "the student's words should be there"
    for opening in re.findall(r"<script[^>]*>([^<]{0,40})", page):
        assert "alert" not in opening
    assert "<img src=x" not in page


def test_a_graded_notebook_stays_small_whatever_was_submitted(batch: Course) -> None:
    for path in (batch.root / "autograded").rglob("*.ipynb"):
        assert path.stat().st_size < 200_000, path


def test_grading_again_gives_the_same_scores(batch: Course) -> None:
    before = batch.scores()
    assert batch.run("autograde", MODULE, "--force", "--student", "ben") == 0
    assert batch.scores() == before
