"""The quiz without a front end: what it shows, what it keeps to itself, what it remembers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding_course.bank import bank, solution
from coding_course.bank.models import QuestionType
from coding_course.codesets import edition
from coding_course.ui import fallback, values
from coding_course.ui.quiz import QuizModel
from coding_course.ui.session import Session
from tests.ui.conftest import first, words_of


def model(session: Session, *kinds: QuestionType) -> QuizModel:
    return QuizModel([first(kind) for kind in kinds], edition(), session)


def answer(quiz: QuizModel, text: str, place: int = 0) -> dict[str, Any] | None:
    question = quiz.questions[place]
    value = values.from_notation(question, text)
    return quiz.receive({"type": "answer", "question": question.id, "value": value})


@pytest.mark.parametrize("kind", QuestionType)
def test_nothing_of_the_key_is_shown_before_an_answer_is_given(session: Session, kind: QuestionType) -> None:
    question = first(kind)
    told = [question.rationale, *(choice.feedback for choice in question.choices)]
    told += [*(pair.feedback for pair in question.pairs), *(step.feedback for step in question.steps)]
    told += [code.feedback for code in question.codes]
    quiz = model(session, kind)
    seen = [words_of(quiz.view()), fallback.quiz_html("Quiz", [question]), fallback.quiz_text("Quiz", [question])]
    for text in told:
        assert not any(text in each for each in seen)


@pytest.mark.parametrize("kind", QuestionType)
def test_the_key_earns_full_marks_through_the_widget_s_own_values(session: Session, kind: QuestionType) -> None:
    quiz = model(session, kind)
    answer(quiz, solution(quiz.questions[0]))
    result = quiz.view()["questions"][0]["result"]
    assert result["verdict"] == "right"
    assert result["rationale"] == quiz.questions[0].rationale


@pytest.mark.parametrize("kind", QuestionType)
def test_notation_and_the_widget_s_value_say_the_same(kind: QuestionType) -> None:
    question = first(kind)
    text = solution(question)
    assert values.to_notation(question, values.from_notation(question, text)) == text


def test_every_option_gets_its_own_feedback_after_the_answer(session: Session) -> None:
    quiz = model(session, QuestionType.SINGLE)
    answer(quiz, "A")
    feedback = quiz.view()["questions"][0]["result"]["feedback"]
    assert {letter: said["text"] for letter, said in feedback.items()} == {
        letter: choice.feedback for letter, choice in zip("ABCDEFGH", quiz.questions[0].choices, strict=False)
    }


def test_an_answered_question_is_restored_and_the_next_one_is_open(session: Session) -> None:
    quiz = model(session, QuestionType.SINGLE, QuestionType.CODE)
    answer(quiz, solution(quiz.questions[0]))
    again = model(session, QuestionType.SINGLE, QuestionType.CODE)
    assert again.at == 1
    assert again.view()["questions"][0]["result"]["verdict"] == "right"


def test_a_choice_not_yet_checked_is_restored_too(session: Session) -> None:
    quiz = model(session, QuestionType.MATCHING)
    quiz.receive({"type": "choose", "question": quiz.questions[0].id, "value": {"1": "B"}})
    assert model(session, QuestionType.MATCHING).view()["questions"][0]["value"] == {"1": "B"}


def test_a_retry_empties_the_question_and_keeps_the_best_score(session: Session) -> None:
    quiz = model(session, QuestionType.SINGLE)
    answer(quiz, solution(quiz.questions[0]))
    quiz.receive({"type": "retry", "question": "all"})
    assert quiz.view()["questions"][0]["result"] is None
    assert model(session, QuestionType.SINGLE).view()["questions"][0]["result"] is None
    assert [event.kind for event in session.progress.events()] == ["attempt", "retry"]


def test_missed_questions_are_asked_again_and_the_others_stay(session: Session) -> None:
    quiz = model(session, QuestionType.SINGLE, QuestionType.CODE)
    answer(quiz, solution(quiz.questions[0]), 0)
    answer(quiz, "Z99.89", 1)
    assert quiz.view()["summary"]["headline"] == "1 of 2 questions right"
    quiz.receive({"type": "retry", "question": "missed"})
    first_view, second_view = quiz.view()["questions"]
    assert first_view["result"] is not None
    assert second_view["result"] is None
    assert quiz.at == 1


def test_an_answer_once_given_is_not_changed_without_a_retry(session: Session) -> None:
    quiz = model(session, QuestionType.SINGLE)
    answer(quiz, "A")
    before = quiz.view()
    answer(quiz, "B")
    assert quiz.view() == before


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from("ABCD"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=6,
)


@given(kind=st.sampled_from(QuestionType), value=junk)
def test_whatever_a_front_end_or_a_progress_file_sends_becomes_a_value_that_fits(
    kind: QuestionType, value: Any
) -> None:
    question = first(kind)
    kept = values.clean(question, value)
    assert values.clean(question, kept) == kept
    assert isinstance(values.to_notation(question, value), str)


@given(kind=st.sampled_from(["answer", "choose", "go", "retry", "suggest", "nonsense", None]), value=junk, which=junk)
def test_no_message_breaks_a_quiz(kind: str | None, value: Any, which: Any) -> None:
    from coding_course.study.progress import Progress

    quiz = QuizModel([first(one) for one in QuestionType], edition(), Session(Progress(None)))
    for question in (which, quiz.questions[0].id):
        quiz.receive({"type": kind, "question": question, "value": value, "at": which, "query": value})
    assert 0 <= quiz.at <= len(quiz.questions)


def test_every_question_of_the_bank_has_a_static_form_in_html_and_text() -> None:
    for question in bank().questions:
        html, text = fallback.question_html(question), fallback.question_text(question)
        assert "Answer with" in html
        assert "Answer with" in text
