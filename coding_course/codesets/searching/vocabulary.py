"""The words of an edition: how telling each is, what belongs to it, and what a mistyped word was meant to be."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from functools import lru_cache
from string import ascii_lowercase
from typing import TYPE_CHECKING

from coding_course.codesets.searching.words import ABSENT, words
from coding_course.codesets.typing_errors import typing_errors

if TYPE_CHECKING:
    from coding_course.codesets.store import Store

EITHER = "|"
"""Stands between words of which any may be meant."""


class Vocabulary:
    """Terms of one store; reads what it is asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._parts: dict[str, str] = dict(store.rows("SELECT part, means FROM part"))
        # The vowel that joins two parts falls away before another: gastr-o-scopy, gastr-ectomy.
        for part, means in list(self._parts.items()):
            if part.endswith("o") and len(part) > 4:
                self._parts.setdefault(part[:-1], means)
        self.related: dict[str, list[tuple[str, float]]] = {}
        for word, term, worth in store.rows("SELECT word, term, worth FROM related"):
            self.related.setdefault(word, []).append((term, worth))
        # What every query asks of every word is held in memory; where a term stands is read when asked for.
        self._terms: dict[str, tuple[int, float, int]] = {}
        self._families: dict[str, list[str]] = {}
        rows = store.rows("SELECT term, number, root, weight, length(phrases) / 4 FROM term")
        for term, number, stem_root, weight, phrases in rows:
            self._terms[term] = (number, weight, phrases)
            self._families.setdefault(stem_root, []).append(term)
        self._ends: dict[str, list[str]] = {}
        self.term = self._terms.get
        self.posting = lru_cache(256)(self._read_posting)
        self.corrected = lru_cache(1024)(self._correct)

    def family(self, stem_root: str) -> list[str]:
        """Return the terms that share a root."""
        return self._families.get(stem_root, [])

    def _read_posting(self, term: str) -> array[int]:
        rows = self._store.rows("SELECT phrases FROM term WHERE term = ?", (term,))
        return array("I", rows[0][0]) if rows else array("I")

    def _correct(self, word: str, most: int = 2) -> tuple[str, ...]:
        """Return the terms nearest to a word that nobody uses: one typing error away, two in long words.

        ``most`` is 1 where only one error is to be thought of.
        """
        if len(word) < 4 or word.isdigit():
            return ()
        # "diabetis" kept its ending, for it looks like no plural; the terms have lost theirs.
        spellings = (word, word[:-1]) if word.endswith("s") else (word,)
        close = {form for spelling in spellings for form in _one_error(spelling) if form in self._terms}
        close = {term for term in close if len(term) > 3 and not term.isdigit()}
        if not close and most > 1 and len(word) >= 7:
            close = {term for term in self._alike(word) if typing_errors(word, term, 2) <= 2}
        return tuple(sorted(close, key=lambda t: (t[0] != word[0], -self._terms[t][2], t))[:3])

    def _alike(self, word: str) -> set[str]:
        """Return the terms of about that length that begin or end as a word does: two errors mostly leave an end."""
        if not self._ends:
            for term in self._terms:
                if len(term) > 4 and term[0] != ABSENT:
                    for end in (term[:3], "-" + term[-3:]):
                        self._ends.setdefault(end, []).append(term)
        around = self._ends.get(word[:3], []) + self._ends.get("-" + word[-3:], [])
        return {term for term in around if abs(len(term) - len(word)) <= 2}

    def opened(self, word: str) -> list[str]:
        """Return a medical word that no phrase uses as its parts in plain words; nothing when it has none.

        ``salpingostomy`` is the Fallopian tube and an artificial opening; what is left must be a part or a known word.
        A part that means one thing or another gives both with a bar between: ``resection|excision``.
        """
        if len(word) < 7:
            return []
        for cut in range(len(word) - 3, 2, -1):
            means = self._parts.get(word[:cut])
            if means is None:
                continue
            rest = word[cut:]
            if rest in self._parts:
                return [*_meaning(means), *_meaning(self._parts[rest])]
            if self.term(rest):
                return [*_meaning(means), rest]
            if more := self.opened(rest):
                return [*_meaning(means), *more]
        return []

    def frequency(self, term: str) -> int:
        """Return in how many phrases a term stands."""
        fact = self.term(term)
        return fact[2] if fact else 0

    def beginning_with(self, prefix: str) -> list[str]:
        """Return the most frequent terms that begin so."""
        begun = [term for term in self._terms if term.startswith(prefix)]
        return sorted(begun, key=lambda term: (-self._terms[term][2], term))[:12]


def _one_error(word: str) -> Iterator[str]:
    """Yield what a word becomes by one typing error: a letter left out, two swapped, one wrong, one too many."""
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in ascii_lowercase:
            yield before + letter + after[1:]
            yield before + letter + after


def _meaning(means: str) -> list[str]:
    if "/" in means:
        return [EITHER.join(word for one in means.split("/") for word in words(one))]
    return words(means)
