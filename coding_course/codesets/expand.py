"""From a leaf of the tabular list to its codes with 7th characters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from coding_course.codesets.compiled import Entry
from coding_course.codesets.forms import dotted


def with_seventh(leaf: str, character: str) -> str:
    """Return a code with its 7th character, filled with the placeholder X (Official Guidelines, I.A.4 and I.A.5).

    Examples
    --------
    >>> with_seventh("S62.101", "A"), with_seventh("T07", "D")
    ('S62.101A', 'T07.XXXD')
    """
    body = leaf.replace(".", "")
    return dotted(body + "X" * (6 - len(body)) + character)


def extended_title(title: str, definition: str) -> str:
    """Return a code's long title with its 7th-character text, as the order file prints it.

    Examples
    --------
    >>> extended_title("Fracture of unspecified carpal bone, right wrist", "sequela")
    'Fracture of unspecified carpal bone, right wrist, sequela'
    """
    return f"{title}, {definition}"


def seventh_by_leaf(entries: Iterable[Entry]) -> dict[str, Mapping[str, str]]:
    """Return the 7th characters of every leaf that takes one: the nearest definition upward holds."""
    nearest: dict[str, Mapping[str, str]] = {}
    parents: set[str] = set()
    for entry in entries:
        parents.add(entry.parent)
        if entry.seventh is not None:
            nearest[entry.code] = entry.seventh
        elif entry.parent in nearest:
            nearest[entry.code] = nearest[entry.parent]
    return {
        code: defined for code, defined in nearest.items() if code not in parents and len(code.replace(".", "")) < 7
    }


def codes_of(entries: list[Entry]) -> Iterator[tuple[str, str]]:
    """Yield every billable code with its long title, in the order of the book."""
    extended = seventh_by_leaf(entries)
    for entry in entries:
        if defined := extended.get(entry.code):
            for character, text in defined.items():
                yield with_seventh(entry.code, character), extended_title(entry.title, text)
        elif entry.kind == "code":
            yield entry.code, entry.title
