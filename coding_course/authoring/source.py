"""A lesson's source text, read into front matter and blocks: prose and directives, each with its line."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from coding_course.authoring.frontmatter import RULE, Located, no_front_matter, read_front_matter
from coding_course.authoring.problems import Problem, Source

DIRECTIVE = re.compile(r"\{([\w-]+)\}[ \t]*(.*)")
_OPTION = re.compile(r":([a-z-]+):(?:[ \t]+(.*))?")
BREAK = "+++"


def markdown() -> MarkdownIt:
    """Return the parser for lessons: CommonMark, tables and roles."""
    parser = MarkdownIt("commonmark").enable("table")
    return parser.use(front_matter_plugin).use(myst_role_plugin)


PARSER = markdown()


class Prose(msgspec.Struct, frozen=True):
    """Running text; at most its first lines are headings, so that it makes one cell."""

    text: str
    line: int
    """Of its first line, from 1."""


class Directive(msgspec.Struct, frozen=True):
    """A fenced block that stands for more than its text."""

    name: str
    arguments: tuple[str, ...]
    options: Mapping[str, str]
    body: str
    line: int
    """Of the opening fence."""
    body_line: int
    """Of the body's first line."""
    option_lines: Mapping[str, int] = {}
    fences: int = 3
    """Backticks of its fence."""

    def line_of(self, option: str) -> int:
        """Return the line of an option, or of the directive."""
        return self.option_lines.get(option, self.line)


Block = Prose | Directive


class Lesson(msgspec.Struct, frozen=True):
    """A lesson as its author wrote it."""

    source: Source
    front: Located
    blocks: tuple[Block, ...]

    @property
    def id(self) -> str:
        """Its id, ``<module>/<nn-slug>``."""
        return self.front.value.id


def clean(raw: bytes) -> str:
    r"""Return the text of a source file, the same whatever the editor's line ends.

    Raises
    ------
    UnicodeDecodeError
        If it is not UTF-8.

    Examples
    --------
    >>> clean(b"\xef\xbb\xbfa\r\nb")
    'a\nb'
    """
    return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def read_lesson(path: str, text: str, problems: list[Problem]) -> Lesson | None:
    """Read a lesson.

    Parameters
    ----------
    path
        ``lessons/<module>/<nn-slug>.md``, relative to the repository.
    text
        The file, from :func:`clean`.
    problems
        Takes what is wrong.

    Returns
    -------
    Lesson or None
        None when the front matter cannot be read; the blocks are then not looked at.
    """
    source = Source(path, text)
    tokens = PARSER.parse(text)
    if not tokens or tokens[0].type != "front_matter":
        problems.append(no_front_matter(source))
        return None
    front = read_front_matter(tokens[0].content, source, problems)
    if front is None:
        return None
    expected = path.removeprefix("lessons/").removesuffix(".md")
    value = front.value
    if value.id != expected:
        problems.append(
            source.problem(
                front.line("id"),
                RULE,
                f"The id is {value.id!r}, but the file is {expected!r}.",
                f"Write id: {expected}",
            )
        )
    if value.module != expected.split("/")[0]:
        problems.append(
            source.problem(
                front.line("module"),
                RULE,
                f"The module is {value.module!r}, but the file lies in {expected.split('/')[0]!r}.",
                f"Write module: {expected.split('/')[0]}",
            )
        )
    return Lesson(source, front, tuple(read_blocks(source, text, 1, problems, tokens[1:])))


def read_blocks(
    source: Source, text: str, first_line: int, problems: list[Problem], tokens: list[Token] | None = None
) -> list[Block]:
    """Split a text into prose and directives.

    Parameters
    ----------
    source
        The file, for places in messages.
    text
        The file, or the body of a directive in it.
    first_line
        Line of the file on which ``text`` begins.
    problems
        Takes what is wrong.
    tokens
        The parsed text, when it has been parsed.
    """
    return _Splitter(source, text, first_line, problems).split(PARSER.parse(text) if tokens is None else tokens)


class _Splitter:
    def __init__(self, source: Source, text: str, first_line: int, problems: list[Problem]) -> None:
        self.source = source
        self.lines = text.split("\n")
        self.first = first_line
        self.problems = problems
        self.blocks: list[Block] = []
        self.begin: int | None = None
        self.end = 0
        self.only_headings = True

    def split(self, tokens: list[Token]) -> list[Block]:
        for token in tokens:
            if token.map is None or token.nesting < 0 or token.type == "inline":
                continue
            start, end = token.map
            directive = DIRECTIVE.match(token.info.strip()) if token.type == "fence" else None
            if directive and token.level > 0:
                self._wrong(
                    start,
                    "directive-margin",
                    f"The directive {{{directive[1]}}} stands inside a list or quotation.",
                    "Begin its fence at the left margin, with an empty line above.",
                )
            elif token.level > 0:
                continue
            elif directive:
                self._flush()
                self._directive(token, directive[1], directive[2], start, end)
            elif self._is_break(start, end):
                self._flush()
            else:
                if token.type == "heading_open":
                    if not self.only_headings:
                        self._flush()
                else:
                    self.only_headings = False
                    self._breaks_alone(token, start, end)
                    if token.type == "fence":
                        self._closed(token, start, end)
                self.begin = start if self.begin is None else self.begin
                self.end = end
        self._flush()
        return self.blocks

    def _is_break(self, start: int, end: int) -> bool:
        return end - start == 1 and self.lines[start].strip() == BREAK

    def _breaks_alone(self, token: Token, start: int, end: int) -> None:
        for number in range(start, end):
            if token.type == "paragraph_open" and self.lines[number].strip() == BREAK:
                self._wrong(number, "break", f"{BREAK} is read as text here.", "Put an empty line above and below it.")

    def _flush(self) -> None:
        if self.begin is not None:
            lines = self.lines[self.begin : self.end]
            while lines and not lines[-1].strip():
                lines.pop()
            self.blocks.append(Prose("\n".join(lines), self.begin + self.first))
        self.begin = None
        self.only_headings = True

    def _wrong(self, line: int, rule: str, message: str, advice: str) -> None:
        self.problems.append(self.source.problem(line + self.first, rule, message, advice))

    def _closed(self, token: Token, start: int, end: int) -> bool:
        last = self.lines[end - 1].strip() if end - 1 > start else ""
        if last and set(last) == {token.markup[0]} and len(last) >= len(token.markup):
            return True
        self._wrong(
            start,
            "fence-open",
            "This block is not closed; everything below it was read as its body.",
            f"End it with a line {token.markup}. A block inside a block needs fewer backticks than the outer one.",
        )
        return False

    def _directive(self, token: Token, name: str, arguments: str, start: int, end: int) -> None:
        if not self._closed(token, start, end):
            return
        lines = self.lines[start + 1 : end - 1]
        options: dict[str, str] = {}
        option_lines: dict[str, int] = {}
        place = 0
        while place < len(lines) and (option := _OPTION.fullmatch(lines[place].strip())):
            if option[1] in options:
                self._wrong(start + 1 + place, "directive-option", f"The option {option[1]} stands twice.", "Keep one.")
            options[option[1]] = (option[2] or "").strip()
            option_lines[option[1]] = start + 1 + place + self.first
            place += 1
        while place < len(lines) and not lines[place].strip():
            place += 1
        body = "\n".join(lines[place:]).rstrip()
        self.blocks.append(
            Directive(
                name=name,
                arguments=tuple(arguments.split()),
                options=options,
                body=body,
                line=start + self.first,
                body_line=start + 1 + place + self.first,
                option_lines=option_lines,
                fences=len(token.markup),
            )
        )
