"""Reading and writing are each other's inverse, and no text is too strange to read."""

from __future__ import annotations

import string

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coding_course.claims import Claim, Diagnosis, Parsed, Procedure, ServiceLine, Setting, parse, render
from coding_course.claims.notation import MAX_CHARACTERS, MAX_ENTRIES, MAX_LINES
from coding_course.claims.parsed import MAX_PROBLEMS


def unnumbered(claim: Claim) -> Claim:
    """Return the claim without its line numbers."""

    def bare(entry):  # type: ignore[no-untyped-def]
        return None if entry is None else msgspec.structs.replace(entry, line=0)

    return Claim(
        bare(claim.principal), *(tuple(map(bare, part)) for part in (claim.diagnoses, claim.procedures, claim.lines))
    )


cm = st.from_regex(r"\A[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?\Z")
pcs = st.from_regex(r"\A[0-9A-HJ-NP-Z]{6}[0-9Z]\Z")
services = st.builds(
    ServiceLine,
    st.from_regex(r"\A([0-9]{4}[0-9A-Z]|[A-Z][0-9]{4})\Z"),
    st.lists(st.from_regex(r"\A[0-9A-Z]{2}\Z"), max_size=4).map(tuple),
    st.integers(1, 99_999),
    st.lists(st.sampled_from(string.ascii_uppercase), max_size=4).map(tuple),
)


@st.composite
def claims(draw: st.DrawFn) -> tuple[Claim, Setting]:
    setting = draw(st.sampled_from(list(Setting)))
    inpatient = setting is Setting.INPATIENT
    poa = st.sampled_from(["", "Y", "N", "U", "W", "1"]) if inpatient else st.just("")
    diagnosis = st.builds(Diagnosis, cm, poa)
    principal = draw(st.none() | diagnosis) if inpatient else None
    procedures = st.lists(st.builds(Procedure, pcs), max_size=4).map(tuple)
    return (
        Claim(
            principal,
            draw(st.lists(diagnosis, max_size=12).map(tuple)),
            draw(procedures),
            draw(st.lists(services, max_size=5).map(tuple)),
        ),
        setting,
    )


pieces = st.sampled_from(
    ["dx:", "pdx:", "px:", "line:", "primary", "poa", "units", "pointers:", "mod", "foo:", "%%", "#", "\n", "\r\n",
     " ", ",", ";", ":", "-", "x", "X", "(", ")", "/", ".", "*", "E11.22", "I10", "E11", ".22", "22", "9", "1", "10",
     "25", "99214", "J1100", "5A1945Z", "A", "B", "AB", "Y", "N", "LT", "Ä",
     "É1", "word", "00000", "X1000", "\u200b", "\ufeff", "\x00"]
)  # fmt: skip
texts = st.text() | st.lists(pieces, max_size=30).map("".join) | st.text(alphabet=string.printable)
any_setting = st.sampled_from(list(Setting))


@settings(max_examples=400, deadline=None)
@given(claims())
def test_reading_what_was_written_gives_the_claim_back(case: tuple[Claim, Setting]) -> None:
    claim, setting = case
    assert unnumbered(parse(render(claim, setting), setting).claim) == claim


@settings(max_examples=600, deadline=None)
@given(texts, any_setting)
@example("dx: I10\nline: 00000\nline: 0000U", Setting.PROFESSIONAL)
@example("PX:00000.", Setting.PROFESSIONAL)
@example("A00)@:00", Setting.PROFESSIONAL)
@example("\ud800 dx: I10", Setting.ED)
def test_any_text_is_read_and_reading_its_canonical_form_changes_nothing(text: str, setting: Setting) -> None:
    parsed = parse(text, setting)
    written = render(parsed.claim, setting)
    again = parse(written, setting)
    assert unnumbered(again.claim) == unnumbered(parsed.claim)
    assert render(again.claim, setting) == written


@settings(max_examples=300, deadline=None)
@given(texts, any_setting)
def test_problems_are_sentences_in_the_order_of_the_text(text: str, setting: Setting) -> None:
    errors = parse(text, setting).errors
    assert len(errors) <= MAX_PROBLEMS + 1
    for problem in errors:
        assert problem.line >= 1
        assert problem.column >= 1
        assert len(problem.found) <= 40
        assert problem.message.endswith(".")
        assert len(problem.message) < 500
    assert [p.line for p in errors[:MAX_PROBLEMS]] == sorted(p.line for p in errors[:MAX_PROBLEMS])


HOSTILE = {
    "one endless word": "A" * 1_000_000,
    "one endless line of codes": "dx: " + "E11.9, " * 200_000,
    "a line of digits": "line: " + "9" * 500_000,
    "endless spaces": "dx:" + " " * 500_000 + "I10",
    "endless labels": "dx:" * 200_000,
    "endless units": "line: 99213 " + "x1 " * 100_000,
    "endless parentheses": "dx: " + "(" * 500_000,
    "endless hyphens": "line: 99213" + "-" * 500_000,
    "spaces between letters": "principal " * 50_000,
    "many lines": "dx: I10\n" * 200_000,
    "a binary file": "".join(map(chr, range(256))) * 2_000,
    "null characters": "\x00" * 300_000,
    "combining characters": "dx: I10" + "\u0301" * 300_000,
    "every plane of Unicode": "".join(chr(n) for n in range(0x20, 0x110000, 37)),
    "semicolons": "line: " + ";" * 300_000,
    "comments": "#" * 300_000,
    "units without end": "line: 99213 x" + "1" * 300_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("setting", [Setting.PROFESSIONAL, Setting.INPATIENT])
def test_hostile_text_is_answered_with_sentences_and_within_limits(text: str, setting: Setting) -> None:
    parsed = parse(text, setting)
    assert isinstance(parsed, Parsed)
    assert len(parsed.claim.all_diagnoses) <= MAX_ENTRIES + 1
    assert len(parsed.claim.lines) <= MAX_ENTRIES
    assert len(text) <= MAX_CHARACTERS or "characters" in parsed.errors[0].message


def test_lines_beyond_the_limit_are_left_out_with_a_sentence() -> None:
    parsed = parse("# a line\n" * MAX_LINES + "dx: I10", Setting.ED)
    assert parsed.claim == Claim()
    assert f"only the first {MAX_LINES} were read" in parsed.errors[-1].message


def test_empty_lines_at_the_end_are_no_problem() -> None:
    assert parse("dx: I10" + "\n" * 2_000, Setting.ED).errors == ()


def test_more_problems_than_anyone_reads_are_counted() -> None:
    parsed = parse("dx: 99213\n" * 100, Setting.ED)
    assert len(parsed.errors) == MAX_PROBLEMS + 1
    assert f"{100 - MAX_PROBLEMS} more problems" in parsed.errors[-1].message
