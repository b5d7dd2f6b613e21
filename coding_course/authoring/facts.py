"""What a lesson may refer to: codes, cases, questions, terms, guideline sections, other lessons.

Loaded once for a build; everything that is decided afterwards is decided from these values.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from yaml import YAMLError

from coding_course.authoring.problems import Problem, Severity
from coding_course.bank.hunts import Hunt
from coding_course.bank.models import Case, Exam, Question, Skill
from coding_course.bank.nodes import complaint, compose, line_of

if TYPE_CHECKING:
    from coding_course.bank.sources import Sources
    from coding_course.codesets import Edition

GLOSSARY = "datasets/glossary/glossary.yaml"
SECTIONS = ("datasets/guidelines/sections.tsv", "datasets/guidelines/pcs-sections.tsv")


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of the glossary."""

    term: str
    definition: str
    """One or two sentences of our own."""
    source: str
    """Where the meaning rests: a guideline section, a regulation, ``general use``."""


class LessonLink(msgspec.Struct, frozen=True):
    """What other lessons need of a lesson."""

    id: str
    title: str

    def href(self, from_module: str) -> str:
        """Return the link from a notebook of a module.

        Examples
        --------
        >>> LessonLink("icd-10-cm/05-x", "X").href("welcome")
        '../icd-10-cm/05-x.ipynb'
        """
        module, _, slug = self.id.rpartition("/")
        return f"{slug}.ipynb" if module == from_module else f"../{module}/{slug}.ipynb"


class Facts(msgspec.Struct, frozen=True):
    """Everything that a lesson may name."""

    edition: Edition
    cases: Mapping[str, Case] = {}
    """By id; variants of a template as ``pc-011:3``, the template's own id being its first variant."""
    questions: Mapping[str, Question] = {}
    hunts: Mapping[str, Hunt] = {}
    skills: Mapping[str, Skill] = {}
    exams: Mapping[str, Exam] = {}
    glossary: Mapping[str, Term] = {}
    """By the term in lower case."""
    sections: Mapping[str, str] = {}
    """Section ids of the Official Guidelines, with a short label of ours."""
    lessons: Mapping[str, LessonLink] = {}


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """Return ``Did you mean x or y?``, or what to do when nothing is near.

    Examples
    --------
    >>> did_you_mean("sequella", ["sequela", "query"], "Add it.")
    'Did you mean sequela?'
    """
    near = difflib.get_close_matches(word, list(known), n=3, cutoff=0.6)
    return f"Did you mean {' or '.join(near)}?" if near else otherwise


def load_facts(root: Path, edition: Edition, sources: Sources, problems: list[Problem]) -> Facts:
    """Read what lessons may refer to from a clone, all but the lessons themselves.

    Parameters
    ----------
    root
        Top of the clone.
    edition
        The code set edition that lessons are written in.
    sources
        The bank's sources, read.
    problems
        Takes what is wrong in the glossary.
    """
    cases: dict[str, Case] = {}
    for located in sources.cases:
        cases[located.value.id] = located.value
        cases.setdefault(located.value.id.partition(":")[0], located.value)
    return Facts(
        edition=edition,
        cases=cases,
        questions={each.value.id: each.value for each in sources.questions},
        hunts={each.value.id: each.value for each in sources.hunts},
        skills={each.value.id: each.value for each in sources.skills},
        exams={each.value.id: each.value for each in sources.exams},
        glossary=read_glossary(root, problems),
        sections=read_sections(root),
    )


def from_bank(problem: object) -> Problem:
    """Return a problem of the bank's own checks in the form that lessons use."""
    severity = Severity(str(getattr(problem, "severity", "error")))
    return Problem(
        path=Path(str(getattr(problem, "file", ""))).as_posix(),
        line=int(getattr(problem, "line", 0)),
        column=0,
        rule=str(getattr(problem, "rule", "") or "bank"),
        message=str(getattr(problem, "message", problem)),
        severity=severity,
    )


def read_glossary(root: Path, problems: list[Problem]) -> dict[str, Term]:
    """Read the glossary; terms in any order here, the lint wants them alphabetical."""
    path = root / GLOSSARY
    if not path.is_file():
        return {}
    text = path.read_text(encoding="utf-8")
    try:
        node = compose(text)
        entries = msgspec.convert(_plain(node), tuple[Term, ...])
    except YAMLError as error:
        line, message = complaint(error)
        problems.append(Problem(GLOSSARY, line, 0, "glossary", message))
        return {}
    except msgspec.ValidationError as error:
        problems.append(Problem(GLOSSARY, 0, 0, "glossary", f"{error}.", "Each entry has term, definition, source."))
        return {}
    lines = [line_of(each) for each in node.value] if node is not None else []
    found: dict[str, Term] = {}
    for line, entry in zip(lines, entries, strict=True):
        if entry.term.casefold() in found:
            problems.append(Problem(GLOSSARY, line, 0, "glossary", f"The term {entry.term!r} stands twice."))
        found[entry.term.casefold()] = entry
    return found


def _plain(node: object) -> object:
    """Return a YAML node as lists, mappings and texts; every scalar stays the text that was typed."""
    from yaml.nodes import MappingNode, ScalarNode, SequenceNode

    if isinstance(node, SequenceNode):
        return [_plain(each) for each in node.value]
    if isinstance(node, MappingNode):
        return {str(key.value): _plain(value) for key, value in node.value}
    return str(node.value) if isinstance(node, ScalarNode) else []


def read_sections(root: Path) -> dict[str, str]:
    """Read the lists of guideline sections, of ICD-10-CM and of ICD-10-PCS: id, tab, label."""
    found: dict[str, str] = {}
    for name in SECTIONS:
        path = root / name
        rows = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        found |= dict(row.split("\t")[:2] for row in rows if row and not row.startswith(("#", "section\t")))
    return found
