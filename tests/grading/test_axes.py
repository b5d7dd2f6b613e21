"""A procedure code that is wrong in an axis is told so, with the axis named and partial credit."""

from __future__ import annotations

import pytest

from coding_course.claims import parse
from coding_course.codesets import System, edition
from coding_course.grading import Key, Kind, Score, Trap, score
from coding_course.grading.axes import AXIS_KINDS, axis_kind, differing, places_apart
from coding_course.grading.codebook import Codebook
from coding_course.grading.weights import OTHER_COST, WORTH, Part, share_lost

from .charts import STAY, code, said

WORTH_OF_ONE = WORTH[Part.PROCEDURE]


def operated(expected: str | tuple[str, ...], reported: str, *traps: Trap) -> Score:
    """Grade a stay for appendicitis whose key holds some procedures."""
    codes = (expected,) if isinstance(expected, str) else expected
    key = Key(principal=code("K35.80", poa="Y"), procedures=tuple(code(each) for each in codes))
    parsed = parse(f"pdx: K35.80 Y\npx: {reported}", STAY.setting)
    return score(parsed.claim, key, STAY, edition(), traps=traps, problems=parsed.errors)


@pytest.mark.parametrize(
    ("expected", "reported", "kind", "share"),
    [
        ("0FT40ZZ", "0FB40ZZ", "wrong-root-operation", 0.75),
        ("0FT40ZZ", "0FT44ZZ", "wrong-approach", 0.5),
        ("0SRR019", "0SR9019", "wrong-body-part", 0.5),
        ("027035Z", "027034Z", "wrong-device", 0.5),
        ("0DB78ZX", "0DB78ZZ", "wrong-qualifier", 0.5),
        ("0Y6J0Z1", "0Y6H0Z1", "wrong-laterality", 0.5),
        ("5A1945Z", "5A1955Z", "wrong-duration", 0.5),
        ("3E03317", "3E04317", "wrong-body-part", 0.5),
        ("3E03317", "3E033Z1", "invalid", 0.75),
        ("B2111ZZ", "B2110ZZ", "wrong-device", 0.5),
        ("10D00Z1", "10D00Z0", "wrong-qualifier", 0.5),
        ("10D00Z1", "10E0XZZ", "wrong-root-operation", 0.75),
        # two axes, the first of which gives the name
        ("0Y6N0ZF", "0Y6Y0Z0", "wrong-body-part", 0.75),
        ("02100Z9", "02110Z8", "wrong-body-part", 0.75),
        # another body system, the same operation by the same approach
        ("0FJ44ZZ", "0WJG4ZZ", "wrong-body-part", 0.75),
    ],
)
def test_one_wrong_procedure_is_one_difference_that_names_the_axis(
    expected: str, reported: str, kind: str, share: float
) -> None:
    result = operated(expected, reported)
    assert said(result) == [(kind, reported, expected)]
    assert result.max - result.points == share * WORTH_OF_ONE


def test_the_message_says_both_values_and_what_the_root_operation_means() -> None:
    message = operated("0FT40ZZ", "0FB44ZZ").differences[0].message
    assert "You reported 0FB44ZZ (Excision of Gallbladder, Percutaneous Endoscopic Approach)" in message
    assert "Root operation: the claim says B (Excision), the chart T (Resection)." in message
    assert "Resection means:" in message
    assert "Approach: the claim says 4 (Percutaneous Endoscopic), the chart 0 (Open)." in message
    assert "Why 0FT40ZZ" in message


def test_the_axis_is_called_what_it_is_in_its_section() -> None:
    message = operated("5A1945Z", "5A1955Z").differences[0].message
    assert "Duration: the claim says 5 (Greater than 96 Consecutive Hours), the chart 4" in message
    assert "Approach" not in message


def test_a_trap_adds_its_misconception_and_may_give_the_kind() -> None:
    told = Trap("0FT44ZZ", "The title of the report names the plan.")
    difference = operated("0FT40ZZ", "0FT44ZZ", told).differences[0]
    assert (difference.kind, difference.evidence[0].quote) == (Kind.WRONG_APPROACH, "words for 0FT40ZZ")
    assert told.misconception in difference.message
    named = Trap("0FT44ZZ", "The title of the report names the plan.", "not-documented")
    assert operated("0FT40ZZ", "0FT44ZZ", named).differences[0].kind is Kind.NOT_DOCUMENTED


def test_a_procedure_beside_the_right_one_is_extra_however_near() -> None:
    result = operated("0FT40ZZ", "0FT40ZZ, 0FT44ZZ")
    assert said(result) == [("extra", "0FT44ZZ", "")]
    assert result.max - result.points == OTHER_COST


def test_each_of_two_near_procedures_is_held_against_the_one_that_it_fits() -> None:
    result = operated(("0DB78ZX", "0DBN8ZZ"), "0DBN8ZX, 0DB68ZX")
    assert said(result) == [("wrong-qualifier", "0DBN8ZX", "0DBN8ZZ"), ("wrong-body-part", "0DB68ZX", "0DB78ZX")]


@pytest.mark.parametrize("reported", ["5A1935Z", "0BH17EZ", "0DTJ4ZZ", "0FT", "0FT4"])
def test_a_procedure_that_has_nothing_in_common_is_extra_and_the_right_one_missing(reported: str) -> None:
    kinds = [each.kind for each in operated("3E03317", reported).differences]
    assert kinds[-1] is Kind.MISSING
    assert kinds[0] in {Kind.EXTRA, Kind.NOT_BILLABLE}


def test_the_beginning_of_a_code_is_told_with_what_may_follow() -> None:
    message = operated("0FT40ZZ", "0FT4").differences[0].message
    assert "a procedure is reported with seven characters" in message
    assert "After 0FT4 the approach is 0 (Open) or 4 (Percutaneous Endoscopic)." in message


def test_a_value_that_the_table_does_not_hold_is_told_with_those_that_it_does() -> None:
    difference = operated("0FT40ZZ", "0FT43ZZ").differences[0]
    assert difference.kind is Kind.INVALID
    assert "After 0FT4 the approach is 0 (Open) or 4 (Percutaneous Endoscopic)." in difference.message


def test_a_code_without_a_title_here_is_not_called_invalid() -> None:
    held = edition().pcs
    possible = ("00H033J", "00P207Z", "00P20JZ", "00W207Z")  # device revisions that the packages do not carry
    untitled = next((each for each in possible if held.lookup(each) is None and held.period(each)), None)
    if untitled is None:
        pytest.skip("every code that is known by number has its title")
    assert [each.kind for each in operated("0FT40ZZ", f"0FT40ZZ, {untitled}").differences] == [Kind.EXTRA]


def test_a_code_that_ended_before_the_year_is_invalid() -> None:
    ended = edition().pcs.period("0SG604Z")
    assert ended is not None
    assert ended[1] < edition().manifest.first_day
    assert [each.kind for each in operated("0FT40ZZ", "0FT40ZZ, 0SG604Z").differences] == [Kind.INVALID]


def test_a_service_code_is_no_beginning_of_a_procedure() -> None:
    assert edition().lookup("10140", System.PCS) is None
    assert Codebook(edition()).title("10140") == edition().lookup("10140", System.CPT).title  # type: ignore[union-attr]


def test_every_kind_of_an_axis_has_a_price() -> None:
    assert all(0.5 <= share_lost(kind) <= share_lost(kind, axes=2) == 0.75 for kind in AXIS_KINDS)


def test_no_sentence_is_made_of_codes_that_are_no_procedures() -> None:
    book = Codebook(edition())
    assert differing("I10", "I11.0", book) == ""
    assert differing("S72.011", "S72.012", book) == ""
    assert places_apart("0FT40ZZ", "0FT40ZZ") == ()
    assert axis_kind("0FB40ZZ", "0FT40ZZ", book) is Kind.WRONG_ROOT_OPERATION
