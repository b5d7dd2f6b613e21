"""The MS-DRG of a claim and the reason of each code, as a learner reads them."""

from __future__ import annotations

import sys

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coding_course.claims import Claim, Diagnosis, Encounter, Procedure, Setting, Sex, parse
from coding_course.claims.grouping import Effect, Grouping, group
from coding_course.codesets import edition
from coding_course.codesets.drg import engine_store
from tests.codesets.drg.conftest import references


def grouped(text: str, sex: str = "F", status: str = "01", **facts) -> Grouping:
    claim = parse(text, Setting.INPATIENT).claim
    encounter = Encounter(Setting.INPATIENT, age=70, sex=Sex(sex), discharge_status=status, **facts)
    return group(claim, encounter, edition("FY2026"))


def reason(grouping: Grouping, code: str):
    return next(one for one in grouping.why if one.code == code)


# What is assigned


def test_a_grouping_says_ms_drg_title_category_kind_weight_and_days():
    found = grouped("pdx: A41.9 Y\ndx: J96.01 Y")
    assert (found.drg, found.mdc, found.kind, found.weight) == ("871", "18", "medical", 1.9425)
    assert found.title == "Septicemia or severe sepsis without MV >96 hours with MCC"
    assert found.mdc_title == "Infectious and parasitic diseases"
    assert (found.geometric_days, found.arithmetic_days, found.post_acute) == (4.8, 6.4, True)
    assert (found.version, found.initial, found.grouped) == ("43.1", "871", True)


def test_an_operating_room_procedure_makes_it_surgical():
    found = grouped("pdx: M17.11 Y\npx: 0SRC0J9")
    assert (found.drg, found.kind, found.mdc) == ("470", "surgical", "08")


def test_a_procedure_unrelated_to_the_principal_diagnosis_keeps_its_category():
    found = grouped("pdx: I21.4 Y\npx: 0SRC0J9")
    assert (found.drg, found.mdc) == ("983", "05")


def test_what_comes_before_any_category_says_so():
    found = grouped("pdx: J96.01 Y\npx: 5A1522F")
    assert (found.drg, found.mdc) == ("003", "PRE")
    assert "before any category" in reason(found, "J96.01").message


def test_multiple_trauma_says_why_the_category_is_another():
    found = grouped("pdx: S72.141A Y\ndx: S06.5X0A Y, S36.113A Y\npx: 0QS636Z")
    assert (found.drg, found.mdc) == ("956", "24")
    assert "MDC 08" in reason(found, "S72.141A").message
    assert "multiple significant trauma" in reason(found, "S72.141A").message


# The reason of each code


def test_each_code_of_the_claim_has_one_reason_in_its_order():
    found = grouped("pdx: A41.9 Y\ndx: R65.20 Y, N39.0 Y, I10 Y\npx: 5A1945Z, 30233N1")
    assert [one.code for one in found.why] == ["A41.9", "R65.20", "N39.0", "I10", "5A1945Z", "30233N1"]
    assert all(one.message.endswith(".") and one.code in one.message for one in found.why)


def test_an_mcc_that_decides_says_what_it_would_be_without_it():
    found = grouped("pdx: A41.9 Y\ndx: J96.01 Y")
    assert reason(found, "J96.01").effect is Effect.MCC
    assert "872" in reason(found, "J96.01").message
    assert found.mcc == ("J96.01",)
    assert found.cc == ()


def test_a_cc_beside_an_mcc_counts_and_changes_nothing():
    found = grouped("pdx: A41.9 Y\ndx: J96.01 Y, N39.0 Y")
    assert reason(found, "N39.0").effect is Effect.CC
    assert "An MCC weighs more" in reason(found, "N39.0").message
    assert (found.cc, found.mcc) == (("N39.0",), ("J96.01",))


def test_two_of_a_kind_are_told_that_there_is_another():
    found = grouped("pdx: A41.9 Y\ndx: J96.01 Y, I21.4 Y")
    assert all("There is another MCC" in reason(found, code).message for code in found.mcc)


def test_a_cc_that_the_ms_drg_does_not_look_at_says_so():
    found = grouped("pdx: M17.11 Y\ndx: N39.0 Y\npx: 0SRC0J9")
    assert found.drg == "470"
    assert "the same with and without it" in reason(found, "N39.0").message


def test_an_excluded_cc_names_the_principal_diagnosis_that_excludes_it():
    found = grouped("pdx: A41.9 Y\ndx: R65.20 Y")
    assert (found.drg, found.mcc) == ("872", ())
    assert reason(found, "R65.20").effect is Effect.EXCLUDED
    assert "A41.9" in reason(found, "R65.20").message


def test_a_cc_that_defines_its_ms_drg_does_not_raise_it():
    trauma = grouped("pdx: S72.141A Y\ndx: S06.5X0A Y, S36.113A Y")
    assert trauma.drg == "965"
    assert reason(trauma, "S36.113A").effect is Effect.EXCLUDED_IN_DRG


def test_some_ccs_do_not_count_when_the_patient_died():
    alive, died = (grouped("pdx: I21.4 Y\ndx: R57.0 Y", status=status) for status in ("01", "20"))
    assert (alive.drg, died.drg) == ("280", "285")
    assert reason(died, "R57.0").effect is Effect.NOT_ALIVE


def test_a_hospital_acquired_condition_does_not_raise_the_payment():
    found = grouped("pdx: M17.11 Y\ndx: I26.99 N\npx: 0SRC0J9")
    assert (found.drg, found.initial, found.mcc) == ("470", "469", ())
    assert reason(found, "I26.99").effect is Effect.HAC
    assert "469" in reason(found, "I26.99").message


def test_the_same_diagnosis_without_the_replacement_is_no_hospital_acquired_condition():
    found = grouped("pdx: I10 Y\ndx: I26.99 N")
    assert (found.drg, found.initial, found.mcc) == ("304", "304", ("I26.99",))


def test_a_diagnosis_that_the_definition_names_is_no_cc_and_decides_all_the_same():
    found = grouped("pdx: O80 Y\ndx: Z37.0\npx: 10E0XZZ")
    assert found.drg == "807"
    assert reason(found, "Z37.0").effect is Effect.DEFINES


def test_a_procedure_outside_the_operating_room_that_decides_counts():
    found = grouped("pdx: A41.9 Y\npx: 5A1955Z")
    assert found.drg == "870"
    assert reason(found, "5A1955Z").effect is Effect.PROCEDURE


def test_a_procedure_that_no_definition_names_changes_nothing():
    assert reason(grouped("pdx: A41.9 Y\npx: 30233N1"), "30233N1").effect is Effect.NOTHING


def test_a_code_that_stands_twice_counts_once():
    found = grouped("pdx: A41.9 Y\ndx: J96.01 Y, J96.01 Y, A41.9 Y")
    assert found.mcc == ("J96.01",)
    assert [one.effect for one in found.why] == [Effect.PRINCIPAL, Effect.MCC, Effect.NOTHING, Effect.NOTHING]


def test_what_is_no_code_is_said_and_left_out():
    found = grouped("pdx: A41.9 Y\ndx: E11.2 Y, J96.01 Y\npx: 0SRC0JX")
    assert found.drg == "871"
    assert [reason(found, code).effect for code in ("E11.2", "0SRC0JX")] == [Effect.INVALID, Effect.INVALID]


# What each code is worth


def test_without_shows_every_code_that_counts_with_weight():
    found = grouped("pdx: M17.11 Y\ndx: J96.01 Y\npx: 0SRC0J9")
    assert [(one.code, one.drg) for one in found.without] == [("J96.01", "470"), ("0SRC0J9", "553")]
    book = edition("FY2026").groups
    assert all(
        (one.title, one.weight) == (book.weight(one.drg).title, book.weight(one.drg).weight) for one in found.without
    )


def test_leaving_a_code_out_really_gives_what_without_says():
    text = "pdx: K57.20 Y\ndx: J96.01 Y, N17.9 Y, I10 Y\npx: 0DTN0ZZ, 5A1945Z"
    found = grouped(text)
    assert found.without
    for one in found.without:
        assert grouped(text.replace(f"{one.code} Y", "").replace(one.code, "")).drg == one.drg


def test_no_code_that_decides_is_missing_from_without():
    """Codes that cannot decide are not asked one by one; here all are, on claims of every family."""
    book = edition("FY2026")
    for one in references():
        claim = Claim(
            Diagnosis(one.principal, "Y"),
            tuple(Diagnosis(code, poa) for code, poa in one.secondary),
            tuple(Procedure(code) for code in one.procedures),
        )
        encounter = Encounter(Setting.INPATIENT, sex=Sex(one.sex), discharge_status=one.status)
        found = group(claim, encounter, book)
        said = {two.code: two.drg for two in found.without}
        for code in {*(code for code, _ in one.secondary), *one.procedures} if found.grouped else ():
            less = msgspec.structs.replace(
                claim,
                diagnoses=tuple(two for two in claim.diagnoses if two.code != code),
                procedures=tuple(two for two in claim.procedures if two.code != code),
            )
            assert said.get(code, found.drg) == group(less, encounter, book).drg, (one, code)


# What could not be known


@pytest.mark.parametrize(
    ("text", "drg", "says"),
    [
        ("dx: I10 Y", "999", "principal diagnosis"),
        ("", "999", "principal diagnosis"),
        ("pdx: E11.2 Y", "999", "header"),
        ("pdx: A99.99 Y", "999", "not a valid"),
        ("pdx: V00.111A", "999", "injury"),
        ("pdx: O80 Y", "998", "not accepted"),
        ("pdx: G63 Y", "074", "manifestation"),
        ("pdx: Z16.12", "869", "does not accept"),
    ],
)
def test_what_cannot_be_grouped_or_paid_is_said_in_a_sentence(text, drg, says):
    found = grouped(text)
    assert found.drg == drg
    assert says in found.remarks[0]
    assert found.grouped == (drg not in ("998", "999"))


def test_an_outpatient_claim_has_no_ms_drg_and_says_why():
    found = group(Claim(diagnoses=(Diagnosis("I10"),)), Encounter(Setting.PROFESSIONAL), edition("FY2026"))
    assert (found.drg, found.grouped) == ("", False)
    assert "inpatient" in found.remarks[0]


def test_the_sex_decides_only_where_a_diagnosis_belongs_to_two_categories():
    assert [grouped("pdx: N39.3 Y", sex=sex).drg for sex in "FM"] == ["761", "696"]
    assert [grouped("pdx: N40.1 Y", sex=sex).drg for sex in "FMU"] == ["726", "726", "726"]
    unknown = grouped("pdx: N39.3 Y", sex="U")
    assert unknown.drg == "999"
    assert "761" in unknown.remarks[0]
    assert "696" in unknown.remarks[0]


def test_an_unknown_discharge_status_is_said_where_it_matters_and_nowhere_else():
    assert any("285 if the patient died" in one for one in grouped("pdx: I21.4 Y", status="").remarks)
    assert any("789" in one for one in grouped("pdx: Z38.00\ndx: P59.9 Y", status="").remarks)
    assert grouped("pdx: J18.9 Y", status="").remarks == ()
    assert grouped("pdx: I21.4 Y", status="01").remarks == ()


def test_a_missing_indicator_is_said_where_it_could_make_a_hospital_acquired_condition():
    found = grouped("pdx: I10 Y\ndx: L89.154")
    assert found.mcc == ("L89.154",)
    assert any("L89.154" in one for one in found.remarks)
    assert grouped("pdx: I10 Y\ndx: J96.01").remarks == ()


def test_a_discharge_status_that_does_not_exist_is_said():
    assert any("no discharge status 99" in one for one in grouped("pdx: J18.9 Y", status="99").remarks)


@pytest.mark.parametrize(
    ("status", "days", "said"),
    [("03", 2, True), ("06", 2, True), ("02", 2, True), ("01", 2, False), ("03", 4, False), ("03", None, False)],
)
def test_an_early_discharge_to_other_care_is_paid_by_the_day(status, days, said):
    """MS-DRG 871 has a geometric mean of 4.8 days; a day less is 3.8."""
    found = grouped("pdx: A41.9 Y\ndx: J96.01 Y", status=status, days=days)
    assert any("by the day" in one for one in found.remarks) == said


def test_the_post_acute_policy_holds_for_its_ms_drgs_alone():
    found = grouped("pdx: R40.20 Y\ndx: J96.01 Y", status="03", days=1)
    assert not found.post_acute
    assert not any("by the day" in one for one in found.remarks)


def test_the_day_of_discharge_chooses_the_version():
    assert grouped("pdx: J18.9 Y", service_date="2026-01-15").version == "43"
    assert grouped("pdx: J18.9 Y", service_date="2026-04-15").version == "43.1"


def test_a_value_can_be_written_as_json():
    found = grouped("pdx: A41.9 Y\ndx: J96.01 Y")
    assert msgspec.json.decode(msgspec.json.encode(found), type=Grouping) == found


def test_without_its_grouper_the_course_says_what_to_do(monkeypatch):
    from coding_course.codesets.drg import engine

    def missing(*_):
        raise engine_store.GrouperMissing("The tables are not there. Run `coding-course doctor`.")

    monkeypatch.setattr(engine, "engine", missing)
    found = grouped("pdx: A41.9 Y")
    assert (found.drg, found.grouped) == ("", False)
    assert "doctor" in found.remarks[0]


def test_a_broken_grouper_package_is_said_and_not_raised(monkeypatch):
    monkeypatch.setitem(sys.modules, "coding_course.codesets.drg.engine", None)
    found = grouped("pdx: A41.9 Y")
    assert found.drg == ""
    assert "drgpy" in found.remarks[0]


CODES = st.one_of(
    st.sampled_from(["A41.9", "E11.2", "V00.111A", "O80", "Z38.00", "N39.3", "B20", "S72.141A", "QA0.0101", "U07.1"]),
    st.text(max_size=9),
)
CLAIMS = st.builds(
    Claim,
    principal=st.none() | st.builds(Diagnosis, CODES, st.sampled_from(["Y", "N", "U", "W", "1", "", "?"])),
    diagnoses=st.lists(st.builds(Diagnosis, CODES, st.sampled_from(["Y", "N", ""])), max_size=5).map(tuple),
    procedures=st.lists(
        st.builds(Procedure, st.one_of(st.sampled_from(["0SRC0J9", "5A1955Z", "10E0XZZ"]), st.text(max_size=9))),
        max_size=4,
    ).map(tuple),
)
ENCOUNTERS = st.builds(
    Encounter,
    setting=st.sampled_from(list(Setting)) | st.just(Setting.INPATIENT),
    age=st.none() | st.integers(0, 120),
    sex=st.sampled_from(list(Sex)),
    service_date=st.sampled_from(["", "2025-12-01", "2026-05-01", "1999-01-01", "nonsense"]),
    discharge_status=st.sampled_from(["", "01", "20", "2", "xx", "0", "٣"]) | st.text(max_size=3),
)


@settings(max_examples=300, deadline=None)
@given(claim=CLAIMS, encounter=ENCOUNTERS)
def test_any_claim_is_grouped_or_told_why_not(claim, encounter):
    found = group(claim, encounter, edition("FY2026"))
    if encounter.setting is not Setting.INPATIENT:
        assert found.drg == ""
        return
    assert len(found.drg) == 3
    assert found.title
    assert len(found.why) == (claim.principal is not None) + len(claim.diagnoses) + len(claim.procedures)
    assert found.grouped or found.remarks
    assert set(found.cc) | set(found.mcc) <= {one.code for one in found.why}
    assert all(sentence.endswith((".", "FILE.")) for sentence in found.remarks)
