"""The chart without a front end: drafts, edits, the explained score, and what it keeps to itself."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding_course.bank import bank, grade_case, solution_claim
from coding_course.bank.models import Case
from coding_course.claims import Setting, parse, render
from coding_course.codesets import edition
from coding_course.grading.model import Evidence
from coding_course.study.progress import Progress
from coding_course.ui import draft, explain, fallback
from coding_course.ui.chart import ChartModel
from coding_course.ui.evidence import segments
from coding_course.ui.session import Session
from tests.ui.conftest import secrets, words_of

CASES = [case.id for case in bank().cases]


def chart(session: Session, case: str = "pc-001", **options: Any) -> ChartModel:
    return ChartModel(bank().case(case), edition(), session, **options)


def rows(*codes: str) -> list[dict[str, str]]:
    return [{"kind": "dx", "code": code} for code in codes]


@pytest.mark.parametrize("case", CASES)
def test_no_part_of_the_key_is_shown_before_a_claim_is_submitted(session: Session, case: str) -> None:
    held = bank().case(case)
    seen = [words_of(chart(session, case).view()), fallback.chart_html(held), fallback.chart_text(held)]
    for secret in secrets(held):
        assert not any(secret in each for each in seen), secret


@pytest.mark.parametrize("case", CASES)
def test_the_key_put_into_the_form_earns_full_marks(session: Session, case: str) -> None:
    model = chart(session, case)
    model.receive({"type": "notation", "text": solution_claim(bank().case(case))})
    model.receive({"type": "submit", "rows": model.view()["rows"]})
    result = model.view()["result"]
    assert result["points"] == result["max"]
    assert result["items"] == []


def test_a_draft_is_recorded_at_each_change_and_found_again(session: Session) -> None:
    chart(session).receive({"type": "draft", "rows": rows("L23", "<b>")})
    assert [row["code"] for row in chart(session).view()["rows"] if row["kind"] == "dx"] == ["L23", "<b>"]
    events = len(session.progress.events())
    chart(session).receive({"type": "draft", "rows": rows("L23", "<b>")})
    assert len(session.progress.events()) == events, "nothing changed, nothing to record"


def test_a_submitted_claim_is_found_again_with_its_explanation(session: Session) -> None:
    chart(session).receive({"type": "submit", "rows": rows("R21")})
    again = chart(session).view()
    assert again["result"]["items"]
    assert again["attempts"] == 1


def test_changing_the_claim_takes_the_explanation_of_the_old_one_away(session: Session) -> None:
    model = chart(session)
    model.receive({"type": "submit", "rows": rows("R21")})
    model.receive({"type": "draft", "rows": rows("R21", "I10")})
    assert model.view()["result"] is None


def test_an_empty_claim_is_no_attempt(session: Session) -> None:
    model = chart(session)
    model.receive({"type": "submit", "rows": []})
    assert "Nothing was reported yet" in model.view()["result"]["headline"]
    assert session.progress.events() == ()


def test_a_graded_chart_neither_submits_nor_explains(session: Session) -> None:
    model = chart(session, graded=True)
    model.receive({"type": "submit", "rows": rows("R21")})
    assert model.view()["result"] is None


def test_edits_and_titles_follow_what_is_typed(session: Session) -> None:
    model = chart(session)
    model.receive({"type": "draft", "rows": rows("E11")})
    check = model.view()["check"]
    assert "header" in check["titles"][0]
    assert [finding["label"] for finding in check["findings"]].count("Error") >= 1


def test_evidence_is_marked_in_the_documents_once_explained(session: Session) -> None:
    model = chart(session)
    model.receive({"type": "submit", "rows": rows("R21")})
    view = model.view()
    marked = {number for document in view["documents"] for part in document["segments"] for number in part["marks"]}
    assert marked == set(range(1, len(view["result"]["quotes"]) + 1))


@pytest.mark.parametrize("case", CASES)
def test_every_evidence_of_every_key_is_found_in_its_document(case: str) -> None:
    held = bank().case(case)
    said = explain.explain(grade_case(held, "dx: R99"))
    for document in held.documents:
        parts = segments(document.text, document.id, list(enumerate(said.evidence, 1)))
        assert "".join(part.text for part in parts) == document.text
        found = {number for part in parts for number in part.marks}
        assert found == {n for n, one in enumerate(said.evidence, 1) if one.document == document.id}


@given(text=st.text("ab \n", max_size=30), quotes=st.lists(st.text("ab ", max_size=6), max_size=4))
def test_marking_never_changes_the_text(text: str, quotes: list[str]) -> None:
    marks = [(number, Evidence("d", quote)) for number, quote in enumerate(quotes, 1)]
    assert "".join(part.text for part in segments(text, "d", marks)) == text


@pytest.mark.parametrize("case", CASES)
def test_form_and_notation_say_the_same_claim(case: str) -> None:
    held = bank().case(case)
    text = solution_claim(held)
    there = draft.rows_of(parse(text, held.setting).claim, held.setting)
    assert draft.claim_text(there, held.setting) == text.strip()


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["kind", "code", "poa", "units", "pointers", "modifiers"]), inner, max_size=5)
    ),
    max_leaves=8,
)


@given(setting=st.sampled_from(Setting), data=junk)
def test_whatever_a_progress_file_holds_the_form_can_be_shown(setting: Setting, data: Any) -> None:
    read = draft.read_rows(data, setting)
    assert {row.kind for row in read} == set(draft.ROW_KINDS[setting])
    text = draft.claim_text(read, setting)
    parsed = parse(text, setting)
    if not parsed.errors and text:
        assert render(parsed.claim, setting).strip() == text


@given(kind=st.sampled_from(["draft", "submit", "notation", "clear", "suggest", "x"]), data=junk)
def test_no_message_breaks_a_chart(kind: str, data: Any) -> None:
    model = chart(Session(Progress(None)))
    model.receive({"type": kind, "rows": data, "text": data, "query": data, "origin": data, "stamp": data})
    assert model.view()["id"] == "pc-001"


def private(case: Case) -> Case:
    return msgspec.structs.replace(case, private=True)


@pytest.mark.parametrize("case", CASES)
def test_a_private_case_s_explanation_tells_nothing_of_its_key(case: str) -> None:
    held = private(bank().case(case))
    graded = grade_case(held, "dx: R99\npdx: R99")
    told = [explain.to_text(graded), explain.to_html(graded), words_of(explain.to_view(explain.explain(graded), {}))]
    for secret in secrets(held):
        assert not any(secret in each for each in told), secret


def test_html_written_in_a_chart_shows_as_its_characters() -> None:
    held = bank().case("pc-001")
    bad = "<script>alert(1)</script>"
    document = msgspec.structs.replace(held.documents[0], text=bad, title=bad, type=bad)
    evil = msgspec.structs.replace(held, documents=(document,), title=bad, task=bad)
    assert "<script" not in fallback.chart_html(evil)
    assert "<script" not in explain.to_html(grade_case(evil, f"dx: {bad}"))


def test_a_claim_at_full_marks_is_told_so_in_text_and_html() -> None:
    held = bank().case("pc-001")
    graded = grade_case(held, solution_claim(held))
    assert "agrees with the key" in explain.to_text(graded)
    assert "agrees with the key" in explain.to_html(graded)
