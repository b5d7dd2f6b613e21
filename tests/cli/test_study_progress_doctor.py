"""``study``, ``progress`` and ``doctor``: the learner's own commands."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from coding_course.study.progress import Progress
from coding_course.study.workspace import progress_file
from coding_course.ui.preparation import Book


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CODING_COURSE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_study_lays_out_lessons_and_charts_and_says_where(course, home):
    done = course("study", "--no-open")
    assert done.code == 0
    assert str(home) in done.out
    assert (home / "lessons/foundations/00-start-here.ipynb").is_file()
    assert (home / "sample-charts/primary-care/pc-001.md").is_file()


def test_sample_charts_hold_the_documents_and_not_the_key(course, home):
    course("study", "--no-open")
    chart = (home / "sample-charts/primary-care/pc-001.md").read_text(encoding="utf-8")
    assert "Pulled vines off the back fence" in chart
    assert "L23.7" not in chart


def test_study_never_overwrites_a_lesson_that_the_learner_worked_in(course, home):
    course("study", "--no-open")
    mine = home / "lessons/foundations/00-start-here.ipynb"
    mine.write_text("mine", encoding="utf-8")
    course("study", "--no-open")
    assert mine.read_text(encoding="utf-8") == "mine"


def test_study_in_a_folder_that_cannot_be_made_is_a_sentence(course, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = course("study", str(tmp_path / "file" / "below"), "--no-open")
    assert done.code == 3
    assert "Could not write" in done.err


def test_a_study_folder_is_found_again_from_inside_it(course, home, monkeypatch):
    course("study", "--no-open")
    monkeypatch.delenv("CODING_COURSE_HOME")
    monkeypatch.chdir(home / "lessons" / "foundations")
    done = course("study", "--no-open", "--json")
    assert Path(json.loads(done.out)["folder"]).resolve() == home.resolve()


def test_progress_alone_shows_what_was_done(course, home):
    Progress(progress_file(home)).record("attempt", "pc-001", points=4.0, max=10.0)
    assert "pc-001" in course("progress", "--workspace", str(home)).out


def test_progress_travels_by_export_and_import_and_is_not_counted_twice(course, home, tmp_path):
    home.mkdir()
    Progress(progress_file(home)).record("attempt", "pc-001", points=4.0, max=10.0)
    out = tmp_path / "mine.jsonl"
    assert course("progress", "export", str(out)).code == 0
    other = tmp_path / "other"
    other.mkdir()
    for expected in (1, 0):
        done = course("progress", "import", str(out), "--workspace", str(other), "--json")
        assert json.loads(done.out)["events"] == expected
    shown = json.loads(course("progress", "show", "--workspace", str(other), "--json").out)
    assert shown["items"][0]["item"] == "pc-001"


def test_importing_something_else_is_a_sentence_and_changes_nothing(course, home, tmp_path):
    home.mkdir()
    foreign = tmp_path / "foreign.jsonl"
    foreign.write_text("<html>", encoding="utf-8")
    done = course("progress", "import", str(foreign))
    assert done.code == 2
    assert "Traceback" not in done.err


def test_progress_without_a_file_name_is_a_sentence(course, home):
    done = course("progress", "export")
    assert done.code == 2
    assert "my-progress.jsonl" in done.err


def test_doctor_says_that_all_is_well_here(course, home):
    done = course("doctor", "--json")
    findings = json.loads(done.out)
    assert [one["message"] for one in findings if not one["ok"]] == []
    assert done.code == 0


def test_doctor_reports_a_failing_check_and_goes_on(course, home, monkeypatch):
    monkeypatch.setattr("coding_course.cli.doctor._NEEDED", {"no-such-package": "does nothing"})
    done = course("doctor")
    assert done.code == 3
    assert "no-such-package" in done.out
    assert "pip install" in done.out
    assert "Workspace" in done.out


def test_doctor_tells_how_to_bring_a_missing_grouper_back(course, home, monkeypatch):
    from coding_course.codesets.drg import engine_store

    def missing(version, book):
        raise engine_store.GrouperMissing("The tables are not there.")

    monkeypatch.setattr("coding_course.codesets.drg.engine.engine", missing)
    done = course("doctor")
    assert done.code == 3
    assert "install --force-reinstall drgpy" in done.out


def test_warm_makes_every_book_ready_with_a_line_each(course, home, tmp_path, monkeypatch):
    monkeypatch.setenv("CODING_COURSE_CACHE", str(tmp_path / "cache"))
    # A process of its own: this one has its books open already.
    done = subprocess.run(
        [sys.executable, "-m", "coding_course.cli", "doctor", "--warm"], capture_output=True, text=True, timeout=120
    )
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert all(re.fullmatch(r"FY2026 [\w -]+: made in \d+\.\d s", line) for line in lines), lines
    made = sorted(path.name.rsplit("-", 1)[0] for path in (tmp_path / "cache").iterdir())
    books = ("book", "drg", "pcs", "pcs-search", "search", "tabular")
    assert made == [*(f"fy2026-{book}" for book in books), "msdrg-v43.1"]
    assert len(lines) == len(made)


def test_warm_says_what_was_ready_and_programs_get_the_checks_alone(course, home):
    course("doctor", "--warm")
    again = course("doctor", "--warm").out.splitlines()
    assert again
    assert all(line.endswith("was ready") for line in again)
    assert json.loads(course("doctor", "--warm", "--json").out)[0]["check"] == "Python"


def test_a_book_that_cannot_be_made_ready_is_a_sentence(course, home, monkeypatch):
    def fails(edition):
        raise OSError("the disk is gone")

    monkeypatch.setattr("coding_course.ui.preparation.BOOKS", (Book("-tabular", "Tabular List", fails),))
    done = course("doctor", "--warm")
    assert done.code == 3
    assert done.err == "Not everything could be made ready: the disk is gone\n"


def test_doctor_says_when_nothing_made_ready_can_be_kept(course, home, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("CODING_COURSE_CACHE", str(tmp_path / "file" / "below"))
    done = course("doctor")
    assert done.code == 3
    assert "CODING_COURSE_CACHE" in done.out


def test_jupyterlab_is_opened_at_the_first_lesson_without_asking_for_news(course, home, monkeypatch):
    given = {}

    def call(command, cwd, env):
        given.update(command=command, cwd=cwd, env=env)
        return 0

    monkeypatch.setattr("coding_course.cli.study.subprocess.call", call)
    assert course("study", "--no-browser").code == 0
    words = " ".join(given["command"])
    assert "default_url=/lab/tree/lessons/foundations/00-start-here.ipynb" in words
    assert given["env"]["CODING_COURSE_HOME"] == str(home)
    (settings,) = home.rglob("notification.jupyterlab-settings")
    assert json.loads(settings.read_text(encoding="utf-8")) == {"checkForUpdates": False, "fetchNews": "false"}
    settings.write_text("{}", encoding="utf-8")
    course("study", "--no-browser")
    assert settings.read_text(encoding="utf-8") == "{}", "what the learner chose stays"
