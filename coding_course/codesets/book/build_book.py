"""Fills the SQLite store of an edition's Alphabetic Index: each volume from its official file, else made for study.

Tables: ``volume``; ``entry`` (a line of the book each, in its order; the id tells volume and place); ``lead`` (where
references lead); ``word`` (in which entries each word stands); ``shape`` (for each volume, parents and numbers of
words, as arrays that look-up of words reads).
"""

from __future__ import annotations

import gc
import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from coding_course.codesets.book import study, study_causes, study_tables
from coding_course.codesets.book.headings import Headings
from coding_course.codesets.book.names import Names, key_of
from coding_course.codesets.book.resolving import Resolver
from coding_course.codesets.book.terms import ROLES, Terms, decode
from coding_course.codesets.compiled import read_entries, read_table
from coding_course.codesets.searching.words import STOP_WORDS, root, words
from coding_course.codesets.store import Recipe

if TYPE_CHECKING:
    from coding_course.codesets.holdings import Holding

APART = 1_000_000
"""Ids of one volume are this far from those of the next, so that importing one leaves the others' ids as they are."""

_TABLES = """
CREATE TABLE volume (number INTEGER PRIMARY KEY, id TEXT NOT NULL, source TEXT NOT NULL, official INTEGER NOT NULL,
  columns TEXT NOT NULL, main_terms INTEGER NOT NULL, entries INTEGER NOT NULL);
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, level INTEGER NOT NULL, letter TEXT, title TEXT NOT NULL, nonessential TEXT, codes TEXT,
  manifestation TEXT, see TEXT, see_also TEXT, used TEXT, cells TEXT, parent INTEGER NOT NULL, below INTEGER NOT NULL
);
CREATE TABLE lead (
  entry INTEGER NOT NULL, place INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, entries TEXT NOT NULL,
  codes TEXT NOT NULL, volume TEXT NOT NULL, how TEXT NOT NULL, PRIMARY KEY (entry, place)
) WITHOUT ROWID;
CREATE TABLE word (word TEXT PRIMARY KEY, root TEXT NOT NULL, entries BLOB NOT NULL, aside BLOB NOT NULL)
  WITHOUT ROWID;
CREATE TABLE lay (term TEXT PRIMARY KEY, means TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE shape (volume INTEGER PRIMARY KEY, parents BLOB NOT NULL, ends BLOB NOT NULL, lengths BLOB NOT NULL);
"""

_HERE = Path(__file__).parent
_BUILDERS = (
    *(
        _HERE / f"{name}.py"
        for name in (
            "build_book",
            "headings",
            "names",
            "plain",
            "resolving",
            "study",
            "study_causes",
            "study_tables",
            "terms",
            "tree",
        )
    ),
    *(_HERE.parent / f"{name}.py" for name in ("compiled", "expand", "typing_errors", "searching/words")),
)
STUDY_ROLES = ("tabular", "lay-terms", "study-terms", "study-neoplasms", "study-drugs", "study-procedures")


def recipe(holding: Holding) -> Recipe:
    """Return how the store of an edition's index is made."""
    roles = (*ROLES.values(), *STUDY_ROLES)
    return Recipe(
        f"{holding.edition.lower()}-book",
        tuple(holding.files[role] for role in roles if role in holding.files),
        _BUILDERS,
        lambda connection: build(connection, holding),
    )


def volumes(holding: Holding) -> dict[str, Terms]:
    """Return every volume of an edition: the official one where it was imported, else the study index."""
    files = holding.files
    found: dict[str, Terms] = {}
    damaged: set[str] = set()
    for volume, role in ROLES.items():
        if role in files:
            try:
                found[volume] = decode(files[role].read_bytes())
            except (OSError, ValueError):
                damaged.add(volume)
    missing = [v for v in ROLES if v not in found]
    if missing and "tabular" in files:
        found |= _made_for_study(holding, missing)
    for volume in damaged & found.keys():
        found[volume].head.source += ". The official file that was imported is damaged: import it again"
    return {v: found[v] for v in ROLES if v in found}


def _made_for_study(holding: Holding, missing: Iterable[str]) -> dict[str, Terms]:
    def rows(role: str) -> list[dict[str, str]]:
        path = holding.files.get(role)
        return list(read_table(path)) if path is not None and path.is_file() else []

    entries = read_entries(holding.files["tabular"])
    printed = study.Printed(entries)
    neoplasms = study_tables.neoplasms(printed, rows("study-neoplasms"))
    makers: dict[str, Callable[[], Terms]] = {
        "diseases": lambda: study.diseases(
            printed, Headings(rows("study-terms")), rows("lay-terms"), study_tables.references(neoplasms)
        ),
        "neoplasms": lambda: neoplasms,
        "drugs": lambda: study_tables.drugs(printed, rows("study-drugs")),
        "external-causes": lambda: study_causes.external_causes(printed),
        "procedures": lambda: study_tables.procedures(rows("study-procedures")),
    }
    return {volume: makers[volume]() for volume in missing}


def build(connection: sqlite3.Connection, holding: Holding) -> None:
    """Create and fill all tables of an empty database."""
    connection.executescript(_TABLES)
    collecting = gc.isenabled()
    gc.disable()  # hundreds of thousands of small values are made, and none of them is garbage: a third of the time
    try:
        fill(connection, volumes(holding))
    finally:
        if collecting:
            gc.enable()
    if (lay := holding.files.get("lay-terms")) is not None and lay.is_file():
        rows = ((" ".join(words(row["term"])), row["means"]) for row in read_table(lay) if row["means"])
        connection.executemany("INSERT OR REPLACE INTO lay VALUES (?, ?)", rows)


def fill(connection: sqlite3.Connection, found: dict[str, Terms]) -> None:
    """Fill the tables from the terms of each volume."""
    numbers = {volume: place for place, volume in enumerate(ROLES, 1)}
    names = {volume: Names(terms) for volume, terms in found.items()}
    postings: dict[str, tuple[array[int], array[int]]] = {}
    for volume, terms in found.items():
        _fill_entries(connection, numbers[volume], terms, names[volume])
        _fill_words(connection, numbers[volume], terms, names[volume], postings)
    connection.executemany(
        "INSERT INTO word VALUES (?, ?, ?, ?)",
        ((word, root(word), own.tobytes(), aside.tobytes()) for word, (own, aside) in sorted(postings.items())),
    )
    _fill_leads(connection, numbers, names)
    connection.executescript(
        "CREATE INDEX entry_parent ON entry (parent); CREATE INDEX word_root ON word (root);"
        "CREATE INDEX entry_letter ON entry (letter, id) WHERE level = 0;"
    )


def _fill_entries(connection: sqlite3.Connection, number: int, terms: Terms, names: Names) -> None:
    first = number * APART + 1
    main = names.below.get(-1, [])
    connection.execute(
        "INSERT INTO volume VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            terms.head.volume,
            terms.head.source,
            terms.head.official,
            msgspec.json.encode(terms.head.columns).decode(),
            len(main),
            len(terms.terms),
        ),
    )
    connection.executemany(
        "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                first + place,
                term.level,
                terms.letter(place) if term.level == 0 else None,
                term.title,
                term.nonessential or None,
                "\t".join(term.codes) or None,
                term.manifestation or None,
                term.see or None,
                term.see_also or None,
                term.use or None,
                "\t".join(term.cells) or None,
                first + above if (above := names.parent[place]) >= 0 else 0,
                place in names.below,
            )
            for place, term in enumerate(terms.terms)
        ),
    )


def _fill_words(
    connection: sqlite3.Connection,
    number: int,
    terms: Terms,
    names: Names,
    postings: dict[str, tuple[array[int], array[int]]],
) -> None:
    first = number * APART + 1
    lengths = array("B")
    for place, term in enumerate(terms.terms):
        own = {w for w in names.keys[place] if w not in STOP_WORDS}
        aside = {w for w in words(term.nonessential) if w not in STOP_WORDS} - own if term.nonessential else ()
        for word in own:
            postings.setdefault(word, (array("I"), array("I")))[0].append(first + place)
        for word in aside:
            postings.setdefault(word, (array("I"), array("I")))[1].append(first + place)
        above = names.parent[place]
        # "Diabetes, diabetic" is one word in two forms.
        long = len(own) if term.level or "," not in term.title else len(key_of(term.title.split(",")[0]))
        lengths.append(min(255, long + (lengths[above] if above >= 0 else 0)))
    above_all = array("I", (p + 1 for p in names.parent))
    ends = array("I", range(2, len(terms.terms) + 2))
    for place in range(len(terms.terms) - 1, -1, -1):
        if (above := names.parent[place]) >= 0:
            ends[above] = max(ends[above], ends[place])
    connection.execute(
        "INSERT INTO shape VALUES (?, ?, ?, ?)", (number, above_all.tobytes(), ends.tobytes(), lengths.tobytes())
    )


def _fill_leads(connection: sqlite3.Connection, numbers: dict[str, int], names: dict[str, Names]) -> None:
    resolver = Resolver(names)

    def rows() -> Iterator[tuple[object, ...]]:
        for volume, found in names.items():
            first = numbers[volume] * APART + 1
            for place, term in enumerate(found.terms):
                if not (term.see or term.see_also or term.use):
                    continue
                for order, target in enumerate(resolver.targets(volume, place)):
                    start = numbers[target.volume] * APART + 1 if target.places and target.volume else first
                    ids = " ".join(str(start + p) for p in target.places)
                    yield (
                        first + place, order, target.kind, target.text, ids, " ".join(target.codes), target.volume,
                        target.how,
                    )  # fmt: skip

    connection.executemany("INSERT INTO lead VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows())
