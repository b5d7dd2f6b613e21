"""The course's own modules go through nbgrader's cycle."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.classroom.course import REPOSITORY, Course, answered

pytestmark = pytest.mark.nbgrader

MODULES = sorted(path.name for path in (REPOSITORY / "solutions").glob("*") if path.is_dir())


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course folder with the repository's solutions, every module generated."""
    made = Course(Path(tmp_path_factory.mktemp("lessons")))
    shutil.copytree(REPOSITORY / "solutions", made.root / "solutions")
    for module in MODULES:
        assert made.run("generate_assignment", module) == 0
    return made


def test_there_are_modules() -> None:
    assert MODULES


@pytest.mark.parametrize("module", MODULES)
def test_generating_gives_the_committed_notebooks_byte_for_byte(generated: Course, module: str) -> None:
    made, committed = (files(root / "notebooks" / module) for root in (generated.root, REPOSITORY))
    assert sorted(made) == sorted(committed)
    for name, content in made.items():
        assert content == committed[name], name


def maxima(course: Course, module: str) -> dict[str, float]:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        return {notebook.name: notebook.max_score for notebook in gradebook.find_assignment(module).notebooks}


@pytest.fixture(scope="module")
def graded(generated: Course) -> Course:
    """Every module submitted as solved, as released, and with a wrong answer everywhere."""
    for module in MODULES:
        for path in (generated.root / "notebooks" / module).glob("*.ipynb"):
            name = path.stem
            solved = json.loads((generated.root / "solutions" / module / path.name).read_text(encoding="utf-8"))
            released = generated.released(name, module)
            items = [c["metadata"].get("coding_course", {}) for c in released["cells"]]
            wrong = {c["id"]: "dx: Z99.89\nA, B, C, D, E, F" for c in items if c.get("role") == "answer"}
            generated.submit("solved", solved, path.name, module)
            generated.submit("blank", released, path.name, module)
            generated.submit("wrong", answered(released, wrong), path.name, module)
        assert generated.run("autograde", module) == 0
        assert generated.run("generate_feedback", module) == 0
    return generated


@pytest.mark.parametrize("module", MODULES)
def test_the_solution_scores_full_marks(graded: Course, module: str) -> None:
    best = sum(maxima(graded, module).values())
    assert best > 0
    assert graded.scores(module)["solved"] == best


@pytest.mark.parametrize("module", MODULES)
def test_the_lesson_as_released_scores_zero(graded: Course, module: str) -> None:
    assert graded.scores(module)["blank"] == 0.0


@pytest.mark.parametrize("module", MODULES)
def test_wrong_answers_score_less_than_half(graded: Course, module: str) -> None:
    assert graded.scores(module)["wrong"] < sum(maxima(graded, module).values()) / 2


@pytest.mark.parametrize("module", MODULES)
def test_nothing_in_a_module_waits_for_a_manual_grade(graded: Course, module: str) -> None:
    assert graded.waiting(module) == set()


@pytest.mark.parametrize("module", MODULES)
def test_feedback_shows_no_set_up_and_no_empty_widgets(graded: Course, module: str) -> None:
    for name in maxima(graded, module):
        page = graded.feedback("solved", name, module)
        assert "lesson.begin" not in re.sub(r"<[^>]+>", "", page)
        assert "lesson.chart" not in re.sub(r"<[^>]+>", "", page)


def notebooks_with_points(folder: str) -> list[Path]:
    found = sorted((REPOSITORY / folder).glob("*/*.ipynb"))
    return [path for path in found if '"points"' in path.read_text(encoding="utf-8")]


def validated(course: Course, path: Path, capfd: pytest.CaptureFixture[str], *flags: str) -> str:
    """What ``nbgrader validate`` prints for a notebook, which it runs in a kernel."""
    copy = course.root / "at-home" / path.name
    copy.parent.mkdir(exist_ok=True)
    shutil.copy(path, copy)
    assert course.run("validate", *flags, str(copy)) == 0
    return " ".join(capfd.readouterr().out.split())


@pytest.fixture
def own_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress of the kernels that validate starts goes to a folder of the test."""
    monkeypatch.setenv("CODING_COURSE_HOME", str(tmp_path))


@pytest.mark.parametrize("path", notebooks_with_points("solutions"), ids=lambda path: path.stem)
def test_validate_passes_a_solution(generated: Course, own_workspace: None, capfd, path: Path) -> None:
    assert "Success! Your notebook passes all the tests." in validated(generated, path, capfd)


@pytest.mark.parametrize("path", notebooks_with_points("notebooks")[:2], ids=lambda path: path.stem)
def test_validate_tells_a_learner_what_is_open_without_a_traceback(
    generated: Course, own_workspace: None, capfd, path: Path
) -> None:
    said = validated(generated, path, capfd)
    assert "would not get full points yet" in said
    assert "Nothing is answered yet" in said
    assert "Traceback" not in said
    assert "Error" not in said
