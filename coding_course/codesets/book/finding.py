"""How words lead to entries: the main term first, then the subterms under it, in any order and with typing errors.

An entry answers when its own line and the lines above it say all words that were typed. What is ranked first: the
words stand in the main term, few other words stand on the way, and the way is short.
"""

from __future__ import annotations

from array import array
from functools import lru_cache
from typing import TYPE_CHECKING

from coding_course.codesets.book.build_book import APART
from coding_course.codesets.book.spelling import errors
from coding_course.codesets.searching.words import STOP_WORDS, root, words

if TYPE_CHECKING:
    from coding_course.codesets.store import Store

_FAMILY, _ASIDE, _BEGUN, _CORRECTED = 0.6, 0.9, 0.7, 0.8
"""What a word costs that was not said as typed: of the same family, in parentheses, begun, corrected."""
_MANY = 1 << 30


class Finder:
    """Finds entries of one store by their words."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._shapes: dict[int, tuple[array[int], bytes]] = {}
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
        found = self._find(text, volume, limit)
        if found is None or found[0]:
            means = self._store.rows("SELECT means FROM lay WHERE term = ?", (" ".join(words(text)),))
            other = self._find(means[0][0], volume, limit) if means else None
            if other is not None and (found is None or other[0] < found[0]):
                found = other
        return found[1] if found else []

    def _find(self, text: str, volume: int, limit: int) -> tuple[int, list[int]] | None:
        """Return how many words the best entries lack, and the entries; None when no word was found."""
        typed = words(text)
        wanted = list(dict.fromkeys(w for w in typed if w not in STOP_WORDS)) or list(dict.fromkeys(typed))
        if not wanted:
            return None
        last = typed[-1] if text[-1:].isalnum() else ""
        first_part = set(words(text.split(",")[0])) if "," in text else set()
        own: dict[int, dict[int, float]] = {}
        for bit, word in enumerate(wanted[:8]):
            for entry, cost in self._said(word, word == last).items():
                if not volume or entry // APART == volume:
                    own.setdefault(entry, {})[bit] = cost
        return self._ranked(own, len(wanted[:8]), first_part, wanted, limit)

    def _ranked(
        self, own: dict[int, dict[int, float]], count: int, first_part: set[str], wanted: list[str], limit: int
    ) -> tuple[int, list[int]] | None:
        ranked: list[tuple[int, float, int]] = []
        first_bits = {bit for bit, word in enumerate(wanted[:8]) if word in first_part}
        for entry, said in own.items():
            number, place = divmod(entry, APART)
            above, lengths = self._shape(number)
            covered = dict(said)
            main, depth = place, 0
            while above[main - 1]:
                main = above[main - 1]
                depth += 1
                if more := own.get(number * APART + main):
                    for bit, cost in more.items():
                        if cost < covered.get(bit, _MANY):
                            covered[bit] = cost
            in_main = own.get(number * APART + main, {})
            missing = count - len(covered)
            cost = sum(covered.values()) + max(0, lengths[place - 1] - len(covered)) + 0.25 * depth
            if not in_main:
                cost += 2.5
            elif in_main and lengths[main - 1] > len(in_main):
                cost += 0.5
            if first_bits and not first_bits & in_main.keys():
                cost += 3
            ranked.append((missing, cost, entry))
        ranked.sort()
        if not ranked:
            return None
        best = ranked[0][0]
        return best, [entry for missing, _, entry in ranked if missing == best][:limit]

    def _shape(self, number: int) -> tuple[array[int], bytes]:
        """Return for each place the place above (from 1, 0 for none), and the number of words on the way."""
        found = self._shapes.get(number)
        if found is None:
            rows = self._store.rows("SELECT parents, lengths FROM shape WHERE volume = ?", (number,))
            found = self._shapes[number] = (array("I", rows[0][0]), rows[0][1])
        return found

    def _read_said(self, word: str, unfinished: bool) -> dict[int, float]:
        """Return the entries in which a word stands, with what each costs."""
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
        return found

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
            if len(letters ^ set(other)) <= 2 * allowed and (wrong := errors(word, other, allowed)) <= allowed
        ]
        close.sort()
        return [other for wrong, _, other in close if wrong == close[0][0]][:3]
