"""Guided questions: what tells siblings apart, each answer explained, and every way down ends at a billable code."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coding_course.authoring.citations import check_citation
from coding_course.authoring.facts import read_sections
from coding_course.codesets import edition
from coding_course.resources import share_root
from coding_course.ui.encoder.distinctions import DISTINCTIONS
from coding_course.ui.encoder.guided_procedure import _CITED, _ELSEWHERE, _QUESTIONS
from coding_course.ui.encoder.questions import Question, question
from coding_course.ui.session import Session
from tests.ui.encoder import Learner

FY2026 = edition("FY2026")
CATEGORIES = [
    category.code
    for chapter in FY2026.chapters()
    for section in FY2026.children(chapter.code)
    for category in FY2026.children(section.code)
    if not category.billable and FY2026.children(category.code)[0].kind != "section"
]


def asked(code: str) -> Question:
    found = question(FY2026, code)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("code", "distinction"),
    [
        ("M25.56", "side"),
        ("S93.401", "episode"),
        ("H40.111", "stage"),
        ("O31.11", "seventh"),
        ("M25.5", "site"),
        ("C50", "site"),
        ("E11", "with"),
        ("K21", "with"),
        ("S06.0", "with"),
        ("T40.1", "intent"),
        ("L89.15", "stage"),
        ("N18", "stage"),
        ("O09.0", "trimester"),
        ("I50.3", "acuity"),
        ("J45", "severity"),
        ("A41", "agent"),
        ("4", "kind"),
    ],
)
def test_a_header_asks_for_what_tells_its_entries_apart(code: str, distinction: str) -> None:
    assert asked(code).distinction.id == distinction


def test_a_label_says_what_its_entry_says_beyond_the_others() -> None:
    assert [choice.label for choice in asked("M25.56").choices] == ["Right", "Left", "Unspecified"]
    assert "Knee" in [choice.label for choice in asked("M25.5").choices]
    assert "With ketoacidosis" in [choice.label for choice in asked("E11").choices]
    assert next(choice.label for choice in asked("S93.401").choices) == "A: initial encounter"
    assert "Stage 1" in [choice.label for choice in asked("L89.15").choices]


def test_answers_are_explained_with_their_rule() -> None:
    by_label = {choice.label: choice.explanation for choice in asked("M25.56").choices}
    assert "does not name the side" in by_label["Unspecified"]
    assert "Active treatment" in asked("S93.401").choices[0].explanation
    assert "I.A.9.b" in next(c for c in asked("N18").choices if "unspecified" in c.label.lower()).explanation
    assert "Also called" in next(c for c in asked("E11.2").choices if "other" in c.title).explanation
    assert "14 weeks" in next(c for c in asked("O09.0").choices if c.label == "First trimester").explanation


def test_every_distinction_cites_a_section_that_there_is() -> None:
    sections = read_sections(share_root())
    for each in DISTINCTIONS:
        assert check_citation(each.citation, sections) is None, each.id
    for section in ("A1", "A4", "B3", "B3.1a", _ELSEWHERE[1], *(section for _, _, section in _QUESTIONS.values())):
        assert check_citation(_CITED.format(section), sections) is None, section


@pytest.mark.parametrize("code", CATEGORIES[::9])
def test_the_answers_share_out_every_code_of_a_family(code: str) -> None:
    found = asked(code)
    assert sum(choice.left for choice in found.choices) == len(FY2026.billable_below(code))
    assert len({choice.label for choice in found.choices}) == len(found.choices), "two answers read alike"
    assert all(choice.label for choice in found.choices)


@settings(max_examples=60)
@given(st.sampled_from(CATEGORIES), st.lists(st.integers(0, 40), min_size=8, max_size=8))
def test_whatever_is_answered_the_questions_end_at_a_billable_code(code: str, answers: list[int]) -> None:
    for answer in answers:
        found = question(FY2026, code)
        if found is None:
            break
        code = found.choices[answer % len(found.choices)].code
    held = FY2026.lookup(code)
    assert held is not None
    assert held.billable


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("laparoscopic cholecystectomy", "name a procedure"),
        ("heparin lock flush", "name a service or a supply"),
        ("xyzzyqwv", "Try another name"),
        ("sprained ankle", ""),
    ],
)
def test_words_that_name_no_condition_are_told_where_to_go(session: Session, query: str, hint: str) -> None:
    learner = Learner(session)
    learner.do("tab", pane="guided")
    shown = learner.do("guided.search", query=query)
    assert hint in shown["hint"]
    assert bool(shown["hint"]) == bool(hint)
    assert shown["families"] or shown["chapters"], "there is always a way on"


def test_a_family_is_found_by_words_and_narrowed_to_a_code(session: Session) -> None:
    learner = Learner(session)
    learner.do("tab", pane="guided")
    families = learner.do("guided.search", query="sprained ankle")["families"]
    assert families[0]["code"] == "S93"
    learner.do("guided.start", code="S93")
    while learner.shown["question"]:
        choices = learner.shown["question"]["choices"]
        wanted = next(
            (c for c in choices if "ankle" in c["title"] or "calcaneofibular" in c["label"].lower()), choices[0]
        )
        learner.do("guided.answer", code=wanted["code"])
    result = learner.shown["result"]
    assert result["billing"].startswith("It can be reported")
    assert [each["question"] for each in learner.shown["answers"]][-1] == "Which episode of care?"
    assert any(step.startswith("guided: S93") for step in learner.path)


def test_an_answer_is_changed_by_going_back_to_its_question(session: Session) -> None:
    learner = Learner(session)
    learner.do("tab", pane="guided")
    learner.do("guided.start", code="M25.5")
    learner.do("guided.answer", code="M25.56")
    learner.do("guided.answer", code="M25.561")
    back = learner.shown["answers"][0]["back"]
    assert learner.do("guided.to", code=back)["question"]["key"] == "M25.5"
    assert learner.shown["answers"] == []


@pytest.mark.parametrize("section", "123456789BCDFGHX")
def test_every_section_is_guided_to_a_valid_code(session: Session, section: str) -> None:
    learner = Learner(session)
    learner.do("guided.system", system="pcs")
    learner.do("tab", pane="guided")
    offered = learner.do("guided.answer", value="sections")["question"]["choices"]
    assert f"section-{section}" in [one["value"] for one in offered]
    assert "section-0" not in [one["value"] for one in offered], "its operations are guided from their intent"
    shown = learner.do("guided.answer", value=f"section-{section}")
    asked = []
    while shown["question"] is not None:
        asked.append(shown["question"]["text"])
        choices = shown["question"]["choices"]
        assert all(one["label"] for one in choices), asked
        shown = learner.do("guided.answer", value=choices[-1]["value"])
    assert FY2026.pcs.lookup(shown["result"]["code"]).billable
    assert shown["result"]["code"].startswith(section)
    assert len(asked) == 6, "operation or type, and the places 2 and 4 to 7"
    assert learner.path[0].startswith("guided: Which section describes it?")
    assert learner.do("guided.back", step=1)["question"]["text"] == asked[0]
    back = [one["step"] for one in learner.shown["answers"]]
    assert back == [-1, 0], "the intent, and the section"
    assert len(learner.do("guided.back", step=0)["question"]["choices"]) == 16, "the sections"
    assert len(learner.do("guided.back", step=-1)["question"]["choices"]) == 10, "the intents, and the other sections"


@pytest.mark.parametrize(
    ("code", "answers"),
    [
        ("10E0XZZ", ("section-1", "E", "0", "0", "X", "Z", "Z")),
        ("5A1955Z", ("section-5", "1", "A", "9", "5", "5", "Z")),
        ("30233N1", ("section-3", "2", "0", "3", "3", "N", "1")),
        ("B2111ZZ", ("section-B", "1", "2", "1", "1", "Z", "Z")),
    ],
)
def test_a_birth_ventilation_a_transfusion_and_an_angiogram_are_guided(
    session: Session, code: str, answers: tuple[str, ...]
) -> None:
    learner = Learner(session)
    learner.do("guided.system", system="pcs")
    learner.do("tab", pane="guided")
    learner.do("guided.answer", value="sections")
    for answer in answers:
        shown = learner.do("guided.answer", value=answer)
    assert shown["result"]["code"] == code
    assert len(shown["answers"]) == 8, "that it is no operation, the section, and a row for each of the other six"


@pytest.mark.parametrize("intent", [each.id for each in FY2026.pcs.guided()])
def test_a_procedure_is_narrowed_from_its_intent_to_a_valid_code(session: Session, intent: str) -> None:
    learner = Learner(session)
    learner.do("guided.system", system="pcs")
    learner.do("tab", pane="guided")
    learner.do("guided.answer", value=intent)
    while learner.shown["question"]:
        choices = learner.shown["question"]["choices"]
        assert all(choice["explanation"] or choice["label"] for choice in choices)
        learner.do("guided.answer", value=choices[-1]["value"])
    code = learner.shown["result"]["code"]
    assert FY2026.pcs.lookup(code) is not None
    assert code.startswith("0"), "Medical and Surgical"
    answered = learner.shown["answers"]
    assert len(answered) == 7, "intent, root operation, body system, body part, approach, device, qualifier"
    learner.do("guided.back", step=answered[3]["step"])
    assert learner.shown["question"]["text"] == "Which body part?"
    assert f"table: {code[:3]}" in learner.path
