"""What the rules say of the guidelines' own examples, and of claims at their edges."""

from __future__ import annotations

from coding_course.claims import Claim, Diagnosis, Encounter, ServiceLine, Setting, Sex
from coding_course.codesets import covers, edition
from coding_course.edits import check
from tests.edits.told import findings, one, rules

# Codes that can be reported


def test_a_heading_names_the_codes_below_it() -> None:
    assert "E11.21, E11.22, E11.29" in one("billable", "dx: E11.2").message


def test_a_category_that_is_not_divided_is_a_code() -> None:
    assert rules("dx: I10") == []


def test_a_missing_7th_character_lists_the_ones_of_its_category() -> None:
    message = one("seventh-character", "dx: S93.401").message
    assert "A (initial encounter), D (subsequent encounter), S (sequela)" in message


def test_a_short_code_with_a_7th_character_is_told_how_to_fill_the_places() -> None:
    assert "W19.XXX" in one("seventh-character", "dx: S93.401A, W19").message


def test_a_forgotten_placeholder_names_the_code_that_was_meant() -> None:
    assert one("placeholder", "dx: T36.01A").codes == ("T36.01A", "T36.0X1A")


def test_a_code_that_does_not_exist_names_the_nearest_one() -> None:
    assert "K21.9" in one("valid", "dx: K21.91").message


def test_a_code_that_ended_says_when() -> None:
    assert "2026-09-30" in one("valid", "dx: I42.0", service_date="2026-10-15").message


def test_a_claim_after_october_2026_is_told_which_codes_ended_and_what_took_their_place() -> None:
    found = {
        f.codes[0]: f.message
        for f in findings("dx: I42.0, E11.9, R63.6, Z68.1", service_date="2026-10-15")
        if f.rule == "valid"
    }
    assert "it ended on 2026-09-30, and I42.00, I42.01, I42.09 took its place" in found["I42.0"]
    assert "Z68.18, Z68.19 took its place" in found["Z68.1"]
    assert "E11.9" not in found


def test_a_code_that_begins_later_says_when() -> None:
    assert "it begins on 2026-10-01" in one("valid", "dx: C79.83", service_date="2026-09-30").message


def test_a_code_of_another_edition_is_only_a_warning() -> None:
    assert one("valid", "dx: E11.99", edition="FY2019").severity == "warning"


def test_a_code_three_times_on_a_claim_is_reported_once() -> None:
    assert one("duplicate", "dx: I10, E11.9, I10, I10").codes == ("I10",)


def test_a_duplicate_is_found_however_it_was_typed() -> None:
    claim = Claim(diagnoses=(Diagnosis("E11.22"), Diagnosis("e1122")))
    found = check(claim, Encounter(Setting.ED), edition())
    assert "duplicate" in [finding.rule for finding in found]


# Excludes1


def test_an_excludes1_pair_is_reported_once_though_both_codes_name_each_other() -> None:
    assert one("excludes1", "dx: B20, Z21").codes == ("B20", "Z21")


def test_the_guidelines_example_of_teeth_grinding_is_a_warning_that_explains_the_exception() -> None:
    finding = one("excludes1", "dx: F45.8, G47.63")
    assert finding.severity == "warning"
    assert "nothing to do with each other" in finding.message


def test_an_excludes1_note_of_the_category_holds_for_its_codes() -> None:
    assert "the note stands at E10" in one("excludes1", "dx: E10.22, E11.40").message


def test_an_excludes1_note_of_the_chapter_holds_for_its_codes() -> None:
    assert one("excludes1", "dx: O26.891, Z34.01").codes[1] == "Z34.01"


def test_an_excludes2_note_allows_both() -> None:
    notes = [note for note in edition().notes("R51.9") if any(covers(codes, "G43.909") for codes in note.codes)]
    assert [note.kind for note in notes] == ["excludes2"]
    assert "excludes1" not in rules("dx: G43.909, R51.9")


# Order


def test_dementia_in_parkinsons_disease_comes_after_it() -> None:
    assert "manifestation-first" in rules("dx: F02.80, G20.A1")
    assert {"manifestation-first", "code-first"}.isdisjoint(rules("dx: G20.A1, F02.80"))


def test_a_manifestation_whose_cause_may_be_unknown_is_no_error() -> None:
    # I.A.13: the underlying condition first, "if applicable"; idiopathic is without one.
    assert one("manifestation-first", "pdx: J84.03 Y", Setting.INPATIENT, age=6).severity == "warning"
    assert one("manifestation-first", "pdx: D75.81 Y", Setting.INPATIENT).severity == "warning"
    assert one("manifestation-first", "pdx: F02.80 Y\ndx: G30.9 Y", Setting.INPATIENT).severity == "error"
    assert one("manifestation-first", "pdx: J91.0 Y\ndx: C34.90 Y", Setting.INPATIENT).severity == "error"


def test_one_named_cause_in_front_is_enough() -> None:
    assert "code-first" not in rules("dx: G20.A1, F02.80, G30.9")


def test_a_code_first_note_with_such_as_does_not_ask_for_its_examples() -> None:
    assert "code-first" not in rules("dx: E11.9, F02.80")


def test_acute_comes_before_chronic_only_for_one_condition() -> None:
    assert "acute-chronic" in rules("dx: J32.0, J01.00")
    assert "acute-chronic" not in rules("dx: J32.0, N17.9")


def test_a_scar_comes_before_the_burn_that_left_it() -> None:
    assert "sequela-order" in rules("dx: T23.301S, L90.5")
    assert "sequela-order" not in rules("dx: L90.5, T23.301S")


def test_sequelae_of_stroke_may_stand_first() -> None:
    assert "sequela-order" not in rules("dx: I69.351")


def test_a_drug_code_of_an_adverse_effect_follows_and_of_a_poisoning_leads() -> None:
    assert "adverse-effect-order" in rules("dx: T36.0X5A, L27.0")
    assert "adverse-effect-order" not in rules("dx: T36.0X1A, L27.0")


def test_septic_shock_is_never_principal() -> None:
    assert one("severe-sepsis", "pdx: R65.21 Y\ndx: A41.9 Y", Setting.INPATIENT).severity == "error"


def test_without_a_principal_diagnosis_nothing_is_said_of_the_first_secondary_one() -> None:
    assert "external-cause-first" not in rules("dx: W19.XXXA Y", Setting.INPATIENT)


# Z codes


def test_chemotherapy_and_radiation_therapy_together_stand_in_any_order() -> None:
    assert "z-first-only" not in rules("dx: Z51.0, Z51.11, C50.911")
    assert "z-first-only" not in rules("dx: Z51.11, Z51.0, C50.911")


def test_the_research_participant_code_may_stand_second() -> None:
    assert "z-first-only" not in rules("dx: C61, Z00.6")


def test_social_determinants_are_secondary_though_one_may_be_all_that_an_encounter_is_for() -> None:
    # I.B.14 has "should only be reported as secondary diagnoses"; I.C.21.c.15 does not list what must stand first.
    for text in ("dx: Z59.41", "dx: Z63.0\nline: 90847 A", "dx: Z57.39\nline: 99213 A"):
        assert one("z-never-first", text, age=40).severity == "warning"


def test_codes_that_measure_stay_behind_what_they_measure() -> None:
    for code in ("Z68.41", "R29.705", "R40.2430", "Z28.310", "Z37.0", "Z33.1", "Z92.82"):
        assert one("z-never-first", f"dx: {code}, I10").severity == "error"


def test_unspecified_coma_is_no_coma_scale() -> None:
    assert "z-never-first" not in rules("dx: R40.20", Setting.ED)


def test_a_vaccination_may_stand_first_or_second() -> None:
    assert {"z-first-only", "z-never-first"}.isdisjoint([*rules("dx: Z23"), *rules("dx: Z00.00, Z23")])


# Who the patient is


def test_a_pregnancy_code_with_the_sex_given_as_male_is_only_a_question() -> None:
    assert one("maternal-record", "dx: O99.012, D64.9", sex=Sex.MALE, age=30).severity == "question"


def test_a_pregnancy_code_on_an_infants_record_is_an_error() -> None:
    assert one("maternal-record", "dx: O99.012", age=0).severity == "error"


def test_a_condition_that_the_mother_has_had_since_her_birth_is_no_error() -> None:
    # I.C.16.a.1 and I.C.16.a.4: for life while it is present; I.C.16.e: P07 of an adult.
    for text in ("dx: O99.512, P27.1, Z3A.24", "dx: O99.891, P07.32, Z3A.20", "dx: S93.401A, Z33.1, P14.0"):
        assert one("maternal-record", text, age=28).severity == "warning"
    for text in ("dx: O99.512, P22.0", "dx: O80, Z37.0, Z38.00"):
        assert one("maternal-record", text, age=28).severity == "error"
    assert one("maternal-record", "dx: P27.1, O99.512", age=0).severity == "error"


def test_a_physicians_claim_may_hold_more_than_the_normal_delivery() -> None:
    # I.C.15.b.2: O09 for the visits before, O80 for the delivery; I.C.15.n.1: O80 is principal, of a stay.
    assert one("normal-delivery", "dx: O09.523, O80, Z37.0\nline: 59426 A\nline: 59409 B").severity == "warning"
    assert one("normal-delivery", "dx: Z30.2, O80, Z37.0\nline: 58605 A\nline: 59409 B").severity == "warning"
    assert one("normal-delivery", "dx: O80, Z37.2").severity == "error"
    stay = one("normal-delivery", "pdx: O80 Y\ndx: O09.523 Y, Z37.0", Setting.INPATIENT)
    assert stay.severity == "error"
    assert "before the delivery only" in stay.message


def test_weeks_of_a_pregnancy_that_goes_on_beside_an_ectopic_one_are_no_error() -> None:
    # I.C.21.c.11 forbids the weeks of the pregnancy that ended.
    assert one("weeks-of-gestation", "dx: O00.111, O26.891, Z3A.08").severity == "warning"
    assert one("weeks-of-gestation", "dx: O07.4, O09.891, Z3A.12").severity == "warning"
    for text in ("dx: O00.101, O26.891, Z3A.08", "dx: O00.111, Z3A.08", "dx: O42.912, O03.9, Z3A.18"):
        assert one("weeks-of-gestation", text).severity == "error"


def test_the_sex_alone_is_never_an_error() -> None:
    for text in ("dx: N40.0", "dx: N80.9", "dx: Z12.4", "dx: C61"):
        for sex in Sex:
            assert "error" not in [finding.severity for finding in findings(text, sex=sex, age=40)]


def test_a_condition_from_birth_that_lasts_is_only_a_question() -> None:
    assert one("perinatal-record", "dx: P27.1", age=14).severity == "question"


def test_an_age_that_is_not_known_is_no_conflict() -> None:
    assert "age" not in rules("dx: Z00.129")


# Combination codes


def test_hypertension_with_heart_and_kidney_disease_asks_for_one_code_of_i13() -> None:
    assert "I13" in one("hypertension-with", "dx: I10, I50.9, N18.31").message


def test_secondary_hypertension_is_left_alone() -> None:
    assert "hypertension-with" not in rules("dx: I15.0, N18.31")


def test_end_stage_disease_does_not_go_with_stages_one_to_four() -> None:
    assert one("hypertension-stage", "dx: I12.9, N18.6").codes == ("I12.9", "N18.6")


def test_a_heading_names_no_stage() -> None:
    assert "hypertension-stage" not in rules("dx: I12, N18.6")


def test_several_complications_of_diabetes_go_together() -> None:
    assert "diabetes-without-complications" not in rules("dx: E11.22, E11.40, E11.319, N18.31")


def test_diabetes_without_complications_contradicts_hyperglycemia() -> None:
    assert "diabetes-without-complications" in rules("dx: E11.65, E11.9")


def test_two_types_of_diabetes_exclude_each_other() -> None:
    assert "excludes1" in rules("dx: E10.9, E11.9")


def test_kidney_disease_beside_plain_diabetes_is_presumed_to_be_diabetic() -> None:
    assert "E11.22" in one("diabetes-with", "dx: E11.9, N18.31").message


# Sides


def test_the_unspecified_side_names_the_codes_of_the_sides() -> None:
    assert "M17.11, M17.12" in one("laterality", "dx: M17.10").message


def test_both_knees_have_one_code() -> None:
    assert one("both-sides", "dx: M17.11, M17.12").codes == ("M17.11", "M17.12", "M17.0")


# Present on admission


def test_only_exempt_codes_may_be_left_without_indicator() -> None:
    assert one("poa-missing", "pdx: J18.9\ndx: Z79.4, I10 Y", Setting.INPATIENT).codes == ("J18.9",)


def test_a_hospital_that_need_not_report_leaves_every_indicator_blank() -> None:
    # Appendix I is for facilities that a law or regulation obliges; a critical access hospital is not obliged.
    blank = [f for f in findings("pdx: J18.9\ndx: I10, Z79.4", Setting.INPATIENT) if f.rule == "poa-missing"]
    assert [f.severity for f in blank] == ["warning", "warning"]
    assert one("poa-missing", "pdx: J18.9 Y\ndx: I10", Setting.INPATIENT).severity == "error"


def test_other_claims_need_no_indicator() -> None:
    assert "poa-missing" not in rules("dx: J18.9", Setting.ED)


def test_an_indicator_that_does_not_exist_is_found_on_a_claim_from_elsewhere() -> None:
    claim = Claim(principal=Diagnosis("J18.9", "Z"))
    found = check(claim, Encounter(Setting.INPATIENT), edition())
    assert "poa-valid" in [finding.rule for finding in found]


# Services


def test_a_pointer_beyond_the_diagnoses_says_how_many_there_are() -> None:
    assert "lists A to B" in one("pointer", "dx: I10, E11.9\nline: 99213 C").message


def test_a_pointer_that_is_no_letter_points_nowhere() -> None:
    claim = Claim(diagnoses=(Diagnosis("I10"),), lines=(ServiceLine("99213", pointers=("1",)),))
    found = check(claim, Encounter(Setting.PROFESSIONAL), edition())
    assert "pointer" in [finding.rule for finding in found]


def test_modifiers_of_a_line_are_looked_at_one_by_one() -> None:
    assert one("modifier-format", "dx: I10\nline: 99213-25-255 A").message.startswith("-255")


def test_a_service_that_the_course_does_not_hold_is_only_a_question() -> None:
    assert one("service-code", "dx: I10\nline: 00009 A").severity == "question"


def test_a_code_of_another_set_is_no_error() -> None:
    # 45 CFR 162.1002 names CPT and HCPCS for services; rate codes (HIPPS) and workers' compensation have their own.
    for code in ("KAQG1", "2DC21", "WC002"):
        assert one("service-code", f"dx: I69.351\nline: {code} A").severity == "warning"
    assert one("service-code", "dx: I69.351\nline: 9921 A").severity == "error"


def test_findings_point_at_the_line_of_the_text() -> None:
    assert one("billable", "# a comment\ndx: I10\ndx: E11.2").line == 3


def test_an_empty_field_of_the_claim_form_is_no_code() -> None:
    claim = Claim(diagnoses=(Diagnosis("I10"), Diagnosis("")))
    assert check(claim, Encounter(Setting.PROFESSIONAL), edition()) == ()


def test_an_empty_first_field_leaves_the_first_listed_diagnosis_open() -> None:
    claim = Claim(diagnoses=(Diagnosis(""), Diagnosis("W19.XXXA")))
    found = check(claim, Encounter(Setting.ED), edition())
    assert "external-cause-first" not in [finding.rule for finding in found]


def test_tobacco_is_asked_for_once() -> None:
    asked = [f for f in findings("dx: I25.10, J44.9, Z85.3") if f.rule == "use-additional" and "tobacco" in f.message]
    assert [finding.codes for finding in asked] == [("I25.10",)]


# Chapters


def test_a_left_sided_paralysis_without_handedness_is_not_dominant() -> None:
    assert "not dominant" in one("dominant-side", "dx: I69.352").message
    assert "dominant-side" not in rules("dx: I69.354")


def test_sepsis_that_came_later_may_stand_behind_the_local_infection() -> None:
    assert "sepsis-local-infection" in rules("pdx: J18.9 Y\ndx: A41.9 Y", Setting.INPATIENT)
    assert "sepsis-local-infection" not in rules("pdx: J18.9 Y\ndx: A41.9 N", Setting.INPATIENT)


def test_septic_shock_is_itself_the_organ_that_failed() -> None:
    assert "severe-sepsis-codes" not in rules("pdx: A41.9 Y\ndx: R65.21 Y", Setting.INPATIENT)


def test_an_ulcer_that_got_worse_in_the_stay_has_two_stages() -> None:
    assert "pressure-ulcer-stage" not in rules("pdx: J18.9 Y\ndx: L89.152 Y, L89.153 N", Setting.INPATIENT)


def test_burns_of_two_sides_are_two_sites() -> None:
    assert "burn-order" not in rules("dx: T24.311A, T24.212A, T31.0", Setting.ED)


def test_a_fracture_of_a_later_encounter_keeps_its_cause_and_loses_the_place() -> None:
    assert one("external-cause-initial", "dx: S82.842D, W18.30XD, Y92.009").codes == ("Y92.009",)


def test_covid_after_covid_may_stand_together() -> None:
    assert "covid-status" not in rules("dx: U07.1, J12.82, R53.83, U09.9")


def test_the_weeks_decide_the_trimester_at_its_borders() -> None:
    for weeks, trimester in (("13", "1"), ("14", "2"), ("27", "2"), ("28", "3")):
        assert "trimester-weeks" not in rules(f"dx: O99.01{trimester}, D64.9, Z3A.{weeks}", age=30)
    assert "trimester-weeks" in rules("dx: O99.011, D64.9, Z3A.14", age=30)


def test_a_stable_chronic_condition_is_no_abnormal_finding() -> None:
    assert "abnormal-findings" not in rules("dx: Z00.00, I10, E78.5")
