"""The code browser's model, the goal, and what the placement quiz recommends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coding_course.bank import Answered, bank
from coding_course.codesets import edition
from coding_course.ui import fallback
from coding_course.ui.browser import BrowserModel
from coding_course.ui.goal import GoalModel
from coding_course.ui.placement import Lesson, advice, lessons, recommend, teacher
from coding_course.ui.session import Session


def entry(code: str) -> dict[str, Any]:
    found: dict[str, Any] = BrowserModel(edition(), code).view()["entry"]
    return found


def test_an_entry_shows_where_it_stands_from_chapter_down() -> None:
    assert [up["label"] for up in entry("E11.22")["ancestors"]] == ["Chapter 4", "Section E08-E13", "E11", "E11.2"]


def test_inherited_notes_name_their_source() -> None:
    lines = [line for note in entry("E11.22")["notes"] for line in note["lines"]]
    assert {line["source"] for line in lines if line["inherited"]} >= {"E11", "4"}
    assert any(not line["inherited"] for line in lines)


def test_the_text_of_a_note_is_whole_and_its_codes_are_links() -> None:
    for line in (line for note in entry("E11")["notes"] for line in note["lines"]):
        assert "".join(text for text, _ in line["parts"]).startswith(line["text"])
    linked = {code for note in entry("E11")["notes"] for line in note["lines"] for _, code in line["parts"] if code}
    assert {"Z79.4", "P70-P74", "E10"} <= linked


def test_a_procedure_is_told_character_by_character_with_what_may_follow() -> None:
    table = entry("0FT4")
    assert table["billing"] == "It is the beginning of 3 codes: choose what follows."
    assert [up["code"] for up in table["ancestors"]] == ["0", "0F", "0FT"]
    assert [child["code"] for child in table["children"]] == ["0FT40", "0FT44"]
    assert table["childrenTitle"] == "Character 5: Approach"
    code = entry("0FT44ZZ")
    assert code["billable"]
    assert code["notes"][0]["lines"][4]["text"] == "5 Approach: 4 Percutaneous Endoscopic"
    assert "stands behind the code" in entry("25")["billing"]


def test_a_header_says_what_would_make_it_billable() -> None:
    found = entry("S93.401")
    assert not found["billable"]
    assert [child["code"] for child in found["children"]] == ["S93.401A", "S93.401D", "S93.401S"]
    assert [character for character, _ in found["sevenths"]] == ["A", "D", "S"]


def test_back_and_forward_go_through_what_was_opened() -> None:
    model = BrowserModel(edition(), "E11")
    model.receive({"type": "open", "code": "E11.9"})
    model.receive({"type": "open", "code": "I10"})
    model.receive({"type": "back"})
    model.receive({"type": "back"})
    assert model.view()["entry"]["code"] == "E11"
    model.receive({"type": "forward"})
    assert model.view()["entry"]["code"] == "E11.9"
    model.receive({"type": "open", "code": "J02.0"})
    assert not model.view()["forward"]


def test_an_unknown_code_becomes_a_search_with_a_sentence() -> None:
    model = BrowserModel(edition(), "E11")
    model.receive({"type": "open", "code": "E11.ZZ"})
    assert "not an entry" in model.view()["message"]
    assert model.view()["hits"] is not None


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(["open", "search", "back", "forward", "suggest"]), st.text(max_size=12))))
def test_no_message_breaks_the_browser(messages: list[tuple[str, str]]) -> None:
    model = BrowserModel(edition(), "E11")
    for kind, text in messages:
        model.receive({"type": kind, "code": text, "query": text})
        view = model.view()
        assert sum(view[part] is not None for part in ("entry", "hits", "chapters")) == 1
        assert fallback.browser_text(view)
        assert fallback.browser_html(view)


def test_a_goal_is_recorded_once_and_found_again(session: Session) -> None:
    model = GoalModel(session)
    for _ in range(2):
        model.receive({"type": "choose", "goal": "office"})
    model.receive({"type": "choose", "goal": "no such goal"})
    assert [event.item for event in session.progress.events()] == ["office"]
    assert GoalModel(session).view()["chosen"] == "office"


CODING = Lesson("a/01", "What coding is", ("field.what-coding-is", "field.code-systems"))
CONVENTIONS = Lesson("b/05", "Conventions", ("cm.conventions.excludes", "cm.index-to-tabular"))
LESSONS = (CODING, CONVENTIONS)
ASKED = [bank().question(f"q-place-{number:02d}") for number in (1, 2, 3, 6)]


def marks(*points: float | None) -> list[tuple[Any, Answered | None]]:
    given = (None if one is None else Answered("q", one) for one in points)
    return list(zip(ASKED, given, strict=True))


def test_the_first_lesson_whose_subject_is_not_known_is_recommended() -> None:
    assert recommend(marks(0, 1, 0, 0), LESSONS) is CODING
    assert recommend(marks(1, 1, 0, 1), LESSONS) is CONVENTIONS
    assert recommend(marks(1, 1, 1, 1), LESSONS) is None


def test_a_skipped_question_counts_as_not_known() -> None:
    assert recommend(marks(1, 1, None, None), LESSONS) is CONVENTIONS


def test_what_no_lesson_teaches_recommends_none() -> None:
    assert teacher(bank().question("q-place-12"), LESSONS) is None


def test_the_advice_names_the_lesson_and_the_points_on_its_subject() -> None:
    assert advice(marks(1, 1, 0, 0.5), LESSONS)[0] == "Begin with “Conventions”."
    assert "0.5 of 2 points" in advice(marks(1, 1, 0, 0.5), LESSONS)[1]
    assert "You know what was asked" in advice(marks(1, 1, 1, 1), LESSONS)[0]
    assert advice(marks(1, 1, 1, 1), ()) == []


def test_lessons_are_read_from_built_notebooks_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    def write(name: str, id: str) -> None:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        metadata = {"coding_course": {"lesson": id, "skills": ["cm.structure"]}, "title": id}
        (tmp_path / name).write_text(json.dumps({"metadata": metadata, "cells": []}), encoding="utf-8")

    write("z/01-a.ipynb", "z/01-a")
    write("a/05-b.ipynb", "a/05-b")
    write("a/00-start.ipynb", "a/00-start")
    write(".ipynb_checkpoints/07-c-checkpoint.ipynb", "a/07-c")
    (tmp_path / "a" / "broken.ipynb").write_text("{", encoding="utf-8")
    (tmp_path / "a" / "foreign.ipynb").write_text('{"cells": [], "metadata": {}}', encoding="utf-8")
    found = lessons([tmp_path / "nothing", tmp_path], without="a/00-start")
    assert [lesson.id for lesson in found] == ["z/01-a", "a/05-b"]
    assert found[0].skills == ("cm.structure",)


@pytest.mark.parametrize("code", ["E11", "4", "E08-E13", "S93.401A", ""])
def test_every_entry_has_a_static_form(code: str) -> None:
    view = BrowserModel(edition(), code).view()
    assert fallback.browser_text(view)
    assert "<" in fallback.browser_html(view)
