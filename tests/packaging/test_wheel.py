"""What is in a wheel: everything that a learner needs, and no key on paper, no tests, no author's tools' leftovers."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from coding_course.codesets.compiled import read_manifest
from coding_course.codesets.holdings import SHARED_FILES
from coding_course.resources import CURRENT_EDITION

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    target = tmp_path_factory.mktemp("wheel")
    pytest.importorskip("hatchling", reason="the build backend is not installed; pip install hatchling")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", str(ROOT), "--no-deps", "--no-build-isolation", "-q", "-w", str(target)],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = target.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        yield archive.namelist()


def test_a_wheel_holds_lessons_bank_code_sets_and_widgets(names):
    for needed in (
        "coding_course/_share/notebooks/foundations/00-start-here.ipynb",
        "coding_course/_share/notebooks/foundations/images/revenue-cycle.svg",
        "coding_course/_share/datasets/bank.msgpack",
        "coding_course/_share/datasets/codesets/fy2026/icd10cm-tabular.jsonl.xz",
        "coding_course/_share/datasets/codesets/cpt.tsv",
        "coding_course/ui/static/chart.js",
        "coding_course/py.typed",
    ):
        assert needed in names


def test_a_wheel_holds_every_file_that_the_code_sets_are_read_from(names):
    folder = ROOT / "datasets" / "codesets"
    manifest = read_manifest(folder, CURRENT_EDITION)
    read = {*SHARED_FILES.values(), *(f"fy2026/{file}" for file in manifest.files.values()), "fy2026/manifest.json"}
    assert {f"coding_course/_share/datasets/codesets/{name}" for name in read} <= set(names)


def test_a_wheel_holds_neither_tests_nor_solutions(names):
    assert [name for name in names if name.startswith(("tests/", "solutions/", "benchmarks/"))] == []
    assert [name for name in names if "/solutions/" in name or ".ipynb_checkpoints" in name] == []


def test_the_notices_travel_with_it(names):
    held = {Path(name).name for name in names}
    assert {"LICENSE", "LICENSE-CONTENT", "NOTICE.md"} <= held
