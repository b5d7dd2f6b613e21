"""Search: from what a coder types to the code a coder would open first.

A query is read in three ways. Text in the form of a code goes to that code. A known abbreviation or lay term is put
beside its clinical words. Words are looked for in the phrases of the edition; words nobody uses are corrected to the
nearest that is used, or opened into their parts. Diagnoses and services are ranked in one store, procedures of
ICD-10-PCS in another, which is asked when the query names something that is done.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from heapq import merge
from typing import TYPE_CHECKING

from msgspec import structs

from coding_course.codesets.forms import compact
from coding_course.codesets.model import NO_SUCH, Code, Hit, System
from coding_course.codesets.searching.diagnoses import Diagnoses
from coding_course.codesets.searching.reading import read

if TYPE_CHECKING:
    from coding_course.codesets.searching.procedures import Procedures

LONGEST = 300
"""So many characters of a query are read."""
MOST = 500
"""No more entries are listed, whatever the limit."""
SAYS_MOST = 0.55
"""A procedure is listed among diagnoses when its score is at least so high, ..."""
AS_WELL = 0.7
"""... and at least this share of the best one's."""
WHOLE = 1.0
"""About what a phrase scores that is the query; a lay term that is the query scores more."""
NEARLY = 0.85
"""Beside diagnoses stand the procedures that score so nearly what the best of them does."""
BESIDE = 25
"""No more procedures stand beside diagnoses and services."""
LOOKS_BACK = 0.6
"""What a procedure is worth beside diagnoses when the query speaks of a state after one, or of a trouble with one."""
CATEGORY = 3
"""So many characters of a mistyped code must be right."""
_MISTYPED = re.compile(
    r"\s*(?:[A-Z]\d[0-9A-Z]\.[0-9A-Z]{1,5}|[A-Z]\d[0-9A-Z]{3,6}|\d(?=[^\s]*[A-Z])[0-9A-Z]{6})\s*", re.IGNORECASE
)
"""What is nothing but a mistyped code: of ICD-10-CM with its point or five characters, of ICD-10-PCS with all seven."""
_PAST = re.compile(
    r"\b(?:status|s/p|h/o|history|after(?:care)?|attention|complication|failure|failed|presence|absence|due to|newborn|"
    r"encounter|screening|following)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\w{3,}(?:ectomy|ectomies|[st]omy|otomies|plasty|scopy|scopic|pexy|rrhaphy|desis|centesis|tripsy|graphy|gram)s?"
)


class Searcher:
    """Search over all code systems of one edition."""

    def __init__(
        self, diagnoses: Diagnoses, procedures: Callable[[], Procedures | None], deeds: Callable[[], frozenset[str]]
    ) -> None:
        """Open search over an edition.

        Parameters
        ----------
        diagnoses
            Search over the tabular list and the teaching subsets.
        procedures
            Gives the search over ICD-10-PCS when it is first needed; None where the edition has none.
        deeds
            Gives the words that say what is done: root operations and names of procedures.
        """
        self._diagnoses = diagnoses
        self._procedures = procedures
        self._deeds = deeds

    def search(
        self, query: str, limit: int = 20, systems: frozenset[System] = frozenset(), unfinished: bool = False
    ) -> tuple[Hit, ...]:
        """Return the best answers; see :meth:`coding_course.codesets.Edition.search`."""
        if limit < 1 or not query.strip():
            return ()
        query, limit = query[:LONGEST], min(limit, MOST)
        if hits := self._by_code(query, limit, systems) or self._nearest(query, limit, systems):
            return tuple(hits)
        lists = systems - {System.PCS}
        unfinished = unfinished or self._diagnoses.begins_a_word(query)
        deeds = LOOKS_BACK if _PAST.search(query) else 1.0
        beside = deeds if not systems or System.CM in systems else 1.0
        found: list[Hit] = []
        if lists or not systems:
            found = self._diagnoses.search(read(query), limit, lists, unfinished, beside)
        if System.PCS in systems or (not systems and self._names_a_deed(query)):
            procedures = self._procedures()
            if procedures is not None:
                beside_lists = bool(lists) or not systems
                done = procedures.search(query, min(limit, BESIDE) if beside_lists else limit, unfinished)
                if beside_lists:
                    done = self._beside(done, found, procedures.understood(query) * deeds)
                found = list(merge(found, done, key=lambda hit: -hit.score))[:limit]
        return tuple(found)

    @staticmethod
    def _beside(done: list[Hit], found: list[Hit], worth: float) -> list[Hit]:
        """Return the procedures that may stand beside diagnoses, with scores that compare with theirs."""
        best = min(found[0].score, WHOLE) if found else 0.0
        weighed = [structs.replace(hit, score=round(hit.score * worth, 4)) for hit in done]
        enough = max(SAYS_MOST, AS_WELL * best, NEARLY * weighed[0].score) if weighed else 0.0
        return [hit for hit in weighed if hit.score >= enough]

    def _by_code(self, query: str, limit: int, systems: frozenset[System]) -> list[Hit]:
        from coding_course.codesets.searching.procedures import CODE_SHAPED

        hits = [] if systems == {System.PCS} else self._diagnoses.by_code(query, limit, systems - {System.PCS})
        if (System.PCS in systems or (not systems and not hits)) and CODE_SHAPED.fullmatch(query):
            procedures = self._procedures()
            hits += procedures.by_code(query, limit) if procedures else []
        return hits[:limit]

    def _nearest(self, query: str, limit: int, systems: frozenset[System]) -> list[Hit]:
        """Return the longest beginning of a mistyped code that there is, and what may follow it: E11.22 for E11.229.

        Short texts are left to the words, for many a name looks like a code: "HER2", "D50W".
        """
        if not _MISTYPED.fullmatch(query):
            return []
        body = compact(query)
        for end in range(len(body) - 1, CATEGORY - 1, -1):
            if hits := self._by_code(body[:end], limit, systems):
                return [structs.replace(hit, why=NO_SUCH if not place else hit.why) for place, hit in enumerate(hits)]
        return []

    def _names_a_deed(self, query: str) -> bool:
        """Say whether a query names something that is done, so that procedures may answer it."""
        said = re.findall(r"[a-z0-9-]+", query.lower())
        if not self._deeds().isdisjoint(said) or any(_DONE.fullmatch(word) for word in said):
            return True
        text = f" {' '.join(said).replace('-', ' ')} "
        return any(f" {deed} " in text for deed in self._deeds() if " " in deed)

    def complete(self, prefix: str, limit: int = 10, systems: frozenset[System] = frozenset()) -> tuple[Hit, ...]:
        """Return answers for a text whose last word may be unfinished."""
        return self.search(prefix, limit, systems, unfinished=not prefix.endswith(" "))

    def family(self, code: str) -> tuple[Code, ...]:
        """Return the billable codes that a hit stands for; see :meth:`coding_course.codesets.Edition.family`."""
        if found := self._diagnoses.family(code):
            return found
        procedures = self._procedures()
        return procedures.family(code) if procedures else ()

    def close(self) -> None:
        """Let go of the stores' files."""
        self._diagnoses.close()
        if "procedures" in self.__dict__ and (procedures := self._procedures()):
            procedures.close()
