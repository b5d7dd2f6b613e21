"""A lesson as its checks see it: paragraphs with their lines, and what is done where."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from coding_course.authoring.directives import DIRECTIVES
from coding_course.authoring.facts import Facts
from coding_course.authoring.problems import Problem, Severity
from coding_course.authoring.roles import Role, scan, spans
from coding_course.authoring.source import PARSER, Directive, Lesson, Prose, read_blocks

_LINK_TARGET = re.compile(r"\]\([^)\s]*\)|<https?://[^>]*>|https?://\S+")


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph, heading, list item or table row."""

    text: str
    """As written."""
    line: int
    roles: tuple[Role, ...]
    heading: int = 0
    """Level, for a heading."""

    @property
    def plain(self) -> str:
        """The text with roles and link targets blanked out; every character keeps its place."""
        text = self.text
        for role in self.roles:
            text = text[: role.start] + _blank(text[role.start : role.end]) + text[role.end :]
        return _LINK_TARGET.sub(lambda match: _blank(match[0]), text)

    @property
    def words(self) -> int:
        """Words that a learner reads."""
        return len(re.findall(r"[^\W_]+", self.text))

    def has(self, *names: str) -> bool:
        """Return whether a role of one of these names stands in it."""
        return any(role.name in names for role in self.roles)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


class Part(msgspec.Struct, frozen=True):
    """A directive with its paragraphs, or running text."""

    paragraphs: tuple[Paragraph, ...]
    line: int
    directive: Directive | None = None
    inside: str = ""
    """Name of the directive around it."""


class View:
    """A lesson, taken apart for the checks.

    Parameters
    ----------
    lesson
        As read.
    facts
        What it may refer to.
    """

    def __init__(self, lesson: Lesson, facts: Facts) -> None:
        self.lesson = lesson
        self.facts = facts
        self.front = lesson.front
        self.parts = tuple(self._parts())

    def _parts(self) -> Iterator[Part]:
        for block in self.lesson.blocks:
            if isinstance(block, Prose):
                yield Part(tuple(paragraphs(block.text, block.line)), block.line)
            else:
                yield from self._directive(block, "")

    def _directive(self, directive: Directive, inside: str) -> Iterator[Part]:
        ignored: list[Problem] = []
        own: list[Paragraph] = []
        nested: list[Directive] = []
        spec = DIRECTIVES.get(directive.name)
        body = "" if spec is not None and spec.claim else directive.body
        for block in read_blocks(self.lesson.source, body, directive.body_line, ignored):
            if isinstance(block, Prose):
                own += paragraphs(block.text, block.line)
            else:
                nested.append(block)
        for option in ("title", "alt"):
            if directive.options.get(option):
                own.append(Paragraph(directive.options[option], directive.line_of(option), ()))
        yield Part(tuple(own), directive.line, directive, inside)
        for each in nested:
            yield from self._directive(each, directive.name)

    def paragraphs(self) -> Iterator[Paragraph]:
        """Yield every paragraph of the body."""
        for part in self.parts:
            yield from part.paragraphs

    def front_paragraphs(self) -> Iterator[Paragraph]:
        """Yield the sentences of the front matter that learners read."""
        value = self.front.value
        rows = [(value.title, self.front.line("title")), (value.next, self.front.line("next"))]
        rows += [(text, self.front.line("objectives", place)) for place, text in enumerate(value.objectives)]
        rows += [(text, self.front.line("key_points", place)) for place, text in enumerate(value.key_points)]
        for text, line in rows:
            if text:
                yield Paragraph(text, line, tuple(scan(text)))

    def directives(self, *names: str) -> list[Directive]:
        """Return the directives of these names, in order."""
        found = [part.directive for part in self.parts if part.directive is not None]
        return [each for each in found if each.name in names]

    def is_activity(self, part: Part) -> bool:
        """Return whether a learner does something at a part."""
        spec = DIRECTIVES.get(part.directive.name) if part.directive is not None else None
        return spec is not None and spec.activity

    def problem(
        self,
        line: int,
        rule: str,
        message: str,
        advice: str = "",
        severity: Severity = Severity.ERROR,
        column: int = 0,
        width: int = 1,
    ) -> Problem:
        """Return a problem at a line of the lesson."""
        return self.lesson.source.problem(line, rule, message, advice, column=column, width=width, severity=severity)

    def at(
        self,
        paragraph: Paragraph,
        start: int,
        end: int,
        rule: str,
        message: str,
        advice: str = "",
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """Return a problem with a piece of a paragraph."""
        before = paragraph.text[:start]
        line = paragraph.line + before.count("\n")
        found = paragraph.text[start:end].split("\n")[0]
        source = self.lesson.source
        shown = source.lines[line - 1] if line <= len(source.lines) else ""
        expected = start - (before.rfind("\n") + 1)
        place = expected if shown.startswith(found, expected) else shown.find(found)
        return self.problem(line, rule, message, advice, severity, place + 1, len(found))


def paragraphs(text: str, line: int) -> Iterator[Paragraph]:
    """Return the paragraphs of Markdown that begins on a line of the source."""
    tokens = PARSER.parse(text)
    headings = {token.map[0]: int(token.tag[1]) for token in tokens if token.type == "heading_open" and token.map}
    for piece in spans(text, tokens):
        first = text.count("\n", 0, piece.offset)
        yield Paragraph(piece.text, line + first, tuple(scan(piece.text)), headings.get(first, 0))
