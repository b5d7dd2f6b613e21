"""An edition of the code sets: everything that the course asks of it, in one object.

Everything is read from the edition's store when it is asked for, so an open edition costs little memory, and any
thread may ask. The tabular list itself is in :mod:`coding_course.codesets.tabular`, sides in
:mod:`coding_course.codesets.laterality`, the teaching subsets in :mod:`coding_course.codesets.subsets`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from coding_course.codesets.build_tabular import recipe
from coding_course.codesets.forms import compact, dotted, header_of_pcs, section_range, systems_of
from coding_course.codesets.laterality import Laterality
from coding_course.codesets.model import AgeLimits, Code, Modifier, Note, Service, System
from coding_course.codesets.places import Place, read_places
from coding_course.codesets.store import Store
from coding_course.codesets.subsets import Subsets
from coding_course.codesets.tabular import Tabular

if TYPE_CHECKING:
    from coding_course.codesets.book.book import IndexBook
    from coding_course.codesets.drg.book import DrgBook
    from coding_course.codesets.holdings import Holding
    from coding_course.codesets.model import Hit
    from coding_course.codesets.own import OwnBook
    from coding_course.codesets.pcs.book import PcsBook
    from coding_course.codesets.searching.searcher import Searcher

AGE_LIMITS = {
    "newborn": AgeLimits("newborn", 0, 0),
    "pediatric": AgeLimits("pediatric", 0, 17),
    "maternity": AgeLimits("maternity", 9, 64),
    "adult": AgeLimits("adult", 15, 124),
}
"""The Medicare Code Editor's age categories, in completed years, as its data of 2026 hold them."""


class Edition:
    """One edition of the code sets.

    Get one from :func:`coding_course.codesets.edition`.

    Examples
    --------
    >>> from coding_course.codesets import edition
    >>> code = edition("FY2026").lookup("e1122")
    >>> code.code, code.title, code.billable
    ('E11.22', 'Type 2 diabetes mellitus with diabetic chronic kidney disease', True)
    """

    def __init__(self, holding: Holding, caches: Iterable[Path] | None = None) -> None:
        self.name = holding.edition
        self.holding = holding
        self.manifest = holding.manifest
        self._caches = None if caches is None else tuple(caches)
        self._store = Store(recipe(holding), self._caches)
        self._tabular = Tabular(self._store)
        self._sides = Laterality(self._tabular)
        self._look = lru_cache(8192)(self._lookup)

    def __repr__(self) -> str:
        return f"Edition({self.name!r})"

    # Look-up and hierarchy

    def lookup(self, text: str, system: System | None = None) -> Code | None:
        """Return the code, header, section or chapter that a text names, or None.

        Parameters
        ----------
        text
            In any written form: ``E11.22``, ``e1122``, ``E11-22``, ``99214``, ``0ft44zz``, ``A00-A09``.
        system
            Look in this system alone; otherwise a five-character HCPCS Level II code is found before an ICD-10-CM
            code that looks the same, unless it is written with a point. The header of an ICD-10-PCS code (``0FT``)
            is found where its characters can be nothing else.
        """
        return self._look(text, system)

    def _lookup(self, text: str, system: System | None) -> Code | None:
        if system is System.CM or (system is None and section_range(text)):
            return self._tabular.lookup(text)
        if system is System.PCS:
            return self.pcs.lookup(text)
        if system is not None:
            return self._service_code(system, text)
        candidates = systems_of(text)
        for candidate in candidates:
            if candidate is System.PCS:
                found = self.pcs.lookup(text)
            else:
                found = self._service_code(candidate, text) if candidate is not System.CM else None
            if found is not None:
                return found
        if (held := self._tabular.lookup(text)) is not None or candidates:
            return held
        return self.pcs.lookup(text) if header_of_pcs(text) else None

    def _service_code(self, system: System, text: str) -> Code | None:
        code = compact(text)
        return self._subsets.code(system, code) or self.own.code(system, code)

    def chapters(self) -> tuple[Code, ...]:
        """Return the chapters in order."""
        return self._tabular.chapters()

    def children(self, code: str) -> tuple[Code, ...]:
        """Return what stands directly below: sections of a chapter, categories of a section, codes of a header.

        The codes of a leaf with 7th characters are its children.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> [c.code for c in edition().children("T07")]
        ['T07.XXXA', 'T07.XXXD', 'T07.XXXS']
        """
        return self._tabular.children(code)

    def ancestors(self, code: str) -> tuple[Code, ...]:
        """Return the headers, sections and chapter above, parent first, chapter last.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> [c.code for c in edition().ancestors("E11.22")]
        ['E11.2', 'E11', 'E08-E13', '4']
        """
        return self._tabular.ancestors(code)

    def siblings(self, code: str) -> tuple[Code, ...]:
        """Return the other entries under the same parent."""
        return self._tabular.siblings(code)

    def billable_below(self, code: str) -> tuple[Code, ...]:
        """Return every billable code below a header, in order: what would make it billable.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> [c.code for c in edition().billable_below("E11.0")]
        ['E11.00', 'E11.01']
        """
        return self._tabular.billable_below(code)

    def notes(self, code: str, inherited: bool = True) -> tuple[Note, ...]:
        """Return the instructional notes that apply to a code: its own first, then those of the nearer ancestor.

        Parameters
        ----------
        code
            Any code, header, section or chapter.
        inherited
            False for the notes that stand at the code itself.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> note = edition().notes("E11.22")[0]
        >>> note.kind.value, note.codes, note.source
        ('use additional code', ('N18.1-N18.6',), 'E11.22')
        """
        return self._tabular.notes(code, inherited)

    def seventh_characters(self, code: str) -> Mapping[str, str]:
        """Return the 7th characters of the leaf that a code is or belongs to; empty where none apply.

        For a header with several leaves it is what all leaves below share, if they share it.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> dict(edition().seventh_characters("T07"))
        {'A': 'initial encounter', 'D': 'subsequent encounter', 'S': 'sequela'}
        """
        return self._tabular.seventh_characters(code)

    # Sides and specificity

    def laterality(self, code: str) -> str:
        """Return ``right``, ``left``, ``bilateral``, ``unspecified``, or an empty string where side plays no part.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> [edition().laterality(c) for c in ("M25.561", "M25.569", "S62.101A", "I10")]
        ['right', 'unspecified', 'right', '']
        """
        return self._sides.laterality(code)

    def sided(self, code: str) -> tuple[Code, ...]:
        """Return the codes that differ from a code in side alone, without itself.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> [c.code for c in edition().sided("M25.569")]
        ['M25.561', 'M25.562']
        """
        return self._sides.sided(code)

    def unspecified(self, code: str) -> bool:
        """Say whether a code's title leaves something unspecified, the side aside.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> [edition().unspecified(c) for c in ("R07.9", "M25.569", "E11.22")]
        [True, False, False]
        """
        return self._sides.unspecified(code)

    # Facts

    def flags(self, code: str) -> frozenset[str]:
        """Return what the Medicare Code Editor and the POA list say of a code.

        Returns
        -------
        frozenset of str
            Among ``poa-exempt``, ``manifestation`` (never principal), ``unacceptable-principal``,
            ``acceptable-with-secondary``, ``external-cause``, ``unspecified``, ``questionable-admission``,
            ``newborn``, ``pediatric``, ``maternity``, ``adult``.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> "manifestation" in edition().flags("G63")
        True
        """
        found = self._tabular.lookup(code)
        return self._tabular.fact(found.code)[2] if found else frozenset()

    def poa_exempt(self, code: str) -> bool:
        """Say whether a code is on the list of codes exempt from present-on-admission reporting.

        Source: Official Guidelines, Appendix I, and the FY2026 list.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> edition().poa_exempt("Z79.4"), edition().poa_exempt("E11.22")
        (True, False)
        """
        return "poa-exempt" in self.flags(code)

    def age_limits(self, code: str) -> AgeLimits | None:
        """Return the Medicare Code Editor's age category of a diagnosis, or None.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> edition().age_limits("O80")
        AgeLimits(category='maternity', youngest=9, oldest=64)
        """
        flags = self.flags(code)
        return next((limits for name, limits in AGE_LIMITS.items() if name in flags), None)

    def valid_on(self, code: str, date: str) -> bool:
        """Say whether a code is valid for reporting on a date of service or discharge.

        Parameters
        ----------
        code
            Any written form. A header is never valid. Codes that ended since FY2023 and codes that begin with
            FY2027 are known by number, though an edition holds titles of its own year alone.
        date
            ISO form, ``2026-01-31``.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> edition().valid_on("E11.22", "2026-01-31"), edition().valid_on("E11", "2026-01-31")
        (True, False)
        """
        found = self.lookup(code)
        if found is not None:
            return found.billable and (found.valid_from or date) <= date <= (found.valid_to or date)
        period = self.period(code)
        return period is not None and (period[0] or date) <= date <= (period[1] or date)

    def period(self, code: str) -> tuple[str, str] | None:
        """Return first and last day of an ICD-10-CM or ICD-10-PCS code.

        Also of one that this edition no longer or not yet holds, or holds no title of.

        Returns
        -------
        tuple of str or None
            ISO dates, empty where open; None for a header and for what was no code since FY2023.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> edition().period("G35"), edition().period("G35.D")
        (None, ('2025-10-01', ''))
        """
        found = self._tabular.lookup(code)
        if found is not None:
            return (found.valid_from, found.valid_to) if found.billable else None
        held = dotted(compact(code))
        if self._tabular.has_fact(held):
            return self._tabular.fact(held)[:2]
        return self.pcs.period(code) if System.PCS in systems_of(code) else None

    def counts(self) -> Mapping[System, int]:
        """Return how many billable codes of each system the edition holds."""
        counts = self.manifest.counts
        held = {System.CM: counts["billable codes"]}
        procedures = counts.get("pcs codes") or counts.get("pcs codes of the tables", 0)
        if "pcs-titles" not in self.holding.imported:
            procedures += counts.get("pcs codes of the April update", 0)
        if procedures:
            held[System.PCS] = procedures
        services = self._subsets.counts()
        for system, number in self.own.counts().items():
            services[system] = max(number, services.get(system, 0))
        return MappingProxyType({**held, **services})

    # Books

    @cached_property
    def pcs(self) -> PcsBook:
        """ICD-10-PCS: codes, tables, and building a code character by character.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> [value.label for value in edition("FY2026").pcs.choices("0FT4").values]
        ['Open', 'Percutaneous Endoscopic']
        """
        from coding_course.codesets.pcs.book import PcsBook

        return PcsBook(self.holding, self._caches)

    @cached_property
    def groups(self) -> DrgBook:
        """What the inpatient payment rule's tables say: MS-DRG weights, CC and MCC, their exclusions.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> edition("FY2026").groups.weight("871").mdc
        '18'
        """
        from coding_course.codesets.drg.book import DrgBook

        return DrgBook(self.holding, self._caches)

    @cached_property
    def index(self) -> IndexBook:
        """The Alphabetic Index with its tables: the official one where it was imported, else a study index.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> edition("FY2026").index.find("acute bronchitis")[0].codes
        ('J20.9',)
        """
        from coding_course.codesets.book.book import IndexBook

        return IndexBook(self.holding, self, self._caches)

    # Teaching subsets

    @cached_property
    def _subsets(self) -> Subsets:
        return Subsets.read(self.holding.files)

    def service(self, code: str) -> Service | None:
        """Return what the teaching subset knows of a CPT or HCPCS Level II code, or None.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> edition().service("J1100").unit
        '1 mg'
        """
        return self._subsets.services.get(compact(code))

    def services(self) -> Mapping[str, Service]:
        """Return all CPT and HCPCS Level II codes of the teaching subset."""
        return MappingProxyType(self._subsets.services)

    def modifier(self, code: str) -> Modifier | None:
        """Return a modifier of the teaching subset, or None.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> edition().modifier("25").group
        'visit'
        """
        return self._subsets.modifiers.get(compact(code))

    def modifiers(self) -> Mapping[str, Modifier]:
        """Return all modifiers of the teaching subset."""
        return MappingProxyType(self._subsets.modifiers)

    @cached_property
    def own(self) -> OwnBook:
        """What the user imported: HCPCS and CPT titles, NCCI pairs, units limits, the fee schedule.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> edition().own.pair("0000A", "9999Z") is None
        True
        """
        from coding_course.codesets.own import OwnBook

        return OwnBook(self.holding, self._caches)

    @cached_property
    def _places(self) -> dict[str, Place]:
        return read_places(self.holding.files.get("places"))

    def place(self, code: str) -> Place | None:
        """Return a place-of-service code, or None.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> edition().place("11").payment
        'non-facility'
        """
        return self._places.get(code.strip().zfill(2))

    def places(self) -> Mapping[str, Place]:
        """Return all place-of-service codes."""
        return MappingProxyType(self._places)

    # Search

    @cached_property
    def _searcher(self) -> Searcher:
        from coding_course.codesets.searching.opening import open_search

        return open_search(self, self._tabular, self._subsets, self._caches)

    def search(self, query: str, limit: int = 20, systems: Collection[System] = ()) -> tuple[Hit, ...]:
        """Return codes for words, abbreviations or the beginning of a code, best first.

        Parameters
        ----------
        query
            What a coder would type: ``htn``, ``type 2 diabetes with ckd``, ``E11.2``. Typing errors are forgiven.
        limit
            At most so many.
        systems
            Only these code systems; all when empty, modifiers aside.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> [edition().search(q)[0].code.code for q in ("htn", "hart attack", "e112")]
        ['I10', 'I21.9', 'E11.2']
        """
        return self._searcher.search(query, limit, frozenset(systems))

    def complete(self, prefix: str, limit: int = 10, systems: Collection[System] = ()) -> tuple[Hit, ...]:
        """Return codes for a field that is being typed: the last word may be unfinished.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> edition().complete("acute bronch")[0].code.code
        'J20.9'
        """
        return self._searcher.complete(prefix, limit, frozenset(systems))

    def family(self, code: str) -> tuple[Code, ...]:
        """Return the billable codes that one hit of a search stands for, in the order of the book.

        They differ from each other in side and 7th character alone; in ICD-10-PCS in the characters after the body
        part. A code that stands by itself is its own family; a header has none.

        Parameters
        ----------
        code
            The code of a hit; any written form.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> hit = edition().search("knee pain")[0]
        >>> hit.code.code, hit.more, hit.varies, [c.code for c in edition().family(hit.code.code)]
        ('M25.569', 2, ('side',), ['M25.561', 'M25.562', 'M25.569'])
        """
        return self._searcher.family(code)

    def close(self) -> None:
        """Let go of the stores' files, also of the books that were opened."""
        self._store.close()
        for name in ("pcs", "groups", "index", "own", "_searcher"):
            if (book := self.__dict__.get(name)) is not None:
                book.close()
