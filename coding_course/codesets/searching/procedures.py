"""Search over ICD-10-PCS: from the name of a procedure to the family it is built in, and to a code when it says enough.

A query is ranked against families (root operation on a body part). Where it also names an approach, a device or a
qualifier, the code of the family that says most of it is the hit; where it does not, the hit is the beginning of the
code, to be unfolded or built on.
"""

from __future__ import annotations

import re
from array import array
from functools import lru_cache
from typing import TYPE_CHECKING

from coding_course.codesets.forms import compact
from coding_course.codesets.model import Code, Hit, System
from coding_course.codesets.pcs.model import PLACES
from coding_course.codesets.searching.phrases import INDEX
from coding_course.codesets.searching.ranking import Ranker
from coding_course.codesets.searching.reading import Concept, Reader, read
from coding_course.codesets.searching.vocabulary import Vocabulary
from coding_course.codesets.searching.words import STOP_WORDS, terms

if TYPE_CHECKING:
    from coding_course.codesets.pcs.book import PcsBook
    from coding_course.codesets.store import Store

CODE_SHAPED = re.compile(r"\s*(?=[^\d]*\d)[0-9A-HJ-NP-Za-hj-np-z]{3,7}\s*")
"""Three to seven characters with a digit among them, without the letters I and O."""
CLOSELY = 120
"""So many families are looked at closely."""
SIDE = "side"
CLOSE = 0.6
"""Hits that score this share of the best one are completed; the others are shown as the beginning of a code."""
_SAID_ANYWAY = STOP_WORDS | {"approach", "device", "tissue", "substitute", "new", "technology", "group"}
_NAMED = 0.3
"""A value of a code counts as named when the query says so much of its title's further words."""

APPROACHES = {
    "open": "0", "laparotomy": "0", "thoracotomy": "0", "craniotomy": "0", "sternotomy": "0", "arthrotomy": "0",
    "percutaneous": "3", "needle": "3", "transcatheter": "3", "transluminal": "3", "transcutaneous": "3",
    "laparoscopic": "4", "laparoscopically": "4", "laparoscope": "4", "laparoscopy": "4", "lap": "4",
    "thoracoscopic": "4", "thoracoscopy": "4", "vats": "4", "arthroscopic": "4", "arthroscopy": "4", "keyhole": "4",
    "transvaginal": "7", "vaginal": "7F", "transanal": "78", "transoral": "78",
    "endoscopic": "84", "endoscopy": "84", "endoscope": "84", "egd": "8", "ercp": "8", "colonoscopy": "8",
    "colonoscopic": "8", "sigmoidoscopy": "8", "bronchoscopy": "8", "bronchoscopic": "8", "cystoscopy": "8",
    "cystoscopic": "8", "transurethral": "8", "turp": "8", "hysteroscopy": "8", "hysteroscopic": "8", "eus": "8",
    "ureteroscopy": "8", "ureteroscopic": "8",
    "closed": "X3", "external": "X", "extracorporeal": "X",
}  # fmt: skip
"""Words that say an approach, with the characters that it may be (guideline B5)."""
QUALIFIERS = {"biopsy": "X", "biopsies": "X", "diagnostic": "X"}
"""Words that say a qualifier: a biopsy is diagnostic (guideline B3.4a)."""
LEFT_BEHIND = frozenset(("stent", "stents", "stenting", "mesh"))
"""Words that say that a device stays in the body: a code without one is not what they mean."""
_ALONE = frozenset(
    (
        "open", "percutaneous", "needle", "transcatheter", "transluminal", "transcutaneous", "laparoscopic",
        "laparoscopically", "lap", "thoracoscopic", "vats", "arthroscopic", "keyhole", "transvaginal", "vaginal",
        "transanal", "transoral", "endoscopic", "transurethral", "closed", "external", "extracorporeal",
    )
)  # fmt: skip
"""Those that say an approach and nothing else: they choose within a family, not between families."""


class Procedures:
    """Search over one edition's ICD-10-PCS."""

    def __init__(self, pcs: PcsBook, store: Store) -> None:
        self._pcs = pcs
        self._store = store
        self._vocabulary = Vocabulary(store)
        self._reader = Reader(store, self._vocabulary)
        self._ranker = Ranker(store, self._vocabulary)
        self._header: dict[int, Code] = {}
        self._size: dict[int, int] = {}
        self._varies: dict[int, tuple[str, ...]] = {}
        for number, prefix, title, size, varies in store.rows("SELECT number, prefix, title, size, varies FROM family"):
            self._size[number] = size
            self._varies[number] = tuple(varies.split("\t")) if varies else ()
            kind, parent = ("prefix", prefix[:3]) if len(prefix) > 3 else ("table", prefix[:2])
            self._header[number] = Code(System.PCS, prefix, title, billable=False, kind=kind, parent=parent)
        self._number = {code.code: number for number, code in self._header.items()}
        self._side_family = array("I", self._ranker.lists["entry_family"])
        self._family_members: dict[int, list[int]] = {}
        for entry, family in enumerate(self._side_family):
            if family:
                self._family_members.setdefault(family, []).append(entry)
        self._whole = {(entry, text): code for entry, text, code in store.rows("SELECT entry, text, code FROM whole")}
        self._all = range(1, len(self._header) + 1)
        self._completions = lru_cache(256)(self._read_completions)

    # By code

    def by_code(self, query: str, limit: int) -> list[Hit]:
        """Return the code that a query writes, or what its beginning leads to."""
        if not CODE_SHAPED.fullmatch(query):
            return []
        body = compact(query)
        found = self._pcs.lookup(body)
        if found is None:
            return []
        hits = [Hit(found, 2.0, "code", *self._stands_for(found))]
        if not found.billable and (axis := self._pcs.choices(body)) is not None:
            below = (self._pcs.lookup(body + value.character) for value in axis.values[: limit - 1])
            hits += [
                Hit(code, 1.0 - place / 1000, "begins with what was typed", *self._stands_for(code))
                for place, code in enumerate(below)
                if code
            ]
        return hits

    # By words

    def search(self, text: str, limit: int, unfinished: bool = False) -> list[Hit]:
        """Return the best answers to a query in words.

        Parameters
        ----------
        text
            What a record says: ``laparoscopic cholecystectomy``.
        limit
            At most so many.
        unfinished
            True when the last word may be the beginning of one.
        """
        query = read(text.replace(">", " more than ").replace("<", " less than "))
        best: dict[int, tuple[float, int, list[Concept], list[str]]] = {}
        for reading in self._reader.readings(query.terms):
            approaches = query.aside.union(word for word in reading.terms if word in _ALONE)
            concepts = self._reader.concepts(
                reading, unfinished, approaches if len(approaches) < len(reading.terms) else query.aside
            )
            for entry, (score, phrase) in self._ranker.rank(concepts, query, CLOSELY, self._all).items():
                if score * reading.worth > best.get(entry, (0.0,))[0]:
                    best[entry] = (score * reading.worth, phrase, concepts, reading.terms)
        ordered = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
        shown: list[tuple[int, float, int, list[Concept], list[str]]] = []
        seen: set[int] = set()
        for entry, (score, phrase, concepts, words_) in ordered:
            family = self._side_family[entry]
            if family and family in seen:
                continue
            seen.add(family)
            shown.append((entry, score, phrase, concepts, words_))
            if len(shown) == limit:
                break
        marks = ",".join("?" * len(shown))
        sql = f"SELECT id, text FROM phrase WHERE kind = {INDEX} AND id IN ({marks})"
        names = dict(self._store.rows(sql, [phrase for _, _, phrase, _, _ in shown]))
        hits = []
        for entry, score, phrase, concepts, words_ in shown:
            name = names.get(phrase, "")
            code = self._header[entry]
            if score >= CLOSE * shown[0][1]:
                code = self._complete(entry, name, concepts, {*query.terms, *words_})
            why = f"procedure: {name}" if name else "title"
            hits.append(Hit(code, round(score, 4), why, *self._stands_for(code)))
        return hits

    def understood(self, text: str) -> float:
        """Return for what share of a query's words ICD-10-PCS has any: 0 to 1.

        Words that say an approach or a qualifier are understood, whether or not a title has them.
        """
        said = read(text).outside
        rest = [word for word in said if word not in APPROACHES and word not in QUALIFIERS]
        return self._reader.understood(rest or said)

    def _read_completions(self, prefix: str) -> list[tuple[str, frozenset[str]]]:
        """Return the codes of a family, each with the words of its title."""
        return [(code, frozenset(terms(title)) - _SAID_ANYWAY) for code, title in self._pcs.titles(prefix)]

    def _complete(self, entry: int, name: str, concepts: list[Concept], said: set[str]) -> Code:
        """Return the code of a family that says what the query says, or the family's beginning."""
        header = self._header[entry]
        if not self._size[entry]:
            return header
        if self._size[entry] == 1:
            return self._code(self._pcs.codes(header.code)[0], header)
        approach = "".join(APPROACHES[word] for word in said if word in APPROACHES)
        whole = self._whole.get((entry, name), "")
        if len(whole) == PLACES and not approach:
            return self._code(whole, header)
        title = frozenset(terms(header.title))
        further = [
            idea
            for idea in concepts
            if not any(idea.words[t] in title for t, worth in idea.terms.items() if worth > 0.7)
        ]
        qualifier = "".join(QUALIFIERS[word] for word in said if word in QUALIFIERS)
        if not approach and not further and not qualifier:
            return header
        scored: list[tuple[float, int, str]] = []
        left_behind = not LEFT_BEHIND.isdisjoint(said)
        for code, own in self._completions(header.code):
            if left_behind and code[5] == "Z":
                continue
            score = float(code[4] in approach) + float(code[6] in qualifier)
            for idea in further:
                score += idea.weight * max((w for t, w in idea.terms.items() if idea.words[t] in own), default=0.0)
            # Of two codes that say the same, the one without device and qualifier says no more than that.
            scored.append((score, (code[5] == "Z") + (code[6] == "Z"), code))
        if not scored:
            return header
        most, plain = max((score, plain) for score, plain, _ in scored)
        kept = [code for score, plainness, code in scored if score > most - 1e-6 and plainness == plain]
        return self._code(kept[0], header) if most >= _NAMED and len(kept) == 1 else header

    def _code(self, code: str, header: Code) -> Code:
        return self._pcs.lookup(code) or header

    # Families

    def _members(self, entry: int) -> list[int]:
        """Return the families that differ from one in side alone, with itself."""
        family = self._side_family[entry]
        return self._family_members[family] if family else [entry]

    def _stands_for(self, code: Code) -> tuple[int, tuple[str, ...]]:
        """Return how many codes a hit stands for beside itself, and in what they differ."""
        entry = self._number.get(code.code[:4])
        if entry is None or len(code.code) < 4:
            return 0, ()
        members = self._members(entry)
        varies = dict.fromkeys([*([SIDE] if len(members) > 1 else []), *(v for m in members for v in self._varies[m])])
        return sum(self._size[m] for m in members) - code.billable, tuple(varies)

    def family(self, code: str) -> tuple[Code, ...]:
        """Return every code that shares root operation and body part with a code or beginning, its side aside."""
        entry = self._number.get(compact(code)[:4])
        if entry is None:
            return ()
        members = self._members(entry)
        codes = (self._pcs.lookup(c) for member in members for c in self._pcs.codes(self._header[member].code))
        return tuple(c for c in codes if c)

    def close(self) -> None:
        """Let go of the store's file."""
        self._store.close()
