"""An index while it is made: lines are added in any order, and come out in that of the book."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from coding_course.codesets.book.terms import Term
from coding_course.codesets.searching.words import fold

_FIRST = {"with": "0", "without": "1", "see": "2"}
"""What stands right under a term, before the alphabet begins (Official Guidelines, I.A.15)."""


class Node(msgspec.Struct):
    """One line, and what is under it."""

    title: str
    nonessential: str = ""
    codes: list[str] = []
    see: str = ""
    see_also: str = ""
    cells: list[str] = []
    below: dict[str, Node] = {}

    def at(self, path: tuple[str, ...]) -> Node:
        """Return the line at the end of a path, making what is missing on the way."""
        node = self
        for title in path:
            key = fold(title)
            found = node.below.get(key)
            if found is None:
                found = node.below[key] = Node(title)
            node = found
        return node

    def found(self, path: tuple[str, ...]) -> Node | None:
        """Return the line at the end of a path, or None when it is not there."""
        node: Node | None = self
        for title in path:
            node = node.below.get(fold(title)) if node is not None else None
        return node


def _order(key: str) -> tuple[str, str]:
    return _FIRST.get(key, "9"), key


def flatten(top: Node) -> Iterator[Term]:
    """Yield the lines under a node in the order of the book."""
    waiting = [(0, top.below[key]) for key in sorted(top.below, key=_order, reverse=True)]
    while waiting:
        level, node = waiting.pop()
        yield Term(
            level,
            node.title,
            node.nonessential,
            node.codes,
            see=node.see,
            see_also=node.see_also,
            cells=node.cells,
        )
        waiting += [(level + 1, node.below[key]) for key in sorted(node.below, key=_order, reverse=True)]
