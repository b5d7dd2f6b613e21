"""A quiz: questions, the answers given so far, feedback and a result.

:class:`QuizModel` is the whole of it without a user interface. What is right leaves this file only as feedback on
an answer that was given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from coding_course.bank import Answered, answer
from coding_course.bank.models import Question, QuestionType
from coding_course.bank.shown import shown
from coding_course.study.summary import standing
from coding_course.ui import values, words
from coding_course.ui.fallback import HINTS
from coding_course.ui.suggest import answer as answer_field

if TYPE_CHECKING:
    from coding_course.codesets import Edition
    from coding_course.ui.session import Session

Advice = Callable[[Sequence[tuple[Question, Answered | None]]], Sequence[str]]
"""What a result recommends, in paragraphs."""


class QuizModel:
    """Questions in front of one learner.

    Parameters
    ----------
    questions
        In the order to ask them.
    edition
        Where codes are looked up while one is entered.
    session
        Where answers are recorded.
    title
        What the quiz is called.
    advice
        Adds to the result what it means, for a placement quiz.
    """

    def __init__(
        self,
        questions: Sequence[Question],
        edition: Edition,
        session: Session,
        *,
        title: str = "Quiz",
        advice: Advice | None = None,
    ) -> None:
        self.questions = tuple(questions)
        self.edition = edition
        self.session = session
        self.title = title
        self.advice = advice
        self._values: dict[str, Any] = {}
        self._marks: dict[str, Answered] = {}
        self.at = 0
        self._restore()

    def receive(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """Act on a message of the front end.

        Parameters
        ----------
        message
            ``type`` is ``choose`` or ``answer`` (``question``, ``value``), ``go`` (``at``), ``retry``
            (``question``: an id, ``missed`` or ``all``), or what :func:`coding_course.ui.suggest.answer` takes.

        Returns
        -------
        dict or None
            A reply for the sender alone.
        """
        if (reply := answer_field(self.edition, message)) is not None:
            return reply
        kind = message.get("type")
        if kind == "go" and isinstance(message.get("at"), int):
            self.at = max(0, min(len(self.questions), message["at"]))
        elif kind == "retry":
            self._retry(str(message.get("question", "")))
        elif kind in {"choose", "answer"}:
            question = self._question(str(message.get("question", "")))
            if question is not None and question.id not in self._marks:
                self._values[question.id] = values.clean(question, message.get("value"))
                if kind == "answer":
                    return self._answer(question)
                self._keep(question)
        return None

    def view(self) -> dict[str, Any]:
        """Return all that a front end shows, as plain values; of an unanswered question no part of its key."""
        return {
            "title": self.title,
            "at": self.at,
            "questions": [self._question_view(question) for question in self.questions],
            "summary": self._summary(),
            "trouble": self.session.progress.trouble,
        }

    def _restore(self) -> None:
        events = self.session.progress.events()
        for question in self.questions:
            pending, attempt = standing(events, question.id)
            self._values[question.id] = values.clean(question, pending.get("value"))
            typed = attempt.get("answer")
            if isinstance(typed, str) and typed and not pending:
                marked = answer(question, typed)
                if marked.attempted and not marked.problem:
                    self._values[question.id] = values.from_notation(question, typed)
                    self._marks[question.id] = marked
        unanswered = [place for place, one in enumerate(self.questions) if one.id not in self._marks]
        self.at = unanswered[0] if unanswered else len(self.questions) if len(self.questions) > 1 else 0

    def _question(self, id: str) -> Question | None:
        return next((question for question in self.questions if question.id == id), None)

    def _keep(self, question: Question) -> None:
        self.session.record("draft", question.id, value=self._values[question.id])

    def _answer(self, question: Question) -> dict[str, Any] | None:
        text = values.to_notation(question, self._values[question.id])
        marked = answer(question, text)
        if marked.problem:
            return {"type": "sentence", "text": marked.problem}
        if marked.attempted:
            self._marks[question.id] = marked
            self.session.record(
                "attempt", question.id, answer=text, points=float(marked.points), max=float(marked.max), how="quiz"
            )
        return None

    def _retry(self, which: str) -> None:
        again = [
            question
            for question in self.questions
            if which in {"all", question.id} or (which == "missed" and self._missed(question))
        ]
        for question in again:
            if question.id in self._marks:
                del self._marks[question.id]
                self.session.record("retry", question.id)
            self._values[question.id] = values.empty(question)
        if again:
            self.at = self.questions.index(again[0])

    def _missed(self, question: Question) -> bool:
        marked = self._marks.get(question.id)
        return marked is None or not marked.right

    def _question_view(self, question: Question) -> dict[str, Any]:
        seen = shown(question)
        stem = " ".join(question.stem.split())
        return {
            "id": question.id,
            "type": question.type.value,
            "stem": question.stem,
            "short": stem if len(stem) <= 90 else f"{stem[:89]}…",
            "hint": HINTS[question.type],
            "left": [list(pair) for pair in seen.left],
            "options": [list(pair) for pair in seen.options],
            "value": self._values[question.id],
            "result": self._result(question),
        }

    def _result(self, question: Question) -> dict[str, Any] | None:
        marked = self._marks.get(question.id)
        if marked is None:
            return None
        return {
            "verdict": "right" if marked.right else "partly" if marked.points > 0 else "wrong",
            "points": f"{words.amount(marked.points)} of {words.points(marked.max)}",
            "feedback": feedback(question, marked),
            "notes": ["Your instructor keeps the answer to this question."] if question.private else [],
            "rationale": marked.rationale,
            "citation": marked.citation,
        }

    def _summary(self) -> dict[str, Any]:
        marks = [(question, self._marks.get(question.id)) for question in self.questions]
        right = sum(mark is not None and mark.right for _, mark in marks)
        given = sum(mark is not None for _, mark in marks)
        total = len(self.questions)
        headline = f"{right} of {words.count(total, 'question')} right"
        if given < total:
            headline += f", {total - given} not answered"
        return {
            "headline": headline,
            "missed": 0 < sum(self._missed(question) for question in self.questions) < total,
            "advice": list(self.advice(marks)) if self.advice and given else [],
        }


def feedback(question: Question, marked: Answered) -> dict[str, dict[str, Any]]:
    """Return the feedback of an answer by option letter, prompt number or ``*`` for an entered code.

    Of choices, those that the learner took and those that are right get a word; the other wrong ones get theirs
    too, since each names a misconception.
    """
    said: dict[str, dict[str, Any]] = {}
    for each in marked.feedback:
        right = each.correct
        if question.type in {QuestionType.SINGLE, QuestionType.MULTIPLE}:
            label = "Your answer" if each.chosen else "The right answer" if right else ""
            if right and question.type is QuestionType.MULTIPLE and not each.chosen:
                label = "Right, and not chosen"
        elif question.type is QuestionType.ORDERING:
            label = f"Place {each.given}, {'right' if right else 'wrong'}"
        else:
            label = "Right" if right else "Wrong"
        if label and each.feedback.startswith(label):
            label = ""
        key = "*" if question.type is QuestionType.CODE else each.label
        said[key] = {"right": right, "label": label, "text": each.feedback}
    return said
