"""A tabular list made from an order file alone: the hierarchy that the codes spell, titles, 7th characters, no notes.

The order file has neither chapters nor sections. They are taken from another edition where one is held, since they
hardly ever change; a category that none of its sections holds goes into the chapter around it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import msgspec

from coding_course.codesets.compiled import Entry
from coding_course.codesets.expand import with_seventh
from coding_course.codesets.forms import compact
from coding_course.codesets.read_tabular import choose_defaults


class Row(msgspec.Struct, frozen=True):
    """A line of a compiled order file."""

    code: str
    """With its point."""
    billable: bool
    title: str


def rows_of(lines: Iterable[tuple[str, ...]]) -> list[Row]:
    """Return the rows of a compiled order file, as :func:`coding_course.codesets.compiled.read_rows` yields them."""
    return [Row(code, billable == "1", title) for code, billable, title in lines]


def from_order(order: Sequence[Row], scaffold: Iterable[Entry] = ()) -> list[Entry]:
    """Return the entries of a tabular list.

    Parameters
    ----------
    order
        Headers and codes in the order of the book.
    scaffold
        The entries of another edition, for its chapters and sections.

    Examples
    --------
    >>> rows = [Row("T07", False, "Multiple injuries"), Row("T07.XXXA", True, "Multiple injuries, initial encounter")]
    >>> [(e.code, e.kind, e.seventh) for e in from_order(rows)]
    [('T07', 'category', {'A': 'initial encounter'})]
    """
    parents = _parents(order)
    scaffold = tuple(scaffold)
    extended = _extended(order, parents, {entry.code for entry in scaffold if len(entry.code) == 8})
    known = {entry.code: entry.parent for entry in scaffold if entry.kind in ("category", "code")}
    shelves = [
        Entry(code=entry.code, title=entry.title, kind=entry.kind, parent=entry.parent, printed=entry.printed)
        for entry in scaffold
        if entry.kind in ("chapter", "section")
    ]
    held: dict[str, list[Entry]] = {shelf.code: [] for shelf in shelves}
    loose: list[Entry] = []
    place: list[Entry] = loose
    for row in order:
        if parents[row.code] in extended:  # its code is told by the leaf and a 7th character
            continue
        parent = parents[row.code]
        if not parent:
            shelf = known.get(row.code) or _shelf(row.code, shelves)
            parent, place = shelf, held.get(shelf, loose)
        kind = "code" if row.billable else "category" if len(row.code) == 3 else "subcategory"
        place.append(Entry(code=row.code, title=row.title, kind=kind, parent=parent, seventh=extended.get(row.code)))
    entries = [entry for shelf in shelves for entry in (shelf, *held[shelf.code])] + loose
    choose_defaults(entries)
    return entries


def _parents(order: Sequence[Row]) -> dict[str, str]:
    """Return the header that each code or header stands under: the longest that begins it, placeholders aside."""
    headers = {compact(row.code): row.code for row in order if not row.billable}
    parents = {}
    for row in order:
        stem = compact(row.code)[:-1]
        while len(stem) >= 3 and stem not in headers:
            stem = stem[:-1]
        parents[row.code] = headers.get(stem, "")
    return parents


def _extended(order: Sequence[Row], parents: dict[str, str], ordinary: Collection[str]) -> dict[str, dict[str, str]]:
    """Return the headers whose codes all differ in a 7th character alone, with what each character says.

    The file does not tell a 7th character from one more digit of a code; ``ordinary`` are codes of seven characters
    that are known to be of the second kind.
    """
    title = {row.code: row.title for row in order if not row.billable}
    below: dict[str, list[Row]] = {}
    for row in order:
        if parents[row.code]:
            below.setdefault(parents[row.code], []).append(row)
    found = {}
    for header, rows in below.items():
        start = f"{title[header]}, "
        if all(
            row.billable and row.code == with_seventh(header, row.code[-1]) and row.title.startswith(start)
            for row in rows
        ) and not any(row.code in ordinary for row in rows):
            found[header] = {row.code[-1]: row.title.removeprefix(start) for row in rows}
    return found


def _shelf(category: str, shelves: Sequence[Entry]) -> str:
    """Return the narrowest section that holds a category, else the chapter of the section that begins before it."""
    best, width = "", ("", "")
    before, chapter = "", ""
    for shelf in shelves:
        if shelf.kind != "section":
            continue
        first, _, last = shelf.code.partition("-")
        if first <= category <= last and (not best or (first >= width[0] and last <= width[1])):
            best, width = shelf.code, (first, last)
        if shelf.parent.isdecimal() and first <= category and first >= before:
            before, chapter = first, shelf.parent
    return best or chapter
