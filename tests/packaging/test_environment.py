"""What Binder builds stays in step with what the package says it needs."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
CONDA_NAMES = {"matplotlib": "matplotlib-base"}


@pytest.fixture(scope="module")
def environment():
    return yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def pinned(environment):
    conda = [one.split("=", 1) for one in environment["dependencies"] if isinstance(one, str) and "=" in one]
    pip = [one.split("==", 1) for one in of_pip(environment) if "==" in one]
    return dict((*conda, *pip))


def of_pip(environment):
    return next(one["pip"] for one in environment["dependencies"] if isinstance(one, dict))


def test_every_runtime_dependency_is_pinned_to_a_version_that_pyproject_allows(environment, project):
    pins = pinned(environment)
    for text in project["dependencies"]:
        needed = Requirement(text)
        name = CONDA_NAMES.get(needed.name, needed.name)
        assert name in pins, f"{name} is in pyproject.toml and not pinned in environment.yml"
        assert Version(pins[name]) in needed.specifier


def test_nothing_is_pinned_that_pyproject_does_not_need(environment, project):
    needed = {CONDA_NAMES.get(one.name, one.name) for one in map(Requirement, project["dependencies"])}
    assert set(pinned(environment)) - needed == {"python"}


def test_the_package_itself_is_installed_in_place(environment):
    assert "-e ." in of_pip(environment)


def test_python_is_pinned_to_a_version_that_the_package_runs_on(environment, project):
    assert Version(pinned(environment)["python"]) in Requirement(f"x{project['requires-python']}").specifier


def test_the_lower_bounds_hold_for_what_runs_these_tests(project):
    from importlib.metadata import version

    for text in project["dependencies"]:
        needed = Requirement(text)
        assert Version(version(needed.name)) in needed.specifier


@pytest.mark.skipif(sys.platform == "win32", reason="repo2docker does not run on Windows")
def test_repo2docker_reads_the_environment_and_runs_post_build(tmp_path):
    clone = tmp_path / "clone"
    clone.mkdir()
    for name in ("environment.yml", "postBuild", "pyproject.toml"):
        shutil.copy2(ROOT / name, clone / name)
    done = subprocess.run(
        [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(clone)],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    dockerfile = done.stdout + done.stderr
    assert re.search(r"^FROM \S+", dockerfile, re.MULTILINE)
    assert "Building conda environment for python=3.12" in dockerfile
    copied = dockerfile.index("COPY --chown=0:0 src/ ${REPO_DIR}/")
    installed = dockerfile.index('env update -p ${NB_PYTHON_PREFIX} --file "environment.yml"')
    warmed = dockerfile.index("RUN ./postBuild")
    assert copied < installed < warmed, "pip installs the course from its files, so they must be there first"


def test_post_build_prepares_the_code_sets(tmp_path):
    text = (ROOT / "postBuild").read_text(encoding="utf-8")
    assert text.startswith("#!")
    assert "coding-course doctor --warm" in text
