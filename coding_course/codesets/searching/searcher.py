"""Search: from what a coder types to the code a coder would open first.

A query is read in three ways. Text in the form of a code goes to that code. A known abbreviation or lay term is put
beside its clinical words. Words are looked for in the phrases of the edition (titles, inclusion terms, lines of
notes that refer to an entry, lay terms); words nobody uses are corrected to the nearest that is used.

A phrase scores by how much of the query it says, weighted by how telling each word is, less what it says beyond the
query; words that the query has and the phrase has not may still stand in the headers above. Among entries that say
the same, the one that a bare mention is coded to comes first: the unspecified or uncomplicated code, not the header.
"""

from __future__ import annotations

import heapq
import re
from array import array
from functools import lru_cache
from operator import itemgetter, mul
from typing import TYPE_CHECKING

from coding_course.codesets.forms import compact, dotted
from coding_course.codesets.model import Code, Hit, System
from coding_course.codesets.searching.phrases import INCLUDES, INCLUSION, LAY, REFERRED, TITLE
from coding_course.codesets.searching.reading import Concept, Reader
from coding_course.codesets.searching.vocabulary import Vocabulary
from coding_course.codesets.searching.words import STOP_WORDS, words

if TYPE_CHECKING:
    from coding_course.codesets.store import Store
    from coding_course.codesets.subsets import Subsets
    from coding_course.codesets.tabular import Tabular

_CODE_SHAPED = re.compile(r"\s*[A-Za-z](?:\d[0-9A-Za-z]|[Aa]\d)(?:[.\s-]?[0-9A-Za-z]{0,4})?\s*|\s*\d{4,5}[A-Za-z]?\s*")
_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_KIND_WORTH = {TITLE: 1.0, INCLUSION: 0.98, INCLUDES: 0.9, REFERRED: 0.88, LAY: 1.0}
EXACT, NAMED = 2.0, 1.5
"""Scores of the code that was typed, and of the code of a lay term that is the whole query."""
BILLABLE = 2
"""Rank of an entry of the book that is a code; headers have a lower one."""
BEGINS = "begins with what was typed"
_KIND_NAMES = {INCLUSION: "inclusion term", INCLUDES: "includes", REFERRED: "note", LAY: "also called"}
BEYOND = 0.3
"""What a phrase loses for a word beyond the query, relative to the word's weight."""
ABOVE = 0.65
"""What a word is worth that stands in the headers above, or in another phrase of the entry."""
OTHER_LAST = 0.004
"""What moves an "unspecified" title before one that says "other" where they say the same."""
SIDE, SEVENTH = "side", "7th character"
LIGHT = 0.12
"""An idea that tells so little brings no candidates beside others."""
MOST = 500
"""No more entries are listed, whatever the limit."""
CANDIDATES = 160
"""So many entries are looked at closely, fewer for a short list."""
COMMON = 3000
"""A term in more phrases than this does not bring candidates by itself when rarer terms do."""


class Searcher:
    """Search over one edition."""

    def __init__(self, tabular: Tabular, store: Store, subsets: Subsets) -> None:
        self._tabular = tabular
        self._store = store
        self._subsets = subsets
        lists = dict(store.rows("SELECT name, data FROM list"))
        self._phrase_entry = array("I", lists["phrase_entry"])
        self._phrase_weight = array("f", lists["phrase_weight"])
        self._phrase_kind = lists["phrase_kind"]
        self._said = array("H", lists["said"])
        self._begin = array("I", lists["begin"])
        self._first_phrase = array("I", lists["first_phrase"])
        self._parent = array("I", lists["entry_parent"])
        self._default = array("I", lists["entry_default"])
        self._rank = lists["entry_rank"]
        self._side_family = array("I", lists["entry_family"])
        self._seventh = lists["entry_seventh"]
        self._family_members: dict[int, list[int]] = {}
        for entry, family in enumerate(self._side_family):
            if family:
                self._family_members.setdefault(family, []).append(entry)
        self._vocabulary = Vocabulary(store)
        self._reader = Reader(store, self._vocabulary)
        self._other = (self._vocabulary.term("other") or (-1,))[0]
        self._unspecified = (self._vocabulary.term("unspecified") or (-1,))[0]
        self._context = lru_cache(4096)(self._read_context)
        self._headers = lru_cache(1024)(self._read_headers)

    def _entry_terms(self, entry: int) -> frozenset[int]:
        first, after = self._first_phrase[entry], self._first_phrase[entry + 1]
        return frozenset(self._said[self._begin[first] : self._begin[after]])

    def _read_context(self, entry: int) -> frozenset[int]:
        """Return the terms of all phrases of an entry and of the headers above it."""
        return self._entry_terms(entry) | self._headers(self._parent[entry])

    def _read_headers(self, header: int) -> frozenset[int]:
        """Return the terms of a header and those above it.

        What a category includes is left out: those lines name many things, each of few of its codes.
        """
        if not header or not self._rank[header]:
            return frozenset()
        said: set[int] = set()
        for phrase in range(self._first_phrase[header], self._first_phrase[header + 1]):
            if self._phrase_kind[phrase] != INCLUDES:
                said.update(self._said[self._begin[phrase] : self._begin[phrase + 1]])
        return self._headers(self._parent[header]).union(said)

    # Scoring

    def _candidates(self, concepts: list[Concept]) -> dict[int, float]:
        """Return phrases with the weight of the concepts in each."""
        found: dict[int, float] = {}
        ordered = sorted(concepts, key=lambda c: -c.weight)
        for place, concept in enumerate(ordered):
            if place and concept.weight < LIGHT:
                break
            here: dict[int, float] = {}
            for term, worth in sorted(concept.terms.items(), key=lambda item: item[1]):
                posting = self._vocabulary.posting(concept.words[term])
                if place and len(posting) > COMMON:
                    continue
                here.update(dict.fromkeys(posting, worth))
            weight = concept.weight
            if found:
                get = found.get
                for phrase, worth in here.items():
                    found[phrase] = get(phrase, 0.0) + weight * worth
            else:
                found = {phrase: weight * worth for phrase, worth in here.items()}
        return found

    def _rank_words(
        self, terms: list[str], unfinished: bool, aside: frozenset[str], closely: int
    ) -> dict[int, tuple[float, int]]:
        """Return entries with score and the phrase that earned it."""
        concepts = self._reader.concepts(terms, unfinished, aside)
        if not concepts:
            return {}
        asked = sum(c.weight for c in concepts)
        found = self._candidates(concepts)
        weight, entry_of = self._phrase_weight, self._phrase_entry
        enough = 0.4 * max(found.values(), default=0.0)
        scored = [
            (said / (asked + BEYOND * (beyond if (beyond := weight[p] - said) > 0.0 else 0.0)), p)
            for p, said in found.items()
            if said > enough
        ]
        scored.sort(key=itemgetter(0), reverse=True)
        chosen: dict[int, int] = {}
        for _, phrase in scored[: closely * 4]:
            chosen.setdefault(entry_of[phrase], phrase)
            if len(chosen) >= closely:
                break
        return self._fine(concepts, asked, chosen)

    def _fine(self, concepts: list[Concept], asked: float, chosen: dict[int, int]) -> dict[int, tuple[float, int]]:
        """Score entries by their best phrase, their other phrases and the headers above."""
        bearing: dict[int, list[tuple[int, float]]] = {}
        for place, concept in enumerate(concepts):
            for term, worth in concept.terms.items():
                bearing.setdefault(term, []).append((place, worth))
        terms, weights = bearing.keys(), [c.weight for c in concepts]
        result: dict[int, tuple[float, int]] = {}
        for entry, phrase in chosen.items():
            said_here = self._said[self._begin[phrase] : self._begin[phrase + 1]]
            best = [0.0] * len(weights)
            for term in said_here:
                for place, worth in bearing.get(term, ()):
                    if worth > best[place]:
                        best[place] = worth
            beyond = self._phrase_weight[phrase] - sum(map(mul, best, weights))
            for term in terms & self._context(entry):
                for place, worth in bearing[term]:
                    if worth * ABOVE > best[place]:
                        best[place] = worth * ABOVE
            score = sum(map(mul, best, weights)) / (asked + BEYOND * max(0.0, beyond))
            score *= _KIND_WORTH[self._phrase_kind[phrase]]
            if self._other in said_here:
                score -= OTHER_LAST
            elif self._unspecified in said_here:
                score += OTHER_LAST
            result[entry] = (score, phrase)
        return result

    # Answers

    def search(
        self, query: str, limit: int = 20, systems: frozenset[System] = frozenset(), unfinished: bool = False
    ) -> tuple[Hit, ...]:
        """Return the best answers; see :meth:`coding_course.codesets.Edition.search`."""
        if limit < 1 or not query.strip():
            return ()
        query = query[:300]
        hits: list[Hit] = []
        if _CODE_SHAPED.fullmatch(query) or (System.MODIFIER in systems and len(query.strip()) <= 2):
            hits += self._by_code(query, limit, systems)
            if hits:
                return tuple(hits[:limit])
        if not systems or System.CM in systems:
            hits += self._entries(query, limit, unfinished)
        hits += self._services(query, limit, systems)
        hits.sort(key=lambda h: -h.score)
        return tuple(hits[:limit])

    def complete(self, prefix: str, limit: int = 10, systems: frozenset[System] = frozenset()) -> tuple[Hit, ...]:
        """Return answers for a text whose last word may be unfinished."""
        return self.search(prefix, limit, systems, unfinished=not prefix.endswith(" "))

    def _by_code(self, query: str, limit: int, systems: frozenset[System]) -> list[Hit]:
        """Return the code that a query writes, and those that begin so."""
        body = compact(query)
        hits: list[Hit] = []
        for system in (System.CPT, System.HCPCS, System.MODIFIER):
            if system in systems or (not systems and system is not System.MODIFIER):
                for name, code in self._subsets.codes(system).items():
                    if name == body:
                        hits.append(Hit(code, EXACT, "code"))
                    elif name.startswith(body):
                        hits.append(Hit(code, 1.0, BEGINS))
        if not systems or System.CM in systems:
            found = self._tabular.lookup(query)
            hits += [Hit(found, EXACT, "code")] if found else []
            rows = self._store.rows(
                "SELECT code FROM entry WHERE code > ? AND code < ? AND kind NOT IN ('chapter', 'section') "
                "ORDER BY code LIMIT ?",
                (dotted(body), dotted(body) + "~", limit),
            )
            below = [c for (name,) in rows if (c := self._tabular.lookup(name))]
            if found and not below:
                below = list(self._tabular.children(found.code))
            hits += [Hit(c, 1.0 - place / 1000, BEGINS) for place, c in enumerate(below)]
        return sorted(hits, key=lambda h: -h.score)

    def _entries(self, query: str, limit: int, unfinished: bool) -> list[Hit]:
        outside = words(_PARENTHESES.sub(" ", query))
        aside = frozenset(words(query)).difference(outside) if outside else frozenset()
        terms = [*outside, *sorted(aside)] if aside else words(query)
        closely = min(CANDIDATES, max(60, 3 * limit))
        best: dict[int, tuple[float, int]] = {}
        for reading, worth in self._reader.readings(terms):
            for entry, (score, phrase) in self._rank_words(reading, unfinished, aside, closely).items():
                if score * worth > best.get(entry, (0.0, 0))[0]:
                    best[entry] = (score * worth, phrase)
        for reading in (outside, *self._reader.spelled(outside)):
            self._prefer_named(reading, best)
        self._prefer_defaults(best)
        ordered = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
        return self._hits(self._one_of_each_family(ordered, limit), limit)

    def _prefer_named(self, terms: list[str], best: dict[int, tuple[float, int]]) -> None:
        """Put the codes of a lay term first when the whole query is one."""
        for place, code in enumerate(self._reader.named(terms)):
            if (row := self._tabular.row(code)) is not None:
                phrase = best.get(row.id, (0.0, self._first_phrase[row.id]))[1]
                best[row.id] = (NAMED - place / 100, phrase)

    def _prefer_defaults(self, best: dict[int, tuple[float, int]]) -> None:
        """Lift the code that a bare mention of a header is coded to just above the header."""
        for entry in list(best):
            default = self._default[entry]
            if not default:
                continue
            score, phrase = best[entry]
            if score + 0.001 > best.get(default, (0.0, 0))[0]:
                best[default] = (score + 0.001, phrase)
            best[entry] = (score - 0.02, phrase)

    def _one_of_each_family(
        self, ordered: list[tuple[int, tuple[float, int]]], limit: int
    ) -> list[tuple[int, tuple[float, int]]]:
        """Let one code of a family that differs in side alone stand for it."""
        first: list[tuple[int, tuple[float, int]]] = []
        families: set[int] = set()
        for entry, found in ordered:
            family = self._side_family[entry]
            if family and family in families:
                continue
            families.add(family)
            first.append((entry, found))
            if len(first) == limit:
                break
        return first

    def _members(self, entry: int) -> list[int]:
        """Return the entries that differ from one in side alone, with itself."""
        family = self._side_family[entry]
        return self._family_members[family] if family else [entry]

    def _stands_for(self, entry: int) -> tuple[int, tuple[str, ...]]:
        """Return how many billable codes an entry stands for beside itself, and in what they differ."""
        members = self._members(entry)
        billable = sum(self._seventh[m] or self._rank[m] == BILLABLE for m in members)
        own = self._rank[entry] == BILLABLE and not self._seventh[entry]
        sided = (SIDE,) if len(members) > 1 else ()
        return billable - own, (*sided, SEVENTH) if self._seventh[entry] else sided

    def family(self, code: str) -> tuple[Code, ...]:
        """Return the billable codes that a hit stands for; see :meth:`coding_course.codesets.Edition.family`."""
        row, _ = self._tabular.resolve(code)
        if row is None:
            own = (self._subsets.code(system, compact(code)) for system in (System.CPT, System.HCPCS, System.MODIFIER))
            return tuple(found for found in own if found)[:1]
        members = [m for m in self._members(row.id) if self._seventh[m] or self._rank[m] == BILLABLE]
        leaves = [leaf for _, leaf in sorted(self._tabular.codes_of(members).items())]
        return tuple(c for leaf in leaves for c in ((leaf,) if leaf.billable else self._tabular.children(leaf.code)))

    def _hits(self, ordered: list[tuple[int, tuple[float, int]]], limit: int) -> list[Hit]:
        shown = ordered[: min(limit, MOST)]
        codes = self._tabular.codes_of([entry for entry, _ in shown])
        phrases = [phrase for _, (_, phrase) in shown]
        marks = ",".join("?" * len(phrases))
        reasons = {
            phrase: f"{_KIND_NAMES[kind]}: {text}"
            for phrase, kind, text in self._store.rows(
                f"SELECT id, kind, text FROM phrase WHERE id IN ({marks})", phrases
            )
        }
        return [
            Hit(codes[entry], round(score, 4), reasons.get(phrase, "title"), *self._stands_for(entry))
            for entry, (score, phrase) in shown
        ]

    # CPT, HCPCS Level II, modifiers: few enough to look at each

    def _services(self, query: str, limit: int, systems: frozenset[System]) -> list[Hit]:
        wanted = [w for w in words(query) if w not in STOP_WORDS]
        if not wanted:
            return []
        hits = []
        for system in (System.CPT, System.HCPCS, System.MODIFIER):
            if (systems and system not in systems) or (not systems and system is System.MODIFIER):
                continue
            for code, said in self._service_words(system):
                matched = sum(1.0 if w in said else 0.0 for w in wanted)
                if matched:
                    score = matched / len(wanted) * 0.9 - 0.005 * max(0, len(said) - matched)
                    if score > (0.4 if systems else 0.75):
                        hits.append(Hit(code, round(score, 4), "title"))
        return heapq.nlargest(limit, hits, key=lambda h: h.score)

    @lru_cache(maxsize=4)  # noqa: B019
    def _service_words(self, system: System) -> list[tuple[Code, frozenset[str]]]:
        services = self._subsets.services
        return [
            (code, frozenset(words(f"{code.title} {services[code.code].family if code.code in services else ''}")))
            for code in self._subsets.codes(system).values()
        ]
