"""The course's own modules go through nbgrader's cycle."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.classroom.course import REPOSITORY, Course

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
