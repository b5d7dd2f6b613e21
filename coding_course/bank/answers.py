"""Marking the answer to a question: points, and feedback for every option.

Pure: the same question and text give the same mark anywhere. An answer that cannot be read is told how to write
it; it is never an exception.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import msgspec

from coding_course.bank.models import Question, QuestionType
from coding_course.bank.replies import Unreadable, plain, read_code, read_letters, read_pairs
from coding_course.bank.shown import CHOICE_LETTERS, right_items, shuffled_steps
from coding_course.codesets import normalize


class OptionFeedback(msgspec.Struct, frozen=True):
    """What is said of one option, prompt or step."""

    label: str
    """Its letter; the number of a matching prompt; the code that was entered."""
    text: str
    """The option as shown; empty for an entered code."""
    chosen: bool
    """True when the learner chose it; for a matching prompt, when a letter was given to it."""
    correct: bool
    """Choices: whether choosing it is right. Prompts, steps and entries: whether what the learner gave is right."""
    feedback: str
    given: str = ""
    """Matching: the letter given. Ordering: the place given, from 1."""


class Answered(msgspec.Struct, frozen=True):
    """The mark of one answer."""

    question: str
    points: float
    """0 to ``max``, a plain float."""
    max: float = 1.0
    feedback: tuple[OptionFeedback, ...] = ()
    """Of every option, in the order shown; ``chosen`` tells which ones the learner took."""
    problem: str = ""
    """Why the text could not be read as an answer, and what to write; empty when it could."""
    attempted: bool = True
    """False for an empty answer."""
    chosen: tuple[str, ...] = ()
    """The answer as it was understood: letters, ``1-C`` pairs, or the code."""
    rationale: str = ""
    """The rule behind the key; empty until something was answered, and on private questions."""
    citation: str = ""

    @property
    def right(self) -> bool:
        """True for full marks."""
        return self.points >= self.max


# Partial credit, one rule a type; each takes what was right, what was wrong and what there was.
PARTIAL: Mapping[QuestionType, Callable[[int, int, int], float]] = MappingProxyType(
    {
        # The option chosen is right or it is not.
        QuestionType.SINGLE: lambda right, wrong, total: float(right == 1 and wrong == 0),
        # A wrong tick takes back a right one, so ticking everything gains nothing by itself.
        QuestionType.MULTIPLE: lambda right, wrong, total: max(0, right - wrong) / total,
        QuestionType.CODE: lambda right, wrong, total: float(right == 1),
        # Each prompt counts by itself.
        QuestionType.MATCHING: lambda right, wrong, total: right / total,
        # Of all pairs of steps, those in the right order less those in the wrong one: a guess is worth about 0.
        QuestionType.ORDERING: lambda right, wrong, total: max(0, right - wrong) / total,
    }
)


def answer(question: Question, text: str) -> Answered:
    """Mark the answer to a question.

    Parameters
    ----------
    question
        Of any type.
    text
        What the learner typed: ``B``; ``B, D``; ``E11.22``; ``1-C, 2-A``; ``C, A, B``. Case, dots, commas and
        order of writing do not matter where they cannot; a ``#`` begins a comment.

    Returns
    -------
    Answered
        Never raises, whatever the text is.

    Examples
    --------
    >>> from coding_course.bank.models import Choice
    >>> choices = (Choice("Yes", "Right: it is.", True), Choice("No", "It is."), Choice("Never", "It is."))
    >>> question = Question("q-1", QuestionType.SINGLE, "Is it?", "", "", (), 1, "FY2026", (), choices=choices)
    >>> answer(question, "a.").points, answer(question, "b").points, answer(question, "x").problem
    (1.0, 0.0, "'x' is not one of the letters A to C. Write a letter, or several such as A, B.")
    """
    typed = plain(text)
    if not typed:
        return Answered(question.id, 0.0, attempted=False)
    try:
        if max(len(question.choices), len(question.pairs), len(question.steps)) > len(CHOICE_LETTERS):
            raise Unreadable("This question has more options than there are letters, so it cannot be answered.")
        marked = _MARK[question.type](question, typed)
    except Unreadable as problem:
        return Answered(question.id, 0.0, problem=str(problem))
    if question.private:
        return redact_answer(marked)
    return msgspec.structs.replace(marked, rationale=question.rationale, citation=question.citation)


def redact_answer(answered: Answered) -> Answered:
    """Return a mark that does not tell the key: no rationale, no feedback, nothing on what was not chosen."""
    return msgspec.structs.replace(answered, feedback=(), rationale="", citation="")


def _choices(question: Question, typed: str) -> Answered:
    letters = CHOICE_LETTERS[: len(question.choices)]
    if not letters:
        raise Unreadable("This question has no options.")
    chosen = read_letters(typed, letters)
    if not chosen:
        raise Unreadable(f"Write the letter of an option, {letters[0]} to {letters[-1]}.")
    if question.type is QuestionType.SINGLE and len(chosen) > 1:
        raise Unreadable(f"One option is asked for, and {', '.join(chosen)} were given. Choose one.")
    feedback = tuple(
        OptionFeedback(letter, choice.text, letter in chosen, choice.correct, choice.feedback)
        for letter, choice in zip(letters, question.choices, strict=True)
    )
    right = sum(each.chosen and each.correct for each in feedback)
    wrong = sum(each.chosen and not each.correct for each in feedback)
    total = max(1, sum(each.correct for each in feedback))
    return Answered(
        question.id, PARTIAL[question.type](right, wrong, total), feedback=feedback, chosen=tuple(sorted(chosen))
    )


def _code(question: Question, typed: str) -> Answered:
    entered = read_code(typed)
    code = normalize(entered) or entered.upper()
    for foreseen in question.codes:
        if _bare(foreseen.code) == _bare(code):
            feedback = OptionFeedback(foreseen.code, "", True, foreseen.correct, foreseen.feedback)
            points = PARTIAL[QuestionType.CODE](int(foreseen.correct), int(not foreseen.correct), 1)
            return Answered(question.id, points, feedback=(feedback,), chosen=(foreseen.code,))
    said = f"{code[:20]} is not the code that is asked for. Read the question again, and check every character."
    return Answered(question.id, 0.0, feedback=(OptionFeedback(code[:20], "", True, False, said),), chosen=(code[:20],))


def _bare(code: str) -> str:
    return "".join(each for each in code.upper() if each.isalnum())


def _matching(question: Question, typed: str) -> Answered:
    items = right_items(question)
    letters = CHOICE_LETTERS[: len(items)]
    if not letters:
        raise Unreadable("This question has no pairs.")
    given = read_pairs(typed, len(question.pairs), letters)
    feedback = []
    for place, pair in enumerate(question.pairs, 1):
        letter = given.get(place, "")
        agrees = bool(letter) and items[letters.index(letter)] == pair.right
        feedback.append(OptionFeedback(str(place), pair.left, bool(letter), agrees, pair.feedback, letter))
    right = sum(each.correct for each in feedback)
    points = PARTIAL[QuestionType.MATCHING](right, len(given) - right, len(question.pairs))
    chosen = tuple(f"{place}-{letter}" for place, letter in sorted(given.items()))
    return Answered(question.id, points, feedback=tuple(feedback), chosen=chosen)


def _ordering(question: Question, typed: str) -> Answered:
    places = shuffled_steps(question)
    letters = CHOICE_LETTERS[: len(places)]
    if not letters:
        raise Unreadable("This question has no steps.")
    given = read_letters(typed, letters, ordered=True)
    lacking = [letter for letter in letters if letter not in given]
    if lacking:
        raise Unreadable(f"{' and '.join(lacking)} is not in your order. Write every letter once, in order.")
    order = [places[letters.index(letter)] for letter in given]
    total = len(order) * (len(order) - 1) // 2
    right = sum(a < b for at, a in enumerate(order) for b in order[at + 1 :])
    feedback = tuple(
        OptionFeedback(
            letter,
            question.steps[place].text,
            True,
            order.index(place) == place,
            question.steps[place].feedback,
            str(order.index(place) + 1),
        )
        for letter, place in zip(letters, places, strict=True)
    )
    points = PARTIAL[QuestionType.ORDERING](right, total - right, max(1, total)) if total else 1.0
    return Answered(question.id, points, feedback=feedback, chosen=given)


_MARK: Mapping[QuestionType, Callable[[Question, str], Answered]] = MappingProxyType(
    {
        QuestionType.SINGLE: _choices,
        QuestionType.MULTIPLE: _choices,
        QuestionType.CODE: _code,
        QuestionType.MATCHING: _matching,
        QuestionType.ORDERING: _ordering,
    }
)


def solution(question: Question) -> str:
    """Return the text that answers a question with full marks, for instructors' notebooks and tests.

    Examples
    --------
    >>> from coding_course.bank.models import CodeAnswer
    >>> codes = (CodeAnswer("I10", "Hypertension.", True),)
    >>> solution(Question("q-2", QuestionType.CODE, "?", "", "", (), 1, "FY2026", (), codes=codes))
    'I10'
    """
    if question.type is QuestionType.CODE:
        return next((each.code for each in question.codes if each.correct), "")
    if question.type is QuestionType.MATCHING:
        items = right_items(question)
        given = (CHOICE_LETTERS[items.index(pair.right)] for pair in question.pairs)
        return ", ".join(f"{place}-{letter}" for place, letter in enumerate(given, 1))
    if question.type is QuestionType.ORDERING:
        places = shuffled_steps(question)
        return ", ".join(CHOICE_LETTERS[places.index(step)] for step in range(len(places)))
    letters = zip(CHOICE_LETTERS, question.choices, strict=False)
    return ", ".join(letter for letter, choice in letters if choice.correct)
