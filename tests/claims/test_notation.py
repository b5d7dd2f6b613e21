"""How claim notation is read: what is understood, what is said of the rest."""

from __future__ import annotations

import pytest

from coding_course.claims import Claim, Diagnosis, Parsed, Procedure, ServiceLine, Setting, parse, render
from coding_course.codesets import System, normalize

PRO, OUT, ED, STAY = Setting.PROFESSIONAL, Setting.OUTPATIENT_FACILITY, Setting.ED, Setting.INPATIENT


def codes(text: str, setting: Setting = PRO) -> list[str]:
    parsed = parse(text, setting)
    assert parsed.errors == (), parsed.errors
    return [diagnosis.code for diagnosis in parsed.claim.all_diagnoses]


def line(text: str, dx: str = "dx: I10, E11.9, E78.5") -> ServiceLine:
    parsed = parse(f"{dx}\n{text}", PRO)
    assert parsed.errors == (), parsed.errors
    (found,) = parsed.claim.lines
    return found


def messages(parsed: Parsed) -> str:
    return " | ".join(problem.message for problem in parsed.errors)


# The example of the design


def test_an_inpatient_claim_is_read_whole() -> None:
    text = "pdx: A41.9 Y   # principal\ndx:  R65.20 Y, N39.0 Y\npx:  5A1945Z\n"
    assert parse(text, STAY) == Parsed(
        Claim(
            Diagnosis("A41.9", "Y", 1),
            (Diagnosis("R65.20", "Y", 2), Diagnosis("N39.0", "Y", 2)),
            (Procedure("5A1945Z", 3),),
        )
    )


def test_a_professional_claim_is_read_whole() -> None:
    text = "dx: E11.22, N18.31\nline: 99214-25  A,B\nline: J1100 x10 B"
    assert parse(text, PRO) == Parsed(
        Claim(
            diagnoses=(Diagnosis("E11.22", "", 1), Diagnosis("N18.31", "", 1)),
            lines=(ServiceLine("99214", ("25",), 1, ("A", "B"), 2), ServiceLine("J1100", (), 10, ("B",), 3)),
        )
    )


@pytest.mark.parametrize("setting", Setting)
def test_nothing_is_a_blank_claim_without_problems(setting: Setting) -> None:
    for text in ("", "   \n\n", "# only a comment", "%%claim pc-001", "dx:\nline:\n", "pdx:\ndx:\npx:"):
        assert parse(text, setting) == Parsed(Claim())


# Diagnoses, however they are typed


@pytest.mark.parametrize(
    "text",
    [
        "dx: E11.22, I10",
        "DX: e1122, i10",
        "dx:E11.22,I10",
        "dx: E11.22; I10",
        "dx: E11.22 I10",
        "dx:\tE11.22\tI10",
        "dx = E11.22 / I10",
        "dx E11.22, I10",
        "dx - E11.22, I10",
        "Dx: E11-22, I10.",
        "dx: E11. 22, I10",
        "dx: E11 .22, I10",
        "dx: E11 22, I10",
        "dx: E11,22 I10",
        "dx: E11.22 and I10",
        "dx: E11.22,, ,I10,",
        "dx: (E11.22), [I10]",
        "dx: 'E11.22', \"I10\"",
        "dx: E11.22\ndx: I10",
        "dx: E11.22\r\ndx: I10\r\n",
        "dx: E11.22\rdx: I10",
        "dx:\nE11.22\nI10",
        "dx: E11.22,\n    I10",
        "dx 1: E11.22\ndx 2: I10",
        "dx1: E11.22\ndx2: I10",
        "- dx: E11.22\n- dx: I10",
        "diagnosis: E11.22\ndiagnoses: I10",
        "ICD-10-CM: E11.22, I10",
        "\ufeffdx: E11.22, I10",
        "ｄｘ：Ｅ１１．２２，Ｉ１０",
        "dx： E11。22、I10",
        "dx: E11\u200b.22,\u00a0I10",
        "dx: Е11.22, І10",
        "first-listed: E11.22\ndx: I10",
        "dx: I10\nprimary diagnosis: E11.22",
        "%%claim pc-001\ndx: E11.22, I10 # done",
    ],
)
def test_two_diagnoses_are_read_however_they_are_typed(text: str) -> None:
    assert codes(text) == ["E11.22", "I10"]


@pytest.mark.parametrize("label", ["pdx", "PDX", "principal", "Principal diagnosis", "principal dx", "primary", "pd"])
def test_the_principal_diagnosis_has_several_names(label: str) -> None:
    parsed = parse(f"{label}: A41.9 Y\nsecondary: N39.0 Y", STAY)
    assert parsed.errors == ()
    assert parsed.claim.principal == Diagnosis("A41.9", "Y", 1)


@pytest.mark.parametrize(
    "entry",
    ["A41.9 Y", "A41.9 y", "A41.9(Y)", "A41.9 (Y)", "A41.9 [Y]", "A41.9-Y", "A41.9/Y", "A41.9, Y", "A41.9 POA Y",
     "A41.9 POA:Y", "A41.9 poa=Y", "A41.9 yes", "A41.9:Y", "a419 y"],
)  # fmt: skip
def test_the_present_on_admission_indicator_is_read_with_and_without_parentheses(entry: str) -> None:
    parsed = parse(f"pdx: {entry}\ndx: N39.0 N", STAY)
    assert parsed == Parsed(Claim(Diagnosis("A41.9", "Y", 1), (Diagnosis("N39.0", "N", 2),)))


def test_exempt_can_be_written_as_1_or_as_a_word() -> None:
    claim = parse("pdx: A41.9 Y\ndx: Z79.4 1, Z87.891 exempt, Z66", STAY).claim
    assert [diagnosis.poa for diagnosis in claim.diagnoses] == ["1", "1", ""]


def test_several_entries_may_share_a_line() -> None:
    parsed = parse("pdx: A41.9 Y dx: N39.0 Y px: 5A1945Z", STAY)
    assert parsed.errors == ()
    assert render(parsed.claim, STAY) == "pdx: A41.9 Y\ndx: N39.0 Y\npx: 5A1945Z"


def test_what_has_no_form_of_a_code_is_kept_as_typed() -> None:
    parsed = parse("dx: EE11.9, I10", PRO)
    assert [diagnosis.code for diagnosis in parsed.claim.diagnoses] == ["EE11.9", "I10"]
    assert parsed.errors[0].found == "EE11.9"


# Service lines, however they are typed


@pytest.mark.parametrize(
    "text",
    ["line: 99214-25 A,B", "line: 99214-25 AB", "line: 99214-25 A B", "line: 99214 -25 A,B", "line: 99214 25 A,B",
     "line: 99214 mod 25 A, B", "line: 99214-25 1,2", "line: 99214-25 (A,B)", "line: 99214-25 x1 A,B",
     "cpt: 99214-25 a,b",
     "line: 99214-25 pointers: A,B", "line: 99214-25 dx: A,B", "99214-25 A,B", "line 99214 – 25 A，B",
     "service: 99214-25 A/B"],
)  # fmt: skip
def test_a_visit_is_read_however_it_is_typed(text: str) -> None:
    found = line(text)
    assert (found.code, found.modifiers, found.units, found.pointers) == ("99214", ("25",), 1, ("A", "B"))


@pytest.mark.parametrize(
    "units", ["x10", "X10", "x 10", "×10", "* 10", "10 units", "10units", "units: 10", "10x", "qty 10"]
)
def test_units_are_read_however_they_are_typed(units: str) -> None:
    found = line(f"line: J1100 {units} B")
    assert (found.units, found.pointers, found.modifiers) == (10, ("B",), ())


@pytest.mark.parametrize("modifiers", ["-25-59", "-25,59", "-25, -59", " 25 59", "-25 59", "- 25 -59"])
def test_several_modifiers_are_read_in_order(modifiers: str) -> None:
    assert line(f"line: 99213{modifiers} A").modifiers == ("25", "59")


def test_two_letters_are_pointers_when_both_are_listed_and_a_modifier_otherwise() -> None:
    assert line("line: 99213 AB").pointers == ("A", "B")
    assert line("line: 99213 GC").modifiers == ("GC",)
    assert line("line: 99213-AB").modifiers == ("AB",)
    assert line("line: 73560 LT A").modifiers == ("LT",)


def test_several_services_may_share_a_line() -> None:
    claim = parse("dx: I10, E11.9\nline: 99213-25 A; 36415 B, 80053 x1 B", PRO).claim
    assert [found.code for found in claim.lines] == ["99213", "36415", "80053"]


def test_a_hcpcs_code_that_begins_with_a_pointer_letter_is_a_code() -> None:
    claim = parse("dx: I10\nline: 99213 A\nline: G0439 A\nline: J1100 x10 A", PRO).claim
    assert [found.code for found in claim.lines] == ["99213", "G0439", "J1100"]


# What cannot be read is said, and the rest is read


def test_a_problem_says_where_it_is_and_what_was_found() -> None:
    (problem,) = parse("dx: I10\n  dx: E11.9, 99213", PRO).errors
    assert (problem.line, problem.column, problem.found) == (2, 14, "99213")


def test_titles_typed_behind_codes_are_left_out_with_one_sentence_each() -> None:
    parsed = parse("dx: E11.9 - Type 2 diabetes mellitus without complications, I10 (hypertension)", PRO)
    assert [diagnosis.code for diagnosis in parsed.claim.diagnoses] == ["E11.9", "I10"]
    assert len(parsed.errors) == 2
    assert "behind a #" in parsed.errors[0].message


def test_a_dash_of_the_code_book_is_explained() -> None:
    parsed = parse("dx: S52.5-", PRO)
    assert [diagnosis.code for diagnosis in parsed.claim.diagnoses] == ["S52.5"]
    assert "still to be chosen" in messages(parsed)


def test_a_second_principal_diagnosis_is_read_as_secondary() -> None:
    parsed = parse("pdx: A41.9 Y\npdx: J18.9 Y", STAY)
    assert parsed.claim == Claim(Diagnosis("A41.9", "Y", 1), (Diagnosis("J18.9", "Y", 2),))
    assert "already given as A41.9 on line 1" in messages(parsed)


def test_two_codes_behind_pdx_are_one_principal_and_one_secondary() -> None:
    parsed = parse("pdx: A41.9 Y, J18.9 Y", STAY)
    assert parsed.claim.principal == Diagnosis("A41.9", "Y", 1)
    assert "A stay has one principal diagnosis" in messages(parsed)


def test_a_stay_without_principal_diagnosis_is_told_how_to_write_it() -> None:
    assert "pdx: A41.9 Y" in messages(parse("dx: A41.9 Y", STAY))


@pytest.mark.parametrize("setting", [PRO, OUT, ED])
def test_a_principal_diagnosis_elsewhere_becomes_the_first_listed_one(setting: Setting) -> None:
    parsed = parse("dx: I10\npdx: E11.9", setting)
    assert [diagnosis.code for diagnosis in parsed.claim.diagnoses] == ["E11.9", "I10"]
    assert parsed.claim.principal is None
    assert "first-listed" in messages(parsed)


def test_indicators_on_a_claim_that_has_none_are_mentioned_once() -> None:
    parsed = parse("dx: I10 Y, E11.9 Y", PRO)
    assert len(parsed.errors) == 1
    assert "inpatient claims only" in messages(parsed)


def test_icd_10_pcs_outside_a_stay_is_explained() -> None:
    parsed = parse("dx: I10\npx: 5A1945Z", OUT)
    assert parsed.claim.procedures == (Procedure("5A1945Z", 2),)
    assert "CPT" in messages(parsed)


def test_a_cpt_code_behind_px_is_read_as_a_service() -> None:
    parsed = parse("dx: I10\nprocedure: 99213-25 A", PRO)
    assert parsed.claim.lines == (ServiceLine("99213", ("25",), 1, ("A",), 2),)
    assert "line:" in messages(parsed)


def test_service_lines_on_a_stay_are_explained() -> None:
    parsed = parse("pdx: J18.9 Y\nline: 99223 A", STAY)
    assert parsed.claim.lines
    assert "ICD-10-PCS" in messages(parsed)


def test_a_label_that_is_none_is_named_and_the_line_read() -> None:
    parsed = parse("dxx: I10", PRO)
    assert [diagnosis.code for diagnosis in parsed.claim.diagnoses] == ["I10"]
    assert "'dxx' is not a label" in messages(parsed)


@pytest.mark.parametrize("units", ["x0", "x1.5", "x999999"])
def test_units_that_cannot_be_are_one(units: str) -> None:
    parsed = parse(f"dx: I10\nline: J1100 {units} A", PRO)
    assert parsed.claim.lines[0].units == 1
    assert "whole number" in messages(parsed)


def test_letter_and_digit_mixed_up_is_guessed() -> None:
    assert "O against 0" in messages(parse("dx: EII.9", PRO))
    assert "never uses" in messages(parse("pdx: J18.9 Y\npx: 5A1945O", STAY))


def test_a_procedure_code_of_the_wrong_length_says_how_long_it_is() -> None:
    assert "has 6 characters" in messages(parse("pdx: J18.9 Y\npx: 5A1945", STAY))


def test_a_procedure_code_without_any_digit_is_one() -> None:
    assert parse("pdx: F32.9 Y\npx: GZHZZZZ", STAY).claim.procedures == (Procedure("GZHZZZZ", 2),)


@pytest.mark.parametrize("text", ["e1122", "E11.22", "E11-22", "i10", "s52501a", "W19.xxxa", "Z3A.39", "m1a.00x0"])
def test_a_code_is_read_in_the_form_that_the_code_sets_use(text: str) -> None:
    assert codes(f"dx: {text}") == [normalize(text, System.CM)]
