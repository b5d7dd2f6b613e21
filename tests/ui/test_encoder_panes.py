"""Table builder, code in full, claim, bookmarks and path: what each tells, refuses and keeps."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding_course.bank import bank, solution_claim
from coding_course.codesets import edition
from coding_course.study.progress import Progress
from coding_course.ui.chart import ChartModel
from coding_course.ui.encoder.marks import marks
from coding_course.ui.session import Session
from tests.ui.encoder import Learner

STAY = "pdx: A41.9 Y\ndx: J96.01 Y, E11.22 Y"


def facts(learner: Learner, code: str) -> dict[str, str]:
    return {one["label"]: one["text"] for one in learner.do("code.open", code=code)["facts"]}


def on_a_stay(session: Session, notation: str = STAY) -> Learner:
    learner = Learner(session)
    learner.do("tab", pane="claim")
    learner.do("claim.encounter", setting="inpatient", age="70", sex="F", status="01", days="4")
    learner.do("claim.notation", text=notation)
    return learner


# The table builder


def test_a_code_is_typed_character_by_character_with_what_is_still_possible(session: Session) -> None:
    learner = Learner(session)
    learner.do("tab", pane="tables")
    shown = learner.do("tables.type", text="0dtj")
    assert shown["prefix"] == "0DTJ"
    assert [value["character"] for value in shown["choices"]["values"]] == ["0", "4", "7", "8"]
    assert {row["fits"] for row in shown["table"]["rows"]} == {True, False}
    shown = learner.do("tables.type", text="0DTJ4ZZ")
    assert shown["code"]["title"] == "Resection of Appendix, Percutaneous Endoscopic Approach"
    assert shown["choices"] is None
    assert learner.path[-1] == "value: 0DTJ4ZZ"


@pytest.mark.parametrize(
    ("typed", "kept", "said"),
    [
        ("0DTJ9ZZ", "0DTJ", "9 is no approach"),
        ("0I", "0", "never used"),
        ("Q", "", "Q is no section"),
        ("0DTJ4ZZZ", "0DTJ4ZZ", "seven characters"),
    ],
)
def test_what_cannot_stand_there_is_refused_with_what_can(session: Session, typed: str, kept: str, said: str) -> None:
    learner = Learner(session)
    learner.do("tab", pane="tables")
    shown = learner.do("tables.type", text=typed)
    assert shown["prefix"] == kept
    assert said in shown["refused"]
    assert learner.do("tables.cut", length=2)["refused"] == ""


def test_a_definition_that_is_opened_counts_as_read(session: Session) -> None:
    learner = Learner(session)
    learner.do("tab", pane="tables")
    learner.do("tables.type", text="0DT")
    learner.do("tables.define", prefix="0DT", open=True)
    assert learner.path[-1] == "note: 0DT definition"
    learner.do("tables.define", prefix="0D9", open=True)
    assert learner.path[-1] == "note: 0DT definition" or edition("FY2026").pcs.axes("0D9")[-1].definition


@given(st.text(max_size=12))
def test_whatever_is_typed_the_prefix_is_the_beginning_of_a_valid_code(text: str) -> None:
    learner = Learner(Session(Progress(None)))
    learner.do("tab", pane="tables")
    prefix = learner.do("tables.type", text=text)["prefix"]
    assert not prefix or edition("FY2026").pcs.axes(prefix)


# One code


def test_a_code_is_told_with_poa_severity_age_and_family(session: Session) -> None:
    learner = Learner(session)
    told = facts(learner, "J96.01")
    assert told["Severity"].startswith("MCC")
    assert "Y, N, U or W" in told["Present on admission"]
    assert "9 to 64 years" in facts(learner, "O80")["Age"]
    assert "Exempt" in facts(learner, "Z79.4")["Present on admission"]
    assert "never the principal" in facts(learner, "G63")["Code editor"]
    learner.do("code.open", code="M25.561")
    sides = next(one for one in learner.shown["facts"] if one["label"].startswith("The same"))
    assert [code["code"] for code in sides["codes"]] == ["M25.562", "M25.569"]
    assert learner.path[-1] == "tabular: M25.561", "the entry was seen with its notes"


def test_a_severity_that_the_principal_excludes_is_told_so(session: Session) -> None:
    learner = on_a_stay(session, "pdx: N18.6 Y\ndx: N17.9 Y")
    assert "excluded beside N18.6" in facts(learner, "N17.9")["Severity"]


def test_codes_of_every_system_are_shown(session: Session) -> None:
    learner = Learner(session)
    assert learner.do("code.open", code="0DTJ4ZZ")["axes"][2][2] == "Resection"
    assert "billing unit" not in facts(learner, "J1100")
    assert facts(learner, "J1100")["One unit"] == "1 mg."
    assert learner.do("code.open", code="nonsense")["code"] == "J1100", "what was shown stays"
    assert "is no code" in learner.view["message"]


@pytest.mark.parametrize(
    ("code", "label", "said"),
    [
        ("29881", "Second procedure", "above 29870"),
        ("27447", "Second procedure", "pays half"),
        ("27447", "Assistant", "Medicare pays one"),
        ("E0143", "Equipment", "as the patient chooses"),
        ("90746", "Medicare", "G0010"),
        ("87880", "Waived test", "with -QW"),
        ("Q5103", "Biosimilar", "of this product"),
        ("91320", "Age", "12 and more years"),
        ("47562", "Also called", "lap chole"),
    ],
)
def test_what_the_subset_knows_of_a_service_is_told(session: Session, code: str, label: str, said: str) -> None:
    assert said in facts(Learner(session), code)[label]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("470", "MS-DRG 470 Major hip and knee joint replacement"),
        ("ms-drg 470", "the Claim pane groups an inpatient claim"),
        ("POS 23", "Place of service 23 Emergency department"),
        ("998", "it has no weight"),
        ("27496", "may exist all the same"),
        ("xyzzyqwv", "Try the name of the condition"),
    ],
)
def test_what_is_no_code_of_the_course_is_told_with_the_next_step(session: Session, query: str, said: str) -> None:
    learner = Learner(session)
    learner.do("tab", pane="code")
    learner.do("code.search", query=query)
    assert said in learner.view["message"]


def test_a_mistyped_code_lists_what_it_begins_with(session: Session) -> None:
    learner = Learner(session)
    learner.do("tab", pane="code")
    hits = learner.do("code.search", query="E11.229")["hits"]
    assert hits[0]["code"] == "E11.22"
    assert "is no code" in hits[0]["why"]


def test_the_effect_on_the_claim_is_told_with_and_without_the_code(session: Session) -> None:
    learner = on_a_stay(session)
    effect = " ".join(learner.do("code.open", code="J96.01")["effect"])
    assert "MS-DRG 871" in effect
    assert "MS-DRG 872:" in effect
    added = " ".join(learner.do("code.open", code="0DTJ4ZZ")["effect"])
    assert "would change the MS-DRG from 871" in added
    assert learner.do("code.open", code="Z79.4")["effect"][0].startswith("Added to your claim, it would leave")


# The claim


def test_a_code_goes_where_the_claim_has_a_place_for_it(session: Session) -> None:
    learner = on_a_stay(session, "")
    learner.do("add", code="A41.9")
    learner.do("add", code="J96.01")
    learner.do("add", code="5A1945Z")
    learner.do("add", code="I10")
    rows = [(row["kind"], row["code"]) for row in learner.shown["rows"]]
    assert rows == [("pdx", "A41.9"), ("dx", "J96.01"), ("dx", "I10"), ("px", "5A1945Z")]
    learner.do("add", code="I10")
    assert "already" in learner.view["message"]
    learner.do("add", code="E11")
    assert "cannot be reported" in learner.view["message"]
    learner.do("add", code="99213")
    assert "not reported on this kind of claim" in learner.view["message"]
    assert next(step for step in learner.path if step.startswith("code:")) == "code: A41.9"


def test_edits_and_the_ms_drg_follow_the_claim(session: Session) -> None:
    learner = on_a_stay(session)
    group = learner.shown["grouping"]
    assert (group["drg"], group["mdc"][:2]) == ("871", "18")
    by_code = {reason["code"]: reason for reason in group["why"]}
    assert by_code["J96.01"]["effect"] == "mcc"
    assert by_code["J96.01"]["without"].startswith("MS-DRG 872:")
    shown = learner.do("claim.notation", text="pdx: A41 Y")
    assert any("heading" in finding["message"] for finding in shown["check"]["findings"])
    learner.do("claim.encounter", setting="professional")
    assert learner.shown["grouping"] is None


def test_changing_the_setting_keeps_what_the_other_form_has_a_place_for(session: Session) -> None:
    learner = on_a_stay(session)
    learner.do("claim.encounter", setting="professional")
    assert learner.shown["check"]["notation"] == "dx: A41.9, J96.01, E11.22"
    learner.do("claim.encounter", setting="inpatient")
    assert learner.shown["rows"][0] == {
        "kind": "pdx",
        "code": "A41.9",
        "poa": "",
        "modifiers": "",
        "units": "",
        "pointers": "",
    }


def test_the_claim_and_its_encounter_are_found_again(session: Session) -> None:
    on_a_stay(session)
    again = Learner(session)
    again.do("tab", pane="claim")
    assert again.shown["check"]["notation"].startswith("pdx: A41.9 Y")
    assert again.shown["encounter"]["age"] == "70"


def test_a_case_s_claim_is_that_of_its_chart_and_of_its_cell(session: Session) -> None:
    learner = Learner(session, case="ip-001")
    learner.do("tab", pane="claim")
    assert learner.shown["bound"]
    learner.do("claim.notation", text=solution_claim(bank().case("ip-001")))
    chart = ChartModel(bank().case("ip-001"), edition("FY2026"), session)
    assert chart.text == solution_claim(bank().case("ip-001")).strip()
    chart.receive({"type": "notation", "text": "pdx: I10 Y"})
    learner.do("tab", pane="book")
    learner.do("tab", pane="claim")
    assert learner.shown["rows"][0]["code"] == "I10", "what the chart changed is taken over"


# Bookmarks and notes


def test_bookmarks_and_notes_are_kept_found_and_taken_away(session: Session) -> None:
    learner = Learner(session, "E11.22")
    learner.do("mark", code="E11.22")
    learner.do("keep", code="I10", text="  Ask for heart failure and CKD.  ")
    again = Learner(session, "E11.22")
    assert again.shown["entry"]["mark"] == {"bookmarked": True, "note": ""}
    again.do("tab", pane="marks")
    assert [one["code"] for one in again.shown["marks"]] == ["I10", "E11.22"]
    assert [one["code"] for one in again.do("marks.search", query="ckd heart")["marks"]] == ["I10"]
    assert [one["code"] for one in again.do("marks.search", query="e1122")["marks"]] == ["E11.22"]
    again.do("marks.search", query="")
    again.do("mark", code="E11.22")
    again.do("keep", code="I10", text="")
    assert again.shown["total"] == 0
    assert marks(session.progress.events()) == {}


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["on", "text", "title"]), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(
    st.lists(
        st.tuples(st.sampled_from(["bookmark", "note", "draft"]), st.sampled_from(["I10", "encoder", ""]), junk),
        max_size=6,
    )
)
def test_whatever_a_progress_file_holds_the_marks_can_be_shown(events: list[tuple[str, str, Any]]) -> None:
    session = Session(Progress(None))
    for kind, item, value in events:
        session.record(kind, item, on=value, text=value, title=value, rows=value, encounter=value)
    learner = Learner(session)
    for pane in ("marks", "claim", "code"):
        learner.do("tab", pane=pane)


def test_what_no_row_can_hold_is_told_when_a_typed_claim_is_put_into_the_form(session: Session) -> None:
    learner = Learner(session)
    learner.do("tab", pane="claim")
    check = learner.do("claim.notation", text="dx: I10, zzz\nfoo bar")["check"]
    assert check["notation"].strip() == "dx: I10"
    assert [error.split(" and was")[0] for error in check["errors"]] == [
        "Line 1: zzz is not a code",
        "Line 2: foo bar is not a code",
    ]
    assert learner.do("claim.notation", text="dx: I10")["check"]["errors"] == []
