"""Answers in the widget's form and in the notation of ``%%answer``: ``B``, ``B, D``, ``1-C, 2-A``, ``C, A, B``."""

from __future__ import annotations

import re
from typing import Any

from coding_course.bank.models import Question, QuestionType
from coding_course.bank.shown import shown

_LONGEST = 40


def empty(question: Question) -> Any:
    """Return the value of an unanswered question: text, list or mapping, by its type.

    An ordering question begins with the order in which its steps are shown, since there is always an order.
    """
    if question.type is QuestionType.ORDERING:
        return [letter for letter, _ in shown(question).options]
    return {QuestionType.MULTIPLE: [], QuestionType.MATCHING: {}}.get(question.type, "")


def clean(question: Question, value: Any) -> Any:
    """Return a value that a front end or a progress file sent, without anything that does not fit the question."""
    letters = [letter for letter, _ in shown(question).options]
    if question.type is QuestionType.CODE:
        return " ".join(str(value).split())[:_LONGEST] if isinstance(value, str) else ""
    if question.type is QuestionType.SINGLE:
        return value if value in letters else ""
    if question.type is QuestionType.MULTIPLE:
        return [letter for letter in letters if letter in value] if isinstance(value, list) else []
    if question.type is QuestionType.ORDERING:
        whole = isinstance(value, list) and sorted(map(str, value)) == sorted(letters)
        return list(value) if whole else empty(question)
    numbers = [number for number, _ in shown(question).left]
    pairs = value if isinstance(value, dict) else {}
    return {number: pairs[number] for number in numbers if pairs.get(number) in letters}


def to_notation(question: Question, value: Any) -> str:
    """Return the answer as it would be typed under ``%%answer``."""
    value = clean(question, value)
    if isinstance(value, dict):
        return ", ".join(f"{number}-{letter}" for number, letter in value.items())
    return ", ".join(value) if isinstance(value, list) else str(value)


def from_notation(question: Question, text: str) -> Any:
    """Return the widget's value for a typed answer, as far as it can be read."""
    if question.type is QuestionType.CODE:
        return clean(question, text)
    if question.type is QuestionType.MATCHING:
        return clean(question, dict(re.findall(r"(\d+)\s*[-:=.]?\s*([A-Z]+)", text.upper())))
    letters = re.findall(r"[A-Z]+", text.upper())
    return clean(question, letters[0] if question.type is QuestionType.SINGLE and letters else letters)
