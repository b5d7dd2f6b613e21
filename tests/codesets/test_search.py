"""Search opens the code that a coder would open first."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coding_course.codesets import System, edition


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("htn", "I10"),
        ("heart attack", "I21.9"),
        ("sugar diabetes", "E11.9"),
        ("type 2 diabetes", "E11.9"),
        ("dm2 w ckd", "E11.22"),
        ("chest pain", "R07.9"),
        ("uti", "N39.0"),
        ("copd exacerbation", "J44.1"),
        ("strep throat", "J02.0"),
        ("pink eye", "H10.9"),
        ("afib", "I48.91"),
        ("anaemia", "D64.9"),
        ("gerd", "K21.9"),
        ("poison ivy", "L23.7"),
        ("nausea and vomiting", "R11.2"),
        ("low back pain", "M54.50"),
        ("ckd stage 3", "N18.30"),
        ("normal delivery", "O80"),
        ("screening colonoscopy", "Z12.11"),
        ("knee pain right", "M25.561"),
        ("pneumnia", "J18.9"),
        ("diabtes type 2", "E11.9"),
    ],
)
def test_abbreviations_lay_words_and_typing_errors_find_the_code(book, query, code):
    assert book.search(query, limit=3)[0].code.code == code


def test_a_code_shaped_query_goes_to_the_code(book):
    assert book.search("e1122")[0].code.code == "E11.22"
    assert book.search("E11.2")[0].code.code == "E11.2"


def test_families_of_7th_characters_do_not_flood_the_answer(book):
    hits = [hit.code.code for hit in book.search("colles fracture", limit=10)]
    assert len({code[:7] for code in hits}) == len(hits)


def test_scores_never_rise_and_the_limit_holds(book):
    hits = book.search("fracture of femur", limit=7)
    assert len(hits) <= 7
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_one_system_can_be_searched_alone(book):
    assert {hit.code.system for hit in book.search("vaccine", systems={System.CPT})} == {System.CPT}


@pytest.mark.parametrize("query", ["", " ", "\x00", '"', "NEAR(", "a AND", "* OR *", "'; drop table", "%", "\ud800"])
def test_no_text_breaks_the_search(book, query):
    assert isinstance(book.search(query), tuple)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_searched(text):
    assert len(edition().search(text, limit=5)) <= 5
