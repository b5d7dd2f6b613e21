"""Stock nbgrader on what the builder writes: the release is the committed notebook, and grade cells grade."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from coding_course.authoring import build
from tests.authoring.conftest import edit

nbformat = pytest.importorskip("nbformat", reason="nbformat comes with nbgrader; pip install '.[classroom]'")
pytest.importorskip("nbgrader", reason="nbgrader is not installed; pip install '.[classroom]'")

pytestmark = pytest.mark.nbgrader
LESSON = "demo/01-combination.ipynb"


@pytest.fixture(autouse=True)
def _programs(monkeypatch):
    """Let nbgrader find alembic, which it starts by its name."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


def generate(root: Path, *, stock: bool) -> Path:
    """Let nbgrader generate the release of the demo module; return its notebook."""
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import Config

    config = Config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.source_directory = "solutions"
    config.CourseDirectory.release_directory = "released"
    config.CourseDirectory.db_url = f"sqlite:///{root / 'gradebook.db'}"
    config.GenerateAssignment.create_assignment = True
    config.ClearSolutions.code_stub = {"python": "# write your answer below this line"}
    if not stock:
        from nbgrader.converters.generate_assignment import GenerateAssignment

        from coding_course.classroom.preprocessors import AddStartingText

        steps = list(GenerateAssignment.preprocessors.default_args[0])
        place = next(i for i, step in enumerate(steps) if step.__name__ == "ClearSolutions")
        config.GenerateAssignment.preprocessors = [*steps[: place + 1], AddStartingText, *steps[place + 1 :]]
    result = NbGraderAPI(config=config).generate_assignment("demo", force=True)
    assert result["success"], result.get("log", result.get("error"))
    return root / "released" / LESSON


def run(path: Path, workspace: Path) -> list[dict]:
    """Run a notebook in a kernel; return its grade cells."""
    from nbclient import NotebookClient

    book = nbformat.read(path, as_version=4)
    NotebookClient(book, timeout=120, kernel_name="python3", resources={"metadata": {"path": workspace}}).execute()
    return [cell for cell in book.cells if cell.metadata.get("nbgrader", {}).get("grade")]


@pytest.fixture
def home(clone, tmp_path, monkeypatch):
    """A learner's workspace and the clone's own bank."""
    build(clone)
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    monkeypatch.setenv("CODING_COURSE_HOME", str(workspace))
    monkeypatch.setenv("CODING_COURSE_BANK", str(clone / "datasets/bank.msgpack"))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    return workspace


def test_stock_generate_assignment_gives_the_built_notebook_byte_for_byte(clone):
    build(clone)
    released = generate(clone, stock=True)
    assert released.read_text(encoding="utf-8") == (clone / "notebooks" / LESSON).read_text(encoding="utf-8")


def test_a_wrong_start_is_restored_by_the_courses_own_step(clone):
    edit(clone, "dx: {{dx1}}", "dx: {{dx2}}, {{dx1}}")
    build(clone)
    released = generate(clone, stock=False)
    assert released.read_text(encoding="utf-8") == (clone / "notebooks" / LESSON).read_text(encoding="utf-8")


def test_the_instructors_notebook_scores_full_marks_and_the_untouched_one_zero_in_a_kernel(clone, home):
    from nbgrader import utils

    solved = run(clone / "solutions" / LESSON, home)
    assert [utils.determine_grade(cell) for cell in solved] == [(10.0, 10.0), (2.0, 2.0)]
    shutil.rmtree(home)
    home.mkdir()
    blank = run(clone / "notebooks" / LESSON, home)
    grades = [utils.determine_grade(cell) for cell in blank]
    assert grades == [(0.0, 10.0), (0.0, 2.0)], "the start that a lesson gives is no answer"


def test_grade_cells_end_in_a_plain_float_and_write_nothing_to_stderr(clone, home):
    for cell in run(clone / "solutions" / LESSON, home):
        results = [each for each in cell.outputs if each.output_type == "execute_result"]
        assert len(results) == 1
        assert isinstance(json.loads(results[0]["data"]["text/plain"]), float)
        assert not [each for each in cell.outputs if each.get("name") == "stderr"]
