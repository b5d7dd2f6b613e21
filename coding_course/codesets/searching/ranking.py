"""How well an entry answers a query: candidates by their phrases, then a closer look at each.

A phrase scores by how much of the query it says, weighted by how telling each idea is, less what it says beyond the
query. The closer look adds what the entry's other phrases and the headers above say, whether a title denies what the
query says, and whether it is the code for what is not specified or for what has no code of its own.

The weights of that look were fitted on one half of the main terms of an Alphabetic Index that is not part of the
course, and measured on the other half (``benchmarks/search.py``).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from functools import lru_cache
from operator import itemgetter, mul
from typing import TYPE_CHECKING

from coding_course.codesets.searching.build_index import OTHER, UNSPECIFIED
from coding_course.codesets.searching.phrases import INCLUDES, INCLUSION, INDEX, LAY, NAME, REFERRED, SUBSTANCE, TITLE
from coding_course.codesets.searching.vocabulary import Vocabulary

if TYPE_CHECKING:
    from coding_course.codesets.searching.reading import Concept, Query
    from coding_course.codesets.store import Store

BEYOND = 0.3
"""What a phrase loses for a word beyond the query, relative to the word's weight."""
LIGHT = 0.12
"""An idea that tells so little brings no candidates beside others."""
COMMON = 1500
"""A term in more phrases than this brings no candidates by itself when rarer terms do."""
ENOUGH = 0.4
"""A phrase is looked at that says so much of what the best one says."""

HEADERS, BELOW = 20, 60
"""What stands below headers among so many best phrases is looked at too, so many entries or a few more."""

_FEATURES = (
    "said",  # how much of the query the phrase says
    "near",  # how much more the entry's other phrases say
    "above",  # how much more the headers above say
    "beyond",  # how much the phrase says beyond the query
    "ratio",  # what is said, by what is asked and what is beyond
    "denied",  # how much of the query the entry denies
    "whole",  # the phrase says the query and nothing else
    "header",  # the entry is no code
    "bare",  # the phrase is a header's, the entry what a bare mention is coded to
    "other",  # the title says "other"
    "other, asked",
    "other, open",  # ... and the share of the query that nothing says
    "unspecified",
    "unspecified, asked",
    "unspecified, open",
    "inclusion",
    "includes",
    "referred",
    "lay",
    "index",
    "name",
    "substance",  # a drug alone is rather given than taken in error
)
WEIGHTS = (
    0.56, 0.7, 0.63, -0.29, 0.38, -0.26, 0.06, -0.18, 0.0,
    -0.024, 0.23, 0.075, 0.0, 0.07, -0.085,
    -0.006, -0.02, -0.015, 0.0, 0.0, -0.02, -0.06,
)  # fmt: skip
_KINDS = {
    kind: tuple(float(kind == other) for other in (INCLUSION, INCLUDES, REFERRED, LAY, INDEX, NAME, SUBSTANCE))
    for kind in (TITLE, INCLUSION, INCLUDES, REFERRED, LAY, INDEX, NAME, SUBSTANCE)
}

Ranked = dict[int, tuple[float, int]]
"""Entries with their score and the phrase that earned it."""


class Ranker:
    """Ranks the entries of one store."""

    def __init__(self, store: Store, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        lists = dict(store.rows("SELECT name, data FROM list"))
        self._phrase_entry = array("I", lists["phrase_entry"])
        self._phrase_cost = array("f", lists["phrase_cost"])
        self._phrase_kind = lists["phrase_kind"]
        self._said = array("H", lists["said"])
        self._begin = array("I", lists["begin"])
        self.first_phrase = array("I", lists["first_phrase"])
        self.parent = array("I", lists["entry_parent"])
        self.target = array("I", lists["entry_target"])
        self.rank_of = lists["entry_rank"]
        self._says = lists["entry_says"]
        self.lists = lists
        self._own = lru_cache(2048)(self._read_own)
        self._headers = lru_cache(1024)(self._read_headers)
        self._mask = lru_cache(64)(self._make_mask)

    # What an entry says

    def _read_own(self, entry: int) -> frozenset[int]:
        """Return the terms of all phrases of an entry."""
        first, after = self.first_phrase[entry], self.first_phrase[entry + 1]
        return frozenset(self._said[self._begin[first] : self._begin[after]])

    def _read_headers(self, header: int) -> frozenset[int]:
        """Return the terms of a header and those above it.

        What a category includes is left out: those lines name many things, each of few of its codes.
        """
        if not header or not self.rank_of[header]:
            return frozenset()
        said: set[int] = set()
        for phrase in range(self.first_phrase[header], self.first_phrase[header + 1]):
            if self._phrase_kind[phrase] != INCLUDES:
                said.update(self._said[self._begin[phrase] : self._begin[phrase + 1]])
        return self._headers(self.parent[header]).union(said)

    def _make_mask(self, word: str) -> bytearray:
        """Return for each phrase whether it has a word."""
        mask = bytearray(len(self._phrase_entry))
        for phrase in self._vocabulary.posting(word):
            mask[phrase] = 1
        return mask

    # Candidates

    def _candidates(self, concepts: Iterable[Concept]) -> dict[int, float]:
        """Return phrases with the weight of the ideas in each."""
        found: dict[int, float] = {}
        for concept in sorted(concepts, key=lambda c: -c.weight):
            if found and concept.weight < LIGHT:
                break
            here: dict[int, float] = {}
            for term, worth in sorted(concept.terms.items(), key=itemgetter(1)):
                word = concept.words[term]
                posting = self._vocabulary.posting(word)
                if found and len(posting) > COMMON:
                    mask = self._mask(word)
                    here.update(dict.fromkeys([phrase for phrase in found if mask[phrase]], worth))
                else:
                    here.update(dict.fromkeys(posting, worth))
            weight = concept.weight
            if found:
                get = found.get
                for phrase, worth in here.items():
                    found[phrase] = get(phrase, 0.0) + weight * worth
            else:
                found = {phrase: weight * worth for phrase, worth in here.items()}
        return found

    def _choose(self, found: dict[int, float], asked: float, closely: int, span: range) -> dict[int, int]:
        """Return the entries to look at closely, each with its best phrase."""
        cost, entry_of, target = self._phrase_cost, self._phrase_entry, self.target
        enough = ENOUGH * max(found.values(), default=0.0)
        scored = [
            (said / (asked + BEYOND * (beyond if (beyond := cost[p] - said) > 0.0 else 0.0)), p)
            for p, said in found.items()
            if said > enough
        ]
        scored.sort(key=itemgetter(0), reverse=True)
        chosen: dict[int, int] = {}
        for _, phrase in scored[: closely * 5]:
            entry = target[entry_of[phrase]]
            if entry in span:
                chosen.setdefault(entry, phrase)
                if len(chosen) >= closely:
                    break
        return self._with_codes_below(chosen, [p for _, p in scored[:HEADERS]], found, asked, span)

    def _with_codes_below(
        self, chosen: dict[int, int], phrases: list[int], found: dict[int, float], asked: float, span: range
    ) -> dict[int, int]:
        """Add what stands below the headers that say a part of the query: it may say the rest.

        "Severe pre-eclampsia with hemolysis ..., complicating childbirth" is said by a header and a code below it.
        """
        added = 0
        for phrase in phrases:
            header = self._phrase_entry[phrase]
            if self.rank_of[header] != 1 or found[phrase] > 0.9 * asked:
                continue
            for entry in range(header + 1, min(header + 1 + BELOW * 4, len(self.parent))):
                if self.parent[entry] < header:
                    break  # in the order of the book, what stands below a header follows it
                if self.parent[entry] == header and entry not in chosen and entry in span:
                    chosen[entry] = self.first_phrase[entry]
                    added += 1
            if added > BELOW:
                break
        return chosen

    # The closer look

    def rank(self, concepts: list[Concept], query: Query, closely: int, span: range) -> Ranked:
        """Return the entries that answer a query best.

        Parameters
        ----------
        concepts
            Its ideas.
        query
            What it asks for beside them.
        closely
            So many entries are looked at.
        span
            Numbers of the entries that may be listed.
        """
        weights = WEIGHTS
        return {
            entry: (sum(map(mul, features, weights)), phrase)
            for entry, phrase, features in self.features(concepts, query, closely, span)
        }

    def features(
        self, concepts: list[Concept], query: Query, closely: int, span: range
    ) -> list[tuple[int, int, tuple[float, ...]]]:
        """Return entries, the phrase that speaks for each, and how it answers the query."""
        asked = sum(c.weight for c in concepts)
        if not asked:
            return []
        bearing: dict[int, list[tuple[int, float]]] = {}
        denying: dict[int, tuple[int, int]] = {}
        for place, concept in enumerate(concepts):
            for term, worth in concept.terms.items():
                bearing.setdefault(term, []).append((place, worth))
            denying.update({denial: (place, term) for denial, term in concept.denials})
        chosen = self._choose(self._candidates(concepts), asked, closely, span)
        terms, weights = bearing.keys(), [c.weight for c in concepts]
        begin, said_of, per = self._begin, self._said, 1.0 / asked
        result = []
        none = [0.0] * len(weights)
        said_above: dict[int, list[tuple[int, float]]] = {}
        for entry, phrase in chosen.items():
            best = none[:]
            own = said_of[begin[phrase] : begin[phrase + 1]]
            for term in own:
                if term in bearing:
                    for place, worth in bearing[term]:
                        if worth > best[place]:
                            best[place] = worth
            total = said = sum(map(mul, best, weights))
            beyond = max(0.0, self._phrase_cost[phrase] - total)
            denied = near = above = 0.0
            if denying and (contrary := denying.keys() & self._own(entry)):
                places = {place for place, term in map(denying.__getitem__, contrary) if term not in own}
                denied = sum(weights[place] for place in places)
            if total < asked - 1e-9:
                if self.first_phrase[entry + 1] - self.first_phrase[entry] > 1 or self._phrase_entry[phrase] != entry:
                    near = self._raised(best, weights, self._worths(self._own(entry) & terms, bearing)) - total
                parent = self.parent[entry]
                if parent not in said_above:  # siblings stand below the same headers
                    said_above[parent] = self._worths(self._headers(parent) & terms, bearing)
                above = self._raised(best, weights, said_above[parent]) - total - near
            says, whole_query = self._says[entry], total * per
            uncovered = 1.0 - (total + near + above) * per
            other, unspecified = float(says & OTHER > 0), float(says & UNSPECIFIED > 0)
            result.append(
                (
                    entry,
                    phrase,
                    (
                        whole_query,
                        near * per,
                        above * per,
                        beyond / (beyond + asked),
                        said / (asked + BEYOND * beyond),
                        denied * per,
                        float(whole_query > 0.95 and beyond < 0.02),
                        float(self.rank_of[entry] == 1),
                        float(self._phrase_entry[phrase] != entry),
                        other,
                        other * query.other,
                        other * uncovered,
                        unspecified,
                        unspecified * query.unspecified,
                        unspecified * uncovered,
                        *_KINDS[self._phrase_kind[phrase]],
                    ),
                )
            )
        return result

    @staticmethod
    def _worths(here: Iterable[int], bearing: dict[int, list[tuple[int, float]]]) -> list[tuple[int, float]]:
        """Return the ideas that terms say, each with its best worth."""
        best: dict[int, float] = {}
        for term in here:
            for place, worth in bearing[term]:
                if worth > best.get(place, 0.0):
                    best[place] = worth
        return list(best.items())

    @staticmethod
    def _raised(best: list[float], weights: list[float], worths: list[tuple[int, float]]) -> float:
        """Raise the best worth of each idea; return the weight said so far."""
        for place, worth in worths:
            if worth > best[place]:
                best[place] = worth
        return float(sum(map(mul, best, weights)))
