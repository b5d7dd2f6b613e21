"""What holds of every subcommand."""

from __future__ import annotations

import subprocess
import sys

import pytest

from coding_course.cli.main import COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_help_teaches_by_example(course, name):
    done = course(name, "--help")
    assert done.code == 0
    assert f"coding-course {name}" in done.out
    assert len(done.out.splitlines()) > 12


def test_without_a_subcommand_help_is_shown_and_the_exit_code_says_usage(course):
    done = course()
    assert done.code == 2
    assert "coding-course study" in done.out


def test_an_unknown_subcommand_is_a_usage_error(course):
    assert course("frobnicate").code == 2


def test_an_unknown_edition_is_a_sentence_that_names_those_there_are(course):
    done = course("lookup", "E11.22", "--edition", "FY1999")
    assert done.code == 2
    assert "FY2026" in done.err
    assert "Traceback" not in done.err


def test_a_fault_of_the_course_is_a_sentence_with_the_next_step(course, monkeypatch):
    def broken(*_):
        raise RuntimeError("boom")

    monkeypatch.setattr("coding_course.cli.lookup.open_edition", broken)
    monkeypatch.delenv("CODING_COURSE_DEBUG", raising=False)
    done = course("lookup", "E11.22")
    assert done.code == 3
    assert "coding-course doctor" in done.err
    assert "Traceback" not in done.err


def test_importing_the_package_loads_nothing_heavy():
    script = (
        "import sys, coding_course, coding_course.cli; heavy = ('pandas', 'matplotlib', 'jupyterlab', 'ipywidgets'); "
        "print([name for name in (*heavy, 'sqlite3') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_output_is_utf8_also_under_an_ascii_locale():
    done = subprocess.run(
        [sys.executable, "-m", "coding_course.cli", "search", "nothing like this zzzqqq"],
        capture_output=True,
        env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PATH": "", "HOME": "", "SYSTEMROOT": ""},
    )
    assert b"Traceback" not in done.stderr
    done.stdout.decode("utf-8")
