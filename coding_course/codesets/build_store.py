"""Fills an edition's SQLite store from the compiled text.

Tables: ``entry`` (one row a line of the tabular list, in its order; codes with 7th characters are made from their
leaf when asked for), ``note``, ``fact``; what search needs is added by :mod:`coding_course.codesets.index`.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from coding_course.codesets.compiled import Entry, read_entries, read_rows, read_table
from coding_course.codesets.expand import seventh_by_leaf
from coding_course.codesets.index import build_index

if TYPE_CHECKING:
    from coding_course.codesets.compiled import Manifest

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


def build(connection: sqlite3.Connection, folder: Path, manifest: Manifest) -> None:
    """Create and fill all tables of an empty database."""
    # The file is worth nothing until it is complete and moved into place, so nothing needs to be journaled.
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 4096;")
    connection.executescript(_TABLES)
    entries = read_entries(folder / manifest.files["tabular"])
    _fill_entries(connection, entries)
    connection.executemany("INSERT INTO fact VALUES (?, ?, ?, ?)", read_rows(folder / manifest.files["facts"]))
    connection.execute("CREATE INDEX entry_parent ON entry (parent)")
    tables = [
        list(read_table(path)) if (path := folder / manifest.files[role]).is_file() else []
        for role in ("lay-terms", "related-words", "word-parts")
    ]
    build_index(connection, entries, *tables)
    connection.commit()


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
