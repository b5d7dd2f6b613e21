"""Fills the SQLite store of an edition's ICD-10-PCS from the compiled files.

Tables: ``code`` (number, title, first and last day), ``pcs_table`` (one compiled table a row), ``fact`` (dates and
editor flags, also of codes that ended or are coming). A file that the edition lacks leaves its part out: with an order
file alone, codes have titles but cannot be built; with the tables alone, titles are made from the labels.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from coding_course.codesets import compiled
from coding_course.codesets.compiled import read_rows
from coding_course.codesets.pcs import tables
from coding_course.codesets.pcs.tables import TableEntry, read_tables, title_from_labels
from coding_course.codesets.store import Recipe

if TYPE_CHECKING:
    from coding_course.codesets.holdings import Holding

ROLES = ("pcs-titles", "pcs-tables", "pcs-facts")

_TABLES = """
CREATE TABLE code (code TEXT PRIMARY KEY, title TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE pcs_table (prefix TEXT PRIMARY KEY, entry TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE header (code TEXT PRIMARY KEY, title TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE fact (code TEXT PRIMARY KEY, first TEXT NOT NULL, last TEXT NOT NULL, flags TEXT NOT NULL) WITHOUT ROWID;
"""


def recipe(holding: Holding) -> Recipe:
    """Return how the store of an edition's ICD-10-PCS is made."""
    return Recipe(
        f"{holding.edition.lower()}-pcs",
        tuple(holding.files[role] for role in ROLES if role in holding.files),
        (Path(__file__), Path(tables.__file__), Path(compiled.__file__)),
        lambda connection: build(connection, holding),
    )


def build(connection: sqlite3.Connection, holding: Holding) -> None:
    """Create and fill all tables of an empty database."""
    connection.executescript(_TABLES)
    files = holding.files
    titles = [row[:2] for row in read_rows(files["pcs-titles"])] if "pcs-titles" in files else []
    connection.executemany("INSERT INTO code VALUES (?, ?)", titles)
    if "pcs-facts" in files:
        connection.executemany("INSERT INTO fact VALUES (?, ?, ?, ?)", read_rows(files["pcs-facts"]))
    entries = read_tables(files["pcs-tables"]) if "pcs-tables" in files else []
    connection.executemany(
        "INSERT INTO pcs_table VALUES (?, ?)", ((e.prefix, msgspec.json.encode(e).decode()) for e in entries)
    )
    known = {row[0] for row in titles}
    connection.executemany(
        "INSERT OR IGNORE INTO code VALUES (?, ?)",
        ((code, title) for entry in entries for code, title in _untitled(entry, known)),
    )
    connection.executemany("INSERT OR IGNORE INTO header VALUES (?, ?)", _headers(entries))


def _untitled(entry: TableEntry, known: set[str]) -> Iterator[tuple[str, str]]:
    if known.issuperset(entry.codes()):
        return
    for row in entry.rows:
        for values in itertools.product(*(column.items() for column in row)):
            code = entry.prefix + "".join(character for character, _ in values)
            if code not in known:
                labels = {place: label for place, (_, label) in enumerate(values, 4)}
                yield code, title_from_labels(entry.head, labels)


def _headers(entries: list[TableEntry]) -> Iterator[tuple[str, str]]:
    """Yield the headers of one to three characters: what may be chosen there, and how a table is called."""
    for entry in entries:
        section, system, operation = entry.head
        yield entry.prefix[0], section
        yield entry.prefix[:2], system
        yield entry.prefix, operation
