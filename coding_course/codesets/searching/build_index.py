"""Builds what search reads: phrases, the terms in them, lay terms.

A term is a word in its one form (:mod:`coding_course.codesets.searching.words`). The same tables serve the tabular
list with the teaching subsets, and ICD-10-PCS.
"""

from __future__ import annotations

import math
import sqlite3
from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from operator import itemgetter
from pathlib import Path

from coding_course.codesets.compiled import read_table
from coding_course.codesets.searching.phrases import ACCIDENT, LAY, TITLE, Phrase
from coding_course.codesets.searching.words import (
    ABSENT,
    FILLERS,
    STOP_WORDS,
    WORD,
    denies,
    fold,
    root,
    stem,
    terms,
    words,
)

LEXICON = ("lay-terms", "related-words", "word-parts")
"""Roles of the files that say what words mean."""
Rows = list[dict[str, str]]

_TABLES = """
CREATE TABLE phrase (id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, text TEXT NOT NULL);
CREATE TABLE term (
  term TEXT PRIMARY KEY, number INTEGER NOT NULL, root TEXT NOT NULL, weight REAL NOT NULL, phrases BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE lay (term TEXT PRIMARY KEY, means TEXT NOT NULL, codes TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE related (word TEXT NOT NULL, term TEXT NOT NULL, worth REAL NOT NULL, PRIMARY KEY (word, term))
  WITHOUT ROWID;
CREATE TABLE part (part TEXT PRIMARY KEY, means TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE list (name TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
"""
MANIFESTATION = 1.0
"""What "in diseases classified elsewhere" costs an entry: such a code is not what a bare mention is coded to."""
DENIED = 0.25
"""What a word that a title denies costs, relative to others: who does not name a thing has mostly not seen it."""
BACK = 0.75
"""What a related word is worth in the other direction, relative to the worth that the file gives."""
OTHER, UNSPECIFIED = 1, 2
"""What a title may say of itself: that it is for what has no code of its own, or for what is not said more exactly."""
_UNSPECIFIED = frozenset(("unspecified", "nos"))


def read_lexicon(files: Mapping[str, Path]) -> tuple[Rows, Rows, Rows]:
    """Return the rows of lay terms, related words and word parts; a missing file has none."""
    lay, related, parts = (
        list(read_table(path)) if (path := files.get(role)) is not None and path.is_file() else [] for role in LEXICON
    )
    return lay, related, parts


def _related(rows: Rows) -> list[tuple[str, str, float]]:
    """Return word, related term and worth, in both directions where the worth is that of a synonym."""
    found: dict[tuple[str, str], float] = {}
    for row in rows:
        word, worth = stem(row["word"]), float(row["worth"])
        for other in map(stem, row["toward"].split()):
            if other != word:
                found[word, other] = max(worth, found.get((word, other), 0.0))
                if worth >= 0.8:
                    found[other, word] = max(worth * BACK, found.get((other, word), 0.0))
    return sorted((word, other, worth) for (word, other), worth in found.items())


class Index:
    """The terms of phrases while they are gathered."""

    def __init__(self, phrases: Iterable[Phrase], size: int) -> None:
        """Read all phrases.

        Parameters
        ----------
        phrases
            Of entries 1 to ``size``.
        size
            How many entries there are.
        """
        # Phrases of one entry stand together, its title first, so that an entry's words are one slice.
        self.phrases = sorted(phrases, key=itemgetter(0, 1))
        self.numbers: dict[str, int] = {}
        self.postings: list[array[int]] = []
        self.said, self.begin = array("H"), array("I", [0, 0])
        numbers, postings, said, begin = self.numbers, self.postings, self.said, self.begin
        known: dict[str, int] = {}  # word to number of its term: most words are met often
        find = WORD.findall
        for place, (_, _, text) in enumerate(self.phrases, 1):
            here: list[int] = []
            folded = fold(text)
            denying = denies(folded)
            for word in terms(text) if denying else find(folded):
                number = known.get(word)
                if number is None:
                    number = known[word] = numbers.setdefault(word if denying else stem(word), len(postings))
                    if number == len(postings):
                        postings.append(array("I"))
                if number not in here:
                    here.append(number)
                    postings[number].append(place)
            said.extend(here)
            begin.append(len(said))
        self.first_phrase = array("I", bytes(4 * (size + 2)))
        for place in range(len(self.phrases), 0, -1):
            self.first_phrase[self.phrases[place - 1][0]] = place
        self.first_phrase[-1] = len(self.phrases) + 1
        for entry in range(size, -1, -1):
            if not self.first_phrase[entry]:
                self.first_phrase[entry] = self.first_phrase[entry + 1]

    def title(self, entry: int) -> Sequence[int]:
        """Return the terms of an entry's title, none where it has no phrase."""
        place = self.first_phrase[entry]
        if place >= self.first_phrase[entry + 1] or self.phrases[place - 1][1] != TITLE:
            return ()
        return self.said[self.begin[place] : self.begin[place + 1]]

    def weights(self) -> list[float]:
        """Return how telling each term is: rare ones more."""
        count = len(self.phrases)
        total = math.log(1 + count)
        return [
            0.05 if term in STOP_WORDS else 0.3 if term in FILLERS else math.log(1 + count / len(phrases)) / total
            for term, phrases in zip(self.numbers, self.postings, strict=True)
        ]

    def costs(self, weights: list[float]) -> array[float]:
        """Return what each phrase costs a query that says nothing of it."""
        cost = [
            0.0 if term in FILLERS or term in STOP_WORDS else DENIED * weight if term.startswith(ABSENT) else weight
            for term, weight in zip(self.numbers, weights, strict=True)
        ]
        accident = sum(cost[self.numbers[term]] for term in terms(ACCIDENT) if term in self.numbers)
        running = list(accumulate(map(cost.__getitem__, self.said), initial=0.0))
        result = array("f", [0.0, *(running[b] - running[a] for a, b in pairwise(self.begin[1:]))])
        manifestation = 0
        for place, (entry, kind, text) in enumerate(self.phrases, 1):
            if "classified elsewhere" in text and "diseases" in text:
                manifestation = entry if kind == TITLE else manifestation
                result[place] += MANIFESTATION
            elif entry == manifestation and kind != LAY:
                result[place] += MANIFESTATION
            elif text.endswith(ACCIDENT):
                result[place] -= accident
        return result

    def says(self, titles: Sequence[Iterable[int]]) -> bytearray:
        """Return for each entry whether its title says "other" or "unspecified"; ``titles`` begins with entry 1."""
        other = self.numbers.get("other", -1)
        unspecified = {self.numbers[t] for t in _UNSPECIFIED if t in self.numbers}
        return bytearray(
            [
                0,
                *(
                    (OTHER if other in title else 0) | (0 if unspecified.isdisjoint(title) else UNSPECIFIED)
                    for title in map(list, titles)
                ),
            ]
        )


def fill(
    connection: sqlite3.Connection,
    index: Index,
    lexicon: tuple[Rows, Rows, Rows],
    lists: Mapping[str, array[int] | array[float] | bytearray],
) -> None:
    """Create and fill the tables that search reads.

    Parameters
    ----------
    connection
        An empty store.
    index
        The terms of all phrases.
    lexicon
        Lay terms, related words, word parts.
    lists
        Further lists by entry, by name.
    """
    connection.executescript(_TABLES)
    lay, related, parts = lexicon
    weights = index.weights()
    connection.executemany(
        "INSERT INTO phrase VALUES (?, ?, ?)",
        ((place, kind, text) for place, (_, kind, text) in enumerate(index.phrases, 1) if kind != TITLE),
    )
    connection.executemany(
        "INSERT INTO term VALUES (?, ?, ?, ?, ?)",
        ((t, n, root(t), weights[n], index.postings[n].tobytes()) for t, n in sorted(index.numbers.items())),
    )
    connection.executemany(
        "INSERT OR REPLACE INTO lay VALUES (?, ?, ?)",
        ((" ".join(words(r["term"])), r["means"], r["codes"]) for r in lay),
    )
    connection.executemany("INSERT INTO related VALUES (?, ?, ?)", _related(related))
    connection.executemany("INSERT INTO part VALUES (?, ?)", ((r["part"], r["means"]) for r in parts))
    own: dict[str, array[int] | array[float] | bytearray] = {
        "phrase_entry": array("I", [0, *(entry for entry, _, _ in index.phrases)]),
        "phrase_cost": index.costs(weights),
        "phrase_kind": array("B", [0, *(kind for _, kind, _ in index.phrases)]),
        "said": index.said,
        "begin": index.begin,
        "first_phrase": index.first_phrase,
        **lists,
    }
    connection.executemany("INSERT INTO list VALUES (?, ?)", ((name, bytes(data)) for name, data in own.items()))
    connection.execute("CREATE INDEX term_root ON term (root, number)")
