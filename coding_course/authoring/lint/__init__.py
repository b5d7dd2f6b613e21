"""The content checks that a program can do.

A check takes a :class:`~coding_course.authoring.lint.view.View` of a lesson and yields problems; adding one is
adding a function to ``CHECKS``. ``docs/writing-lessons.md`` explains each rule by its id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coding_course.authoring.building import read_lessons, with_lessons
from coding_course.authoring.compile import compile_lesson
from coding_course.authoring.facts import GLOSSARY, load_facts
from coding_course.authoring.lint import aids, codes, datasets, statements, structure
from coding_course.authoring.lint.view import View
from coding_course.authoring.problems import Problem
from coding_course.bank.sources import read_sources, source_files
from coding_course.resources import CURRENT_EDITION

if TYPE_CHECKING:
    from coding_course.authoring.facts import Facts
    from coding_course.bank.sources import Sources
    from coding_course.codesets import Edition

CHECKS: tuple[Callable[[View], Iterable[Problem]], ...] = (
    aids.check_objectives,
    aids.check_key_points,
    aids.check_minutes,
    aids.check_practice,
    aids.check_graded_cases_stay_unsolved,
    aids.check_spacing,
    codes.check_typed_codes,
    codes.check_typed_titles,
    codes.check_cpt_wording,
    statements.check_citations_present,
    statements.check_numbers,
    statements.check_dollars,
    statements.check_affiliation,
    statements.check_identifiers,
    statements.check_wording,
    structure.check_headings,
    structure.check_markup,
    structure.check_cell_length,
)
"""Checks that need a lesson alone."""

FILE_CHECKS: tuple[Callable[[View, Path], Iterable[Problem]], ...] = (
    structure.check_links,
    structure.check_pictures,
    codes.check_codes_in_pictures,
)
"""Checks that look at files beside it."""


def lint(root: Path, paths: Sequence[Path] = (), edition: Edition | None = None) -> tuple[Problem, ...]:
    """Check lessons, cases, questions and glossary.

    Parameters
    ----------
    root
        Top of the clone.
    paths
        Files or folders to check; everything when there are none. What they refer to is read in any case.
    edition
        Code set edition that lessons are written in; the embedded one when left out.

    Returns
    -------
    tuple of Problem
        By file and line.
    """
    root = root.resolve()
    if edition is None:
        from coding_course.codesets import edition as load_edition

        edition = load_edition(CURRENT_EDITION)
    asked = [path.resolve() for path in paths]
    problems: list[Problem] = [
        Problem(str(path), 0, 0, "path", "There is no such file or folder.", "Check the spelling.")
        for path in asked
        if not path.exists()
    ]
    reading: list[Problem] = []
    lessons = read_lessons(root, reading)
    sources = read_sources([root / "datasets"], root)
    facts = with_lessons(load_facts(root, edition, sources, reading), lessons)
    used: set[str] = set()
    for lesson in lessons:
        found: list[Problem] = []
        compiled = compile_lesson(lesson, facts, found)
        module = lesson.id.rpartition("/")[0]
        used |= {f"lessons/{module}/images/{name}" for name in compiled.images}
        reading += found
        if _chosen(root / lesson.source.path, asked):
            problems += lint_lesson(View(lesson, facts), root)
    problems += [each for each in reading if _chosen(root / each.path, asked)]
    problems += [each for each in structure.unused_pictures(root, used) if _chosen(root / each.path, asked)]
    problems += _lint_datasets(root, asked, facts, sources)
    return tuple(sorted(set(problems)))


def lint_lesson(view: View, root: Path) -> list[Problem]:
    """Return what the checks find in one lesson."""
    found: list[Problem] = []
    for check in CHECKS:
        found += check(view)
    for file_check in FILE_CHECKS:
        found += file_check(view, root)
    return found


def _lint_datasets(root: Path, asked: Sequence[Path], facts: Facts, sources: Sources) -> list[Problem]:
    """Return what is wrong in cases, questions, skills, exams and glossary, as far as they were asked for."""
    data = root / "datasets"
    files = [path for path in source_files([data]) if _chosen(path, asked)]
    found: list[Problem] = []
    if files:
        found += datasets.check_bank(root, files)
        found += datasets.check_bank_wording(root, files)
        named = {path.relative_to(root).as_posix() for path in files}
        found += [each for each in datasets.check_bank_citations(sources, facts) if each.path in named]
    if _chosen(root / GLOSSARY, asked):
        found += datasets.check_glossary(root, facts)
    return found


def _chosen(path: Path, asked: Sequence[Path]) -> bool:
    return not asked or any(path == each or each in path.parents for each in asked)


__all__ = ["CHECKS", "FILE_CHECKS", "lint", "lint_lesson"]
