"""An import changes an edition as a whole or not at all, and what follows does not depend on the order of imports."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import textwrap

import openpyxl
import pytest

from coding_course.codesets import NoteKind, System, editions, holdings
from coding_course.codesets.official import choosing, importing, placing
from coding_course.codesets.official.kinds import ReleaseProblem
from coding_course.codesets.official.records import read_own
from tests.codesets.official.small import BILLABLE, CODES, addenda, order_file, poa_list, tabular_xml, zipped

pytestmark = pytest.mark.usefixtures("small")

ORDER, TABULAR, POA = {"icd10cm_order_2031.txt": order_file()}, {"tabular.xml": tabular_xml()}, {"poa.txt": poa_list()}


def codes(book) -> dict[str, str]:
    return {
        one.code: one.title for chapter in book.chapters() for one in book.billable_below(chapter.code) if one.billable
    }


def state(data) -> tuple:
    """Return everything that the data folder holds of an edition."""
    own = read_own(data.user, "FY2031")
    return (own and (own.files, own.counts), sorted(codes(data.edition("FY2031")).items()))


def test_a_tabular_list_becomes_an_edition_that_opens(data):
    data.bring(TABULAR)
    book = data.edition("FY2031")
    assert codes(book) == BILLABLE
    assert book.lookup("s62.1xxd").title == "Fracture of a carpal bone, subsequent encounter"
    assert [note.kind for note in book.notes("A00.0")] == [NoteKind.EXCLUDES1]
    assert book.counts()[System.CM] == len(BILLABLE)
    assert book.manifest.first_day == "2030-10-01"


def test_an_order_file_alone_is_an_edition_too_and_says_what_is_missing(data):
    (change,) = data.bring(ORDER)
    book = data.edition("FY2031")
    assert codes(book) == BILLABLE
    assert [one.code for one in book.ancestors("S62.1XXA")] == ["S62.1", "S62", "S60-S69", "19"]
    assert book.notes("A00") == ()
    assert any("no instructional notes" in remark for remark in change.remarks)


@pytest.mark.parametrize("first", [ORDER, TABULAR, POA])
def test_the_order_of_imports_decides_nothing(data, first):
    for files in (first, *(one for one in (ORDER, TABULAR, POA) if one is not first)):
        data.bring(files)
    book = data.edition("FY2031")
    assert codes(book) == BILLABLE
    assert {code for code in BILLABLE if book.poa_exempt(code)} == {"S62.1XXD", "S62.1XXS", "Z99.8"}
    assert [note.kind for note in book.notes("A00.0")] == [NoteKind.EXCLUDES1]


def test_the_order_file_takes_7th_characters_away_that_only_a_note_would(data):
    without = [row for row in CODES if row[0] != "S62.1XXS"]
    (change,) = data.bring({**TABULAR, "icd10cm_order_2031.txt": order_file(without)})
    book = data.edition("FY2031")
    assert "S62.1XXS" not in codes(book)
    assert dict(book.seventh_characters("S62.1")) == {"A": "initial encounter", "D": "subsequent encounter"}
    assert any("S62.1XXS" in remark for remark in change.remarks)
    data.bring(ORDER)  # the right one after all: what was taken away comes back
    assert codes(data.edition("FY2031")) == BILLABLE


def test_an_order_file_of_another_update_is_pointed_out(data):
    more = [*CODES[:3], ("B00", True, "Another disease"), *CODES[3:]]
    (change,) = data.bring({**TABULAR, "icd10cm_order_2031.txt": order_file(more)})
    assert any("B00" in remark and "tabular list of the same update" in remark for remark in change.remarks)
    book = data.edition("FY2031")
    assert codes(book) == {**BILLABLE, "B00": "Another disease"}
    assert [note.kind for note in book.notes("A00.0")] == [NoteKind.EXCLUDES1]


def test_a_code_that_the_order_file_makes_a_header_is_one(data):
    split = [*CODES[:1], ("A00.0", False, "Cholera"), ("A00.01", True, "Cholera, early"), *CODES[2:]]
    data.bring({**TABULAR, "icd10cm_order_2031.txt": order_file(split)})
    book = data.edition("FY2031")
    assert not book.lookup("A00.0").billable
    assert [one.code for one in book.children("A00.0")] == ["A00.01"]
    assert [note.source for note in book.notes("A00.01")] == ["A00"]


def test_a_poa_list_of_another_year_is_refused_and_changes_nothing(data):
    data.bring(TABULAR)
    before = state(data)
    with pytest.raises(ReleaseProblem, match="no billable codes of FY2031"):
        data.bring({"poa.txt": poa_list(["A00.1", "Z99.8"])})
    assert state(data) == before


def test_dates_known_from_the_courses_own_edition_serve_other_years(data):
    rows = [*CODES[:3], ("G35", True, "Multiple sclerosis"), *CODES[3:]]
    data.bring({"icd10cm_order_2025.txt": order_file(rows)})
    assert data.edition("FY2025").period("G35") == ("", "2025-09-30")
    # A release of a later year that has the code again is right against what was known.
    (change,) = data.bring({"icd10cm_order_2027.txt": order_file(rows)})
    assert data.edition("FY2027").period("G35") == ("", "")
    assert any("the release counts" in remark for remark in change.remarks)


def test_a_poa_list_for_the_courses_own_edition_keeps_what_else_is_known(data, release):
    data.bring({"POAexemptCodesFY26.txt": release("icd10cm-fy2026/POAexemptCodesFY26.txt")})
    book = data.edition("FY2026")
    assert book.holding.imported >= {"facts", "poa-exempt"}
    assert (book.poa_exempt("Z79.4"), "manifestation" in book.flags("G63")) == (True, True)
    assert book.age_limits("O80").category == "maternity"
    assert book.period("G35.D") == ("2025-10-01", "")


# Which edition


def test_the_edition_comes_from_inside_then_from_the_name_then_from_the_person(data):
    with pytest.raises(ReleaseProblem, match="--edition"):
        data.bring({"order.txt": order_file()})
    (change,) = data.bring({"order.txt": order_file()}, "2032")
    assert change.edition == "FY2032"
    (change,) = data.bring({"icd10cm-fy2033/order.txt": order_file()})
    assert change.edition == "FY2033"
    with pytest.raises(ReleaseProblem, match="belongs to FY2031, and you named FY2032"):
        data.bring(TABULAR, "FY2032")
    with pytest.raises(ReleaseProblem, match="no edition"):
        data.bring(TABULAR, "next year")


def test_a_zip_may_hold_several_kinds_and_things_that_are_not_needed(data):
    archive = zipped({**ORDER, **TABULAR, **POA, "guide.pdf": b"%PDF-1.7", "notes.bin": bytes(range(256))})
    folder = data.folder / "2031-release.zip"
    folder.write_bytes(archive)
    prepared = importing.prepare([folder])
    assert sorted(part.kind.id for part in prepared.parts) == ["cm-order", "cm-tabular", "poa-exempt"]
    assert [one.named for one in prepared.unused] == [False, False]
    importing.put(prepared, data.embedded, data.user)
    assert codes(data.edition("FY2031")) == BILLABLE


def test_of_two_updates_of_one_year_the_later_is_taken_and_of_two_forms_one(data):
    later = [*CODES[:3], ("A00.B", True, "Cholera of a later kind"), *CODES[3:]]
    data.bring(
        {"october/icd10cm_order_2031.txt": order_file(), "april-update/icd10cm_order_2031.txt": order_file(later)}
    )
    assert "A00.B" in codes(data.edition("FY2031"))
    book = openpyxl.Workbook()
    for row in (line.split("\t") for line in poa_list().decode().splitlines()):
        book.active.append(row)
    book.save(data.folder / "poa.xlsx")
    data.bring({"poa.txt": poa_list(), "poa.xlsx": (data.folder / "poa.xlsx").read_bytes()})
    (record,) = [one for one in read_own(data.user, "FY2031").imports if one.kind == "poa-exempt"]
    assert record.path == "poa.txt"


def test_two_files_of_one_kind_that_differ_are_not_chosen_between(data):
    other = {"a/icd10cm_order_2031.txt": order_file(), "b/order_2031.txt": order_file([*CODES[1:]])}
    with pytest.raises(ReleaseProblem, match="both are"):
        data.bring(other)
    assert read_own(data.user, "FY2031") is None


@pytest.mark.parametrize(
    "data_of",
    [
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("\r\n", "\n").encode(),
        lambda text: text.replace("\r\n", "\r").encode(),
        lambda text: text.encode() + b"\x1a",
    ],
)
def test_any_encoding_and_any_line_ends_are_read(data, data_of):
    data.bring({"icd10cm_order_2031.txt": data_of(order_file().decode())})
    assert codes(data.edition("FY2031")) == BILLABLE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252", "iso-8859-1"])
def test_accents_of_the_tabular_list_are_read_in_any_encoding(data, encoding):
    data.bring({"tabular.xml": tabular_xml(title="Ménière", encoding=encoding)})
    assert data.edition("FY2031").lookup("A00.9").title == "Meniere, unspecified"


def test_xml_that_says_utf_8_and_is_windows_1252_is_read(data):
    data.bring(
        {"tabular.xml": tabular_xml(title="Ménière", encoding="windows-1252").replace(b"windows-1252", b"utf-8")}
    )
    assert data.edition("FY2031").lookup("A00.9").title == "Meniere, unspecified"


# Whole or not at all


@pytest.fixture
def old(data):
    """An edition that is there, and what it must still be afterwards."""
    data.bring({**TABULAR, **POA})
    data.before = state(data)
    data.files = {path.name: path.read_bytes() for path in (data.user / "fy2031").iterdir()}
    return data


def unchanged(data) -> bool:
    editions.forget()
    now = {path.name: path.read_bytes() for path in (data.user / "fy2031").iterdir()}
    return state(data) == data.before and now == data.files and data.edition("FY2031").poa_exempt("Z99.8")


NEW = [*CODES[:3], ("B00", True, "Another disease"), *CODES[3:]]


@pytest.mark.parametrize("which", ["write", "fsync", "replace"])
@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_full_disk_leaves_the_old_edition_wherever_it_strikes(old, monkeypatch, which, number):
    calls = 0

    def full(real):
        def call(*arguments, **named):
            nonlocal calls
            calls += 1
            if calls == number:
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*arguments, **named)

        return call

    if which == "write":
        monkeypatch.setattr(placing, "write_part", full(placing.write_part))
    else:
        monkeypatch.setattr(placing.os, which, full(getattr(os, which)))
    said = ""
    try:
        old.bring({"icd10cm_order_2031.txt": order_file(NEW)})
    except ReleaseProblem as problem:
        said = str(problem)
    monkeypatch.undo()
    os.environ["CODING_COURSE_DATA"] = str(old.user.parent)
    if said:
        assert "The disk is full" in said
        assert unchanged(old)
    else:  # there are not so many calls, or it struck where nothing is lost: the cache, the folder's own record
        assert which != "write" or calls < number
        assert "cm-order" in {record.kind for record in read_own(old.user, "FY2031").imports}


def test_a_disk_that_is_full_for_the_manifest_alone_leaves_the_old_edition(old, monkeypatch):
    real = placing.write_part

    def full(path, content):
        if path.name == "manifest.json":
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, content)

    monkeypatch.setattr(placing, "write_part", full)
    with pytest.raises(ReleaseProblem, match="The disk is full"):
        old.bring({"icd10cm_order_2031.txt": order_file(NEW)})
    assert unchanged(old)


def test_an_edition_that_does_not_open_with_the_new_file_is_not_put_in_place(old, monkeypatch):
    from coding_course.codesets import build_tabular

    def stumble(connection, holding):
        raise ValueError("a fault")

    monkeypatch.setattr(build_tabular, "build", stumble)
    with pytest.raises(ReleaseProblem, match="cannot be opened with it"):
        old.bring(
            {"icd10cm_order_2031.txt": order_file(NEW)[:-2] + b" \r\n", "tabular.xml": tabular_xml(title="Other")}
        )
    monkeypatch.undo()
    os.environ["CODING_COURSE_DATA"] = str(old.user.parent)
    assert unchanged(old)


def run(data, script: str) -> subprocess.Popen:
    """Start another process that works on the same data folder."""
    lenient = """
        from coding_course.codesets.official import importing, placing
        from coding_course.codesets.official.files import cm_order, cm_tabular, poa_exempt
        from coding_course.codesets import holdings
        from coding_course.resources import resource
        from pathlib import Path
        import os, sys
        cm_tabular.FEWEST_CODES = cm_order.FEWEST_CODES = 5
        cm_tabular.FEWEST_CHAPTERS = poa_exempt.FEWEST = 1
        def bring(*names):
            prepared = importing.prepare([Path(name) for name in names])
            importing.put(prepared, resource("datasets", "codesets"), holdings.user_folder())
    """
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(lenient) + textwrap.dedent(script)],
        cwd=data.folder,
        env={**os.environ, "CODING_COURSE_DATA": str(data.user.parent)},
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("moment", ["try_out", "write_manifests"])
def test_an_import_that_is_killed_leaves_the_old_edition_and_the_next_one_clears_up(old, moment):
    (old.folder / "icd10cm_order_2031.txt").write_bytes(order_file(NEW))
    place = "importing" if moment == "write_manifests" else "trying"
    killed = run(
        old,
        f"""
        from coding_course.codesets.official import {place}
        {place}.{moment} = lambda *arguments: os._exit(9)
        bring("icd10cm_order_2031.txt")
        """,
    )
    assert killed.wait(120) == 9
    editions.forget()
    assert state(old) == old.before
    left = {path.name for path in (old.user / "fy2031").iterdir()} - set(old.files)
    assert left  # it had written something that nobody names
    old.bring({"poa.txt": poa_list(["Z99.8"])})
    assert not left & {path.name for path in (old.user / "fy2031").iterdir()}
    assert "B00" not in codes(old.edition("FY2031"))


def test_several_imports_at_once_end_up_all_there(data):
    files = {
        "tabular.xml": tabular_xml(),
        "icd10cm_order_2031.txt": order_file(),
        "poa.txt": poa_list(),
        "addenda.txt": addenda([("Add", True, "U07.1", "A new disease"), ("Delete", True, "A00.5", "An old disease")]),
    }
    for name, content in files.items():
        (data.folder / name).write_bytes(content)
    started = [run(data, f'bring("{name}")') for name in files]
    assert [(one.wait(180), one.stderr.read()) for one in started] == [(0, "")] * len(files)
    own = read_own(data.user, "FY2031")
    assert sorted(record.kind for record in own.imports) == ["cm-addenda", "cm-order", "cm-tabular", "poa-exempt"]
    book = data.edition("FY2031")
    assert codes(book) == BILLABLE
    assert book.poa_exempt("Z99.8")
    assert {path.name for path in (data.user / "fy2031").iterdir()} >= set(own.files.values())


def test_importing_the_same_again_changes_nothing(old):
    old.bring({**TABULAR, **POA})
    assert state(old) == old.before


# Use, remove, borrow


def test_an_edition_is_chosen_and_the_choice_is_taken_back(old):
    assert old.edition().name == "FY2026"
    choosing.use("fy2031", old.embedded, old.user)
    assert old.edition().name == "FY2031"
    choosing.use("", old.embedded, old.user)
    assert old.edition().name == "FY2026"
    with pytest.raises(ReleaseProblem, match="FY2026, FY2031"):
        choosing.use("FY2030", old.embedded, old.user)


def test_an_edition_with_parts_alone_cannot_be_used_and_lends_its_index(data, release):
    data.bring({"icd10cm_index_2017.xml": release("icd10cm-fy2017-xml/icd10cm_index_2017.xml")})
    with pytest.raises(ReleaseProblem, match="only parts"):
        choosing.use("FY2017", data.embedded, data.user)
    holding = holdings.find("FY2026", data.embedded, data.user)
    assert holding.origin("index") == "FY2017"
    assert holding.origin("tabular") == "FY2026"
    assert "index" not in holding.imported


def test_taking_back_one_kind_settles_the_edition_anew(old):
    old.bring(ORDER)
    choosing.remove("FY2031", ["poa-exempt"], old.embedded, old.user)
    assert not old.edition("FY2031").poa_exempt("Z99.8")
    choosing.remove("FY2031", ["cm-tabular"], old.embedded, old.user)
    book = old.edition("FY2031")
    assert codes(book) == BILLABLE  # from the order file
    assert book.notes("A00") == ()
    with pytest.raises(ReleaseProblem, match="There are: cm-order"):
        choosing.remove("FY2031", ["gems"], old.embedded, old.user)


def test_taking_everything_back_leaves_no_trace_and_the_courses_own_edition_in_use(old):
    from coding_course.codesets import UnknownEdition

    choosing.use("FY2031", old.embedded, old.user)
    choosing.remove("FY2031", [], old.embedded, old.user)
    assert not (old.user / "fy2031").exists()
    assert old.edition().name == "FY2026"
    with pytest.raises(UnknownEdition):
        old.edition("FY2031")
    with pytest.raises(ReleaseProblem, match="imported nothing yet"):
        choosing.remove("FY2031", [], old.embedded, old.user)


def test_a_manifest_that_was_damaged_counts_as_none_and_can_be_imported_over(old):
    (old.user / "fy2031" / "manifest.json").write_bytes(b"{")
    editions.forget()
    assert old.edition().name == "FY2026"
    old.bring(TABULAR)
    assert codes(old.edition("FY2031")) == BILLABLE


def test_the_manifest_says_where_everything_came_from(old):
    manifest = json.loads((old.user / "fy2031" / "manifest.json").read_bytes())
    assert {source["file"] for source in manifest["sources"]} == {"tabular.xml", "poa.txt"}
    assert all(len(source["sha256"]) == 64 and source["imported"].endswith("Z") for source in manifest["sources"])
    assert manifest["counts"]["billable codes"] == len(BILLABLE)


def test_a_data_folder_that_cannot_be_written_is_a_sentence(data, monkeypatch):
    monkeypatch.setenv("CODING_COURSE_DATA", str(data.folder / "file"))
    (data.folder / "file").write_bytes(b"")
    (data.folder / "tabular.xml").write_bytes(tabular_xml())
    prepared = importing.prepare([data.folder / "tabular.xml"])
    with pytest.raises(ReleaseProblem, match="CODING_COURSE_DATA"):
        importing.put(prepared, data.embedded, holdings.user_folder())
