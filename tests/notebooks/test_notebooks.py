"""Every notebook of the course, run from top to bottom in a kernel as a learner with Run All would.

``pytest --nbval-lax notebooks solutions`` sees cells that raise. The lesson facade never raises to a learner, so this
looks further: each widget is there with its static form, nothing is on stderr, and the instructor's answers score full.
"""

from __future__ import annotations

from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed; pip install '.[test]'")
nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed; pip install '.[test]'")

ROOT = Path(__file__).parents[2]
LEARNERS = sorted((ROOT / "notebooks").glob("*/*.ipynb"))
INSTRUCTORS = sorted((ROOT / "solutions").glob("*/*.ipynb"))
WIDGET = "application/vnd.jupyter.widget-view+json"


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def role(cell) -> str:
    return cell.metadata.get("coding_course", {}).get("role", "")


def worth(cell) -> float:
    return float(cell.metadata.nbgrader["points"])


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a notebook with a workspace of its own."""
    monkeypatch.setenv("CODING_COURSE_HOME", str(tmp_path))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")

    def execute(path: Path):
        book = nbformat.read(path, as_version=4)
        client = nbclient.NotebookClient(
            book, timeout=120, kernel_name="python3", resources={"metadata": {"path": tmp_path}}
        )
        client.execute()
        return [cell for cell in book.cells if cell.cell_type == "code"]

    return execute


def check_cell(cell, path: Path) -> None:
    where = f"{name_of(path)}: {cell.source!r}"
    said = [each for each in cell.outputs if each.output_type == "stream"]
    assert not [each for each in said if each.name == "stderr"], f"{where} wrote to stderr: {said}"
    if role(cell) == "widget":
        shown = [each.data for each in cell.outputs if WIDGET in each.get("data", {})]
        assert shown, f"{where} showed no widget: {cell.outputs}"
        assert shown[0].get("text/html"), f"{where} has no static HTML form"
        assert shown[0].get("text/plain"), f"{where} has no text form"


def points_of(cell) -> float:
    results = [each for each in cell.outputs if each.output_type == "execute_result"]
    assert len(results) == 1, cell.source
    return float(results[0].data["text/plain"])


def test_there_are_notebooks_for_learners_and_instructors():
    assert LEARNERS
    assert [path.relative_to(ROOT / "notebooks") for path in LEARNERS] == [
        path.relative_to(ROOT / "solutions") for path in INSTRUCTORS
    ]


@pytest.mark.parametrize("path", LEARNERS, ids=name_of)
def test_a_learners_notebook_runs_and_leaves_every_score_below_full(path, run):
    for cell in run(path):
        check_cell(cell, path)
        if role(cell) == "grade":
            assert 0 <= points_of(cell) < worth(cell), cell.source


@pytest.mark.parametrize("path", INSTRUCTORS, ids=name_of)
def test_an_instructors_notebook_runs_and_scores_full_marks(path, run):
    for cell in run(path):
        check_cell(cell, path)
        if role(cell) == "grade":
            assert points_of(cell) == worth(cell), cell.source
