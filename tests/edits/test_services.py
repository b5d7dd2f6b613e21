"""What the rules say of service lines, at their edges."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coding_course.claims import Claim, Diagnosis, Encounter, ServiceLine, Setting, parse
from coding_course.codesets import edition
from coding_course.edits import RULES, Finding, check
from coding_course.edits.invented import invented_edition
from coding_course.edits.model import Severity
from tests.edits.told import one, rules

# Visits and procedures


def test_a_visit_beside_a_major_operation_is_told_of_57_and_beside_a_minor_one_of_25() -> None:
    assert "-57" in one("visit-with-procedure", "dx: K35.80\nline: 99223 A\nline: 44970 A").message
    assert "-25" in one("visit-with-procedure", "dx: L57.0\nline: 99213 A\nline: 17000 A").message


def test_57_is_wrong_only_when_no_procedure_is_major() -> None:
    assert "visit-modifier" not in rules("dx: K35.80\nline: 99223-57 A\nline: 44970 A\nline: 10060 A")
    assert "visit-modifier" not in rules("dx: K35.80\nline: 99223-57 A\nline: 99999 A"), "a code that is not held"


def test_an_add_on_to_a_visit_is_no_visit() -> None:
    assert "visit-with-procedure" not in rules("dx: L57.0\nline: 99214-25 A\nline: G2211 A\nline: 17000 A")


def test_a_visit_that_adds_prevention_and_problem_is_two_kinds() -> None:
    assert "visit-once" not in rules("dx: Z00.01, I10\nline: 99396 A\nline: 99213-25 B", age=50)


# Sides


def test_a_side_is_compared_with_the_diagnoses_that_the_line_points_at() -> None:
    assert one("modifier-side", "dx: M17.11, M25.562\nline: 20610-LT A\nline: 73562-LT B").codes == ("20610", "M17.11")
    assert "modifier-side" not in rules("dx: M17.11, M17.12\nline: 20610-LT A,B")


def test_50_on_a_code_that_means_both_sides_is_wrong_and_two_lines_only_a_question() -> None:
    assert one("bilateral", "dx: J34.3\nline: 31231-50 A").severity == "warning"
    assert one("bilateral", "dx: M17.0\nline: 20610-LT A\nline: 20610-RT A").severity == "question"


# Drugs


def test_units_are_told_as_the_amount_that_they_stand_for() -> None:
    assert "x40 is 400 mg" in one("drug-units", "dx: M17.11\nline: J3301 x40 A").message
    assert "x40 is 10,000 mg" in one("drug-units", "dx: J18.9\nline: J0696 x40 A").message


def test_weight_based_drugs_of_single_dose_vials_may_have_many_units() -> None:
    assert "drug-units" not in rules("dx: C18.2\nline: J9035-JZ x40 A")


def test_a_joint_injection_is_the_giving_of_its_drug() -> None:
    assert "drug-administration" not in rules("dx: M17.11\nline: 20610-RT A\nline: J3301 x4 A")


def test_drugs_that_nobody_injects_need_no_administration() -> None:
    assert "drug-administration" not in rules("dx: J45.901\nline: 99213 A\nline: J7613 x3 A")


def test_hydration_needs_no_drug() -> None:
    assert "drug-administration" not in rules("dx: E86.0\nline: 96360 A")


# Vaccines


def test_a_vaccine_that_the_course_does_not_hold_keeps_the_rule_silent() -> None:
    assert "vaccine-pair" not in rules("dx: Z23\nline: 90471 A\nline: 90999 A")


def test_medicares_code_for_giving_counts_as_giving() -> None:
    assert {"vaccine-pair", "vaccine-medicare"}.isdisjoint(rules("dx: Z23\nline: G0008 A\nline: 90662 A", age=70))


# Equipment and ambulance


def test_rented_equipment_names_its_month() -> None:
    assert "-KH" in one("equipment-modifier", "dx: G47.33\nline: E0601-RR A").message
    assert "equipment-modifier" not in rules("dx: G47.33\nline: E0601-RR-KI A")


def test_the_letters_of_a_ride_are_modifiers_on_ambulance_lines_alone() -> None:
    assert "modifier-known" not in rules("dx: I63.9\nline: A0427-SH A")
    assert "modifier-known" in rules("dx: I10\nline: 99213-SH A")
    assert "ambulance-ride" in rules("dx: I63.9\nline: A0427-GM A")


# Facilities


def test_53_is_for_physicians_and_74_for_facilities() -> None:
    assert "stopped-procedure" in rules("dx: K63.5\nline: 45385-53", Setting.OUTPATIENT_FACILITY)
    assert "stopped-procedure" not in rules("dx: K63.5\nline: 45385-53", Setting.ED)
    assert "stopped-procedure" in rules("dx: K63.5\nline: 45385-73 A")


# Own copies


def with_own(text: str) -> dict[str, Finding]:
    claim = parse(text, Setting.PROFESSIONAL).claim
    return {f.rule: f for f in check(claim, Encounter(Setting.PROFESSIONAL), invented_edition())}


def test_without_own_copies_pairs_and_limits_are_silent() -> None:
    silent = rules("dx: I10\nline: 0000A x9 A\nline: 9998Z A")
    assert {"code-pair", "units-limit"}.isdisjoint(silent) or edition().own.holds_pairs


def test_no_modifier_helps_where_the_indicator_is_0() -> None:
    assert "no modifier changes that" in with_own("dx: I10\nline: 9998Z-59 A\nline: 0000A A")["code-pair"].message


def test_the_second_code_of_the_pair_is_named_whatever_their_order() -> None:
    assert with_own("dx: I10\nline: 9999Z A\nline: 0000A A")["code-pair"].codes == ("9999Z", "0000A")


def test_units_of_all_lines_of_a_code_are_added_up() -> None:
    assert "has 2 units" in with_own("dx: I10\nline: 0000A A\nline: 0000A-76 A")["units-limit"].message


# All of them


def test_at_least_eighty_rules_stand() -> None:
    assert len(RULES) >= 80


def test_no_rule_about_a_payer_or_a_chart_is_an_error() -> None:
    sure = {rule.id for rule in RULES.values() if rule.severity is Severity.ERROR}
    doubtful = ("Medicare Claims", "NCCI", "Code Editor")
    assert [rule for rule in sure if any(word in RULES[rule].citation for word in doubtful)] == []


_codes = st.sampled_from(sorted(edition().services()))
_modifiers = st.lists(st.sampled_from(sorted(edition().modifiers())), max_size=4).map(tuple)
_lines = st.builds(
    ServiceLine, _codes, _modifiers, st.integers(1, 300), st.lists(st.sampled_from("ABC"), max_size=3).map(tuple)
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_lines, max_size=6), st.sampled_from(list(Setting)))
def test_whatever_the_lines_the_rules_answer_and_only_form_is_an_error(
    lines: list[ServiceLine], setting: Setting
) -> None:
    claim = Claim(diagnoses=(Diagnosis("M17.11"), Diagnosis("Z23"), Diagnosis("C18.2")), lines=tuple(lines))
    for finding in check(claim, Encounter(setting, age=50), edition()):
        assert finding.message.endswith((".", "?"))
        if finding.codes and finding.codes[0] in edition().services() and finding.severity == "error":
            assert finding.rule in {"modifier-format", "pointer", "service-code"}


@pytest.mark.parametrize("code", sorted(edition().services())[::7])
def test_a_service_alone_is_never_an_error(code: str) -> None:
    found = check(
        Claim(diagnoses=(Diagnosis("I10"),), lines=(ServiceLine(code, (), 1, ("A",)),)),
        Encounter(Setting.PROFESSIONAL, age=50),
        edition(),
    )
    assert [f for f in found if f.severity == "error"] == []
