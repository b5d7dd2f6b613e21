"""A find exercise through nbgrader: blank is 0, known answers earn what they are worth, no text stops the grader."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding_course.bank import Bank, bank, solution_find
from coding_course.classroom import answers
from coding_course.classroom.reading import read_notebook
from tests.classroom.course import LESSON, MODULE, STUB, Course, answered, cell_of, exercise, notebook

pytestmark = pytest.mark.nbgrader

HUNT = "fd-002"
POINTS = 9.0
RIGHT = solution_find(bank().hunt(HUNT))
# By the table of weights: the code 4, the main term 2, verified in the Tabular List 2, the note 1.
BY_HAND = {
    RIGHT: 9.0,
    "Index: failure\nTAB i5033\nnote: i50 code first\ncode i50.33": 2.0 + 1.0,
    "code: I50.33": 4.0,
    "index: Failure > heart\ntabular: I50.3\ncode: I50.33": 8.0,
    "index: Heart > failure\ntabular: I50.33\nnote: I50 code first\ncode: I50.33": 7.0,
    "index: Failure\nnote: I50 code first\ncode: I50.33\ntabular: I50.33": 8.0,
    "code: I50.9": 2.0,
    "raise SystemExit": 0.0,
    "# code: I50.33": 0.0,
    "": 0.0,
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    made = Course(Path(tmp_path_factory.mktemp("find")))
    made.write_source(LESSON, notebook("unit-1/01-first", exercise("find", HUNT, RIGHT, POINTS)))
    assert made.run("generate_assignment", MODULE) == 0
    released = made.released()
    for number, text in enumerate(BY_HAND):
        made.submit(f"hand-{number}", answered(released, {HUNT: text}))
    assert made.run("autograde", MODULE) == 0
    return made


def test_the_solution_is_not_released(course: Course) -> None:
    source = cell_of(course.released(), f"answer-{HUNT}")["source"]
    assert source.strip() == f"%%find {HUNT}\n{STUB}"


def test_each_answer_earns_what_it_is_worth(course: Course) -> None:
    scores = course.scores()
    assert {text: scores[f"hand-{number}"] for number, text in enumerate(BY_HAND)} == BY_HAND
    assert course.waiting() == set()


def test_the_explanation_stands_in_the_graded_notebook(course: Course) -> None:
    graded = course.autograded("hand-2")
    told = str(cell_of(graded, f"points-{HUNT}")["outputs"])
    assert "Begin with Failure" in told
    assert "not opened before the code was chosen" in told


def test_a_find_cell_is_known_by_its_first_line() -> None:
    file = b'{"cells": [{"cell_type": "code", "source": ["%%find fd-002\\n", "code: I10"]}]}'
    assert [cell.item for cell in read_notebook(file).cells] == [f"find:{HUNT}"]


def test_an_exercise_that_the_bank_lacks_is_missing() -> None:
    assert answers.missing_items([("find", HUNT), ("find", "fd-999"), ("claim", "pc-001")]) == ["fd-999"]


def test_a_private_exercise_tells_nothing_of_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    hunt = msgspec.structs.replace(bank().hunt(HUNT), private=True)
    monkeypatch.setattr(Bank, "hunt", lambda self, id: hunt)
    mark = answers.mark("find", HUNT, "index: Heart\ncode: I50.9", POINTS)
    assert mark.points == 2.0
    key = hunt.key
    for secret in (key.code, key.rationale, key.look_up, *(note.why for note in key.notes)):
        assert secret not in mark.text
        assert secret not in mark.html
    assert answers.mark("find", HUNT, RIGHT, POINTS).points == POINTS


@given(st.text(max_size=400))
def test_no_text_stops_the_grader(text: str) -> None:
    mark = answers.mark("find", HUNT, text, POINTS)
    assert mark.points is not None
    assert 0.0 <= mark.points <= POINTS
