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


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("accidental acetaminophen overdose", "T39.1X1"),
        ("tylenol overdose", "T39.1X1"),
        ("acetaminophen overdose on purpose, self harm", "T39.1X2"),
        ("warfarin adverse effect", "T45.515"),
        ("underdosing of insulin", "T38.3X6"),
        ("heparin poisoning", "T45.511"),
    ],
)
def test_a_drug_is_found_by_its_own_name_though_the_title_names_its_class(book, query, code):
    assert code in [hit.code.code for hit in book.search(query, limit=3)]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("tdap", "90715"),
        ("normal saline", "J7030"),
        ("cryotherapy", "17110"),
        ("cabbage", "Z95.1"),
        ("toradol", "J1885"),
        ("egd with biopsy", "43239"),
    ],
)
def test_what_coders_say_for_a_service_finds_it_among_the_first_three(book, query, code):
    assert code in [hit.code.code for hit in book.search(query, limit=3)]


@pytest.mark.parametrize(("query", "code"), [("pneumo", "J18.9"), ("hyperten", "I10"), ("diabet", "E11.9")])
def test_a_lone_beginning_of_a_word_is_no_typing_error(book, query, code):
    assert book.search(query, limit=3)[0].code.code == code


def test_a_code_shaped_query_goes_to_the_code(book):
    assert book.search("e1122")[0].code.code == "E11.22"
    assert book.search("E11.2")[0].code.code == "E11.2"


def test_families_of_7th_characters_do_not_flood_the_answer(book):
    hits = [hit.code.code for hit in book.search("colles fracture", limit=10)]
    assert len({code[:7] for code in hits}) == len(hits)


@pytest.mark.parametrize(
    ("query", "shown", "varies", "members"),
    [
        ("knee pain", "M25.569", ("side",), ["M25.561", "M25.562", "M25.569"]),
        ("pain in right knee", "M25.561", ("side",), ["M25.561", "M25.562", "M25.569"]),
        ("tinnitus", "H93.19", ("side",), ["H93.11", "H93.12", "H93.13", "H93.19"]),
        ("multiple injuries", "T07", ("7th character",), ["T07.XXXA", "T07.XXXD", "T07.XXXS"]),
        ("hypertension", "I10", (), ["I10"]),
    ],
)
def test_a_family_is_one_hit_that_unfolds(book, query, shown, varies, members):
    hit = book.search(query, limit=5)[0]
    assert (hit.code.code, hit.varies) == (shown, varies)
    assert [code.code for code in book.family(shown)] == members
    assert hit.more == len(members) - hit.code.billable


def test_a_leaf_with_sides_unfolds_to_every_side_and_7th_character(book):
    codes = [code.code for code in book.family("S62.101")]
    assert len(codes) == 21
    assert {code[:7] for code in codes} == {"S62.101", "S62.102", "S62.109"}
    assert book.family("S62.102B") == book.family("S62.101")


def test_headers_that_differ_in_side_do_not_part_a_family(book):
    assert [code.code for code in book.family("L97.321")] == ["L97.301", "L97.311", "L97.321"]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["fracture", "pain in joint", "ulcer of heel", "glaucoma", "burn of hand", "dislocation"]))
def test_no_two_hits_stand_for_the_same_family(query):
    book = edition()
    families = [frozenset(c.code for c in book.family(hit.code.code)) for hit in book.search(query, limit=30)]
    families = [family for family in families if family]
    assert len(set(families)) == len(families)


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


@pytest.mark.parametrize(
    ("query", "nearest"),
    [("E11.229", "E11.22"), ("e11229", "E11.22"), ("I10.9", "I10"), ("S72.001Z", "S72.001"), ("0FT44ZX", "0FT44Z")],
)
def test_a_mistyped_code_leads_to_the_longest_beginning_that_there_is(book, query, nearest):
    hits = book.search(query)
    assert hits[0].code.code == nearest
    assert hits[0].why == "what was typed begins so, and is no code"
    assert all(hit.code.code.startswith(nearest) for hit in hits)


@pytest.mark.parametrize("query", ["HER2", "D50W", "A1c", "b12", "covid19", "h1n1"])
def test_names_that_look_like_a_code_are_read_as_words(book, query):
    assert not any("is no code" in hit.why for hit in book.search(query))
