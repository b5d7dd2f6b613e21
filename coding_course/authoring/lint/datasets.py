"""Checks of cases, questions and glossary: the bank's own, and what only an author's machine knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from coding_course.authoring.citations import check_citation
from coding_course.authoring.facts import GLOSSARY, Facts, from_bank
from coding_course.authoring.lint.codes import _AMA_ALWAYS
from coding_course.authoring.problems import Problem, Source
from coding_course.authoring.source import clean
from coding_course.bank.checks import check_sources
from coding_course.bank.hunts import Hunt
from coding_course.bank.models import Case, Question
from coding_course.bank.sources import Located, Sources, source_files

LONGEST_DEFINITION = 320


def check_bank(root: Path, paths: Iterable[Path]) -> Iterator[Problem]:
    """Yield what the bank's own checks find in some files or folders."""
    for each in check_sources(paths, shown=root, datasets=root / "datasets"):
        yield from_bank(each)


def check_bank_citations(sources: Sources, facts: Facts) -> Iterator[Problem]:
    """Yield citations in cases, questions and find exercises that name a section which does not exist."""
    seen: set[tuple[str, int, str]] = set()
    for located in (*sources.cases, *sources.questions, *sources.hunts):
        for citation, line in _citations(located):
            problem = check_citation(citation, facts.sections) if citation else None
            if problem is not None and (located.file, line, citation) not in seen:
                seen.add((located.file, line, citation))
                yield Problem(Path(located.file).as_posix(), line, 0, "citation", problem[0], problem[1])


def _citations(located: Located) -> Iterator[tuple[str, int]]:
    value = located.value
    if isinstance(value, Question):
        yield value.citation, located.line("citation")
    if isinstance(value, Hunt):
        yield value.key.citation, located.line("key", "citation")
        for place, note in enumerate(value.key.notes):
            yield note.citation, located.line("key", "notes", place, "citation")
    if isinstance(value, Case):
        key = value.key
        if key.principal is not None:
            yield key.principal.citation, located.line("key", "principal", "citation")
        for name in ("diagnoses", "procedures", "lines", "order"):
            for place, each in enumerate(getattr(key, name)):
                yield each.citation, located.line("key", name, place, "citation")
        for place, trap in enumerate(value.traps):
            yield trap.citation, located.line("traps", place, "citation")


def check_bank_wording(root: Path, paths: Iterable[Path]) -> Iterator[Problem]:
    """Yield wording of CPT in the bank's files."""
    for path in source_files(paths):
        source = Source(path.relative_to(root).as_posix(), clean(path.read_bytes()))
        for number, line in enumerate(source.lines, 1):
            for phrase in _AMA_ALWAYS:
                place = line.casefold().find(phrase)
                if place != -1:
                    yield source.problem(
                        number,
                        "cpt-wording",
                        f"{phrase!r} is wording of CPT, which is the American Medical Association's copyright.",
                        "Say what it means in words of our own.",
                        column=place + 1,
                        width=len(phrase),
                    )


def check_glossary(root: Path, facts: Facts) -> Iterator[Problem]:
    """Yield terms out of order, definitions that are too long, and sources that do not exist."""
    path = root / GLOSSARY
    if not path.is_file():
        return
    source = Source(GLOSSARY, clean(path.read_bytes()))
    lines = {
        match[1].strip().strip("\"'").casefold(): number
        for number, text in enumerate(source.lines, 1)
        if (match := re.match(r"-\s+(?:\{\s*)?term:\s*([^,}]+)", text))
    }
    before = ""
    for name, entry in facts.glossary.items():
        line = lines.get(name, 0)
        if name < before:
            yield source.problem(
                line, "glossary", f"{entry.term!r} stands behind {before!r}.", "Keep the terms in alphabetical order."
            )
        before = name
        if not entry.definition.strip() or not entry.source.strip():
            yield source.problem(line, "glossary", f"{entry.term!r} lacks its definition or source.", "Give both.")
        if len(entry.definition) > LONGEST_DEFINITION:
            yield source.problem(
                line, "glossary", f"The definition of {entry.term!r} is long.", "One or two sentences are enough."
            )
        problem = check_citation(entry.source, facts.sections) if entry.source.strip() else None
        if problem is not None:
            yield source.problem(line, "citation", problem[0], problem[1])
