"""The compiled form of the tables: one JSON object a table, with the values of each row.

The same form is made from the publisher's XML and from lists of codes with the label of each character. A row allows
every combination of its values, so a table says exactly which codes can be built.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from coding_course.codesets.compiled import unpacked

Value = tuple[str, str]
"""A character and its label."""


class TableEntry(msgspec.Struct):
    """One line of the compiled tables."""

    prefix: str
    """Three characters."""
    axes: list[str]
    """What each of the seven places stands for."""
    head: list[str]
    """Labels of the first three characters."""
    rows: list[list[dict[str, str]]]
    """For each row and each place from 4 to 7: character to label."""

    def codes(self) -> Iterator[str]:
        """Yield every code that the table allows, row by row."""
        for row in self.rows:
            for characters in itertools.product(*row):
                yield self.prefix + "".join(characters)


def rows_of(codes: Iterable[tuple[Value, Value, Value, Value]]) -> list[list[dict[str, str]]]:
    """Return rows that allow exactly the given combinations, each once.

    Combinations that differ in one place alone are drawn together, the last place first. A character with two
    meanings in one table lands in two rows.

    Parameters
    ----------
    codes
        For each code, character and label of places 4 to 7.

    Examples
    --------
    >>> a, b = ("0", "Open"), ("4", "Percutaneous Endoscopic")
    >>> none = ("Z", "None")
    >>> rows_of([(none, a, none, none), (none, b, none, none)])
    [[{'Z': 'None'}, {'0': 'Open', '4': 'Percutaneous Endoscopic'}, {'Z': 'None'}, {'Z': 'None'}]]
    """
    boxes: set[tuple[frozenset[Value], ...]] = {tuple(frozenset([v]) for v in code) for code in codes}
    for place in (3, 2, 1, 0):
        together: dict[tuple[frozenset[Value], ...], set[Value]] = {}
        for box in boxes:
            together.setdefault((*box[:place], *box[place + 1 :]), set()).update(box[place])
        boxes = set()
        for rest, values in together.items():
            # Two labels of one character cannot stand in one column.
            for group in _unambiguous(values):
                boxes.add((*rest[:place], frozenset(group), *rest[place:]))
    rows = [[dict(sorted(values)) for values in box] for box in boxes]
    return sorted(rows, key=lambda row: [list(column.items()) for column in row])


def _unambiguous(values: set[Value]) -> list[list[Value]]:
    groups: list[dict[str, str]] = []
    for character, label in sorted(values):
        for group in groups:
            if character not in group:
                group[character] = label
                break
        else:
            groups.append({character: label})
    return [list(group.items()) for group in groups]


def encode_tables(tables: Iterable[TableEntry]) -> bytes:
    """Return tables as JSON lines."""
    return b"".join(msgspec.json.encode(table) + b"\n" for table in tables)


def read_tables(path: Path) -> list[TableEntry]:
    """Return the tables of a compiled file, in its order."""
    return msgspec.json.Decoder(TableEntry).decode_lines(unpacked(path))


def title_from_labels(head: Iterable[str], labels: Mapping[int, str]) -> str:
    """Return a plain title for a code whose official one is not at hand: what its characters say, in their order.

    Examples
    --------
    >>> title_from_labels(("Medical and Surgical", "Gallbladder", "Resection"), {4: "Gallbladder", 5: "Open"})
    'Resection: Gallbladder, Open'
    """
    _, _, operation = head
    said = [label for label in labels.values() if label not in ("None", "No Device", "No Qualifier")]
    return f"{operation}: {', '.join(said)}" if said else operation
