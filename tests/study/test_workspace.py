"""Where the learner's work lies."""

from __future__ import annotations

from pathlib import Path

from coding_course.study.workspace import progress_path, workspace


def test_the_named_folder_comes_first(tmp_path: Path) -> None:
    (tmp_path / ".coding-course").mkdir()
    assert workspace(tmp_path, {"CODING_COURSE_HOME": str(tmp_path / "named")}) == tmp_path / "named"


def test_the_nearest_marked_folder_upward_comes_next(tmp_path: Path) -> None:
    (tmp_path / ".coding-course").mkdir()
    lesson = tmp_path / "lessons" / "module"
    lesson.mkdir(parents=True)
    assert workspace(lesson, {}) == tmp_path.resolve()


def test_otherwise_it_is_the_current_folder(tmp_path: Path) -> None:
    assert workspace(tmp_path, {"CODING_COURSE_HOME": "  "}) == tmp_path.resolve()


def test_progress_lies_in_sight_at_the_top_of_the_workspace(tmp_path: Path) -> None:
    assert progress_path(tmp_path, {}) == tmp_path.resolve() / "progress.jsonl"


def test_progress_can_be_switched_off_for_grading(tmp_path: Path) -> None:
    assert progress_path(tmp_path, {"CODING_COURSE_PROGRESS": "off"}) is None


def test_a_notebook_that_nbgrader_runs_leaves_no_answers_beside_it(tmp_path: Path) -> None:
    assert progress_path(tmp_path, {"NBGRADER_EXECUTION": "validate"}) is None
