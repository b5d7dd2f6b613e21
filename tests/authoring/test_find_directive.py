"""The encoder and the find exercise in a lesson: what they become, and what is reported when they are written wrong."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from coding_course.authoring import build
from coding_course.authoring.cells import STUB
from coding_course.resources import share_root
from tests.authoring.conftest import edit

LEARNER = "notebooks/demo/01-combination.ipynb"
INSTRUCTOR = "solutions/demo/01-combination.ipynb"
AT = "```{browser} E11\n```\n"


@pytest.fixture
def clone(clone: Path) -> Path:
    """The small clone, with the course's find exercises."""
    shutil.copytree(share_root() / "datasets" / "hunts", clone / "datasets" / "hunts")
    skills = clone / "datasets" / "skills" / "skills.yaml"
    shutil.copy(share_root() / "datasets" / "skills" / "skills.yaml", skills)
    return clone


def cells(root: Path, name: str, kind: str) -> list[dict[str, Any]]:
    found = json.loads((root / name).read_text(encoding="utf-8"))["cells"]
    return [cell for cell in found if cell["metadata"].get("coding_course", {}).get("kind") == kind]


def built(clone: Path, directive: str) -> Any:
    edit(clone, AT, f"{AT}\n{directive}\n")
    return build(clone)


def test_a_graded_find_exercise_becomes_encoder_answer_cell_and_grade_cell(clone: Path) -> None:
    report = built(clone, "```{find} fd-002\n:points: 9\n\nLook the words up first.\n```")
    assert [str(problem) for problem in report.problems] == []
    widget, answer, grade = cells(clone, LEARNER, "find")
    assert "".join(widget["source"]) == 'lesson.find("fd-002", graded=True)'
    assert "".join(answer["source"]) == f"%%find fd-002\n{STUB}\n"
    assert answer["metadata"]["nbgrader"]["solution"]
    assert "".join(grade["source"]) == 'lesson.points("fd-002", 9)'
    assert (grade["metadata"]["nbgrader"]["points"], grade["metadata"]["nbgrader"]["grade_id"]) == (9, "points-fd-002")
    solution = "".join(cells(clone, INSTRUCTOR, "find")[1]["source"])
    assert "### BEGIN SOLUTION\nindex: Failure\ntabular: I50.33\n" in solution


def test_without_points_it_is_practice_that_the_encoder_checks(clone: Path) -> None:
    report = built(clone, "```{find} fd-010\n```")
    assert report.problems == ()
    (widget,) = cells(clone, LEARNER, "find")
    assert "".join(widget["source"]) == 'lesson.find("fd-010")'


def test_no_notebook_of_a_learner_holds_the_key(clone: Path) -> None:
    built(clone, "```{find} fd-002\n:points: 9\n```")
    assert "I50.33" not in (clone / LEARNER).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("directive", "call"),
    [
        ("```{encoder}\n```", "lesson.encoder()"),
        ("```{encoder} E11.22\nOpen its notes.\n```", 'lesson.encoder("E11.22")'),
        ("```{encoder} E11\n:case: demo-1\n```", 'lesson.encoder("E11", case="demo-1")'),
    ],
)
def test_an_encoder_opens_where_the_lesson_says(clone: Path, directive: str, call: str) -> None:
    report = built(clone, directive)
    assert report.problems == ()
    (widget,) = cells(clone, LEARNER, "encoder")
    assert "".join(widget["source"]) == call


@pytest.mark.parametrize(
    ("directive", "rule"),
    [
        ("```{find} fd-020\n```", "hunt-unknown"),
        ("```{find}\n```", "directive-arguments"),
        ("```{find} fd-002\n:points: many\n```", "points"),
        ("```{encoder} E99.99\n```", "code-valid"),
        ("```{encoder}\n:case: demo-9\n```", "case-unknown"),
    ],
)
def test_what_does_not_exist_is_reported_at_its_line(clone: Path, directive: str, rule: str) -> None:
    report = built(clone, directive)
    assert [problem.rule for problem in report.problems] == [rule]
    assert report.problems[0].line > 0


def test_an_exercise_is_graded_once_a_lesson(clone: Path) -> None:
    twice = "```{find} fd-002\n:points: 9\n```"
    report = built(clone, f"{twice}\n\n{twice}")
    assert [problem.rule for problem in report.problems] == ["graded-twice"]
