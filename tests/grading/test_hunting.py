"""A find exercise's score: points for the code, the main term, the Tabular List and the notes, each loss explained."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding_course.codesets import edition
from coding_course.grading.hunting import (
    DecisiveNote,
    FindScore,
    HuntKey,
    WrongTurn,
    is_main_term,
    redact_find,
    score_trail,
    solution_trail,
)
from coding_course.grading.model import Alternate
from coding_course.grading.trail import parse_trail, render_trail

KEY = HuntKey(
    code="I50.33",
    evidence="acute on chronic diastolic heart failure",
    rationale="The type and the acuity are both named.",
    citation="ICD-10-CM Official Guidelines FY2026, I.B.1",
    terms=("Failure",),
    look_up="The condition is the main term; the heart is its site.",
    notes=(DecisiveNote("I50", "code first", "Hypertension would come before it.", "Tabular List, I50"),),
)
SPRAIN = HuntKey(
    "S93.401A", "sprained the right ankle", "It is the first visit.", "Tabular List, S93", terms=("Sprain",)
)
TURNS = (
    WrongTurn("The heart is a site; sites are subterms.", term="Heart"),
    WrongTurn("It leaves out what the record says of type and acuity.", code="I50.9"),
)
BY_THE_BOOK = "index: Failure > heart\ntabular: I50.33\nnote: I50 code first\ncode: I50.33"


def graded(text: str, key: HuntKey = KEY) -> FindScore:
    return score_trail(parse_trail(text), key, edition(), turns=TURNS)


def kinds(score: FindScore) -> list[str]:
    return [loss.kind.value for loss in score.losses]


def test_a_code_found_as_in_the_book_earns_everything() -> None:
    score = graded(BY_THE_BOOK)
    assert (score.points, score.max, score.losses) == (9.0, 9.0, ())


def test_a_right_code_out_of_nowhere_earns_the_code_alone() -> None:
    score = graded("code: I50.33")
    assert score.points == 4.0
    assert kinds(score) == ["no-main-term", "not-verified", "note-not-read"]


def test_an_empty_trail_earns_nothing_and_is_no_attempt() -> None:
    score = graded("# nothing yet")
    assert (score.points, score.attempted, score.losses) == (0.0, False, ())


def test_a_site_as_main_term_is_told_with_its_misconception() -> None:
    score = graded(BY_THE_BOOK.replace("Failure > heart", "Heart > failure"))
    assert kinds(score) == ["wrong-main-term"]
    assert "sites are subterms" in score.losses[0].message


def test_a_wrong_term_before_the_right_one_costs_nothing_and_is_remarked() -> None:
    score = graded(f"index: Heart\n{BY_THE_BOOK}")
    assert score.losses == ()
    assert "sites are subterms" in score.remarks[0]


def test_a_reference_that_was_followed_leads_to_a_main_term_too() -> None:
    assert graded(BY_THE_BOOK.replace("index: Failure > heart", "index: Decompensation\nsee: Failure, heart")).max == 9
    assert kinds(graded(BY_THE_BOOK.replace("index: Failure > heart", "see: Failure > heart"))) == []


def test_verifying_after_choosing_earns_half() -> None:
    score = graded("index: Failure\nnote: I50 code first\ncode: I50.33\ntabular: I50.33")
    assert kinds(score) == ["verified-late"]
    assert score.points == 8.0


@pytest.mark.parametrize("entry", ["I50.33", "I50.3"])
def test_the_entry_or_the_header_that_lists_it_verifies(entry: str) -> None:
    assert kinds(graded(BY_THE_BOOK.replace("tabular: I50.33", f"tabular: {entry}"))) == []


def test_a_distant_header_does_not_verify() -> None:
    assert kinds(graded(BY_THE_BOOK.replace("tabular: I50.33", "tabular: I30-I5A"))) == ["not-verified"]


def test_who_verified_the_code_that_they_chose_keeps_those_points() -> None:
    score = graded("index: Failure\ntabular: I50.9\nnote: I50 code first\ncode: I50.9")
    assert kinds(score) == ["code"]
    assert "leaves out" in score.losses[0].message


@pytest.mark.parametrize(
    ("code", "lost"),
    [("I50.33", 0.0), ("I50.31", 3.0), ("I50.9", 2.0), ("I50.3", 3.0), ("I50.333", 3.0), ("J18.9", 4.0), ("ZZZ", 4.0)],
)
def test_a_near_miss_keeps_some_of_the_code_s_points(code: str, lost: float) -> None:
    score = graded(BY_THE_BOOK.replace("code: I50.33", f"code: {code}"))
    assert sum(loss.points for loss in score.losses if loss.part.value == "code") == lost


def test_the_leaf_of_a_7th_character_verifies_its_codes() -> None:
    assert graded("index: Sprain\ntabular: S93.401\ncode: S93.401A", SPRAIN).losses == ()
    late = graded("index: Sprain\ntabular: S93.401\ncode: S93.401D", SPRAIN)
    assert "7th character" in late.losses[0].message


def test_an_alternate_is_accepted() -> None:
    key = HuntKey(
        "I50.33", "", "r", "c", terms=("Failure",), alternates=(Alternate("I50.30", "The acuity may be unclear."),)
    )
    assert graded("index: Failure\ntabular: I50.30\ncode: I50.30", key).losses == ()


@pytest.mark.parametrize("key", [KEY, SPRAIN])
def test_the_key_s_own_way_earns_full_marks(key: HuntKey) -> None:
    score = graded(render_trail(solution_trail(key)), key)
    assert score.points == score.max


def test_a_redacted_score_tells_no_code_and_no_term_of_the_key() -> None:
    score = redact_find(graded("index: Heart\ncode: I50.9"))
    told = " ".join(loss.message for loss in score.losses)
    assert "I50.33" not in told
    assert "Failure" not in told
    assert score.points == graded("index: Heart\ncode: I50.9").points


def test_a_main_term_is_known_by_its_words() -> None:
    assert is_main_term("Diabetes, diabetic (mellitus) (sugar)", "diabetes")
    assert is_main_term("Disease, diseased", "Disease")
    assert is_main_term("Failure, failed", "Failed")
    assert not is_main_term("Heart", "Failure")
    assert not is_main_term("Clump, kidney", "Kidney")
    assert not is_main_term("Failures", "Failure")


lines = st.sampled_from(
    [*BY_THE_BOOK.split("\n"), "index: Heart", "see: Failure", "code: I50.9", "code: x", "tabular: I50", "table: 0DT"]
)


@given(st.lists(lines, max_size=8).map("\n".join) | st.text(max_size=60))
def test_points_lost_and_points_kept_add_up_to_the_maximum(text: str) -> None:
    score = graded(text)
    assert type(score.points) is float
    assert 0.0 <= score.points <= score.max == 9.0
    if score.attempted:
        assert score.points + sum(loss.points for loss in score.losses) == score.max
        assert all(loss.message for loss in score.losses)
    assert sum(points for _, points, _ in score.earned) == score.points
