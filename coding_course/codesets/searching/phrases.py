"""What search needs, made when the store is built: phrases, the terms in them, lay terms, ways to mistype a term.

A phrase is one way to say what an entry means: its title, an inclusion term, a line of another entry's note that
sends the reader here, or a lay term. A term is a word in its one form (:mod:`coding_course.codesets.searching.words`).
"""

from __future__ import annotations

import math
import re
import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise
from operator import itemgetter

from coding_course.codesets.compiled import Entry
from coding_course.codesets.expand import seventh_by_leaf
from coding_course.codesets.model import NoteKind
from coding_course.codesets.searching.words import FILLERS, STOP_WORDS, fold, root, stem

TITLE, INCLUSION, INCLUDES, REFERRED, LAY = range(5)
"""Kinds of phrase."""

_TABLES = """
CREATE TABLE phrase (id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, text TEXT NOT NULL);
CREATE TABLE term (
  term TEXT PRIMARY KEY, number INTEGER NOT NULL, root TEXT NOT NULL, weight REAL NOT NULL, phrases BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE mistyped (form TEXT NOT NULL, term INTEGER NOT NULL, PRIMARY KEY (form, term)) WITHOUT ROWID;
CREATE TABLE lay (term TEXT PRIMARY KEY, means TEXT NOT NULL, codes TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE related (word TEXT NOT NULL, term TEXT NOT NULL, worth REAL NOT NULL, PRIMARY KEY (word, term))
  WITHOUT ROWID;
CREATE TABLE part (part TEXT PRIMARY KEY, means TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE list (name TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
"""
_WORD = re.compile(r"[a-z0-9]+")
_ONE_SIDE = re.compile(r"\b(?:[Rr]ight|[Ll]eft|[Bb]ilateral)\b")
_REFERENCE = re.compile(r"\s*\([^()]*[A-Z]\d[0-9A-Z][^()]*\)")
SIDE_WORDS = ("right", "left", "bilateral", "both", "side", "unspecified", "dominant", "nondominant", "non")
"""What titles that differ in side alone differ in."""
_REFERRING = frozenset((NoteKind.EXCLUDES1, NoteKind.EXCLUDES2, NoteKind.CODE_FIRST, NoteKind.USE_ADDITIONAL))


def _phrases(entries: list[Entry], number: dict[str, int], lay: list[dict[str, str]]) -> Iterator[tuple[int, int, str]]:
    for entry in entries:
        if entry.kind in ("chapter", "section"):
            continue
        here = number[entry.code]
        yield here, TITLE, entry.title
        for kind, text, codes in entry.notes:
            if kind == NoteKind.INCLUSION_TERM:
                yield here, INCLUSION, text
            elif kind == NoteKind.INCLUDES:
                yield here, INCLUDES, text
            elif kind in _REFERRING and len(codes) == 1 and codes[0] in number and "-" not in codes[0]:
                yield number[codes[0]], REFERRED, _REFERENCE.sub("", text)
    for row in lay:
        for code in row["codes"].split():
            if code in number:  # the lay terms serve every edition, and codes come and go
                yield number[code], LAY, row["term"]


def _deletions(term: str) -> Iterable[str]:
    return {term[:i] + term[i + 1 :] for i in range(len(term))}


MANIFESTATION = 1.0
"""What "in diseases classified elsewhere" costs a title: such a code is not what a bare mention is coded to."""
ABSENT = 0.35
"""How much less a title's words after "without" cost: who does not name a thing has mostly not seen it."""
BACK = 0.75
"""What a related word is worth in the other direction, relative to the worth that the file gives."""


def _related(rows: list[dict[str, str]]) -> list[tuple[str, str, float]]:
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


def _side_families(
    entries: list[Entry], parents: array[int], titles: Iterable[Iterable[int]], sides: frozenset[int]
) -> array[int]:
    """For each entry the first entry that it differs from in side alone, 0 when there is none.

    ``titles`` are the terms of each title, ``sides`` the terms that say a side or leave it unspecified. Headers that
    differ in side are one header here, so that what stands below them can differ in side too.
    """
    first: dict[tuple[int, ...], int] = {}
    members: dict[int, list[int]] = {}
    one = array("I", range(len(entries) + 1))
    partless: list[tuple[int, tuple[int, ...]]] = []
    for place, (entry, title) in enumerate(zip(entries, titles, strict=True), 1):
        if entry.kind in ("chapter", "section", "category"):
            continue
        frame = (one[parents[place]], *(t for t in title if t not in sides))
        one[place] = first.setdefault(frame, place)
        members.setdefault(one[place], []).append(place)
        if entry.title.endswith(", bilateral") and one[place] == place:
            partless.append((place, frame))
    beside: dict[int, list[tuple[int, ...]]] = {frame[0]: [] for _, frame in partless}
    for frame in first:
        if frame[0] in beside:
            beside[frame[0]].append(frame)
    for place, frame in partless:  # "Tinnitus, bilateral" beside "Tinnitus, right ear"
        for other in beside[frame[0]]:
            if len(frame) < len(other) < len(frame) + 3 and other[: len(frame)] == frame:
                members[first[other]] += members.pop(place, [])
                break
    result = array("I", bytes(4 * (len(entries) + 1)))
    for found in members.values():
        if len(found) > 1 and any(_ONE_SIDE.search(entries[place - 1].title) for place in found):
            for place in found:
                result[place] = min(found)
    return result


def _sevenths(entries: list[Entry]) -> array[int]:
    """For each entry how many 7th characters it takes."""
    defined = seventh_by_leaf(entries)
    return array("B", [0, *(len(defined.get(entry.code, ())) for entry in entries)])


def build_index(
    connection: sqlite3.Connection,
    entries: list[Entry],
    lay: list[dict[str, str]],
    related: list[dict[str, str]],
    parts: list[dict[str, str]],
) -> None:
    """Create and fill the tables that search reads.

    Parameters
    ----------
    connection
        An edition's store while it is built.
    entries
        The tabular list.
    lay, related, parts
        Rows of ``lay-terms.tsv``, ``related-words.tsv`` and ``word-parts.tsv``.
    """
    connection.executescript(_TABLES)
    number = {entry.code: place for place, entry in enumerate(entries, 1)}

    # Phrases of one entry stand together, its title first, so that an entry's words are one slice.
    phrases = sorted(_phrases(entries, number, lay), key=itemgetter(0, 1))
    term_of: dict[str, int] = {}  # word to number of its term
    numbers: dict[str, int] = {}  # term to number
    postings: list[array[int]] = []
    said, begin = array("H"), array("I", [0, 0])
    find = _WORD.findall
    for place, (_, _, text) in enumerate(phrases, 1):
        here: list[int] = []
        for word in find(fold(text)):
            term = term_of.get(word)
            if term is None:
                stemmed = stem(word)
                term = term_of[word] = numbers.setdefault(stemmed, len(numbers))
                if term == len(postings):
                    postings.append(array("I"))
            if term not in here:
                here.append(term)
                postings[term].append(place)
        said.extend(here)
        begin.append(len(said))
    total = math.log(1 + len(phrases))
    weights = [
        0.05 if t in STOP_WORDS else 0.3 if t in FILLERS else math.log(1 + len(phrases) / len(postings[n])) / total
        for t, n in numbers.items()
    ]
    cost = [0.0 if t in FILLERS or t in STOP_WORDS else weights[n] for t, n in numbers.items()]
    costs = list(accumulate(map(cost.__getitem__, said), initial=0.0))
    phrase_weight = array("f", [0.0, *(costs[b] - costs[a] for a, b in pairwise(begin[1:]))])

    for place, (_, _, text) in enumerate(phrases, 1):
        if "classified elsewhere" in text and "diseases" in text:
            phrase_weight[place] += MANIFESTATION
        if "without" in text:
            _, _, absent = text.partition("without")
            spared = sum(cost[numbers[stem(w)]] for w in find(fold(absent)))
            phrase_weight[place] = max(0.0, phrase_weight[place] - ABSENT * spared)

    first_phrase = array("I", bytes(4 * (len(entries) + 2)))
    for place in range(len(phrases), 0, -1):
        first_phrase[phrases[place - 1][0]] = place
    first_phrase[-1] = len(phrases) + 1
    for entry in range(len(entries), -1, -1):
        if not first_phrase[entry]:
            first_phrase[entry] = first_phrase[entry + 1]

    connection.executemany(
        "INSERT INTO phrase VALUES (?, ?, ?)",
        ((place, kind, text) for place, (_, kind, text) in enumerate(phrases, 1) if kind != TITLE),
    )
    connection.executemany(
        "INSERT INTO term VALUES (?, ?, ?, ?, ?)",
        ((t, n, root(t), weights[n], postings[n].tobytes()) for t, n in sorted(numbers.items())),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO mistyped VALUES (?, ?)",
        sorted((form, n) for t, n in numbers.items() if len(t) > 3 and not t.isdigit() for form in _deletions(t)),
    )
    connection.executemany(
        "INSERT OR REPLACE INTO lay VALUES (?, ?, ?)",
        ((" ".join(stem(w) for w in find(fold(r["term"]))), r["means"], r["codes"]) for r in lay),
    )
    connection.executemany("INSERT INTO related VALUES (?, ?, ?)", _related(related))
    connection.executemany("INSERT INTO part VALUES (?, ?)", ((r["part"], r["means"]) for r in parts))
    parents = array("I", [0, *(number.get(e.parent, 0) for e in entries)])
    titles = (
        said[begin[place] : begin[place + 1]] if (place := first_phrase[n]) < first_phrase[n + 1] else ()
        for n in range(1, len(entries) + 1)
    )
    sides = frozenset(numbers[word] for word in SIDE_WORDS if word in numbers)
    rank = {"chapter": 0, "section": 0, "category": 1, "subcategory": 1, "code": 2}
    lists: dict[str, array[int] | array[float]] = {
        "phrase_entry": array("I", [0, *(entry for entry, _, _ in phrases)]),
        "phrase_weight": phrase_weight,
        "phrase_kind": array("B", [0, *(kind for _, kind, _ in phrases)]),
        "said": said,
        "begin": begin,
        "first_phrase": first_phrase,
        "entry_parent": parents,
        "entry_default": array("I", [0, *(number.get(e.default, 0) for e in entries)]),
        "entry_rank": array("B", [0, *(rank[e.kind] for e in entries)]),
        "entry_family": _side_families(entries, parents, titles, sides),
        "entry_seventh": _sevenths(entries),
    }
    connection.executemany("INSERT INTO list VALUES (?, ?)", ((n, a.tobytes()) for n, a in lists.items()))
    connection.execute("CREATE INDEX term_root ON term (root, number)")
