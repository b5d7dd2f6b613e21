"""The encoder as a whole: tabs, messages of any kind, the path, find exercises, and what stands in for the widget."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coding_course.bank import bank, solution_find
from coding_course.grading.trail import StepKind, parse_trail
from coding_course.study.progress import Progress
from coding_course.ui import assets, encoder_static
from coding_course.ui.encoder import PANES
from coding_course.ui.encoder.found import to_html, to_text
from coding_course.ui.encoder.recorder import Recorder
from coding_course.ui.session import Session
from tests.ui.encoder import HUNT, Learner

HUNTS = [hunt.id for hunt in bank().hunts]


def secrets(hunt: str) -> list[str]:
    """What only the explanation may tell."""
    key = bank().hunt(hunt).key
    return [key.rationale, key.look_up or key.rationale, *(note.why for note in key.notes), key.code]


def walk(learner: Learner, hunt: str) -> None:
    """Take the way of the key through the encoder."""
    for step in parse_trail(solution_find(bank().hunt(hunt))).steps:
        if step.kind.value == "index":
            found = learner.do("book.find", query=step.text, volume="diseases")["found"]
            learner.do(
                "book.term", id=next(one["id"] for one in found if one["path"][0].lower().startswith(step.text.lower()))
            )
        elif step.kind.value == "tabular":
            learner.do("book.open", code=step.text)
        elif step.kind.value == "note":
            learner.do("book.note", key=step.text, open=True)
        elif step.kind.value == "code":
            learner.do("choose", code=step.text)


def test_every_pane_opens_by_its_tab_and_is_plain_values(session: Session) -> None:
    learner = Learner(session, "E11.22")
    assert [name for name, _ in learner.view["panes"]] == list(PANES)
    for pane in PANES:
        learner.do("tab", pane=pane)
        assert learner.view["pane"] == pane
        assert json.loads(json.dumps(learner.view)) == learner.view
    learner.do("tab", pane="nonsense")
    assert learner.view["pane"] == "path"


def test_a_start_that_is_no_entry_is_told(session: Session) -> None:
    assert "Look for it" in Learner(session, "QQQ").view["message"]


KINDS = [
    *("tab", "back", "forward", "add", "choose", "mark", "keep", "check", "suggest", "nonsense", "a.b", "path.clear"),
    *(f"book.{act}" for act in ("find", "letter", "term", "see", "open", "fold", "whole", "note", "notes")),
    *(f"guided.{act}" for act in ("system", "search", "start", "answer", "to", "again", "intent", "value", "back")),
    *(f"tables.{act}" for act in ("type", "choose", "cut", "open", "define")),
    *("code.open", "code.compare", "marks.search"),
    *(f"claim.{act}" for act in ("draft", "notation", "clear", "encounter")),
]
FIELDS = [
    "pane",
    "code",
    "query",
    "volume",
    "id",
    "term",
    "key",
    "text",
    "value",
    "prefix",
    "length",
    "system",
    "rows",
    "step",
]
texts = st.sampled_from(["E11.22", "I50", "failure heart", "0DT", "0", "T", "pcs", "S", "inpatient", "diseases"])
values = (
    texts
    | st.text(max_size=6)
    | st.integers(-5, 4_000_000)
    | st.none()
    | st.booleans()
    | st.lists(st.text(max_size=3), max_size=2)
)
messages = st.builds(
    lambda kind, fields: {**fields, "type": kind},
    st.sampled_from(KINDS),
    st.dictionaries(st.sampled_from(FIELDS), values, max_size=5),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(messages, max_size=12), st.booleans())
def test_no_message_breaks_the_encoder(sent: list[dict[str, Any]], hunting: bool) -> None:
    learner = Learner(Session(Progress(None)), hunt=HUNT if hunting else "")
    for message in sent:
        learner.model.receive(message)
        view = learner.model.view()
        assert json.dumps(view)
        assert view["pane"] in dict(view["panes"])
    assert parse_trail(learner.model.desk.recorder.text).problems == ()


# Find exercises


@pytest.mark.parametrize("hunt", HUNTS)
def test_an_exercise_tells_nothing_of_its_key_before_it_is_checked(session: Session, hunt: str) -> None:
    learner = Learner(session, hunt=hunt)
    held = bank().hunt(hunt)
    seen = [json.dumps(learner.view), encoder_static.hunt_html(held), encoder_static.hunt_text(held)]
    for secret in secrets(hunt):
        assert not any(secret in each for each in seen), secret


@pytest.mark.parametrize("hunt", [hunt for hunt in HUNTS if not bank().hunt(hunt).is_procedure])
def test_the_way_of_the_key_through_the_encoder_earns_full_marks(session: Session, hunt: str) -> None:
    learner = Learner(session, hunt=hunt)
    walk(learner, hunt)
    learner.do("check")
    result = learner.view["hunt"]["result"]
    assert result["points"] == result["max"], (learner.path, result["losses"])
    assert session.progress.events()[-1].kind == "attempt"


def test_in_an_exercise_the_learner_opens_the_notes(session: Session) -> None:
    learner = Learner(session, hunt=HUNT)
    notes = learner.do("book.open", code="I50.9")["entry"]["notes"]
    assert not any(note["open"] for note in notes)
    assert not any(step.startswith("note:") for step in learner.path)


def test_an_exercise_has_no_claim(session: Session) -> None:
    learner = Learner(session, hunt=HUNT)
    assert "claim" not in dict(learner.view["panes"])
    learner.do("add", code="I10")
    assert not any(step.startswith("code:") for step in learner.path)


def test_a_path_is_found_again_after_the_kernel_was_lost(session: Session) -> None:
    learner = Learner(session, hunt=HUNT)
    learner.do("book.find", query="failure heart", volume="diseases")
    learner.do("book.open", code="I50.9")
    path = learner.path
    assert Learner(session, hunt=HUNT).path == path
    learner.do("choose", code="I50.9")
    learner.do("check")
    assert Learner(session, hunt=HUNT).path == [*path, "code: I50.9"]
    learner.do("path.clear")
    assert Learner(session, hunt=HUNT).path == [""]


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("4 excludes1", "Read the note: Chapter 4 excludes1"),
        ("E11 includes", "Read the note: E11 includes"),
        ("302 definition", "Read the note: 302 definition"),
    ],
)
def test_only_the_number_of_a_chapter_is_called_one(session: Session, note: str, said: str) -> None:
    recorder = Recorder(session)
    recorder.add(StepKind.NOTE, note)
    assert [each["said"] for each in recorder.view()] == [said]


def test_a_changed_path_takes_the_explanation_away(session: Session) -> None:
    learner = Learner(session, hunt=HUNT)
    learner.do("choose", code="I50.9")
    learner.do("check")
    assert learner.view["hunt"]["result"]["losses"]
    learner.do("book.open", code="I50.33")
    assert learner.view["hunt"]["result"] is None


def test_a_graded_exercise_neither_checks_nor_explains(session: Session) -> None:
    learner = Learner(session, hunt=HUNT, graded=True)
    learner.do("choose", code="I50.9")
    learner.do("check")
    assert learner.view["hunt"]["result"] is None
    assert not [event for event in session.progress.events() if event.kind == "attempt"]


def test_an_empty_path_is_no_attempt(session: Session) -> None:
    learner = Learner(session, hunt=HUNT)
    learner.do("check")
    assert "No step" in learner.view["hunt"]["result"]["headline"]
    assert session.progress.events() == ()


def test_a_title_with_markup_shows_as_its_characters() -> None:
    from coding_course.bank import grade_find

    found = grade_find(HUNT, "index: <img src=x onerror=y\ncode: <b")
    assert "<img" not in to_html(found)
    assert "<B" not in to_html(found)
    assert "<img" in to_text(found)


# The front end


def test_the_front_end_is_one_module_without_a_name_twice() -> None:
    import collections
    import re

    text = assets.module("encoder")
    assert "import {" not in text
    names = re.findall(r"^(?:async )?(?:function|const|let|class)\s+(\w+)", text, re.MULTILINE)
    assert [name for name, count in collections.Counter(names).items() if count > 1] == []


def test_static_forms_show_the_entry_that_was_asked_for(session: Session) -> None:
    view = Learner(session, "E11.22").view
    assert "Type 2 diabetes mellitus with diabetic chronic kidney disease" in encoder_static.encoder_html(view)
    assert "(from E11)" in encoder_static.encoder_text(view)
    assert "Bookmarks" in encoder_static.encoder_text(Learner(session).view)
