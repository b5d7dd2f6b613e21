"""An instructor's whole course with the stock commands of nbgrader."""

from __future__ import annotations

import csv
import sys
import zipfile
from pathlib import Path

import pytest

from tests.classroom.broken import FULL
from tests.classroom.conftest import small_lesson
from tests.classroom.course import (
    LESSON,
    MODULE,
    STUB,
    Course,
    answered,
    cell_of,
    code,
    exercise,
    markdown,
    nbgrader_metadata,
    notebook,
)

pytestmark = pytest.mark.nbgrader

needs_exchange = pytest.mark.skipif(
    sys.platform == "win32", reason="nbgrader's exchange does not run on Windows; zip_collect does"
)


@pytest.fixture
def fresh(tmp_path: Path, fake_bank: None) -> Course:
    made = Course(tmp_path / "course")
    made.write_source(LESSON, small_lesson())
    return made


@pytest.fixture
def generated(fresh: Course) -> Course:
    assert fresh.run("generate_assignment", MODULE) == 0
    return fresh


def test_a_released_lesson_has_no_answers_and_locked_grade_cells(generated: Course) -> None:
    released = generated.released()
    assert cell_of(released, "answer-fx-001")["source"] == f"%%claim fx-001\n{STUB}"
    assert cell_of(released, "points-fx-001")["metadata"]["editable"] is False
    assert "E11.9" not in (generated.root / "notebooks" / MODULE / f"{LESSON}.ipynb").read_text(encoding="utf-8")


def test_a_starting_text_is_put_back_after_the_solution_was_cleared(fresh: Course) -> None:
    lesson = small_lesson()
    cell_of(lesson, "answer-fx-001")["metadata"]["coding_course"]["start"] = "dx: I10"
    fresh.write_source(LESSON, lesson)
    assert fresh.run("generate_assignment", MODULE) == 0
    assert cell_of(fresh.released(), "answer-fx-001")["source"] == f"%%claim fx-001\n{STUB}\ndx: I10"


def test_a_starting_text_left_alone_earns_nothing(fresh: Course) -> None:
    lesson = small_lesson()
    cell_of(lesson, "answer-fx-001")["metadata"]["coding_course"]["start"] = "dx: I10"
    fresh.write_source(LESSON, lesson)
    fresh.run("generate_assignment", MODULE)
    fresh.submit("ada", fresh.released())
    fresh.submit("ben", answered(fresh.released(), {"fx-001": "dx: E11.9"}))
    assert fresh.run("autograde", MODULE) == 0
    assert fresh.scores() == {"ada": 0.0, "ben": 10.0}


def test_an_instructors_own_attempts_reach_no_student(fresh: Course) -> None:
    for name in ("progress.jsonl", "progress.jsonl.lock", "picture.svg"):
        (fresh.root / "solutions" / MODULE / name).write_text("dx: E11.9", encoding="utf-8")
    fresh.run("generate_assignment", MODULE)
    fresh.submit("ada", fresh.released())
    for command in ("autograde", "generate_feedback"):
        assert fresh.run(command, MODULE) == 0
    handed_out = {
        path.name for folder in ("notebooks", "feedback") for path in (fresh.root / folder).rglob("*") if path.is_file()
    }
    assert handed_out == {f"{LESSON}.ipynb", f"{LESSON}.html", "picture.svg"}


def test_generating_twice_is_harmless(generated: Course) -> None:
    first = (generated.root / "notebooks" / MODULE / f"{LESSON}.ipynb").read_bytes()
    assert generated.run("generate_assignment", MODULE) == 0
    assert (generated.root / "notebooks" / MODULE / f"{LESSON}.ipynb").read_bytes() == first


def test_zip_collect_takes_what_moodle_and_canvas_hand_out(generated: Course) -> None:
    archive = generated.root / "downloaded" / MODULE / "archive"
    archive.mkdir(parents=True)
    import json

    full = json.dumps(answered(generated.released(), FULL))
    half = json.dumps(answered(generated.released(), {"fx-001": "dx: I10"}))
    with zipfile.ZipFile(archive / "submissions.zip", "w") as moodle:
        moodle.writestr(f"Ana Lee_101_assignsubmission_file_/{LESSON}.ipynb", full)
        moodle.writestr("Bo Ray_102_assignsubmission_file_/homework.ipynb", half)
        moodle.writestr("Bo Ray_102_assignsubmission_file_/notes.docx", "x")
    (archive / f"paxcy_LATE_103_5551_{LESSON}-1.ipynb").write_text(full, encoding="utf-8")
    assert generated.run("zip_collect", MODULE) == 0
    assert generated.run("autograde", MODULE) == 0
    assert generated.scores() == {"101": 12.0, "102": 5.0, "103": 12.0}


@needs_exchange
def test_release_fetch_submit_and_collect_through_the_exchange(generated: Course, monkeypatch) -> None:
    exchange = generated.root / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    assert generated.run("release_assignment", MODULE) == 0
    student = Course(generated.root / "at-home")
    config = student.root / "nbgrader_config.py"
    config.write_text((generated.root / "nbgrader_config.py").read_text(encoding="utf-8"), encoding="utf-8")
    assert student.run("fetch_assignment", MODULE) == 0
    fetched = student.root / MODULE / f"{LESSON}.ipynb"
    import json

    fetched.write_text(json.dumps(answered(generated.released(), FULL)), encoding="utf-8")
    assert student.run("submit", MODULE) == 0
    assert generated.run("collect", MODULE) == 0
    assert generated.run("autograde", MODULE) == 0
    assert set(generated.scores().values()) == {12.0}


def test_marks_are_exported_with_the_stock_command(generated: Course) -> None:
    generated.submit("ada", answered(generated.released(), FULL))
    generated.submit("ben", b"")
    assert generated.run("autograde", MODULE) == 0
    assert generated.run("export") == 0
    with (generated.root / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert {s: (float(r["score"]), float(r["max_score"])) for s, r in rows.items()} == {
        "ada": (12.0, 12.0),
        "ben": (0.0, 12.0),
    }


def test_two_lessons_of_a_module_are_graded_and_a_missing_one_counts_zero(fresh: Course) -> None:
    second = notebook("unit-1/02-second", [markdown("# Second", "t"), *exercise("question", "fq-001", "B", 4)])
    fresh.write_source("02-second", second)
    fresh.run("generate_assignment", MODULE)
    fresh.submit("both", answered(fresh.released(), FULL))
    fresh.submit("both", answered(fresh.released("02-second"), FULL), "02-second.ipynb")
    fresh.submit("first", answered(fresh.released(), FULL))
    fresh.submit("swapped", answered(fresh.released(), FULL), "02-second.ipynb")
    fresh.submit("swapped", answered(fresh.released("02-second"), FULL), f"{LESSON}.ipynb")
    assert fresh.run("autograde", MODULE) == 0
    assert fresh.run("generate_feedback", MODULE) == 0
    scores = fresh.scores()
    assert scores["both"] == 16.0
    assert scores["first"] == 12.0
    assert scores["swapped"] == 16.0
    assert "No file called 02-second.ipynb was submitted" in fresh.feedback("first", "02-second")


def test_a_single_notebook_can_be_graded_again(generated: Course) -> None:
    generated.submit("ada", answered(generated.released(), {}))
    assert generated.run("autograde", MODULE) == 0
    generated.submit("ada", answered(generated.released(), FULL))
    assert generated.run("autograde", MODULE, "--force", "--student", "ada", "--notebook", LESSON) == 0
    assert generated.scores() == {"ada": 12.0}


def with_a_test_of_the_instructors(generated: Course) -> Course:
    lesson = small_lesson()
    lesson["cells"] += [
        code(
            "### BEGIN SOLUTION\nbmi = 70 / 1.75 ** 2\n### END SOLUTION",
            "own-answer",
            nbgrader=nbgrader_metadata("own-answer", grade=False, solution=True),
        ),
        code(
            "assert 22 < bmi < 23",
            "own-test",
            nbgrader=nbgrader_metadata("own-test", grade=True, solution=False, points=3),
        ),
        {
            "cell_type": "markdown",
            "id": "own-essay",
            "metadata": {"nbgrader": nbgrader_metadata("own-essay", grade=True, solution=True, points=5)},
            "source": "An essay.",
        },
    ]
    generated.write_source(LESSON, lesson)
    assert generated.run("generate_assignment", MODULE) == 0
    submission = answered(generated.released(), FULL)
    marker = generated.root / "EXECUTED"
    cell_of(submission, "own-answer")["source"] = f"open({str(marker)!r}, 'w')\nbmi = 22.5"
    cell_of(submission, "own-essay")["source"] = "Because of **this**."
    generated.submit("ada", submission)
    return generated


def test_a_test_cell_of_the_instructors_waits_for_a_manual_grade(fresh: Course) -> None:
    course = with_a_test_of_the_instructors(fresh)
    assert course.run("autograde", MODULE) == 0
    assert course.scores() == {"ada": 12.0}
    assert course.waiting() == {"ada"}
    assert not (course.root / "EXECUTED").exists()
    assert cell_of(course.autograded("ada"), "own-essay")["source"] == ["Because of **this**."]


def test_an_instructor_may_choose_to_run_test_cells_of_their_own(fresh: Course) -> None:
    course = with_a_test_of_the_instructors(fresh)
    with (course.root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("\nc.GradeAnswersAsData.execute_other_tests = True\n")
    assert course.run("autograde", MODULE) == 0
    assert course.scores() == {"ada": 15.0}
    assert (course.root / "EXECUTED").exists()


def test_a_manual_grade_survives_grading_again(generated: Course) -> None:
    from nbgrader.api import Gradebook

    generated.submit("ada", answered(generated.released(), FULL))
    generated.run("autograde", MODULE)
    with Gradebook(f"sqlite:///{generated.root / 'gradebook.db'}") as gradebook:
        gradebook.find_grade("points-fx-001", LESSON, MODULE, "ada").manual_score = 7.0
        gradebook.db.commit()
    generated.run("autograde", MODULE, "--force")
    assert generated.scores() == {"ada": 9.0}


def test_a_crash_of_the_grader_on_one_answer_leaves_it_to_a_person(generated: Course, monkeypatch) -> None:
    from coding_course.classroom import answers

    real = answers.mark

    def crashes(kind: str, item: str, text: str, maximum: float, given: str = "") -> answers.Mark:
        if "BOOM" in text:
            raise RecursionError
        return real(kind, item, text, maximum, given)

    monkeypatch.setattr(answers, "mark", crashes)
    generated.submit("ada", answered(generated.released(), FULL))
    generated.submit("ben", answered(generated.released(), {"fx-001": "BOOM", "fq-001": "B"}))
    assert generated.run("autograde", MODULE) == 0
    assert generated.run("generate_feedback", MODULE) == 0
    assert generated.scores() == {"ada": 12.0, "ben": 2.0}
    assert generated.waiting() == {"ben"}
    assert "grade it by hand" in generated.feedback("ben")


def test_a_crash_on_one_submission_leaves_it_to_a_person(generated: Course, monkeypatch) -> None:
    from coding_course.classroom import converter

    real = converter.locate

    def crashes(folder: Path, *others):  # type: ignore[no-untyped-def]
        if folder.parent.name == "ben":
            raise MemoryError
        return real(folder, *others)

    monkeypatch.setattr(converter, "locate", crashes)
    for student in ("ada", "ben"):
        generated.submit(student, answered(generated.released(), FULL))
    assert generated.run("autograde", MODULE) == 0
    assert generated.scores() == {"ada": 12.0, "ben": 0.0}
    assert generated.waiting() == {"ben"}


def test_autograding_before_generating_says_what_to_run_first(fresh: Course, capfd) -> None:
    fresh.folder("ada")
    assert fresh.run("autograde", MODULE) == 1
    assert "Run: nbgrader generate_assignment unit-1" in capfd.readouterr().err


def test_a_case_that_the_bank_lacks_is_reported_before_anybody_is_graded(fresh: Course, capfd) -> None:
    fresh.write_source(LESSON, notebook("unit-1/01-first", exercise("claim", "private-1", "dx: I10", 5)))
    fresh.run("generate_assignment", MODULE)
    fresh.submit("ada", fresh.released())
    assert fresh.run("autograde", MODULE) == 1
    assert "CODING_COURSE_BANK" in capfd.readouterr().err
    assert fresh.scores() == {}


def test_the_formgrader_grades_in_the_same_way(generated: Course) -> None:
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config, PyFileConfigLoader

    loaded = PyFileConfigLoader("nbgrader_config.py", path=str(generated.root)).load_config()
    config = Config(loaded)
    generated.submit("ada", answered(generated.released(), FULL))
    generated.submit("ben", b"\xff\xfe")
    api = NbGraderAPI(CourseDirectory(root=str(generated.root), config=config), config=config)
    assert api.autograde(MODULE, "ada")["success"]
    assert api.autograde(MODULE, "ben")["success"]
    assert generated.scores() == {"ada": 12.0, "ben": 0.0}


def test_a_late_submission_is_graded_with_its_time(generated: Course) -> None:
    from nbgrader.api import Gradebook

    generated.submit("ada", answered(generated.released(), FULL))
    (generated.folder("ada") / "timestamp.txt").write_text("2026-11-03 15:00:00 UTC", encoding="utf-8")
    assert generated.run("autograde", MODULE) == 0
    with Gradebook(f"sqlite:///{generated.root / 'gradebook.db'}") as gradebook:
        assert str(gradebook.find_submission(MODULE, "ada").timestamp) == "2026-11-03 15:00:00"
