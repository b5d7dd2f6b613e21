"""The front matter of a lesson, as a typed value that remembers its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from yaml import YAMLError

from coding_course.bank.nodes import Path, Tree, complaint, compose

if TYPE_CHECKING:
    from coding_course.authoring.problems import Problem, Source

RULE = "front-matter"


class FrontMatter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands between the ``---`` lines at the top of a lesson."""

    id: str
    """``<module>/<nn-slug>``, the path of the file."""
    title: str
    module: str
    minutes: int
    objectives: tuple[str, ...]
    prerequisites: tuple[str, ...]
    """Lesson ids."""
    skills: tuple[str, ...]
    exam_domains: tuple[str, ...]
    """``exam:domain``, such as ``cpc:icd-10-cm``."""
    key_points: tuple[str, ...]
    next: str = ""
    """A sentence."""


class Located(msgspec.Struct, frozen=True):
    """Front matter and the line of each of its parts."""

    value: FrontMatter
    lines: dict[Path, int]

    def line(self, *path: str | int) -> int:
        """Return the line of a part, or 1."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return 1


def read_front_matter(yaml: str, source: Source, problems: list[Problem]) -> Located | None:
    """Read the YAML of a lesson's front matter, which begins on line 2 of the file.

    Parameters
    ----------
    yaml
        The text between the ``---`` lines.
    source
        The file, for places in messages.
    problems
        Takes what is wrong.

    Returns
    -------
    Located or None
        None when a problem keeps it from being read.
    """
    try:
        node = compose(yaml)
    except YAMLError as error:
        line, message = complaint(error)
        problems.append(source.problem(line + 1, RULE, message, "Repair the YAML between the --- lines."))
        return None
    if node is None:
        problems.append(no_front_matter(source))
        return None
    advice = "docs/writing-lessons.md shows a whole front matter."

    def report(line: int, message: str) -> None:
        problems.append(source.problem(line + 1, RULE, message, advice))

    tree = Tree(node, report)
    value = tree.read(FrontMatter)
    if value is None:
        return None
    return Located(value, {path: line + 1 for path, line in tree.lines.items()})


def no_front_matter(source: Source) -> Problem:
    """Return the problem of a lesson without front matter."""
    return source.problem(
        1,
        RULE,
        "The lesson has no front matter.",
        "Begin the file with a line ---, the fields id, title, module, ... and a second line ---.",
    )
