"""Fills the SQLite store of an edition's tabular list from the compiled text.

Tables: ``entry`` (one row a line of the tabular list, in its order; codes with 7th characters are made from their
leaf when asked for), ``note``, ``fact``. What search needs has a store of its own
(:mod:`coding_course.codesets.searching.stores`).
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from coding_course.codesets.compiled import Entry, read_entries, read_rows
from coding_course.codesets.expand import seventh_by_leaf
from coding_course.codesets.store import Recipe

if TYPE_CHECKING:
    from coding_course.codesets.holdings import Holding

_TABLES = """
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, title TEXT NOT NULL, kind TEXT NOT NULL,
  parent INTEGER NOT NULL, seventh INTEGER REFERENCES seventh
);
CREATE TABLE seventh (id INTEGER PRIMARY KEY, characters TEXT NOT NULL);
CREATE TABLE note (
  entry INTEGER NOT NULL, place INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, codes TEXT NOT NULL,
  PRIMARY KEY (entry, place)
) WITHOUT ROWID;
CREATE TABLE fact (code TEXT PRIMARY KEY, first TEXT NOT NULL, last TEXT NOT NULL, flags TEXT NOT NULL) WITHOUT ROWID;
"""


BUILDERS = ("build_tabular.py", "expand.py", "compiled.py")


def recipe(holding: Holding) -> Recipe:
    """Return how the store of an edition's tabular list is made."""
    here = Path(__file__).parent
    roles = ("tabular", "facts")
    return Recipe(
        f"{holding.edition.lower()}-tabular",
        tuple(holding.files[role] for role in roles if role in holding.files),
        tuple(here / name for name in BUILDERS),
        lambda connection: build(connection, holding),
    )


def build(connection: sqlite3.Connection, holding: Holding) -> None:
    """Create and fill all tables of an empty database."""
    connection.executescript(_TABLES)
    files = holding.files
    entries = read_entries(files["tabular"])
    _fill_entries(connection, entries)
    if "facts" in files:
        connection.executemany("INSERT INTO fact VALUES (?, ?, ?, ?)", read_rows(files["facts"]))
    connection.execute("CREATE INDEX entry_parent ON entry (parent)")


def _fill_entries(connection: sqlite3.Connection, entries: list[Entry]) -> None:
    defined = seventh_by_leaf(entries)
    number = {entry.code: place for place, entry in enumerate(entries, 1)}
    sets: dict[bytes, int] = {}
    extended = {code: sets.setdefault(msgspec.json.encode(s), len(sets) + 1) for code, s in defined.items()}
    connection.executemany("INSERT INTO seventh VALUES (?, ?)", ((n, s.decode()) for s, n in sets.items()))
    connection.executemany(
        "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                number[e.code],
                e.code,
                e.title,
                e.kind,
                number.get(e.parent, 0),
                extended.get(e.code),
            )
            for e in entries
        ),
    )
    connection.executemany(
        "INSERT INTO note VALUES (?, ?, ?, ?, ?)",
        (
            (number[e.code], place, kind, text, "\t".join(codes))
            for e in entries
            for place, (kind, text, codes) in enumerate(e.notes)
        ),
    )
