"""Scores through nbgrader are those of the bank: full, zero, and the share that an answer earns."""

from __future__ import annotations

from pathlib import Path

import pytest

from coding_course.bank import bank, grade_claim, solution, solution_claim
from tests.classroom.course import LESSON, MODULE, Course, answered, cell_of, exercise, notebook

pytestmark = pytest.mark.nbgrader

CASE, QUESTION = "pc-001", "q-conv-04"
POINTS = {CASE: 10.0, QUESTION: 2.0, "ip-001": 20.0}

# pc-001 has one diagnosis and one line. By the table of weights: the diagnosis 2, its being first-listed 2, the line's
# code 2, modifiers 1, units 0.5, pointers 0.5, so 8 in all; the exercise is worth 10.
BY_HAND = {
    "dx: L23.7\nline: 99213 A": 10.0,
    "DX l237\nline 99213 a": 10.0,
    "dx: L23.7": 10 * 4 / 8,
    "dx: L23.7, I10\nline: 99213 A": 10 * (8 - 1) / 8,
    "dx: L23.9\nline: 99213 A": 10 * (8 - 1) / 8,
    "dx: L23.7\nline: 99214 A": 10 * (8 - 1.5) / 8,
    "dx: L23.7\nline: 99213-25 A": 10 * (8 - 1) / 8,
    "": 0.0,
    "# dx: L23.7": 0.0,
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with real cases and a real question, generated."""
    made = Course(Path(tmp_path_factory.mktemp("scores")))
    cells = exercise("claim", CASE, solution_claim(bank().case(CASE)), POINTS[CASE])
    cells += exercise("question", QUESTION, solution(bank().question(QUESTION)), POINTS[QUESTION])
    cells += exercise("claim", "ip-001", solution_claim(bank().case("ip-001")), POINTS["ip-001"])
    made.write_source(LESSON, notebook("unit-1/01-first", cells))
    assert made.run("generate_assignment", MODULE) == 0
    return made


@pytest.fixture(scope="module")
def graded(course: Course) -> Course:
    """A submission for each answer of the tables, with feedback."""
    released = course.released()
    for number, text in enumerate(BY_HAND):
        course.submit(f"hand-{number}", answered(released, {CASE: text}))
    for number, text in enumerate(INPATIENT):
        course.submit(f"inpatient-{number}", answered(released, {"ip-001": text}))
    everything = {
        CASE: solution_claim(bank().case(CASE)),
        QUESTION: solution(bank().question(QUESTION)),
        "ip-001": solution_claim(bank().case("ip-001")),
    }
    course.submit("all", answered(released, everything))
    course.submit("none", released)
    course.submit("ticked-all", answered(released, {QUESTION: "A, B, C, D, E"}))
    assert course.run("autograde", MODULE) == 0
    assert course.run("generate_feedback", MODULE) == 0
    return course


INPATIENT = [
    "pdx: N39.0 Y\ndx: A41.51 Y",
    "pdx: A41.9 Y",
    "pdx: A41.51 N\ndx: R65.20 Y, N39.0 Y",
    "dx: R65.20",
]


def test_the_solution_scores_full_marks(graded: Course) -> None:
    assert graded.scores()["all"] == sum(POINTS.values())


def test_a_blank_submission_scores_zero(graded: Course) -> None:
    assert graded.scores()["none"] == 0.0


@pytest.mark.parametrize("number", range(len(BY_HAND)))
def test_a_claim_scores_what_a_person_counts(graded: Course, number: int) -> None:
    assert graded.scores()[f"hand-{number}"] == list(BY_HAND.values())[number]


@pytest.mark.parametrize("number", range(len(INPATIENT)))
def test_a_claim_scores_its_share_of_the_banks_score(graded: Course, number: int) -> None:
    score = grade_claim("ip-001", INPATIENT[number]).score
    assert 0 <= score.points < score.max
    expected = POINTS["ip-001"] * score.points / score.max
    assert graded.scores()[f"inpatient-{number}"] == pytest.approx(expected, abs=1e-3)


def test_ticking_every_option_earns_less_than_all(graded: Course) -> None:
    right = sum(choice.correct for choice in bank().question(QUESTION).choices)
    wrong = len(bank().question(QUESTION).choices) - right
    assert graded.scores()["ticked-all"] == pytest.approx(2 * max(0, right - wrong) / right, abs=1e-3)


def test_each_grade_is_a_plain_number_below_its_explanation(graded: Course) -> None:
    shown, result = cell_of(graded.autograded("hand-2"), f"points-{CASE}")["outputs"]
    assert "".join(result["data"]["text/plain"]) == "5.0"
    assert "99213" in "".join(shown["data"]["text/html"])
    assert "99213" in "".join(shown["data"]["text/plain"])


def test_feedback_explains_a_lost_point_with_the_words_of_the_chart(graded: Course) -> None:
    page = graded.feedback("hand-2")
    assert "is missing" in page
    assert "Established patient, walk-in." in page
