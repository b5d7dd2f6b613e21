"""What every item of the bank must say of itself: texts that are there, difficulty, edition, skills."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from coding_course.bank.problems import Problem

if TYPE_CHECKING:
    from coding_course.bank.hunts import Hunt
    from coding_course.bank.models import Case, Question
    from coding_course.bank.sources import Located
    from coding_course.codesets import Edition

SHORTEST = 3
"""A text of fewer characters says nothing."""


def check_standing(
    located: Located, what: str, texts: Sequence[str], edition: Edition, skills: frozenset[str]
) -> Iterator[Problem]:
    """Yield what is wrong with that.

    Parameters
    ----------
    located
        A case, a question or a find exercise, with its lines.
    what
        What it is called in messages: ``question``.
    texts
        Its fields that must hold a text.
    edition
        The code set that it is checked against.
    skills
        Ids of the skills there are; none are checked when empty.
    """
    item: Case | Question | Hunt = located.value
    for field in texts:
        if len(getattr(item, field).strip()) < SHORTEST:
            yield located.problem(f"The {what} has no {field}.", field)
    if not 1 <= item.difficulty <= 5:
        yield located.problem(f"difficulty is {item.difficulty}; it runs from 1 to 5.", "difficulty")
    if item.edition != edition.name:
        yield located.problem(f"The {what} is of {item.edition}, checked against {edition.name}.", "edition")
    if not item.skills:
        yield located.problem(f"The {what} names no skill.", "skills")
    for place, skill in enumerate(item.skills):
        if skills and skill not in skills:
            yield located.problem(f"No skill {skill!r} in datasets/skills.", "skills", place)
