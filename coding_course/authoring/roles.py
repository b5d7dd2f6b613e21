"""Roles: facts inside a sentence, found in the source text with their exact place.

``{cm}`E11.22``` is a role. Markdown's own parser says which lines are running text; inside those lines the same
rules hold as in MyST: a backslash escapes, a code span hides what is in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import msgspec
from markdown_it.token import Token

_ROLE = re.compile(r"\{([a-zA-Z0-9_\-+:]+)\}(`+)")
_TICKS = re.compile(r"`+")


class Role(msgspec.Struct, frozen=True):
    """One use of a role."""

    name: str
    content: str
    start: int
    """Offset in the scanned text."""
    end: int


def scan(text: str) -> Iterator[Role]:
    r"""Find the roles of a piece of running text (one paragraph, heading or table row).

    Parameters
    ----------
    text
        Source text without fenced blocks.

    Examples
    --------
    >>> [(role.name, role.content) for role in scan(r"{cm}`I10`, `{cm}`, \{cm}`no`, {term}``a`b``")]
    [('cm', 'I10'), ('term', 'a`b')]
    """
    place = 0
    while place < len(text):
        character = text[place]
        if character == "\\":
            place += 2
            continue
        if character == "{" and (opening := _ROLE.match(text, place)):
            ticks = opening.group(2)
            closing = text.find(ticks, opening.end() + 1)
            if closing != -1:
                content = re.sub(r"\s*\n[\s>]*", " ", text[opening.end() : closing])
                yield Role(opening.group(1), content, place, closing + len(ticks))
                place = closing + len(ticks)
                continue
        if character == "`":
            run = _TICKS.match(text, place)
            assert run is not None
            closing = _closing_ticks(text, run.end(), len(run.group()))
            place = closing if closing != -1 else run.end()
            continue
        place += 1


def _closing_ticks(text: str, start: int, length: int) -> int:
    """Return the offset behind the run of exactly ``length`` backticks that ends a code span, or -1."""
    for run in _TICKS.finditer(text, start):
        if len(run.group()) == length:
            return run.end()
    return -1


def running_text(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Return the line ranges (from 0, end excluded) of a text that hold running text."""
    ranges: dict[tuple[int, int], None] = {}
    for token in tokens:
        if token.type == "inline" and token.map is not None:
            ranges[(token.map[0], token.map[1])] = None
    return sorted(ranges)


class Span(msgspec.Struct, frozen=True):
    """A piece of running text and where it begins in the whole."""

    text: str
    offset: int
    """Of its first character, in the text that was parsed."""


def spans(text: str, tokens: Sequence[Token]) -> list[Span]:
    """Return the pieces of running text of a parsed text, in order."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    found = []
    done = 0
    for first, last in running_text(tokens):
        first = max(first, done)
        if first < last:
            found.append(Span(text[starts[first] : starts[last] - 1], starts[first]))
            done = last
    return found


def substitute(text: str, pieces: Sequence[Span], render: Callable[[Role, int], str]) -> str:
    """Replace each role of a text by what it prints.

    Parameters
    ----------
    text
        The whole text.
    pieces
        Its running text, from :func:`spans`.
    render
        Called with each role and its offset in ``text``.
    """
    out: list[str] = []
    done = 0
    for piece in pieces:
        for role in scan(piece.text):
            start = piece.offset + role.start
            out += [text[done:start], render(role, start)]
            done = piece.offset + role.end
    out.append(text[done:])
    return "".join(out)
