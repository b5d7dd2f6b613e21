"""What the grader says of each kind of mistake."""

from __future__ import annotations

import pytest

from coding_course.claims import Claim, Diagnosis, parse
from coding_course.codesets import edition
from coding_course.grading import Key, Kind, score
from coding_course.grading.weights import COST, SHARE_LOST, WORTH, Part, cost, share_lost
from coding_course.grading.wording import NEXT_STEP

from .charts import ADMISSION_TEXT, OFFICE, TRAPS, VISIT, VISIT_TEXT, admission, changed, code, line, said, visit


def test_the_key_itself_scores_the_maximum_without_a_difference() -> None:
    for result in (visit(VISIT_TEXT), admission(ADMISSION_TEXT)):
        assert result.points == result.max
        assert result.differences == ()
        assert result.attempted


def test_a_blank_claim_scores_zero_and_is_not_attempted() -> None:
    for text in ("", "\n\n", "# only a comment"):
        result = visit(text)
        assert (result.points, result.attempted) == (0.0, False)
        assert {each.kind for each in result.differences} == {Kind.MISSING}
        assert sum(each.points for each in result.differences) == result.max


def test_points_are_plain_floats() -> None:
    for result in (visit(VISIT_TEXT), visit(""), visit("dx: I10")):
        assert type(result.points) is float
        assert type(result.max) is float
        assert all(type(each.points) is float for each in result.differences)


def test_an_empty_key_gives_nothing_to_lose() -> None:
    result = score(Claim(diagnoses=(Diagnosis("I10"),)), Key(), OFFICE, edition())
    assert (result.points, result.max) == (0.0, 0.0)


def test_more_extra_codes_than_points_still_score_zero() -> None:
    result = visit("dx: " + ", ".join(f"L{number}.0" for number in range(20, 60)))
    assert result.points == 0.0


@pytest.mark.parametrize(
    ("old", "new", "kind", "reported", "expected"),
    [
        ("Z79.4", "Z79.84", "wrong-code", "Z79.84", "Z79.4"),
        ("E11.22", "E11.21", "wrong-code", "E11.21", "E11.22"),
        ("E11.22", "E10.22", "wrong-code", "E10.22", "E11.22"),
        ("E11.22", "E11", "not-billable", "E11", "E11.22"),
        ("E11.22", "E11.2", "not-billable", "E11.2", "E11.22"),
        ("S93.401A", "S93.401", "not-billable", "S93.401", "S93.401A"),
        ("N18.31", "N18.30", "less-specific", "N18.30", "N18.31"),
        ("M17.12", "M17.10", "less-specific", "M17.10", "M17.12"),
        ("M17.12", "M17.9", "less-specific", "M17.9", "M17.12"),
        ("M17.12", "M17.11", "wrong-laterality", "M17.11", "M17.12"),
        ("S93.401A", "S93.402A", "wrong-laterality", "S93.402A", "S93.401A"),
        ("S93.401A", "S93.401D", "wrong-7th-character", "S93.401D", "S93.401A"),
        ("S93.401A", "S93.401Q", "invalid", "S93.401Q", "S93.401A"),
        ("N18.31", "N18.13", "invalid", "N18.13", "N18.31"),
        ("N18.31", "N81.31", "invalid", "N81.31", "N18.31"),
        ("E11.22", "E11.222", "invalid", "E11.222", "E11.22"),
        ("99214", "99213", "wrong-code", "99213", "99214"),
        ("99214", "9921", "invalid", "9921", "99214"),
        ("99214-25", "99214", "wrong-modifier", "99214", "25"),
        ("99214-25", "99214-25-59", "wrong-modifier", "99214", "25"),
        ("20610-LT", "20610-RT", "wrong-modifier", "20610", "LT"),
        ("J1100 x4", "J1100", "wrong-units", "J1100", "4"),
        ("99214-25 A,B", "99214-25 B,A", "wrong-pointer", "99214", "E11.22, N18.31"),
        ("99214-25 A,B", "99214-25 A", "wrong-pointer", "99214", "E11.22, N18.31"),
        ("99214-25 A,B", "99214-25", "wrong-pointer", "99214", "E11.22, N18.31"),
        ("20610-LT C", "20610-LT A", "wrong-pointer", "20610", "M17.12"),
        ("20610-LT C", "20610-LT L", "wrong-pointer", "20610", "M17.12"),
        ("S93.401A, Z79.4", "S93.401A", "missing", "", "Z79.4"),
        ("line: 20610-LT C\n", "", "missing", "", "20610"),
        ("Z79.4", "Z79.4, Z79.4", "duplicate", "Z79.4", ""),
        ("Z79.4", "Z79.4, Z79.899", "duplicate", "Z79.899", ""),
        ("Z79.4", "Z79.4, H52.4", "extra", "H52.4", ""),
        ("Z79.4", "Z79.4, R05.9", "extra", "R05.9", ""),
        ("Z79.4", "Z79.4, E10.9", "excluded-pair", "E10.9", ""),
        ("Z79.4", "Z79.4, J18.9", "uncertain-diagnosis", "J18.9", ""),
        ("Z79.4", "Z79.4, M25.562", "integral-symptom", "M25.562", ""),
        ("Z79.4", "Z79.4, H52", "not-billable", "H52", ""),
        ("Z79.4", "Z79.4, Q99.99", "invalid", "Q99.99", ""),
        ("line: J1100", "line: 36415 A\nline: J1100", "extra", "36415", ""),
    ],
)
def test_one_mistake_at_a_visit_is_one_difference(old: str, new: str, kind: str, reported: str, expected: str) -> None:
    result = visit(changed(VISIT_TEXT, old, new))
    assert said(result) == [(kind, reported, expected)]
    assert result.points == result.max - result.differences[0].points


@pytest.mark.parametrize(
    ("old", "new", "kind", "reported", "expected"),
    [
        ("B37.0 N", "B37.0 Y", "wrong-poa", "B37.0", "N"),
        ("B37.0 N", "B37.0", "wrong-poa", "B37.0", "N"),
        ("Z79.4", "Z79.4 Y", "wrong-poa", "Z79.4", "1"),
        ("A41.51", "A41.9", "less-specific", "A41.9", "A41.51"),
        ("pdx: A41.51 Y\ndx: N39.0 Y", "pdx: N39.0 Y\ndx: A41.51 Y", "wrong-principal", "N39.0", "A41.51"),
        ("pdx: A41.51 Y\ndx: ", "dx: A41.51 Y, ", "wrong-principal", "A41.51", "A41.51"),
        ("N39.0 Y, R65.20 Y, B37.0 N", "B37.0 N, R65.20 Y, N39.0 Y", "wrong-sequence", "B37.0", "N39.0, B37.0"),
        ("0DTJ4ZZ", "0DTJ0ZZ", "wrong-approach", "0DTJ0ZZ", "0DTJ4ZZ"),
        ("0DTJ4ZZ", "0DBJ4ZZ", "wrong-root-operation", "0DBJ4ZZ", "0DTJ4ZZ"),
        ("0DTJ4ZZ", "0DTJ4Z", "not-billable", "0DTJ4Z", "0DTJ4ZZ"),
        ("0DTJ4ZZ", "0DTJ5ZZ", "invalid", "0DTJ5ZZ", "0DTJ4ZZ"),
        ("02HV33Z", "02H633Z", "wrong-body-part", "02H633Z", "02HV33Z"),
        ("0DTJ4ZZ, ", "", "missing", "", "0DTJ4ZZ"),
        ("02HV33Z", "02HV33Z, 5A1945Z", "extra", "5A1945Z", ""),
        ("02HV33Z", "02HV33Z, 02HV33Z", "duplicate", "02HV33Z", ""),
    ],
)
def test_one_mistake_at_a_stay_is_one_difference(old: str, new: str, kind: str, reported: str, expected: str) -> None:
    result = admission(changed(ADMISSION_TEXT, old, new))
    assert said(result) == [(kind, reported, expected)]
    assert result.points == result.max - result.differences[0].points


def test_an_exempt_code_may_carry_1_or_nothing() -> None:
    assert admission(changed(ADMISSION_TEXT, "Z79.4", "Z79.4 1")).differences == ()


def test_an_accepted_alternate_scores_like_the_code_itself() -> None:
    assert visit(changed(VISIT_TEXT, "Z79.4", "Z79.899")).differences == ()


def test_an_optional_code_neither_earns_nor_costs() -> None:
    assert visit(changed(VISIT_TEXT, "Z79.4", "Z79.4, Z87.891")).points == visit(VISIT_TEXT).points


def test_modifiers_may_stand_in_any_order() -> None:
    key = Key(diagnoses=(code("I10"),), lines=(line("20610", "LT", "59", pointers=("I10",)),))
    assert visit("dx: I10\nline: 20610-59-LT A", key).differences == ()


def test_two_lines_of_one_code_are_each_held_against_their_own() -> None:
    lines = (line("20610", "LT", pointers=("I10",)), line("20610", "RT", units=2, pointers=("I10",)))
    key = Key(diagnoses=(code("I10"),), lines=lines)
    assert visit("dx: I10\nline: 20610-RT x2 A\nline: 20610-LT A", key).differences == ()
    result = visit("dx: I10\nline: 20610-RT A\nline: 20610-LT A", key)
    assert said(result) == [("wrong-units", "20610", "2")]


def test_a_wrong_first_diagnosis_does_not_cascade_into_order_or_pointers() -> None:
    text = "dx: N18.31, E11.22, M17.12, S93.401A, Z79.4\nline: 99214-25 B,A\nline: 20610-LT C\nline: J1100 x4 C"
    assert said(visit(text)) == [("wrong-principal", "N18.31", "E11.22")]


def test_a_missing_diagnosis_is_not_charged_again_through_the_pointer() -> None:
    text = "dx: E11.22, M17.12, S93.401A, Z79.4\nline: 99214-25 A\nline: 20610-LT B\nline: J1100 x4 B"
    result = visit(text)
    assert [(each.kind, each.expected) for each in result.differences] == [(Kind.MISSING, "N18.31")]


def test_a_missing_first_diagnosis_is_told_once_with_its_place() -> None:
    text = "dx: N18.31, M17.12, S93.401A, Z79.4\nline: 99214-25 A\nline: 20610-LT B\nline: J1100 x4 B"
    result = visit(text)
    assert said(result) == [("missing", "", "E11.22")]
    lost = WORTH[Part.DIAGNOSIS] + WORTH[Part.FIRST] + WORTH[Part.ORDER]
    assert result.differences[0].points == lost
    assert "first-listed" in result.differences[0].message


def test_an_extra_code_in_front_costs_the_first_place_too_in_the_same_difference() -> None:
    text = "dx: J18.9, E11.22, N18.31, M17.12, S93.401A, Z79.4\nline: 99214-25 B,C\nline: 20610-LT D\nline: J1100 x4 D"
    result = visit(text)
    assert said(result) == [("uncertain-diagnosis", "J18.9", "")]
    assert result.differences[0].points == cost(Kind.UNCERTAIN_DIAGNOSIS) + WORTH[Part.FIRST]


def test_a_near_miss_of_the_first_diagnosis_in_its_place_keeps_the_choice() -> None:
    result = visit(changed(VISIT_TEXT, "E11.22", "E11.9"))
    assert said(result) == [("wrong-code", "E11.9", "E11.22")]


def test_a_pointer_to_a_near_miss_counts_as_pointing_at_what_was_meant() -> None:
    assert [each.kind for each in visit(changed(VISIT_TEXT, "M17.12", "M17.11")).differences] == [Kind.WRONG_LATERALITY]


def test_a_trap_in_place_of_a_code_is_told_with_its_misconception() -> None:
    difference = visit(changed(VISIT_TEXT, "E11.22", "E11.9")).differences[0]
    assert "There is a complication" in difference.message
    assert difference.citation == "I.C.4.a"
    assert difference.expected == "E11.22"


def test_a_missing_placeholder_is_named() -> None:
    key = Key(diagnoses=(code("W06.XXXA"),))
    result = visit("dx: W06A", key)
    assert said(result) == [("invalid", "W06.A", "W06.XXXA")]
    assert "placeholder X" in result.differences[0].message


def test_a_code_that_is_too_specific_is_named() -> None:
    key = Key(diagnoses=(code("M17.10"),))
    assert said(visit("dx: M17.12", key)) == [("more-specific", "M17.12", "M17.10")]


def test_did_you_mean_is_said_for_slips_of_the_finger() -> None:
    message = visit(changed(VISIT_TEXT, "N18.31", "N18.13")).differences[0].message
    assert "did you mean N18.31 (Chronic kidney disease, stage 3a)?" in message


def test_a_procedure_with_another_axis_says_which() -> None:
    message = admission(changed(ADMISSION_TEXT, "0DTJ4ZZ", "0DTJ0ZZ")).differences[0].message
    assert "Approach: the claim says 0 (Open), the chart 4 (Percutaneous Endoscopic)." in message


def test_a_surplus_symptom_is_asked_about() -> None:
    message = visit(changed(VISIT_TEXT, "Z79.4", "Z79.4, R05.9")).differences[0].message
    assert "Is it part of a diagnosis" in message


def test_messages_tell_what_was_reported_what_the_chart_says_the_rule_and_the_next_step() -> None:
    difference = visit(changed(VISIT_TEXT, "M17.12", "M17.11")).differences[0]
    assert "M17.11 (Unilateral primary osteoarthritis, right knee)" in difference.message
    assert 'The chart says: "words for M17.12".' in difference.message
    assert "Why M17.12 (Tabular List)." in difference.message
    assert difference.message.endswith(NEXT_STEP[Kind.WRONG_LATERALITY])
    assert difference.evidence[0].quote == "words for M17.12"
    assert difference.line == 1


def test_unreadable_text_is_told_and_costs_nothing_twice() -> None:
    clean = visit(VISIT_TEXT)
    noisy = visit(VISIT_TEXT + "line: sixty please\n")
    assert noisy.points == clean.points
    assert [each.kind for each in noisy.differences] == [Kind.SYNTAX]
    assert noisy.differences[0].points == 0.0


def test_a_code_lost_in_unreadable_text_is_explained_by_that_text() -> None:
    class Problem:
        line = 4
        found = "Z794please"
        message = "It was not understood."

    parsed = parse(changed(VISIT_TEXT, ", Z79.4", ""), OFFICE.setting)
    result = score(parsed.claim, VISIT, OFFICE, edition(), problems=(Problem(),))
    assert said(result) == [("syntax", "", "Z79.4")]
    assert result.points == result.max - WORTH[Part.DIAGNOSIS]


def test_text_that_is_no_claim_at_all_was_still_an_attempt() -> None:
    result = visit("hello there")
    assert (result.points, result.attempted) == (0.0, True)


def test_differences_stand_in_the_order_of_the_claim_with_missing_entries_last() -> None:
    text = "dx: E11.9, M17.11, Z79.4\nline: 20610-LT B\nline: 99214 A"
    kinds = [each.kind for each in visit(text).differences]
    assert kinds[:2] == [Kind.WRONG_CODE, Kind.WRONG_LATERALITY]
    first_missing = kinds.index(Kind.MISSING)
    assert set(kinds[first_missing:]) == {Kind.MISSING}


def test_a_trap_does_not_hide_that_a_code_is_right() -> None:
    assert visit(VISIT_TEXT).points == visit(VISIT_TEXT).max
    assert {trap.code for trap in TRAPS}.isdisjoint({each.code for each in VISIT.diagnoses})


def test_every_kind_has_its_next_step_and_its_price() -> None:
    assert set(NEXT_STEP) == set(Kind)
    assert all(0 < share_lost(kind) <= 1 for kind in Kind)
    assert all(cost(kind) > 0 for kind in Kind)


def test_weights_are_multiples_of_an_eighth() -> None:
    for figure in (*WORTH.values(), *COST.values(), *(share * 2 for share in SHARE_LOST.values())):
        assert (figure * 8).is_integer()
