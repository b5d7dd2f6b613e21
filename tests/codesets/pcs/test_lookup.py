"""Look-up of procedure codes and headers, their dates and flags, and their place among the other code systems."""

from __future__ import annotations

import threading

import pytest

from coding_course.codesets import System, edition
from coding_course.codesets.pcs.book import PcsBook


@pytest.mark.parametrize("text", ["0FT44ZZ", "0ft44zz", " 0FT4-4ZZ ", "0ft 4 4zz"])
def test_any_written_form_leads_to_the_code(pcs, text):
    code = pcs.lookup(text)
    assert (code.system, code.code, code.billable, code.parent) == (System.PCS, "0FT44ZZ", True, "0FT")
    assert code.title == "Resection of Gallbladder, Percutaneous Endoscopic Approach"
    assert edition("FY2026").lookup(text) == code


@pytest.mark.parametrize("text", ["0FT45ZZ", "0FT44Z", "0FT44ZZ0", "", "0FI44ZZ", "0FT.44ZZ"])
def test_what_is_no_code_is_not_found_as_one(pcs, text):
    found = pcs.lookup(text)
    assert found is None or not found.billable or found.code == "0FT44ZZ"


def test_a_header_says_what_its_characters_say(pcs):
    assert [pcs.lookup("0FT44ZZ"[:n]).title for n in (1, 2, 3, 4, 6)] == [
        "Medical and Surgical",
        "Hepatobiliary System and Pancreas",
        "Hepatobiliary System and Pancreas, Resection",
        "Hepatobiliary System and Pancreas, Resection, Gallbladder",
        "Hepatobiliary System and Pancreas, Resection, Gallbladder, Percutaneous Endoscopic, No Device",
    ]
    assert [pcs.lookup("0FT4"[:n]).kind for n in (1, 2, 3, 4)] == ["section", "body system", "table", "prefix"]
    assert [pcs.lookup("0FT4"[:n]).parent for n in (1, 2, 3, 4)] == ["", "0", "0F", "0FT"]


def test_no_code_of_one_system_hides_a_code_of_another(pcs):
    book = edition("FY2026")
    for code in pcs.codes("X")[:200] + pcs.codes("B")[:200] + pcs.codes("0FT"):
        assert book.lookup(code).system is System.PCS
    for code in ("H40.1110", "S62.101A", "X00.0XXA", "T07.XXXA", "B20", "D3A.00"):
        assert book.lookup(code).system is System.CM
        assert book.lookup(code.replace(".", "")).system is System.CM
    assert book.lookup("99214").system is System.CPT
    assert book.lookup("12").system is System.CM


def test_a_header_is_found_without_naming_the_system_where_it_can_be_nothing_else():
    book = edition("FY2026")
    assert book.lookup("0FT").kind == "table"
    assert book.lookup("0FT", System.CM) is None
    assert book.lookup("0FT", System.PCS).kind == "table"
    assert book.lookup("B20").system is System.CM
    assert book.lookup("B20", System.PCS).title == "Heart, Plain Radiography"


def test_dates_of_the_april_update_and_of_codes_that_end():
    book = edition("FY2026")
    assert book.lookup("02HM3JZ").valid_from == "2026-04-01"
    assert not book.valid_on("02HM3JZ", "2026-03-31")
    assert book.valid_on("02HM3JZ", "2026-04-01")
    assert book.period("30233AZ") == ("", "2026-03-31")
    assert book.valid_on("30233AZ", "2025-12-01")
    assert not book.valid_on("30233AZ", "2026-04-01")
    assert not book.valid_on("0FT", "2026-01-01")
    assert not book.valid_on("0FT45ZZ", "2026-01-01")


def test_a_code_without_a_title_here_is_known_by_its_dates(pcs, order):
    missing = set(order("icd10pcs-fy2026/icd10pcs_order_2026.txt")) - set(pcs.codes())
    assert 0 < len(missing) < 300
    for code in missing:
        assert edition("FY2026").valid_on(code, "2025-10-01")
        assert pcs.lookup(code) is None


def test_flags_of_the_code_editor(pcs):
    assert pcs.flags("10E0XZZ") == {"delivery"}
    assert "noncovered-sterilization" in pcs.flags("0UL74CZ") | pcs.flags("0UL74ZZ")
    assert pcs.flags("0FT44ZZ") == frozenset()
    assert pcs.flags("no code") == frozenset()


def test_the_edition_counts_its_procedure_codes(pcs):
    assert edition("FY2026").counts()[System.PCS] == pcs.count()


def test_a_table_holds_the_codes_of_its_three_characters(pcs):
    table = pcs.table("0FT4")
    assert table.prefix == "0FT"
    assert [value.place for value in table.head] == [1, 2, 3]
    built = {
        "0FT" + a.character + b.character + c.character + d.character
        for row in table.rows
        for a in row.axes[0].values
        for b in row.axes[1].values
        for c in row.axes[2].values
        for d in row.axes[3].values
    }
    assert built == set(pcs.codes("0FT"))
    assert pcs.table("0F") is None
    assert pcs.table("ZZZ") is None


def test_threads_may_ask_at_once(tmp_path):
    book = PcsBook(edition("FY2026").holding, [tmp_path])
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(book.lookup("0FT44ZZ").title)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert len(list(tmp_path.glob("*.sqlite"))) == 1
    book.close()


def test_a_damaged_store_is_built_anew(tmp_path):
    book = PcsBook(edition("FY2026").holding, [tmp_path])
    assert book.lookup("0FT44ZZ")
    book.close()
    (store,) = tmp_path.glob("*.sqlite")
    store.write_bytes(store.read_bytes()[:50_000])
    assert PcsBook(edition("FY2026").holding, [tmp_path]).lookup("0FT44ZZ")
