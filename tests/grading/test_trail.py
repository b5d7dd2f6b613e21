"""The way to a code as text: what is read of it, what is said of the rest, and that nothing breaks it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding_course.grading.trail import MAX_STEPS, NOTE_KINDS, Step, StepKind, parse_trail, render_trail, step

TYPED = """\
%%find fd-001
# as in the book
Search: heart failure
Index: Failure -> heart › diastolic > acute on chronic
see: Failure > congestive
tabular: i50.3, I5033
note: i50 Code first note
guided: I50.3 which kind: acute on chronic
table: 0dtj
value: 0DTJ 4
code: i5033     # from the table of contents
"""


def read(text: str) -> list[tuple[str, str]]:
    return [(each.kind.value, each.text) for each in parse_trail(text).steps]


def test_every_kind_of_step_is_read_whatever_its_letter_case_arrows_and_points() -> None:
    assert read(TYPED) == [
        ("search", "heart failure"),
        ("index", "Failure > heart > diastolic > acute on chronic"),
        ("see", "Failure > congestive"),
        ("tabular", "I50.3"),
        ("tabular", "I50.33"),
        ("note", "I50 code first"),
        ("guided", "I50.3 which kind: acute on chronic"),
        ("table", "0DT"),
        ("value", "0DTJ4"),
        ("code", "I50.33"),
    ]
    assert parse_trail(TYPED).problems == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("main term: Failure", ("index", "Failure")),
        ("verified: I10", ("tabular", "I10")),
        ("tabular list: E08-E13", ("tabular", "E08-E13")),
        ("tabular: 4", ("tabular", "4")),
        ("dx: e1122 type 2 diabetes", ("code", "E11.22")),
        ("tabluar: I10", ("tabular", "I10")),
        ("note: E11 excludes 1", ("note", "E11 excludes1")),
        ("note: E11.22 use additional", ("note", "E11.22 use additional code")),
        ("read: S93 seventh character", ("note", "S93 7th character note")),
        ("note: 0DT definition", ("note", "0DT definition")),
        ("note: I10 note", ("note", "I10 note")),
        ("E11.22", ("code", "E11.22")),
        ("0DTJ4ZZ", ("code", "0DTJ4ZZ")),
    ],
)
def test_what_a_learner_may_write_instead(typed: str, meant: tuple[str, str]) -> None:
    assert read(typed) == [meant]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("I looked in the book", "has no label"),
        ("weather: fine", "is not a label of a step"),
        ("note: E11", "does not say which note"),
        ("tabular: heart failure", "no entry of the Tabular List"),
        ("table: 0DI", "without I and O"),
    ],
)
def test_a_line_that_is_no_step_is_told_with_what_to_write(typed: str, said: str) -> None:
    read = parse_trail(f"index: Failure\n{typed}")
    assert [(problem.line, said in problem.message) for problem in read.problems] == [(2, True)]
    assert len(read.steps) == 1


def test_a_label_without_text_is_a_blank_line_of_the_form() -> None:
    assert parse_trail("index:\ntabular:\ncode:") == parse_trail("")


def test_the_code_chosen_last_counts_and_what_led_to_it() -> None:
    trail = parse_trail("code: I50.9\ntabular: I50.3\ncode: I50.33\nnote: I50 code first")
    assert trail.code == "I50.33"
    assert [each.text for each in trail.before_code] == ["I50.9", "I50.3"]


def test_very_long_text_is_cut_with_a_sentence() -> None:
    trail = parse_trail("tabular: I10\n" * (MAX_STEPS + 5))
    assert len(trail.steps) == MAX_STEPS
    assert "first" in trail.problems[-1].message


steps = st.one_of(
    st.builds(Step, st.sampled_from([StepKind.TABULAR, StepKind.CODE]), st.sampled_from(["I10", "E11.22", "S93.401A"])),
    st.builds(
        lambda code, kind: Step(StepKind.NOTE, f"{code} {kind}"),
        st.sampled_from(["I50", "0DT"]),
        st.sampled_from(NOTE_KINDS),
    ),
    st.builds(Step, st.just(StepKind.INDEX), st.sampled_from(["Failure", "Failure > heart", "Injury and/or wound"])),
    st.builds(Step, st.just(StepKind.VALUE), st.sampled_from(["0", "0DTJ4"])),
    st.builds(Step, st.just(StepKind.GUIDED), st.sampled_from(["M25.5 which site: knee"])),
)


@given(st.lists(steps, max_size=12))
def test_what_the_encoder_writes_is_read_back(trail: list[Step]) -> None:
    assert list(parse_trail(render_trail(trail)).steps) == trail


@given(st.text(max_size=400))
def test_no_text_breaks_the_reading(text: str) -> None:
    trail = parse_trail(text)
    assert parse_trail(render_trail(trail.steps)).steps == trail.steps or "#" in text


@given(st.sampled_from(StepKind), st.text(max_size=60))
def test_a_recorded_step_is_what_its_text_is_read_as(kind: StepKind, text: str) -> None:
    made = step(kind, text)
    if made is not None:
        assert parse_trail(render_trail([made])).steps == (made,)
