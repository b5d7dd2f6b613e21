"""Where codes open: at the start of an encoder, and when one is typed into any of its fields."""

from __future__ import annotations

import pytest

from coding_course.ui import encoder_static
from coding_course.ui.session import Session
from tests.ui.encoder import Learner

STARTS = {
    "0FT": "tables", "0f": "tables", "0FT4": "tables", "10D": "tables", "0FT44ZZ": "code", "99213": "code",
    "J1100": "code", "25": "code", "LT": "code", "E11": "book", "E11.22": "book", "A00-A09": "book", "4": "book",
}  # fmt: skip


@pytest.mark.parametrize("start", STARTS)
def test_a_code_of_any_system_opens_where_it_belongs(session: Session, start: str) -> None:
    learner = Learner(session, start)
    assert learner.view["pane"] == STARTS[start]
    assert learner.view["message"] == ""
    shown = learner.shown
    written = {"tables": "prefix", "code": "code"}.get(learner.view["pane"])
    assert (shown[written] if written else shown["entry"]["code"]) == start.upper()
    assert not learner.view["back"], "it is the first place"


def test_a_header_of_procedures_opens_its_table_and_a_code_is_built_already(session: Session) -> None:
    table = Learner(session, "0FT").shown
    assert table["table"]["prefix"] == "0FT"
    assert table["choices"]["title"] == "Body Part"
    assert [place["title"] for place in table["places"][:3]] == ["Section", "Body System", "Root Operation"]
    assert Learner(session, "0FT44ZZ").do("tab", pane="tables")["prefix"] == "0FT44ZZ"


@pytest.mark.parametrize(
    ("act", "text", "pane"),
    [
        ("code.search", "0FT", "tables"),
        ("code.open", "0FT", "tables"),
        ("code.search", "0ft44zz", "code"),
        ("code.search", "99213", "code"),
        ("book.find", "0FT", "tables"),
        ("book.find", "0FT44ZZ", "code"),
        ("book.find", "J1100", "code"),
        ("book.find", "e1122", "book"),
        ("book.find", "B12", "book"),
    ],
)
def test_a_code_typed_into_a_field_opens_where_it_belongs(session: Session, act: str, text: str, pane: str) -> None:
    learner = Learner(session)
    learner.do(act, query=text, code=text, volume="diseases")
    assert learner.view["pane"] == pane


def test_words_typed_into_the_code_pane_list_what_is_found(session: Session) -> None:
    learner = Learner(session)
    found = learner.do("code.search", query="knee pain")
    assert found["hits"][0] | {"why": ""} == {
        "code": "M25.569", "title": "Pain in unspecified knee", "billable": True, "why": "", "fold": "+2 by side",
    }  # fmt: skip
    assert "20 hits" in learner.view["message"]
    learner.do("code.open", code="M25.562")
    learner.do("back")
    assert learner.shown["query"] == "knee pain"
    assert learner.do("code.search", query="qqqq zzzz")["query"] == "knee pain", "what was found stays"
    assert "Nothing is found" in learner.view["message"]


def test_a_modifier_is_told_with_when_it_is_right_and_is_no_line_of_a_claim(session: Session) -> None:
    learner = Learner(session, "25")
    told = {one["label"]: one["text"] for one in learner.shown["facts"]}
    assert "beside a procedure" in told["When it is right"]
    assert "Evaluation and management" in told["Goes with"]
    learner.do("add", code="25", system="modifier")
    assert "stands behind the code of a service line" in learner.view["message"]
    assert learner.view["strip"] == "Nothing on the claim yet."


def test_static_forms_show_what_an_encoder_opens_with(session: Session) -> None:
    table = Learner(session, "0FT").view
    for made in (encoder_static.encoder_html(table), encoder_static.encoder_text(table)):
        assert "Resection" in made
        assert "4 Gallbladder" in made
    code = Learner(session, "0FT44ZZ").view
    for made in (encoder_static.encoder_html(code), encoder_static.encoder_text(code)):
        assert "Resection of Gallbladder, Percutaneous Endoscopic Approach" in made
        assert "5 Approach: 4 Percutaneous Endoscopic" in made
    assert "Separate visit" in encoder_static.encoder_text(Learner(session, "25").view)
    assert "Section: 0 Medical and Surgical" in encoder_static.encoder_text(Learner(session, "0F").view)
