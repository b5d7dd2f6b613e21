"""The study index: walked as the book is, without any official file."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def index(book):
    return book.index


def test_it_says_what_it_is(index):
    assert index.official is False
    assert index.source.startswith("Study index")


@pytest.mark.parametrize(
    ("typed", "trail", "codes"),
    [
        ("acute bronchitis", "Bronchitis > acute", ("J20.9",)),
        ("bronchitis, acute", "Bronchitis > acute", ("J20.9",)),
        ("knee pain", "Pain > knee", ("M25.56-",)),
        ("fracture, femur, neck", "Fracture > femur > neck", ("S72.00-",)),
        ("aspiration pneumonia", "Pneumonia > aspiration", ("J69.0",)),
        ("anaemia", "Anemia", ("D64.9",)),
        ("fractur femr", "Fracture > femur", ("S72.9-",)),
        (
            "type 2 diabetes with chronic kidney disease",
            "Diabetes, diabetic > type 2 > with > chronic kidney disease",
            ("E11.22",),
        ),
    ],
)
def test_words_lead_to_the_line_of_the_book(index, typed, trail, codes):
    entry = index.find(typed)[0]
    assert index.trail(entry.id) == trail
    assert entry.codes == codes


def test_a_lay_term_sees_the_term_of_a_coder(index):
    entry = index.find("heart attack")[0]
    assert entry.title == "Heart attack"
    assert [index.trail(f.id) for f in index.follow(entry)] == ["Infarct, infarction > myocardial"]


def test_a_code_with_a_dash_is_completed_by_the_tabular_list(index):
    state = index.state("M25.56-")
    assert state.state == "incomplete"
    assert [c.code for c in state.below] == ["M25.561", "M25.562", "M25.569"]


def test_letters_main_terms_and_subterms_can_be_walked(index):
    assert {"A", "Z"} <= set(index.letters("diseases"))
    terms = index.main_terms("diseases", "B")
    bronchitis = next(t for t in terms if t.title == "Bronchitis")
    acute = next(s for s in index.below(bronchitis.id) if s.title == "acute")
    assert [step.title for step in index.path(acute.id)] == ["Bronchitis", "acute"]
