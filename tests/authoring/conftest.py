"""A small clone with one lesson, one case and three questions, and ways to change its lesson."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coding_course.authoring import BuildReport, Problem, build, lint

LESSON = "lessons/demo/01-combination.md"
_CLONE = Path(__file__).parent / "clone"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone of its own for each test."""
    root = tmp_path / "clone"
    shutil.copytree(_CLONE, root)
    return root


@pytest.fixture
def lesson_text() -> str:
    return (_CLONE / LESSON).read_text(encoding="utf-8")


def edit(root: Path, old: str, new: str) -> int:
    """Replace a text of the lesson and return the line on which the new text begins."""
    path = root / LESSON
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in the lesson"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.fixture
def built(clone: Path) -> Callable[..., BuildReport]:
    """Build after one change of the lesson."""

    def change(old: str = "", new: str = "") -> BuildReport:
        if old:
            edit(clone, old, new)
        return build(clone)

    return change


@pytest.fixture
def linted(clone: Path) -> Callable[..., list[Problem]]:
    """Lint the lesson after text was put before its last section; return what was not there before."""

    def change(added: str = "", old: str = "", new: str = "") -> list[Problem]:
        before = {(each.rule, each.message) for each in lint(clone, [clone / "lessons"])}
        if added:
            edit(clone, "```{browser} E11\n```\n", "```{browser} E11\n```\n\n" + added + "\n")
        if old:
            edit(clone, old, new)
        found = lint(clone, [clone / "lessons"])
        return [each for each in found if (each.rule, each.message) not in before]

    return change
