"""The compiled file: built once, safe when two begin at once, repaired when damaged."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

LOOK = (
    "from coding_course.codesets import edition; print(edition().lookup('E11.22').title, len(edition().search('htn')))"
)


@pytest.fixture
def run(tmp_path, monkeypatch):
    def look(folder=tmp_path):
        import os

        return subprocess.run(
            [sys.executable, "-c", LOOK],
            capture_output=True,
            text=True,
            env={**os.environ, "CODING_COURSE_CACHE": str(folder)},
            timeout=60,
        )

    return look


def stores(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_two_processes_that_begin_at_once_leave_one_whole_file(run, tmp_path):
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: run(), range(2)))
    assert [one.returncode for one in done] == [0, 0], done[0].stderr + done[1].stderr
    assert done[0].stdout == done[1].stdout
    assert len(stores(tmp_path)) == 1


@pytest.mark.parametrize("damage", ["cut", "garbage", "empty"])
def test_a_damaged_file_is_built_anew(run, tmp_path, damage):
    assert run().returncode == 0
    (store,) = stores(tmp_path)
    whole = store.read_bytes()
    store.write_bytes({"cut": whole[: len(whole) // 2], "garbage": b"x" * len(whole), "empty": b""}[damage])
    done = run()
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Type 2 diabetes mellitus with diabetic chronic kidney disease")
    assert store.stat().st_size == len(whole)


def test_a_folder_that_cannot_be_written_is_no_obstacle(run, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = run(tmp_path / "file" / "below")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Type 2")
