"""Building a code: every valid one can be reached by choosing value after value, and no other."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coding_course.codesets import edition
from coding_course.codesets.official.files import pcs_tables

from .conftest import walk

CHARACTERS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def test_walking_the_choices_leads_to_every_code_once_and_to_no_other(pcs):
    built = list(walk(pcs))
    assert len(built) == len(set(built)) == pcs.count()
    assert set(built) == set(pcs.codes())


def test_no_code_can_be_built_that_the_official_tables_lack(pcs, release, order):
    name = "icd10pcs_tables_2026.xml"
    _, tables = pcs_tables.read_tables(release(f"icd10pcs-fy2026/{name}"), name)
    official = {code for table in tables for code in table.codes()}
    april = set(order("icd10pcs-fy2026/april-update/icd10pcs_order_2026.txt"))
    assert set(walk(pcs)) <= official | april


@pytest.mark.parametrize(("year", "codes"), [(2025, 78_948), (2026, 79_115)])
def test_an_imported_edition_builds_exactly_the_codes_of_its_release(imported, order, year, codes):
    book = imported(year, "tables", "order")
    built = list(walk(book))
    assert len(built) == len(set(built)) == book.count() == codes
    assert dict(book.titles()) == order(f"icd10pcs-fy{year}/icd10pcs_order_{year}.txt")
    assert set(built) == set(book.codes())


def test_tables_alone_make_plain_titles_and_an_order_file_alone_cannot_build(imported):
    tables = imported(2025, "tables")
    assert tables.lookup("0FT44ZZ").title == "Resection: Gallbladder, Percutaneous Endoscopic"
    titles = imported(2025, "order")
    assert titles.lookup("0FT44ZZ").title == "Resection of Gallbladder, Percutaneous Endoscopic Approach"
    assert titles.choices("0FT4") is None
    assert titles.axes("0FT44ZZ") == ()
    assert titles.lookup("0FT") is None


def test_each_choice_is_explained_by_its_place(pcs):
    for prefix, title in (("", "Section"), ("0", "Body System"), ("0F", "Operation"), ("0FT", "Body Part")):
        axis = pcs.choices(prefix)
        assert (axis.place, axis.title) == (len(prefix) + 1, title)
        assert axis.definition
        assert [value.character for value in axis.values] == sorted(value.character for value in axis.values)
        assert all(value.axis == title and value.label for value in axis.values)


def test_nothing_follows_a_complete_code_or_an_impossible_beginning(pcs):
    assert pcs.choices("0FT44ZZ") is None
    assert pcs.choices("0FTZ") is None
    assert pcs.choices("0FI") is None
    assert pcs.choices("ZZZ") is None
    assert pcs.choices("0FT44ZZ0") is None


def test_a_character_with_two_meanings_is_settled_by_what_comes_after_it(pcs):
    # In 02H the device J is a pacemaker lead in a chamber of the heart.
    labels = {value.character: value.label for value in pcs.choices("02HK3").values}
    assert labels["J"] == "Cardiac Lead, Pacemaker"
    # Substances of New Technology share a character; the group of the code settles which is meant.
    either = {value.character: value.label for value in pcs.choices("XW033").values}["5"]
    assert " or " in either
    assert [" or " in pcs.axes(code)[5].label for code in pcs.codes("XW0335")] == [False] * len(pcs.codes("XW0335"))


@settings(max_examples=400, deadline=None)
@given(st.text(CHARACTERS, max_size=7))
def test_a_beginning_has_choices_exactly_where_codes_begin_so(prefix):
    book = edition("FY2026").pcs
    codes = book.codes(prefix)
    axis = book.choices(prefix)
    following = {code[len(prefix)] for code in codes if len(code) > len(prefix)}
    assert {value.character for value in axis.values} == following if axis else not following
    assert len(book.axes(prefix)) == (len(prefix) if codes else 0)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 100_000), st.integers(0, 6), st.sampled_from(CHARACTERS))
def test_a_code_with_one_character_changed_is_found_only_when_it_is_a_code(number, place, character):
    book = edition("FY2026").pcs
    codes = every_code()
    original = list(codes)[number % len(codes)]
    changed = original[:place] + character + original[place + 1 :]
    found = book.lookup(changed)
    assert (found is not None) == (changed in codes)
    if found is not None:
        assert found.billable
        assert found.code == changed


@cache
def every_code() -> dict[str, None]:
    return dict.fromkeys(edition("FY2026").pcs.codes())


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=12))
def test_any_text_is_taken_without_an_error(text):
    book = edition("FY2026").pcs
    book.lookup(text)
    book.choices(text)
    book.axes(text)
    book.table(text)
    book.period(text)
    book.flags(text)
    edition("FY2026").lookup(text)
