"""What the rules say of ICD-10-PCS codes, at their edges."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coding_course.claims import Claim, Diagnosis, Encounter, Procedure, Setting, parse
from coding_course.codesets import edition
from coding_course.codesets.edition import Edition
from coding_course.codesets.holdings import Holding
from coding_course.edits import Finding, check
from tests.official import release

STAY = Setting.INPATIENT


def findings(text: str, **known: object) -> list[Finding]:
    claim = parse(text, STAY).claim
    return list(check(claim, Encounter(STAY, **known), edition()))  # type: ignore[arg-type]


def rules(text: str, **known: object) -> list[str]:
    return [finding.rule for finding in findings(text, **known)]


def one(rule: str, text: str, **known: object) -> Finding:
    found = [finding for finding in findings(text, **known) if finding.rule == rule]
    assert len(found) == 1, found
    return found[0]


def test_the_character_that_no_row_has_is_named_with_what_may_stand_there() -> None:
    message = one("procedure-table", "pdx: K80.20 Y\npx: 0FT45ZZ").message
    assert "Character 5 (Approach) cannot be 5 behind 0FT4" in message
    assert "0 (Open), 4 (Percutaneous Endoscopic)" in message


def test_a_code_of_the_wrong_length_is_told_how_long_it_is() -> None:
    claim = Claim(Diagnosis("K80.20", "Y"), procedures=(Procedure("0FT44Z"), Procedure("0FT44ZO")))
    found = [f for f in check(claim, Encounter(STAY), edition()) if f.rule == "procedure-code"]
    assert "has 6 characters" in found[0].message
    assert "letter O or I" in found[1].message


def test_a_code_is_told_wrong_by_form_or_by_table_never_by_both() -> None:
    for code in ("0FT45ZZ", "0FT44Z", "AB12345", "0FT44ZZ", "0000000"):
        claim = Claim(Diagnosis("K80.20", "Y"), procedures=(Procedure(code),))
        found = [f.rule for f in check(claim, Encounter(STAY), edition())]
        assert len({"procedure-code", "procedure-table"} & set(found)) == (code != "0FT44ZZ"), (code, found)


def test_with_the_official_tables_a_code_that_no_row_has_is_an_error() -> None:
    book = edition()
    official = Edition(Holding(book.name, book.manifest, book.holding.files, frozenset({"pcs-tables"})))
    claim = parse("pdx: K80.20 Y\npx: 0FT45ZZ", STAY).claim
    severity = {f.rule: f.severity for f in check(claim, Encounter(STAY), official)}
    assert severity["procedure-table"] == "error"
    assert one("procedure-table", "pdx: K80.20 Y\npx: 0FT45ZZ").severity == "warning"


def test_a_code_of_the_april_update_passes_without_a_date_and_is_held_to_it_with_one() -> None:
    assert {"procedure-dates", "procedure-table"}.isdisjoint(rules("pdx: I50.23 Y\npx: 02HM3JZ"))
    message = one("procedure-dates", "pdx: I50.23 Y\npx: 02HM3JZ", service_date="2026-01-15").message
    assert "begins on 2026-04-01" in message


def test_a_drain_that_stays_is_treatment_and_no_biopsy() -> None:
    assert "procedure-biopsy" not in rules("pdx: J90 Y\npx: 0W9930Z")
    assert "procedure-biopsy" in rules("pdx: J90 Y\npx: 0W993ZZ")


def test_a_vein_taken_as_a_graft_is_no_biopsy() -> None:
    assert "procedure-biopsy" not in rules("pdx: I25.10 Y\npx: 06BQ4ZZ")


def test_a_status_of_the_other_side_is_no_conflict_of_sides() -> None:
    assert "procedure-side" not in rules("pdx: E11.52 Y\ndx: Z89.421\npx: 0Y6J0Z1")
    assert "procedure-side" in rules("pdx: M17.11 Y\npx: 0SRD0J9")


def test_a_treatment_behind_a_biopsy_of_the_same_stay_is_asked_about_once() -> None:
    text = "pdx: C18.2 Y\npx: 0DBK8ZX\npx: 0DTK0ZZ\npx: 0DTJ0ZZ"
    assert one("procedure-order", text).codes == ("0DBK8ZX", "0DTK0ZZ")


def test_ventilation_is_no_diagnostic_procedure() -> None:
    assert "procedure-order" not in rules("pdx: J96.01 Y\npx: 5A1945Z\npx: 0BH17EZ")


def test_a_delivery_procedure_without_outcome_is_a_warning_and_the_reverse_a_question() -> None:
    assert one("delivery-procedure", "pdx: O70.1 N\npx: 10E0XZZ", age=29).severity == "warning"
    assert one("delivery-procedure", "pdx: O70.1 N\ndx: Z37.0", age=29).severity == "question"


def test_an_empty_field_of_the_claim_form_is_no_procedure() -> None:
    claim = Claim(Diagnosis("I10", "Y"), procedures=(Procedure(""),))
    found = [f.rule for f in check(claim, Encounter(STAY), edition())]
    assert "procedure-table" not in found


_characters = st.text("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ", min_size=1, max_size=8)
_real = st.sampled_from(["0FT44ZZ", "0SRD0J9", "5A1945Z", "10E0XZZ", "0DBK8ZX", "XW033E5", "4A023N7", "GZB0ZZZ"])


@settings(max_examples=150, deadline=None)
@given(st.lists(_characters | _real | st.text(max_size=7), max_size=5))
def test_whatever_the_procedures_the_rules_answer(codes: list[str]) -> None:
    claim = Claim(Diagnosis("M17.11", "Y"), procedures=tuple(map(Procedure, codes)))
    for finding in check(claim, Encounter(STAY), edition()):
        assert finding.message.endswith((".", "?"))


@pytest.mark.official
def test_no_valid_code_is_ever_an_error() -> None:
    import random

    lines = release("icd10pcs-fy2026/icd10pcs_order_2026.txt").decode().splitlines()
    codes = [line[6:13] for line in lines if line[14] == "1"]
    for code in random.Random(1).sample(codes, 400):
        claim = Claim(Diagnosis("J18.9", "Y"), procedures=(Procedure(code),))
        found = [f for f in check(claim, Encounter(STAY), edition()) if code in f.codes and f.severity == "error"]
        assert found == []
