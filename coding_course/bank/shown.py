"""How a question is put before a learner: letters, numbers, and shuffles that are the same everywhere.

The right-hand side of a matching question and the steps of an ordering question are shuffled by a hash of the
question's id, not by a random generator: so widget, paper, grader and every Python version agree for ever.
"""

from __future__ import annotations

import hashlib
import string

import msgspec

from coding_course.bank.models import Question, QuestionType

CHOICE_LETTERS = string.ascii_uppercase


class Shown(msgspec.Struct, frozen=True):
    """What a learner sees besides the stem; nothing here tells the answer."""

    left: tuple[tuple[str, str], ...] = ()
    """Prompts of a matching question with their numbers: ``("1", "A41.9")``."""
    options: tuple[tuple[str, str], ...] = ()
    """Choices, right-hand items or steps with their letters: ``("A", "Sepsis")``; none where a code is entered."""


def shown(question: Question) -> Shown:
    """Return the prompts and lettered options of a question, in the order in which everyone sees them.

    Parameters
    ----------
    question
        Of any type.

    Examples
    --------
    >>> from coding_course.bank.models import Choice
    >>> question = Question("q", QuestionType.SINGLE, "?", "", "", (), 1, "FY2026", (), choices=(Choice("Yes", "."),))
    >>> shown(question).options
    (('A', 'Yes'),)
    """
    if question.type is QuestionType.MATCHING:
        left = tuple((str(place), pair.left) for place, pair in enumerate(question.pairs, 1))
        return Shown(left, _lettered(right_items(question)))
    if question.type is QuestionType.ORDERING:
        return Shown(options=_lettered([question.steps[place].text for place in shuffled_steps(question)]))
    return Shown(options=_lettered([choice.text for choice in question.choices]))


def right_items(question: Question) -> list[str]:
    """Return the distinct right-hand items of a matching question, shuffled."""
    distinct = list(dict.fromkeys(pair.right for pair in question.pairs))
    return [distinct[place] for place in _shuffle(question.id, len(distinct))]


def shuffled_steps(question: Question) -> list[int]:
    """Return, letter by letter, the places that the steps of an ordering question have in the right order."""
    return _shuffle(question.id, len(question.steps))


def _shuffle(seed: str, count: int) -> list[int]:
    places = sorted(range(count), key=lambda place: hashlib.sha256(f"{seed}:{place}".encode()).digest())
    if places == list(range(count)):
        places = places[1:] + places[:1]  # the right order is no shuffle
    return places


def _lettered(texts: list[str]) -> tuple[tuple[str, str], ...]:
    return tuple(zip(CHOICE_LETTERS, texts, strict=False))  # no question has more options than there are letters
