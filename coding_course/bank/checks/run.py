"""All checks over a set of files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from coding_course.bank.checks.cases import check_case
from coding_course.bank.checks.hunts import check_hunt
from coding_course.bank.checks.questions import (
    check_exam,
    check_question,
    check_questions_together,
    check_skills,
)
from coding_course.bank.models import Exam, Skill
from coding_course.bank.problems import Problem
from coding_course.bank.sources import Located, Sources, read_sources
from coding_course.codesets import Edition, edition
from coding_course.resources import share_root


def check_sources(
    paths: Iterable[Path] | None = None,
    editions: Callable[[str], Edition] = edition,
    *,
    shown: Path | None = None,
    datasets: Path | None = None,
) -> tuple[Problem, ...]:
    """Check files of the bank: form, codes, quotations, edits, privacy, questions.

    Parameters
    ----------
    paths
        Files or folders; everything under ``datasets`` when None.
    editions
        Gives an edition by its name.
    shown
        Folder that file names in the problems are relative to.
    datasets
        The folder that holds ``skills`` and ``exams``, against which names are checked even when ``paths`` leaves
        them out; that of the course when None.

    Returns
    -------
    tuple of Problem
        In the order of files and lines; empty when all is well.
    """
    datasets = datasets if datasets is not None else share_root() / "datasets"
    chosen = read_sources([datasets] if paths is None else paths, shown)
    return check_read(chosen, editions, context=read_sources([datasets / "skills", datasets / "exams"]))


def check_read(
    chosen: Sources, editions: Callable[[str], Edition] = edition, context: Sources | None = None
) -> tuple[Problem, ...]:
    """Check what was read already; parameters and returns as for :func:`check_sources`.

    Parameters
    ----------
    chosen
        What is checked.
    editions
        Gives an edition by its name.
    context
        Where skills and exams are looked up besides ``chosen``.
    """
    context = context if context is not None else Sources()
    skills: list[Skill] = [each.value for each in (*chosen.skills, *context.skills)]
    exams: list[Exam] = [each.value for each in (*chosen.exams, *context.exams)]
    skill_ids = frozenset(skill.id for skill in skills)
    domains = frozenset(f"{exam.id}:{domain.id}" for exam in exams for domain in exam.domains)
    problems = list(chosen.problems)
    for located in chosen.cases:
        problems += _in_edition(located, editions, lambda at, held: check_case(at, held, skill_ids))
    for located in chosen.questions:
        problems += _in_edition(located, editions, lambda at, held: check_question(at, held, skill_ids, domains))
    for located in chosen.hunts:
        problems += _in_edition(located, editions, lambda at, held: check_hunt(at, held, skill_ids))
    problems += check_questions_together(chosen.questions)
    problems += check_skills((*chosen.skills, *(each for each in context.skills if not chosen.skills)))
    for located in chosen.exams:
        problems += check_exam(located)
    return tuple(sorted(set(problems)))


def _in_edition(
    located: Located,
    editions: Callable[[str], Edition],
    checks: Callable[[Located, Edition], Iterator[Problem]],
) -> Iterator[Problem]:
    name = located.value.edition
    # Names only of the form FY2026: a name is also looked for as a file.
    held = None
    if re.fullmatch(r"FY20\d\d", name):
        try:
            held = editions(name)
        except (LookupError, OSError, ValueError) as error:
            yield located.problem(f"The edition {name} cannot be read: {error}", "edition")
            return
    if held is None:
        yield located.problem(f"{name!r} is not an edition; write one such as FY2026.", "edition")
        return
    yield from checks(located, held)
