"""The compiled file: built once, safe when two begin at once, repaired when damaged."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from coding_course.codesets import Edition
from coding_course.codesets.compiled import encode_entries, read_entries, write_xz
from coding_course.codesets.holdings import find
from coding_course.resources import resource

FOLDER = resource("datasets", "codesets", "fy2026")
HELD = find("FY2026", FOLDER.parent, FOLDER / "nobody")
LOOK = "from coding_course.codesets import edition; print(edition().lookup('E11.22').title)"
SEARCH = "from coding_course.codesets import edition; print(edition().search('htn')[0].code.code)"


@pytest.fixture
def run(tmp_path):
    def ask(question=LOOK, folder=tmp_path):
        return subprocess.run(
            [sys.executable, "-c", question],
            capture_output=True,
            text=True,
            env={**os.environ, "CODING_COURSE_CACHE": str(folder)},
            timeout=60,
        )

    return ask


def stores(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_two_processes_that_begin_at_once_leave_one_whole_file(run, tmp_path):
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: run(SEARCH), range(2)))
    assert [one.returncode for one in done] == [0, 0], done[0].stderr + done[1].stderr
    assert done[0].stdout == done[1].stdout
    assert [path.name.rsplit("-", 1)[0] for path in stores(tmp_path)] == ["fy2026-search", "fy2026-tabular"]


@pytest.mark.parametrize("damage", ["cut", "garbage", "empty"])
def test_a_damaged_file_is_built_anew(run, tmp_path, damage):
    assert run().returncode == 0
    wholes = {store: store.read_bytes() for store in stores(tmp_path)}
    for store, whole in wholes.items():
        store.write_bytes({"cut": whole[: len(whole) // 2], "garbage": b"x" * len(whole), "empty": b""}[damage])
    done = run()
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Type 2 diabetes mellitus with diabetic chronic kidney disease")
    assert {store: store.read_bytes() for store in stores(tmp_path)} == wholes


def test_a_folder_that_cannot_be_written_is_no_obstacle(run, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = run(LOOK, tmp_path / "file" / "below")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Type 2")


def test_threads_may_ask_the_same_edition(book):
    codes = [code.code for code in book.billable_below("E08-E13")]
    with ThreadPoolExecutor(8) as pool:
        titles = list(pool.map(lambda code: (book.lookup(code).title, len(book.notes(code))), codes * 4))
    assert titles[: len(codes)] * 4 == titles


def test_a_file_damaged_while_it_is_open_is_built_anew(tmp_path):
    book = Edition(HELD, [tmp_path])
    assert book.lookup("E11.22")
    (store,) = stores(tmp_path)
    store.write_bytes(b"")
    assert book.lookup("I10").title == "Essential (primary) hypertension"
    assert book.notes("J44.1")
    book.close()


def test_a_full_disk_leaves_nothing_half_made(tmp_path, monkeypatch):
    def full(path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("coding_course.codesets.store._seal", full)
    book = Edition(HELD, [tmp_path])
    assert book.lookup("E11.22")
    assert book.notes("J44.1")
    assert stores(tmp_path) == []


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="this system has no fork")
def test_an_edition_can_be_asked_after_a_fork(book):
    import multiprocessing

    book.lookup("E11.22")
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map(_title, ["I10", "J18.9"]) == [book.lookup("I10").title, book.lookup("J18.9").title]


def test_an_edition_that_lacks_codes_of_the_lay_terms_can_be_searched(tmp_path):
    entries = [e for e in read_entries(HELD.files["tabular"]) if e.code == "4" or e.code[:2] in ("E0", "E1")]
    few = tmp_path / "tabular.jsonl.xz"
    write_xz(few, encode_entries(entries))
    holding = msgspec.structs.replace(HELD, edition="FY2031", files={**HELD.files, "tabular": few})
    small = Edition(holding, [tmp_path / "cache"])
    assert small.lookup("I10") is None
    assert [hit.code.code for hit in small.search("sugar diabetes", 1)] == ["E11.9"]
    small.close()


def _title(code):
    from coding_course.codesets import edition

    return edition().lookup(code).title


def test_half_a_character_as_damaged_text_has_it_is_in_no_store():
    assert Edition(HELD).lookup("E11\ud800") is None
