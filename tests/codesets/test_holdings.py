"""What lies in the user's data folder is used where it is what it should be, and never keeps anybody from coding."""

from __future__ import annotations

import json

import pytest

from coding_course.cli.main import main
from coding_course.codesets import Edition, edition, editions, holdings
from coding_course.codesets.official.packing import pack
from coding_course.resources import ResourceDamaged, resource

MANIFEST = {
    "edition": "FY2025",
    "title": "a list of the learner's own",
    "first_day": "2024-10-01",
    "last_day": "2025-09-30",
    "files": {"tabular": "list.jsonl.xz"},
    "counts": {},
    "sources": [],
}
LIST = pack(b'{"code":"1","title":"One","kind":"chapter"}\n{"code":"I10","title":"Mine","kind":"code","parent":"1"}\n')


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """Return one cache for all these tests, so that the course's own edition is built once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def user(tmp_path, cache, monkeypatch):
    """Return an empty folder of the learner's editions."""
    monkeypatch.setenv("CODING_COURSE_DATA", str(tmp_path))
    monkeypatch.setenv("CODING_COURSE_CACHE", str(cache))
    folder = tmp_path / "codesets"
    folder.mkdir()
    editions.forget()
    yield folder
    editions.forget()


def put(user, folder="fy2025", content=LIST, **changed):
    """Lay an edition of one code into the folder."""
    place = user / folder
    place.mkdir()
    (place / "manifest.json").write_text(json.dumps({**MANIFEST, **changed}), encoding="utf-8")
    (place / "list.jsonl.xz").write_bytes(content)
    return place


def held(user):
    return holdings.whole_editions(resource("datasets", "codesets"), user)


def test_an_edition_of_ones_own_is_opened_by_name_and_used_when_chosen(user):
    put(user)
    assert edition("fy2025").lookup("I10").title == "Mine"
    assert edition().name == "FY2026"
    (user / "used.json").write_text('{"edition": "FY2025"}', encoding="utf-8")
    assert edition().name == "FY2025"


@pytest.mark.parametrize(
    "written",
    ["", "{", "[]", "7", '{"edition": 5}', '{"edition": ""}', '{"edition": "FY2031"}', '{"edition": "../fy2025"}',
     '{"edition": "FY2025/../FY2025"}', '{"edition": "\\u0000"}', '{"other": "FY2025"}'],
)  # fmt: skip
def test_a_choice_that_names_no_edition_counts_as_none(user, written):
    put(user)
    (user / "used.json").write_text(written, encoding="utf-8")
    assert holdings.used_edition(user) == "FY2026"
    assert edition().name == "FY2026"


@pytest.mark.parametrize("length", [0, 1, 60, 150])
def test_a_manifest_that_was_cut_short_counts_as_none_and_is_told(user, capsys, length):
    manifest = put(user) / "manifest.json"
    manifest.write_bytes(manifest.read_bytes()[:length])
    assert held(user) == ("FY2026",)
    with pytest.raises(editions.UnknownEdition, match="FY2026"):
        edition("FY2025")
    assert main(["codes", "list"]) == 0
    assert f"{manifest} cannot be read" in capsys.readouterr().out


def test_a_file_that_the_manifest_names_and_that_is_missing_leaves_a_part(user):
    (put(user) / "list.jsonl.xz").unlink()
    assert held(user) == ("FY2026",)


@pytest.mark.parametrize("elsewhere", ["../list.jsonl.xz", "../fy2025/../list.jsonl.xz", "..", "/list.jsonl.xz"])
def test_no_file_is_taken_from_outside_an_editions_folder(user, elsewhere):
    (user / "list.jsonl.xz").write_bytes(LIST)
    put(user, files={"tabular": elsewhere})
    assert held(user) == ("FY2026",)


def test_the_manifest_of_another_edition_counts_as_none(user):
    put(user, "fy2026")
    assert edition("FY2026").lookup("I10").title == "Essential (primary) hypertension"
    put(user, "fy2027")
    assert held(user) == ("FY2026",)


def test_a_folder_that_is_no_fiscal_year_is_no_edition(user):
    put(user, "backup", edition="BACKUP")
    assert holdings.editions(resource("datasets", "codesets"), user) == ("FY2026",)
    for name in ("backup", "../codesets/backup", ""):
        assert holdings.find(name, resource("datasets", "codesets"), user) is None


@pytest.mark.parametrize(
    "content",
    [b"", b"junk", LIST[: len(LIST) // 2], pack(b"junk"), pack(b'{"code": 7}\n'), pack(b"\xff\xfe\n")],
    ids=["empty", "not packed", "cut short", "no JSON", "another form", "no text"],
)
def test_a_damaged_file_is_named_with_what_to_do(user, capsys, content):
    damaged = put(user, content=content) / "list.jsonl.xz"
    with pytest.raises(ResourceDamaged, match="codes remove"):
        edition("FY2025").lookup("I10")
    assert main(["lookup", "I10", "--edition", "FY2025"]) == 3
    said = capsys.readouterr().err
    assert str(damaged) in said
    assert "Traceback" not in said
    assert main(["lookup", "I10"]) == 0


def test_an_edition_lets_go_of_every_file_that_it_opened(tmp_path):
    """Windows removes no file that is open, so an import or a removal could not clear up."""
    book = Edition(holdings.find("FY2026", resource("datasets", "codesets"), tmp_path))
    book.lookup("I10"), book.pcs.count(), book.groups.weight("001"), book.index.volumes
    stores = [book._store, book.pcs._store, book.groups._store, book.index._store]
    assert all(store._connection is not None for store in stores)
    book.close()
    assert all(store._connection is None for store in stores)
