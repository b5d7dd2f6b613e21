"""The YAML sources of the bank: found, read, expanded; every problem with its file and line.

For authors and the build only: a learner's kernel reads the compiled bank (:mod:`coding_course.bank.store`).
PyYAML is needed here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from yaml import YAMLError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from coding_course.bank.hunts import Hunt
from coding_course.bank.models import Case, Exam, Parameter, Question, Skill
from coding_course.bank.nodes import Tree, complaint, compose, line_of
from coding_course.bank.problems import Level, Problem
from coding_course.bank.templates import MARK, MOST_VARIANTS, filler, variants

FOLDERS: dict[str, type[Any]] = {
    "cases": Case,
    "questions": Question,
    "hunts": Hunt,
    "skills": Skill,
    "exams": Exam,
}
"""The folders under ``datasets/`` that make the bank, and what their files hold."""

T = TypeVar("T")


class Located(msgspec.Struct, frozen=True):
    """A value of the bank and where it was read."""

    value: Any
    file: str
    lines: dict[tuple[str | int, ...], int]
    """Line of each part, by its path in the record."""
    start: int

    def line(self, *path: str | int) -> int:
        """Return the line of a part, or of the nearest thing around it that has one."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return self.start

    def problem(self, message: str, *path: str | int, severity: Level = Level.ERROR) -> Problem:
        """Return a problem with a part of this value."""
        return Problem(self.file, self.line(*path), severity, message)


class Sources(msgspec.Struct, frozen=True):
    """Everything that was read."""

    cases: tuple[Located, ...] = ()
    """Plain cases, and each variant of each template: ``pc-011:1``."""
    questions: tuple[Located, ...] = ()
    hunts: tuple[Located, ...] = ()
    skills: tuple[Located, ...] = ()
    exams: tuple[Located, ...] = ()
    problems: tuple[Problem, ...] = ()


def source_files(roots: Iterable[Path]) -> tuple[Path, ...]:
    """Return the YAML files of the bank below some folders, or the files themselves, in a steady order.

    Parameters
    ----------
    roots
        ``datasets`` itself, a folder in it, or single files.
    """
    found: dict[Path, None] = {}
    for root in roots:
        if root.is_dir():
            for path in sorted(root.rglob("*.yaml")) + sorted(root.rglob("*.yml")):
                if _folder(path) is not None:
                    found[path] = None
        else:
            found[root] = None
    return tuple(found)


def read_sources(paths: Iterable[Path], shown: Path | None = None) -> Sources:
    """Read the bank's YAML files.

    Parameters
    ----------
    paths
        Files, or folders to look through. What a file holds follows from the folder it lies in: ``cases``,
        ``questions``, ``hunts``, ``skills`` or ``exams``; elsewhere, from its first fields.
    shown
        Folder that file names in problems are relative to; as given when None.

    Returns
    -------
    Sources
        What could be read, and the problems; nothing is raised.
    """
    reader = _Reader(shown)
    for path in source_files(paths):
        reader.file(path)
    reader.no_twins()
    return Sources(
        cases=tuple(reader.found[Case]),
        questions=tuple(reader.found[Question]),
        hunts=tuple(reader.found[Hunt]),
        skills=tuple(reader.found[Skill]),
        exams=tuple(reader.found[Exam]),
        problems=tuple(sorted(set(reader.problems))),
    )


class _Reader:
    def __init__(self, shown: Path | None) -> None:
        self.shown = shown
        self.problems: list[Problem] = []
        self.found: dict[type[Any], list[Located]] = {model: [] for model in FOLDERS.values()}

    def file(self, path: Path) -> None:
        name = _name(path, self.shown)
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            self.add(name, 1, f"This file is not UTF-8 (byte {error.start}). Save it as UTF-8.")
            return
        except OSError as error:
            self.add(name, 0, f"This file cannot be read: {error.strerror or error}.")
            return
        try:
            node = compose(text)
        except YAMLError as error:
            self.add(name, *complaint(error))
            return
        except RecursionError:
            self.add(name, 1, "This file is nested too deeply to be read.")
            return
        if node is None:
            self.add(name, 1, "This file is empty.", Level.WARNING)
            return
        model = _folder(path) or _guess(node)
        if model is Case:
            self.case(name, path, node)
        elif isinstance(node, SequenceNode):
            for item in node.value:
                self.record(name, item, model)
        else:
            self.add(name, line_of(node), f"This file must be a list: each {model.__name__.lower()} begins with '- '.")

    def add(self, file: str, line: int, message: str, severity: Level = Level.ERROR) -> None:
        self.problems.append(Problem(file, line, severity, message))

    def record(self, name: str, node: Node, model: type[Any]) -> None:
        tree = Tree(node, lambda line, message: self.add(name, line, message))
        value = tree.read(model)
        if value is not None:
            self.found[model].append(Located(value, name, tree.lines, line_of(node)))

    def case(self, name: str, path: Path, node: Node) -> None:
        if not isinstance(node, MappingNode):
            self.add(name, line_of(node), "A case file is one case: fields at the left margin, no list.")
            return
        parameters, rest = self.parameters(name, node)
        if parameters is None:
            return
        case_id = _scalar_field(rest, "id")
        if case_id and case_id != path.stem:
            self.add(
                name, line_of(rest), f"The id is {case_id!r} but the file is named {path.name!r}; they must agree."
            )
        if not parameters:
            self.plain(name, rest)
        else:
            self.template(name, rest, parameters)

    def plain(self, name: str, node: MappingNode) -> None:
        self.record(name, node, Case)
        for scalar in _scalars(node):
            if MARK.search(str(scalar.value)):
                message = f"{MARK.search(str(scalar.value)).group()} stands here, but the case has no parameters."  # type: ignore[union-attr]
                self.add(name, line_of(scalar), message)

    def parameters(self, name: str, node: MappingNode) -> tuple[tuple[Parameter, ...] | None, MappingNode]:
        for place, (key_node, value_node) in enumerate(node.value):
            if isinstance(key_node, ScalarNode) and key_node.value == "parameters":
                rest = MappingNode(
                    node.tag, node.value[:place] + node.value[place + 1 :], node.start_mark, node.end_mark
                )
                if not isinstance(value_node, SequenceNode):
                    self.add(name, line_of(key_node), "parameters must be a list; each begins with '- id:'.")
                    return None, rest
                trees = [Tree(each, lambda line, message: self.add(name, line, message)) for each in value_node.value]
                read = [tree.read(Parameter) for tree in trees]
                known = tuple(each for each in read if each is not None)
                return (known if len(known) == len(read) else None), rest
        return (), node

    def template(self, name: str, node: MappingNode, parameters: Sequence[Parameter]) -> None:
        start = line_of(node)
        for parameter in parameters:
            if not parameter.options:
                self.add(name, start, f"The parameter {parameter.id!r} has no options.")
                return
            names = {frozenset(option.set) for option in parameter.options}
            if len(names) > 1:
                self.add(name, start, f"The options of {parameter.id!r} do not all set the same names.")
                return
        combinations = variants(parameters)
        if len(combinations) > MOST_VARIANTS:
            self.add(name, start, f"{len(combinations)} variants; the most that one file may have is {MOST_VARIANTS}.")
            return
        used: set[str] = set()
        whole = True
        for number, words in enumerate(combinations, 1):
            told: list[Problem] = []

            def report(line: int, message: str, told: list[Problem] = told) -> None:
                told.append(Problem(name, line, Level.ERROR, message))

            tree = Tree(node, report, filler(words, used, report))
            value = tree.read(Case)
            self.problems.extend(told)
            whole = whole and value is not None
            if value is not None and not told:
                case = msgspec.structs.replace(value, id=f"{value.id}:{number}")
                self.found[Case].append(Located(case, name, tree.lines, start))
        for idle in sorted({key for words in combinations for key in words} - used) if whole else ():
            self.add(name, start, f"Options set {idle!r}, but no text has {{{{{idle}}}}}.", Level.WARNING)

    def no_twins(self) -> None:
        for model, located in self.found.items():
            first: dict[str, Located] = {}
            for each in located:
                twin = first.setdefault(each.value.id, each)
                if twin is not each:
                    where = f"{twin.file}:{twin.line('id')}"
                    what = model.__name__.lower()
                    self.problems.append(each.problem(f"The {what} id {each.value.id!r} is taken: {where}.", "id"))


def _name(path: Path, shown: Path | None) -> str:
    if shown is not None:
        try:
            return path.resolve().relative_to(shown.resolve()).as_posix()
        except ValueError:
            pass
    return path.as_posix()


def _folder(path: Path) -> type[Any] | None:
    for part in reversed(path.absolute().parts[:-1]):
        if part in FOLDERS:
            return FOLDERS[part]
    return None


def _guess(node: Node) -> type[Any]:
    """Say what a file outside the bank's folders holds: a mapping is a case, a list with a ``stem`` questions."""
    if isinstance(node, MappingNode):
        return Case
    first = node.value[0] if isinstance(node, SequenceNode) and node.value else node
    fields = {str(key.value) for key, _ in first.value} if isinstance(first, MappingNode) else set()
    if "domains" in fields and "minutes" in fields:
        return Exam
    if {"chart", "key"} <= fields:
        return Hunt
    return Question if fields & {"stem", "type", "rationale"} else Skill


def _scalar_field(node: MappingNode, field: str) -> str:
    for key_node, value_node in node.value:
        if isinstance(key_node, ScalarNode) and key_node.value == field and isinstance(value_node, ScalarNode):
            return str(value_node.value)
    return ""


def _scalars(node: Node, depth: int = 0) -> Iterable[ScalarNode]:
    if isinstance(node, ScalarNode):
        yield node
    elif depth < 40 and isinstance(node, SequenceNode):
        for child in node.value:
            yield from _scalars(child, depth + 1)
    elif depth < 40 and isinstance(node, MappingNode):
        for _, child in node.value:
            yield from _scalars(child, depth + 1)
