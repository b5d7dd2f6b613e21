"""A workspace is laid out, updated, and never costs a learner their work."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding_course.study.layout import LayoutFailed, Outcome, course_files, lay_out

OLD = {"lessons/a/01.ipynb": b"old lesson", "sample-charts/pc-001.md": b"chart"}
NEW = {**OLD, "lessons/a/01.ipynb": b"new lesson"}


def outcomes(layout):
    return {file.path: file.outcome for file in layout.files}


def test_a_new_workspace_gets_every_file(tmp_path: Path):
    layout = lay_out(tmp_path / "home", OLD)
    assert set(outcomes(layout).values()) == {Outcome.NEW}
    assert (tmp_path / "home" / "lessons" / "a" / "01.ipynb").read_bytes() == b"old lesson"


def test_laying_out_again_changes_nothing(tmp_path: Path):
    lay_out(tmp_path, OLD)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.ipynb")}
    assert set(outcomes(lay_out(tmp_path, OLD)).values()) == {Outcome.UNCHANGED}
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.ipynb")} == before


def test_an_untouched_file_follows_the_new_version(tmp_path: Path):
    lay_out(tmp_path, OLD)
    assert outcomes(lay_out(tmp_path, NEW))["lessons/a/01.ipynb"] is Outcome.UPDATED
    assert (tmp_path / "lessons/a/01.ipynb").read_bytes() == b"new lesson"


def test_a_changed_file_is_kept_and_the_new_version_lies_beside_it_once(tmp_path: Path):
    lay_out(tmp_path, OLD)
    mine = tmp_path / "lessons/a/01.ipynb"
    mine.write_bytes(b"my answers")
    first = lay_out(tmp_path, NEW, version="2.0")
    assert outcomes(first)["lessons/a/01.ipynb"] is Outcome.BESIDE
    beside = tmp_path / "lessons/a/01 (version 2.0).ipynb"
    assert beside.read_bytes() == b"new lesson"
    assert mine.read_bytes() == b"my answers"
    beside.write_bytes(b"my answers in the new one")
    assert outcomes(lay_out(tmp_path, NEW, version="2.0"))["lessons/a/01.ipynb"] is Outcome.KEPT
    assert beside.read_bytes() == b"my answers in the new one"


def test_a_changed_file_without_news_is_kept_silently(tmp_path: Path):
    lay_out(tmp_path, OLD)
    (tmp_path / "lessons/a/01.ipynb").write_bytes(b"mine")
    assert outcomes(lay_out(tmp_path, OLD))["lessons/a/01.ipynb"] is Outcome.KEPT
    assert [path.name for path in (tmp_path / "lessons/a").iterdir()] == ["01.ipynb"]


def test_a_file_that_was_there_before_the_course_is_the_learners(tmp_path: Path):
    (tmp_path / "lessons/a").mkdir(parents=True)
    (tmp_path / "lessons/a/01.ipynb").write_bytes(b"something of mine")
    assert outcomes(lay_out(tmp_path, OLD))["lessons/a/01.ipynb"] is Outcome.BESIDE
    assert (tmp_path / "lessons/a/01.ipynb").read_bytes() == b"something of mine"


def test_a_damaged_manifest_never_leads_to_overwriting(tmp_path: Path):
    lay_out(tmp_path, OLD)
    (tmp_path / "lessons/a/01.ipynb").write_bytes(b"mine")
    (tmp_path / ".coding-course/manifest.json").write_bytes(b'{"files": {"lessons/a/01')
    lay_out(tmp_path, NEW)
    assert (tmp_path / "lessons/a/01.ipynb").read_bytes() == b"mine"


def test_a_deleted_file_comes_back(tmp_path: Path):
    lay_out(tmp_path, OLD)
    (tmp_path / "lessons/a/01.ipynb").unlink()
    assert outcomes(lay_out(tmp_path, OLD))["lessons/a/01.ipynb"] is Outcome.NEW


@pytest.mark.skipif(sys.platform == "win32", reason="a full device can be had on Linux and macOS only")
def test_a_disk_that_fills_up_gives_a_sentence_and_leaves_no_half_file(tmp_path: Path, monkeypatch):
    lay_out(tmp_path, OLD)
    (tmp_path / "sample-charts/pc-001.md").write_bytes(b"mine")
    original = Path.write_bytes

    def full(self, data):
        if self.name.endswith(".ipynb." + str(os.getpid()) + ".part"):
            raise OSError(28, "No space left on device", str(self))
        return original(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(LayoutFailed, match=r"No space left on device.*Free some space"):
        lay_out(tmp_path, NEW)
    assert (tmp_path / "lessons/a/01.ipynb").read_bytes() == b"old lesson"
    assert not list(tmp_path.rglob("*.part"))
    monkeypatch.undo()
    assert outcomes(lay_out(tmp_path, NEW))["lessons/a/01.ipynb"] is Outcome.UPDATED


@given(st.lists(st.sampled_from(["old", "new", "edit", "delete"]), max_size=8))
def test_what_a_learner_wrote_is_always_somewhere(tmp_path_factory, steps):
    home = tmp_path_factory.mktemp("home")
    lesson = home / "lessons/a/01.ipynb"
    written = None
    for number, step in enumerate(steps):
        if step == "edit" and lesson.exists():
            written = f"mine {number}".encode()
            lesson.write_bytes(written)
        elif step == "delete":
            lesson.unlink(missing_ok=True)
            written = None
        else:
            lay_out(home, OLD if step == "old" else NEW, version=step)
        if written is not None:
            assert lesson.read_bytes() == written


def test_course_files_leave_checkpoints_out(tmp_path: Path):
    (tmp_path / "m/.ipynb_checkpoints").mkdir(parents=True)
    (tmp_path / "m/.ipynb_checkpoints/a.ipynb").write_bytes(b"x")
    (tmp_path / "m/a.ipynb").write_bytes(b"a")
    assert course_files(tmp_path, [("b.txt", b"b")]) == {"lessons/m/a.ipynb": b"a", "b.txt": b"b"}
