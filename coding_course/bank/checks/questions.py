"""Checks of questions, skills and exam blueprints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from coding_course.bank.answers import answer, solution
from coding_course.bank.checks.identifiers import identifiers
from coding_course.bank.checks.standing import check_standing
from coding_course.bank.models import Exam, Question, QuestionType, Skill
from coding_course.bank.problems import Level, Problem
from coding_course.bank.shown import CHOICE_LETTERS

if TYPE_CHECKING:
    from coding_course.bank.sources import Located
    from coding_course.codesets import Edition

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*$")
_CATCH_ALL = re.compile(
    r"\b(?:all|none|both|neither) of (?:the )?(?:above|these|them|options)\b|^(?:both )?[A-F] and [A-F]\.?$", re.I
)
_FIELDS = {
    QuestionType.SINGLE: "choices",
    QuestionType.MULTIPLE: "choices",
    QuestionType.CODE: "codes",
    QuestionType.MATCHING: "pairs",
    QuestionType.ORDERING: "steps",
}
LENGTH_CUE = 0.5
"""Above this share of single-choice questions whose right option is clearly the longest, length gives it away."""


def check_question(
    located: Located, edition: Edition, skills: frozenset[str], domains: frozenset[str]
) -> Iterator[Problem]:
    """Yield every problem of one question.

    Parameters
    ----------
    located
        The question, with its lines.
    edition
        The code set that code answers are looked up in.
    skills, domains
        What there is; not checked when empty. Domains as ``exam:domain``.
    """
    question: Question = located.value
    if not _ID.match(question.id):
        yield located.problem(f"The id {question.id!r} must be lower-case words and numbers with hyphens.", "id")
    yield from check_standing(located, "question", ("stem", "rationale", "citation"), edition, skills)
    for place, domain in enumerate(question.domains):
        if domains and domain not in domains:
            yield located.problem(f"No exam domain {domain!r} in datasets/exams; write exam:domain.", "domains", place)
    for found in identifiers(question.stem):
        if found.sure:
            yield located.problem(f"{found.found!r} {found.message}.", "stem")
    own = _FIELDS[question.type]
    for field in ("choices", "codes", "pairs", "steps"):
        if field != own and getattr(question, field):
            yield located.problem(f"A {question.type.value} question has {own}, no {field}.", field)
    if not getattr(question, own):
        yield located.problem(f"A {question.type.value} question needs {own}.")
        return
    for place, part in enumerate(getattr(question, own)):
        if len(part.feedback.strip()) < 10:
            yield located.problem("Each option needs its own feedback, which names the misconception.", own, place)
    if len(getattr(question, own)) <= len(CHOICE_LETTERS) and answer(question, solution(question)).points != 1.0:
        yield located.problem("The question's own answer does not earn full marks.", own)
    if own == "choices":
        yield from _choices(located, question)
    elif own == "codes":
        yield from _codes(located, question, edition)
    elif own == "pairs":
        yield from _pairs(located, question)
    else:
        yield from _steps(located, question)


def _choices(located: Located, question: Question) -> Iterator[Problem]:
    right = sum(choice.correct for choice in question.choices)
    count = len(question.choices)
    if not 3 <= count <= 8:
        yield located.problem(f"{count} options; three to eight are of use.", "choices")
    if question.type is QuestionType.SINGLE and right != 1:
        yield located.problem(f"{right} options are correct; a single-choice question has exactly one.", "choices")
    if question.type is QuestionType.MULTIPLE:
        if right == 0:
            yield located.problem("No option is correct.", "choices")
        if right == count:
            yield located.problem("Every option is correct; then ticking all of them shows nothing.", "choices")
    yield from _twins(located, "choices", [choice.text for choice in question.choices])
    for place, choice in enumerate(question.choices):
        if _CATCH_ALL.search(choice.text):
            message = f"{choice.text!r}: options that speak of other options test reading, not coding."
            yield located.problem(message, "choices", place)
    said = [" ".join(choice.feedback.split()).lower() for choice in question.choices]
    for place, text in enumerate(said):
        if text in said[:place]:
            yield located.problem(
                "Two options have the same feedback; each is wrong, or right, in its own way.", "choices", place
            )


def _codes(located: Located, question: Question, edition: Edition) -> Iterator[Problem]:
    if not any(each.correct for each in question.codes):
        yield located.problem("No code is correct.", "codes")
    if not any(not each.correct for each in question.codes):
        yield located.problem("Foresee at least one wrong entry, with its feedback.", "codes", severity=Level.WARNING)
    yield from _twins(located, "codes", [each.code for each in question.codes])
    for place, entry in enumerate(question.codes):
        found = edition.lookup(entry.code)
        if found is None and entry.correct:
            yield located.problem(f"{entry.code} is not in {edition.name}.", "codes", place)
        elif found is not None and found.code != entry.code:
            yield located.problem(f"Write {found.code}, not {entry.code}.", "codes", place)
        elif found is not None and entry.correct and not found.billable:
            level = Level.WARNING  # "in which category" asks for a header
            yield located.problem(
                f"{entry.code} is a header; is that what the stem asks for?", "codes", place, severity=level
            )


def _pairs(located: Located, question: Question) -> Iterator[Problem]:
    if not 3 <= len(question.pairs) <= 12:
        yield located.problem(f"{len(question.pairs)} pairs; three to twelve are of use.", "pairs")
    if len({pair.right for pair in question.pairs}) < 2:
        yield located.problem("All prompts have the same answer.", "pairs")
    yield from _twins(located, "pairs", [pair.left for pair in question.pairs])


def _steps(located: Located, question: Question) -> Iterator[Problem]:
    if not 3 <= len(question.steps) <= 8:
        yield located.problem(f"{len(question.steps)} steps; three to eight are of use.", "steps")
    yield from _twins(located, "steps", [step.text for step in question.steps])


def _twins(located: Located, field: str, texts: Sequence[str]) -> Iterator[Problem]:
    plain = [" ".join(text.split()).lower() for text in texts]
    for place, text in enumerate(plain):
        if not text:
            yield located.problem("This option is empty.", field, place)
        elif text in plain[:place]:
            yield located.problem(f"{texts[place]!r} stands here twice.", field, place)


def check_questions_together(questions: Sequence[Located]) -> Iterator[Problem]:
    """Yield what shows only over many questions: the same stem twice, and cues that give the answer away."""
    stems: dict[str, Located] = {}
    longest: list[Located] = []
    places: dict[int, int] = {}
    single = 0
    for located in questions:
        question: Question = located.value
        plain = re.sub(r"\W+", " ", question.stem).strip().lower()
        twin = stems.setdefault(plain, located)
        if twin is not located:
            where = f"{twin.value.id} ({twin.file}:{twin.line('stem')})"
            yield located.problem(f"The stem is that of {where}.", "stem")
        if question.type is QuestionType.SINGLE and len(question.choices) > 2:
            single += 1
            lengths = [len(choice.text) for choice in question.choices]
            right = next((place for place, choice in enumerate(question.choices) if choice.correct), 0)
            places[right] = places.get(right, 0) + 1
            others = max(length for place, length in enumerate(lengths) if place != right)
            if lengths[right] > 1.25 * others and lengths[right] - others > 8:
                longest.append(located)
    if single >= 8 and len(longest) > LENGTH_CUE * single:
        for located in longest:
            message = (
                f"The right option is clearly the longest, as in {len(longest)} of {single} questions; even them out."
            )
            yield located.problem(message, "choices", severity=Level.WARNING)
    if single >= 12 and places:
        place, count = max(places.items(), key=lambda item: (item[1], -item[0]))
        if count > 0.6 * single:
            message = f"The right option is {CHOICE_LETTERS[place]} in {count} of {single} questions; move some."
            yield questions[0].problem(message, severity=Level.WARNING)


def check_skills(skills: Sequence[Located]) -> Iterator[Problem]:
    """Yield skills that ask for a skill that there is not, and circles among them."""
    known: dict[str, Skill] = {located.value.id: located.value for located in skills}
    for located in skills:
        for place, before in enumerate(located.value.after):
            if before not in known:
                yield located.problem(f"No skill {before!r}.", "after", place)
        reached: set[str] = set()
        waiting = list(located.value.after)
        while waiting:
            step = waiting.pop()
            if step in known and step not in reached:
                reached.add(step)
                waiting += known[step].after
        if located.value.id in reached:
            yield located.problem(f"The skill {located.value.id!r} comes after itself.", "after")


def check_exam(located: Located) -> Iterator[Problem]:
    """Yield problems of one exam blueprint: shares that do not add up, no source, no year."""
    exam: Exam = located.value
    total = sum(domain.share for domain in exam.domains)
    if exam.domains and not 0.95 <= total <= 1.05:
        yield located.problem(f"The shares add up to {total:.2f}, not to 1.", "domains")
    for field in ("source", "checked"):
        if not getattr(exam, field).strip():
            yield located.problem(f"The exam has no {field}.", field)
    if exam.checked and not re.match(r"20\d\d$", exam.checked):
        yield located.problem('checked is the year in which the source was last read, such as "2026".', "checked")
