"""How words lead to entries: the main term first, then the subterms under it, in any order and with typing errors.

An entry answers when its own line and the lines above it say all words that were typed. What is ranked first: the
words stand in the main term, few other words stand on the way, and the way is short.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

import msgspec

from coding_course.codesets.book.build_book import APART
from coding_course.codesets.searching.words import STOP_WORDS, root, words
from coding_course.codesets.typing_errors import typing_errors

if TYPE_CHECKING:
    from coding_course.codesets.store import Store

_FAMILY, _ASIDE, _BEGUN, _CORRECTED = 0.6, 0.9, 0.7, 0.8
"""What a word costs that was not said as typed: of the same family, in parentheses, begun, corrected."""
_MANY = 1 << 30
_MOST_WORDS = 8
_LONGEST_LAY = 4
_NO_WORDS = STOP_WORDS | {"nec", "nos"}


class Said(msgspec.Struct, frozen=True):
    """Where a word stands."""

    costs: dict[int, float]
    """Entry to what the word costs there."""
    ids: list[int]
    """The entries, in order."""


class Shape(msgspec.Struct, frozen=True):
    """The tree of one volume, each list by the place of an entry, which begins with 1."""

    above: array[int]
    """The place above, 0 for a main term."""
    ends: array[int]
    """The place behind the last line below."""
    lengths: bytes
    """How many words stand on the way."""


class Finder:
    """Finds entries of one store by their words."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._shape = lru_cache(None)(self._read_shape)
        self._said = lru_cache(512)(self._read_said)

    def find(self, text: str, volume: int, limit: int) -> list[int]:
        """Return the ids of entries, best first.

        Parameters
        ----------
        text
            What was typed.
        volume
            Number of the volume; 0 for all.
        limit
            At most so many.
        """
        lacking, found = self._find(text, volume)
        if lacking and (clinical := self._in_clinical_words(words(text)[: 2 * _MOST_WORDS])):
            fewer, other = self._find(clinical, volume)
            if fewer < lacking:
                found = other
        return found[:limit]

    def _in_clinical_words(self, typed: list[str]) -> str:
        """Return what was typed with lay terms and abbreviations put into clinical words; nothing without any."""
        said: list[str] = []
        place, changed = 0, False
        while place < len(typed):
            for length in range(min(_LONGEST_LAY, len(typed) - place), 0, -1):
                term = " ".join(typed[place : place + length])
                if means := self._store.rows("SELECT means FROM lay WHERE term = ?", (term,)):
                    said.append(means[0][0])
                    place += length
                    changed = True
                    break
            else:
                said.append(typed[place])
                place += 1
        return " ".join(said) if changed else ""

    def _find(self, text: str, volume: int) -> tuple[int, list[int]]:
        """Return how many words the best entries lack, and the entries."""
        typed = words(text)
        wanted = [w for w in dict.fromkeys(typed) if w not in _NO_WORDS] or list(dict.fromkeys(typed))
        last = typed[-1] if typed and text[-1:].isalnum() else ""
        first = set(words(text.split(",")[0])) if "," in text else set()
        said = [(word, self._said(word, word == last)) for word in wanted[:_MOST_WORDS]]
        known = [(word, where) for word, where in said if where.ids]
        # Words that lead nowhere together are left out: one, two, or all but one.
        for kept in sorted(
            {len(known), len(known) - 1, len(known) - 2, 1} & set(range(1, len(known) + 1)), reverse=True
        ):
            ranked: list[tuple[float, int]] = []
            for chosen in combinations(known, kept):
                begun = {n for n, (word, _) in enumerate(chosen) if word in first}
                ranked += self._ranked([where for _, where in chosen], volume, begun)
            if ranked:
                return len(said) - kept, [entry for _, entry in dict.fromkeys(sorted(ranked))]
        return len(said) + 1, []

    def _ranked(self, said: list[Said], volume: int, first: set[int]) -> list[tuple[float, int]]:
        """Return the entries whose way says all words, each with its cost.

        Parameters
        ----------
        said
            Where each word stands.
        volume
            Number of the volume; 0 for all.
        first
            The words that stood before the first comma: they should name the main term.
        """
        rarest = min(said, key=lambda one: len(one.ids))
        entries = {
            entry for low, high in self._below(rarest, volume) for one in said for entry in _between(one, low, high)
        }
        found = []
        for entry in entries:
            number, place = divmod(entry, APART)
            shape = self._shape(number)
            covered: dict[int, float] = {}
            depth = -1
            while place:
                depth += 1
                main = number * APART + place
                in_main = {n: cost for n, one in enumerate(said) if (cost := one.costs.get(main)) is not None}
                for n, cost in in_main.items():
                    covered[n] = min(cost, covered.get(n, _MANY))
                place = shape.above[place - 1]
            if len(covered) < len(said):
                continue
            more = max(0, shape.lengths[entry % APART - 1] - len(covered))
            cost = sum(covered.values()) + more + 0.25 * depth
            if not in_main:
                cost += 2.5
            elif shape.lengths[main % APART - 1] > len(in_main):
                cost += 0.5
            if first and not first & in_main.keys():
                cost += 3
            found.append((cost, entry))
        return found

    def _below(self, said: Said, volume: int) -> Iterator[tuple[int, int]]:
        """Yield the ranges of entries that stand at or under a word: nothing else can say all words on its way."""
        end = 0
        for entry in said.ids:
            number, place = divmod(entry, APART)
            if entry >= end and (not volume or number == volume):
                end = number * APART + self._shape(number).ends[place - 1]
                yield entry, end

    def _read_shape(self, number: int) -> Shape:
        rows = self._store.rows("SELECT parents, ends, lengths FROM shape WHERE volume = ?", (number,))
        return Shape(array("I", rows[0][0]), array("I", rows[0][1]), rows[0][2])

    def _read_said(self, word: str, unfinished: bool) -> Said:
        found: dict[int, float] = {}
        rows = [(r, 0.0) for r in self._store.rows("SELECT entries, aside FROM word WHERE word = ?", (word,))]
        family = self._store.rows("SELECT entries, aside FROM word WHERE root = ? AND word <> ?", (root(word), word))
        rows += [(r, _FAMILY) for r in family]
        if unfinished and len(word) > 1:
            sql = "SELECT entries, aside FROM word WHERE word > ? AND word < ? ORDER BY length(entries) DESC LIMIT 24"
            rows += [(r, _BEGUN) for r in self._store.rows(sql, (word, word + "\U0010ffff"))]
        if not rows:
            sql = "SELECT entries, aside FROM word WHERE word = ?"
            rows = [(r, _CORRECTED) for near in self._near(word) for r in self._store.rows(sql, (near,))]
        for (entries, aside), cost in rows:
            begun = cost == _BEGUN  # an unfinished word is looked for in titles alone
            for listed, more in ((entries, cost), (b"" if begun else aside, cost + _ASIDE)):
                for entry in array("I", listed):
                    if more < found.get(entry, _MANY):
                        found[entry] = more
        return Said(found, sorted(found))

    def _near(self, word: str) -> list[str]:
        """Return the words nearest to one that no entry has."""
        if len(word) < 4 or word.isdigit():
            return []
        allowed = 2 if len(word) >= 7 else 1
        sql = "SELECT word, length(entries) FROM word WHERE word >= ? AND word < ? AND length(word) BETWEEN ? AND ?"
        bounds = (word[0], word[0] + "\U0010ffff", len(word) - allowed, len(word) + allowed)
        letters = set(word)
        close = [
            (wrong, -many, other)
            for other, many in self._store.rows(sql, bounds)
            if len(letters ^ set(other)) <= 2 * allowed and (wrong := typing_errors(word, other, allowed)) <= allowed
        ]
        close.sort()
        return [other for wrong, _, other in close if wrong == close[0][0]][:3]


def _between(said: Said, low: int, high: int) -> list[int]:
    """Return the entries of a range in which a word stands."""
    return said.ids[bisect_left(said.ids, low) : bisect_left(said.ids, high)]
