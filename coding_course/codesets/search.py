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
from collections.abc import Iterable, Iterator
from functools import lru_cache
from operator import itemgetter, mul
from typing import TYPE_CHECKING

from coding_course.codesets.forms import compact, dotted
from coding_course.codesets.index import INCLUDES, INCLUSION, LAY, REFERRED, TITLE
from coding_course.codesets.model import Code, Hit, System
from coding_course.codesets.words import FILLERS, STOP_WORDS, root, stem, words

if TYPE_CHECKING:
    from coding_course.codesets.edition import Edition
    from coding_course.codesets.store import Store
    from coding_course.codesets.subsets import Subsets

_CODE_SHAPED = re.compile(r"\s*[A-Za-z]\d[0-9A-Za-z](?:[.\s-]?[0-9A-Za-z]{0,4})?\s*|\s*\d{4,5}[A-Za-z]?\s*")
_KIND_WORTH = {TITLE: 1.0, INCLUSION: 0.98, INCLUDES: 0.9, REFERRED: 0.88, LAY: 1.0}
_KIND_NAMES = {INCLUSION: "inclusion term", INCLUDES: "includes", REFERRED: "note", LAY: "also called"}
BEYOND = 0.3
"""What a phrase loses for a word beyond the query, relative to the word's weight."""
ABOVE = 0.65
"""What a word is worth that stands in the headers above, or in another phrase of the entry."""
FAMILY_WORD = 0.72
"""What a word of the same family is worth: ``allergic`` for ``allergy``."""
FILLER_WEIGHT = 0.08
"""What a word like "unspecified" or "NEC" weighs in a query."""
OTHER_LAST = 0.004
"""What moves an "unspecified" title before one that says "other" where they say the same."""
OTHER_SIDE = 0.6
"""What is left of the score of a code when its other side has been listed already."""
INFLECTED = 0.96
"""What a word in another form is worth: ``fracture`` for ``fractured``."""
CANDIDATES = 160
COMMON = 6000
"""A term in more phrases than this does not bring candidates by itself when rarer terms do."""


class _Concept:
    """One idea of the query: the terms that say it, each with its worth, and how telling it is."""

    __slots__ = ("terms", "weight", "words")

    def __init__(self, terms: dict[int, float], words: dict[int, str], weight: float) -> None:
        self.terms = terms
        self.words = words
        self.weight = weight


class Searcher:
    """Search over one edition."""

    def __init__(self, edition: Edition, store: Store, subsets: Subsets) -> None:
        self._edition = edition
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
        self._lay = {term: (means, codes) for term, means, codes in store.rows("SELECT term, means, codes FROM lay")}
        self._longest_lay = max((term.count(" ") + 1 for term in self._lay), default=1)
        self._related: dict[str, list[tuple[str, float]]] = {}
        for word, term, worth in store.rows("SELECT word, term, worth FROM related"):
            self._related.setdefault(word, []).append((term, worth))
        self._parts: dict[str, str] = dict(store.rows("SELECT part, means FROM part"))
        self._term = lru_cache(2048)(self._read_term)
        self._other = (self._read_term("other") or (-1,))[0]
        self._unspecified = (self._read_term("unspecified") or (-1,))[0]
        self._posting = lru_cache(256)(self._read_posting)
        self._family = lru_cache(2048)(self._read_family)
        self._corrected = lru_cache(1024)(self._correct)
        self._context = lru_cache(4096)(self._read_context)

    # What the store knows of a term

    def _read_term(self, term: str) -> tuple[int, float, int] | None:
        """Return number, weight and number of phrases."""
        rows = self._store.rows("SELECT number, weight, length(phrases) / 4 FROM term WHERE term = ?", (term,))
        return rows[0] if rows else None

    def _read_posting(self, term: str) -> array[int]:
        rows = self._store.rows("SELECT phrases FROM term WHERE term = ?", (term,))
        return array("I", rows[0][0]) if rows else array("I")

    def _read_family(self, stem_root: str) -> tuple[str, ...]:
        return tuple(r[0] for r in self._store.rows("SELECT term FROM term WHERE root = ?", (stem_root,)))

    def _entry_terms(self, entry: int) -> frozenset[int]:
        first, after = self._first_phrase[entry], self._first_phrase[entry + 1]
        return frozenset(self._said[self._begin[first] : self._begin[after]])

    def _read_context(self, entry: int) -> frozenset[int]:
        """Return the terms of all phrases of an entry and of the headers above it.

        What a category includes is left out: those lines name many things, each of few of its codes."""
        own = self._entry_terms(entry)
        above = self._parent[entry]
        while above and self._rank[above]:
            for phrase in range(self._first_phrase[above], self._first_phrase[above + 1]):
                if self._phrase_kind[phrase] != INCLUDES:
                    own |= frozenset(self._said[self._begin[phrase] : self._begin[phrase + 1]])
            above = self._parent[above]
        return own

    def _correct(self, word: str) -> tuple[str, ...]:
        """Return the terms nearest to a word that nobody uses: one typing error away, two in long words."""
        if len(word) < 4 or word.isdigit():
            return ()
        once = {word[:i] + word[i + 1 :] for i in range(len(word))}
        forms = {word, *once}
        found = self._mistyped(forms)
        # "diabetis" kept its ending, for it looks like no plural; the terms have lost theirs.
        spellings = (word, word[:-1]) if word.endswith("s") else (word,)
        if len(spellings) > 1:
            found |= self._mistyped({word[:-1][:i] + word[:-1][i + 1 :] for i in range(len(word) - 1)})
        close = [t for t in found if any(_distance(w, t, 1) <= 1 for w in spellings)]
        if not close and len(word) >= 7:
            twice = {f[:i] + f[i + 1 :] for f in once for i in range(len(f))}
            found |= self._mistyped(twice - forms)
            close = [t for t in found if _distance(word, t, 2) <= 2]
        return tuple(sorted(close, key=lambda t: (t[0] != word[0], -found[t]))[:3])

    def _mistyped(self, forms: Iterable[str]) -> dict[str, int]:
        """Return terms that one of the forms is, or is with a letter left out, with their number of phrases."""
        listed = list(forms)
        found: dict[str, int] = {}
        for start in range(0, len(listed), 400):
            part = listed[start : start + 400]
            marks = ",".join("?" * len(part))
            found.update(
                self._store.rows(
                    "SELECT term, length(phrases) FROM term WHERE "
                    f"number IN (SELECT term FROM mistyped WHERE form IN ({marks})) OR term IN ({marks})",
                    (*part, *part),
                )
            )
        return found

    def _opened(self, word: str) -> list[str]:
        """Return a medical word that no phrase uses as its parts in plain words; nothing when it has none.

        ``salpingostomy`` is the Fallopian tube and an artificial opening; what is left must be a part or a known word.
        """
        if len(word) < 7:
            return []
        for cut in range(len(word) - 3, 2, -1):
            means = self._parts.get(word[:cut])
            if means is None:
                continue
            rest = word[cut:]
            if rest in self._parts:
                return [*words(means), *words(self._parts[rest])]
            if self._term(rest):
                return [*words(means), rest]
            if more := self._opened(rest):
                return [*words(means), *more]
        return []

    # From text to concepts

    def _concepts(self, terms: list[str], unfinished: bool = False) -> list[_Concept]:
        if not unfinished:
            terms = [
                part
                for word in terms
                for part in (
                    [word] if self._term(word) or self._corrected(word) else self._opened(word) or [word]
                )
            ]
        concepts: list[_Concept] = []
        by_root: dict[str, _Concept] = {}
        last = len(terms) - 1
        for place, word in enumerate(terms):
            if word in STOP_WORDS and not (unfinished and place == last):
                continue
            forms: dict[str, float] = {}
            known = self._term(word)
            if known:
                forms[word] = 1.0
            elif not (unfinished and place == last):
                forms.update((t, 0.9) for t in self._corrected(word))
            if unfinished and place == last and len(word) >= 2:
                for term in self._beginning_with(word):
                    forms.setdefault(term, 0.95)
            if not forms:
                known_root = root(word)
            else:
                known_root = root(next(iter(forms)))
            for term in self._family(known_root):
                forms.setdefault(term, INFLECTED if _inflected(word, term) else FAMILY_WORD)
            for form, worth in list(forms.items()):
                if worth >= 0.9:
                    for term, less in self._related.get(form, ()):
                        if less * worth > forms.get(term, 0.0):
                            forms[term] = less * worth
            if word in self._related and word not in forms:
                for term, less in self._related[word]:
                    forms[term] = max(less, forms.get(term, 0.0))
            if not forms:
                continue
            facts = {t: fact for t in forms if (fact := self._term(t))}
            if not facts:
                continue
            forms = {t: forms[t] for t in facts}
            own = self._term(word)
            weight = own[1] if own else max(fact[1] * forms[t] for t, fact in facts.items())
            # A rare form of a common word tells no more than the word does: "fractured".
            weight = min([weight, *(fact[1] for t, fact in facts.items() if t != word and forms[t] == INFLECTED)])
            if word in FILLERS:
                weight = FILLER_WEIGHT
            if known_root in by_root:  # "Rupture, ruptured": one idea said twice
                earlier = by_root[known_root]
                for term, worth in forms.items():
                    number = facts[term][0]
                    earlier.terms[number] = max(worth, earlier.terms.get(number, 0.0))
                    earlier.words.setdefault(number, term)
                continue
            concept = by_root[known_root] = _Concept(
                {facts[t][0]: worth for t, worth in forms.items()}, {facts[t][0]: t for t in forms}, weight
            )
            concepts.append(concept)
        return concepts

    def _beginning_with(self, prefix: str) -> list[str]:
        rows = self._store.rows(
            "SELECT term FROM term WHERE term >= ? AND term < ? ORDER BY length(phrases) DESC LIMIT 12",
            (prefix, prefix + "\U0010ffff"),
        )
        return [r[0] for r in rows]

    def _readings(self, terms: list[str]) -> Iterator[tuple[list[str], float]]:
        """Yield the query's words as typed, then with lay terms and abbreviations put into clinical words."""
        yield terms, 1.0
        changed: list[str] = []
        place, any_change = 0, False
        while place < len(terms):
            for length in range(min(self._longest_lay, len(terms) - place), 0, -1):
                means = self._lay.get(" ".join(terms[place : place + length]), ("", ""))[0]
                if means:
                    changed += words(means)
                    place += length
                    any_change = True
                    break
            else:
                changed.append(terms[place])
                place += 1
        if any_change:
            yield changed, 0.99

    def _spelled(self, terms: list[str]) -> list[list[str]]:
        """Return the query with each unknown word corrected, one way for each correction of a lone word."""
        corrections = {w: self._corrected(w) for w in terms if not self._term(w) and w not in self._lay}
        corrections = {w: c for w, c in corrections.items() if c}
        if len(corrections) != 1 or len(terms) > 4:
            return []
        ((wrong, found),) = corrections.items()
        return [[right if w == wrong else w for w in terms] for right in found]

    # Scoring

    def _candidates(self, concepts: list[_Concept]) -> dict[int, float]:
        """Return phrases with the weight of the concepts in each."""
        found: dict[int, float] = {}
        ordered = sorted(concepts, key=lambda c: -c.weight)
        for place, concept in enumerate(ordered):
            here: dict[int, float] = {}
            for term, worth in sorted(concept.terms.items(), key=lambda item: item[1]):
                posting = self._posting(concept.words[term])
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

    def _rank_words(self, terms: list[str], unfinished: bool = False) -> dict[int, tuple[float, int]]:
        """Return entries with score and the phrase that earned it."""
        concepts = self._concepts(terms, unfinished)
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
        for _, phrase in scored[: CANDIDATES * 4]:
            chosen.setdefault(entry_of[phrase], phrase)
            if len(chosen) >= CANDIDATES:
                break
        return self._fine(concepts, asked, chosen)

    def _fine(
        self, concepts: list[_Concept], asked: float, chosen: dict[int, int]
    ) -> dict[int, tuple[float, int]]:
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
        if _CODE_SHAPED.fullmatch(query):
            hits += self._by_code(query, limit, systems)
            if hits:
                return tuple(hits[:limit])
        if not systems or System.CM in systems:
            hits += self._tabular(query, limit, unfinished)
        hits += self._services(query, limit, systems)
        hits.sort(key=lambda h: -h.score)
        return tuple(hits[:limit])

    def complete(
        self, prefix: str, limit: int = 10, systems: frozenset[System] = frozenset()
    ) -> tuple[Hit, ...]:
        """Return answers for a text whose last word may be unfinished."""
        return self.search(prefix, limit, systems, unfinished=not prefix.endswith(" "))

    def _by_code(self, query: str, limit: int, systems: frozenset[System]) -> list[Hit]:
        body = compact(query)
        hits: list[Hit] = []
        found = [
            code
            for system in (System.CPT, System.HCPCS, System.CM)
            if (not systems or system in systems) and (code := self._edition.lookup(query, system)) is not None
        ]
        hits += [Hit(code, 2.0, "code") for code in found]
        if not systems or System.CM in systems:
            prefix = dotted(body)
            rows = self._store.rows(
                "SELECT code FROM entry WHERE code > ? AND code < ? AND kind NOT IN ('chapter', 'section') "
                "ORDER BY code LIMIT ?",
                (prefix, prefix + "~", limit),
            )
            codes = [c for (code,) in rows if (c := self._edition.lookup(code, System.CM))]
            if found and not found[-1].billable and not codes:
                codes = list(self._edition.children(found[-1].code))
            hits += [Hit(c, 1.0 - place / 1000, "begins with what was typed") for place, c in enumerate(codes)]
        for system in (System.CPT, System.HCPCS):
            if not systems or system in systems:
                hits += [
                    Hit(c, 1.0, "begins with what was typed")
                    for name, c in self._subsets.codes(system).items()
                    if name.startswith(body) and name != body
                ]
        return hits

    def _tabular(self, query: str, limit: int, unfinished: bool) -> list[Hit]:
        terms = words(query)
        best: dict[int, tuple[float, int]] = {}
        for reading, worth in self._readings(terms):
            for entry, (score, phrase) in self._rank_words(reading, unfinished).items():
                if score * worth > best.get(entry, (0.0, 0))[0]:
                    best[entry] = (score * worth, phrase)
        for reading in (terms, *self._spelled(terms)):
            self._prefer_named(reading, best)
        self._prefer_defaults(best)
        ordered = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
        return self._hits(self._one_side_first(ordered, limit), limit)

    def _prefer_named(self, terms: list[str], best: dict[int, tuple[float, int]]) -> None:
        """Put the codes of a lay term first when the whole query is one."""
        whole = self._lay.get(" ".join(terms)) or self._lay.get(" ".join(t for t in terms if t not in STOP_WORDS))
        if whole is None:
            return
        for place, code in enumerate(whole[1].split()):
            rows = self._store.rows("SELECT id FROM entry WHERE code = ?", (code,))
            if rows:
                entry = rows[0][0]
                best[entry] = (1.5 - place / 100, best.get(entry, (0.0, 0))[1])

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

    def _one_side_first(
        self, ordered: list[tuple[int, tuple[float, int]]], limit: int
    ) -> list[tuple[int, tuple[float, int]]]:
        """Let one code of a family that differs in side alone stand for it; the others follow further down."""
        first: list[tuple[int, tuple[float, int]]] = []
        later: list[tuple[int, tuple[float, int]]] = []
        families: set[int] = set()
        for entry, (score, phrase) in ordered[: limit * 4 + 40]:
            family = self._side_family[entry]
            if family and family in families:
                later.append((entry, (score * OTHER_SIDE, phrase)))
            else:
                families.add(family)
                first.append((entry, (score, phrase)))
        return list(heapq.merge(first, sorted(later, key=lambda i: -i[1][0]), key=lambda item: -item[1][0]))

    def _hits(self, ordered: list[tuple[int, tuple[float, int]]], limit: int) -> list[Hit]:
        hits = []
        for entry, (score, phrase) in ordered[:limit]:
            code = self._edition._code(self._edition._row_by_id(entry))
            assert code is not None
            hits.append(Hit(code, round(score, 4), self._why(phrase)))
        return hits

    def _why(self, phrase: int) -> str:
        rows = self._store.rows("SELECT kind, text FROM phrase WHERE id = ?", (phrase,))
        if not rows or rows[0][1] is None:
            return "title"
        kind, text = rows[0]
        return f"{_KIND_NAMES[kind]}: {text}"

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


def _inflected(word: str, other: str) -> bool:
    short, long = sorted((word, other), key=len)
    return long in (short + "d", short + "ed", short + "ing", short[:-1] + "ing")


def _distance(left: str, right: str, limit: int) -> int:
    """Typing errors between two words: letters missing, added, wrong, or two swapped; more than ``limit`` is limit + 1."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        earlier, before = before, row
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]
