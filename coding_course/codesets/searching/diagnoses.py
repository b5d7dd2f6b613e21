"""Search over the tabular list of ICD-10-CM and the teaching subsets of CPT, HCPCS Level II and modifiers.

Words are looked for in the phrases of the edition. Among entries that say the same, the one that a bare mention is
coded to comes first: the unspecified or uncomplicated code stands for its header. Codes that differ in side or 7th
character alone are one hit.
"""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING

from coding_course.codesets.forms import compact
from coding_course.codesets.model import Code, Hit, System
from coding_course.codesets.searching.families import SIDES
from coding_course.codesets.searching.phrases import INCLUDES, INCLUSION, INDEX, LAY, NAME, REFERRED, SUBSTANCE
from coding_course.codesets.searching.ranking import Ranked, Ranker
from coding_course.codesets.searching.reading import Query, Reader
from coding_course.codesets.searching.stores import BILLABLE
from coding_course.codesets.searching.vocabulary import Vocabulary
from coding_course.codesets.searching.words import words

if TYPE_CHECKING:
    from coding_course.codesets.store import Store
    from coding_course.codesets.subsets import Subsets
    from coding_course.codesets.tabular import Tabular

CODE_SHAPED = re.compile(r"\s*[A-Za-z](?:\d[0-9A-Za-z]|[Aa]\d)(?:[.\s-]?[0-9A-Za-z]{0,4})?\s*|\s*\d{4,5}[A-Za-z]?\s*")
EXACT, NAMED, BEGUN = 2.0, 1.5, 1.2
"""Scores of the code that was typed, of the code of a lay term that is the whole query, and of one that begins so."""
BEGINS = "begins with what was typed"
_KIND_NAMES = {
    INCLUSION: "inclusion term",
    INCLUDES: "includes",
    REFERRED: "note",
    LAY: "also called",
    INDEX: "index",
    SUBSTANCE: "study index",
    NAME: "disease name",
}
SIDE, SEVENTH = "side", "7th character"
CLOSELY = 300
"""So many entries are looked at closely, fewer for a short list."""


OTHERWISE = 120
"""... and so many for each further reading of the query."""


class Diagnoses:
    """Search over the tabular list and the teaching subsets of one edition."""

    def __init__(self, tabular: Tabular, store: Store, subsets: Subsets) -> None:
        self._tabular = tabular
        self._store = store
        self._subsets = subsets
        self._vocabulary = Vocabulary(store)
        self._reader = Reader(store, self._vocabulary)
        self._ranker = Ranker(store, self._vocabulary)
        self._side_family = array("I", self._ranker.lists["entry_family"])
        self._seventh = self._ranker.lists["entry_seventh"]
        self._side = self._ranker.lists["entry_side"]
        self._family_members: dict[int, list[int]] = {}
        for entry, family in enumerate(self._side_family):
            if family:
                self._family_members.setdefault(family, []).append(entry)
        self._service: dict[int, Code] = {}
        self._spans: dict[System, range] = {}
        for number, system, code in store.rows("SELECT number, system, code FROM service ORDER BY number"):
            found = subsets.code(System(system), code)
            if found is not None:
                self._service[number] = found
                began = self._spans.get(found.system, range(number, number))
                self._spans[found.system] = range(began.start, number + 1)
        first = min(self._service, default=len(self._side_family))
        self._spans[System.CM] = range(1, first)

    # By code

    def by_code(self, query: str, limit: int, systems: frozenset[System]) -> list[Hit]:
        """Return the code that a query writes, and those that begin so."""
        if not CODE_SHAPED.fullmatch(query) and not (System.MODIFIER in systems and len(query.strip()) <= 2):
            return []
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
            below = list(self._tabular.beginning_with(body, limit))
            if found and not below:
                below = list(self._tabular.children(found.code))
            hits += [self._hit(found, EXACT, "code")] if found else []
            hits += [self._hit(code, 1.0 - place / 1000, BEGINS) for place, code in enumerate(below)]
        return sorted(hits, key=lambda h: -h.score)[:limit]

    def _hit(self, code: Code, score: float, why: str) -> Hit:
        row, character = self._tabular.resolve(code.code)
        return Hit(code, score, why, *(self._stands_for(row.id) if row and not character else (0, ())))

    # By words

    def begins_a_word(self, text: str) -> bool:
        """Say whether a text is nothing but the beginning of a word: ``pneumo`` is no typing error."""
        said = words(text)
        return len(said) == 1 and self._reader.begins(said[0])

    def _span(self, systems: frozenset[System]) -> range:
        """Return the numbers between which the entries of some systems lie."""
        spans = [span for system, span in self._spans.items() if system in systems]
        return range(min((s.start for s in spans), default=0), max((s.stop for s in spans), default=0))

    def search(
        self, query: Query, limit: int, systems: frozenset[System], unfinished: bool = False, services: float = 1.0
    ) -> list[Hit]:
        """Return the best answers to a query in words.

        Parameters
        ----------
        query
            What a coder typed.
        limit
            At most so many.
        systems
            The systems to look in; all but the modifiers when empty.
        unfinished
            True when the last word may be the beginning of one.
        services
            What a service is worth beside a diagnosis.
        """
        wanted = systems or frozenset((System.CM, System.CPT, System.HCPCS))
        best = self.ranked(query, limit, self._span(wanted), unfinished)
        if System.CM in wanted:
            for reading in (query.outside, *self._reader.spelled(query.outside)):
                self._prefer(self._reader.named(reading), NAMED, best)
            if unfinished:
                self._prefer(self._reader.begun(query.outside), BEGUN, best)
        if services != 1.0:
            for entry in self._service.keys() & best.keys():
                best[entry] = (best[entry][0] * services, best[entry][1])
        ordered = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
        if systems:  # the entries of two systems may have those of a third between them
            ordered = [item for item in ordered if self._system(item[0]) in wanted]
        return self._hits(self._one_of_each_family(ordered, limit, query))

    def _system(self, entry: int) -> System:
        code = self._service.get(entry)
        return code.system if code else System.CM

    def ranked(self, query: Query, limit: int, span: range, unfinished: bool = False) -> Ranked:
        """Return entries that answer a query, in each of its readings."""
        closely = min(CLOSELY, max(80, 3 * limit))
        best: Ranked = {}
        for place, reading in enumerate(self._reader.readings(query.terms)):
            concepts = self._reader.concepts(reading, unfinished, query.aside)
            look_at = closely if not place else min(closely, OTHERWISE)
            for entry, (score, phrase) in self._ranker.rank(concepts, query, look_at, span).items():
                if score * reading.worth > best.get(entry, (0.0, 0))[0]:
                    best[entry] = (score * reading.worth, phrase)
        return best

    def _prefer(self, codes: list[str], score: float, best: Ranked) -> None:
        """Put the codes of a lay term first when the whole query is one, or begins one."""
        for place, code in enumerate(codes):
            row = self._tabular.row(code)
            if row is not None and score - place / 100 > best.get(row.id, (0.0, 0))[0]:
                phrase = best.get(row.id, (0.0, self._ranker.first_phrase[row.id]))[1]
                best[row.id] = (score - place / 100, phrase)

    def close(self) -> None:
        """Let go of the store's file."""
        self._store.close()

    # Families

    def _one_of_each_family(
        self, ordered: list[tuple[int, tuple[float, int]]], limit: int, query: Query
    ) -> list[tuple[int, float, int]]:
        """Let one code of a family that differs in side alone stand for it: of the side that the query names."""
        named = next((SIDES[word] for word in query.terms if word in SIDES), 0)
        first: list[tuple[int, float, int]] = []
        families: set[int] = set()
        for entry, (score, phrase) in ordered:
            family = self._side_family[entry]
            if family:
                if family in families:
                    continue
                families.add(family)
                entry = self._on_side(entry, named, ordered)
            first.append((entry, score, phrase))
            if len(first) == limit:
                break
        return first

    def _on_side(self, entry: int, named: int, ordered: list[tuple[int, tuple[float, int]]]) -> int:
        """Return the code of a family on the side that is named, or that leaves the side open."""
        if self._side[entry] == named:
            return entry
        wanted = [member for member in self._members(entry) if self._side[member] == named]
        if len(wanted) > 1:
            return next((one for one, _ in ordered if one in wanted), wanted[0])
        return wanted[0] if wanted else entry

    def _members(self, entry: int) -> list[int]:
        """Return the entries that differ from one in side alone, with itself."""
        family = self._side_family[entry]
        return self._family_members[family] if family else [entry]

    def _stands_for(self, entry: int) -> tuple[int, tuple[str, ...]]:
        """Return how many billable codes an entry stands for beside itself, and in what they differ."""
        members = [m for m in self._members(entry) if self._ranker.rank_of[m] == BILLABLE]
        billable = sum(self._seventh[m] or 1 for m in members)
        own = self._ranker.rank_of[entry] == BILLABLE and not self._seventh[entry]
        sided = (SIDE,) if len(members) > 1 else ()
        return billable - own, (*sided, SEVENTH) if self._seventh[entry] else sided

    def family(self, code: str) -> tuple[Code, ...]:
        """Return the billable codes that a hit stands for; see :meth:`coding_course.codesets.Edition.family`."""
        row, _ = self._tabular.resolve(code)
        if row is None:
            own = (self._subsets.code(system, compact(code)) for system in (System.CPT, System.HCPCS, System.MODIFIER))
            return tuple(found for found in own if found)[:1]
        members = [m for m in self._members(row.id) if self._ranker.rank_of[m] == BILLABLE]
        leaves = [leaf for _, leaf in sorted(self._tabular.codes_of(members).items())]
        return tuple(c for leaf in leaves for c in ((leaf,) if leaf.billable else self._tabular.children(leaf.code)))

    def _hits(self, shown: list[tuple[int, float, int]]) -> list[Hit]:
        codes = {**self._tabular.codes_of([entry for entry, _, _ in shown if entry not in self._service])}
        phrases = [phrase for _, _, phrase in shown]
        marks = ",".join("?" * len(phrases))
        reasons = {
            phrase: f"{_KIND_NAMES[kind]}: {text}"
            for phrase, kind, text in self._store.rows(
                f"SELECT id, kind, text FROM phrase WHERE id IN ({marks})", phrases
            )
        }
        return [
            Hit(
                self._service.get(entry) or codes[entry],
                round(score, 4),
                reasons.get(phrase, "title"),
                *self._stands_for(entry),
            )
            for entry, score, phrase in shown
        ]
