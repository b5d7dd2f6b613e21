"""An edition of the code sets: look-up, hierarchy, notes, 7th characters and facts.

Everything is read from the edition's store when it is asked for, so an open edition costs little memory, and any
thread may ask.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

from coding_course.codesets import sides
from coding_course.codesets.compiled import Manifest, read_manifest
from coding_course.codesets.expand import extended_title, with_seventh
from coding_course.codesets.forms import compact, dotted, section_range, systems_of
from coding_course.codesets.model import AgeLimits, Code, Modifier, Note, NoteKind, Service, System
from coding_course.codesets.store import Store
from coding_course.codesets.subsets import Subsets

if TYPE_CHECKING:
    from coding_course.codesets.model import Hit
    from coding_course.codesets.search import Searcher

AGE_LIMITS = {
    "newborn": AgeLimits("newborn", 0, 0),
    "pediatric": AgeLimits("pediatric", 0, 17),
    "maternity": AgeLimits("maternity", 9, 64),
    "adult": AgeLimits("adult", 15, 124),
}
"""The Medicare Code Editor's age categories, in completed years, as its data of 2026 hold them."""

_NO_SEVENTH: Mapping[str, str] = MappingProxyType({})


class UnknownEdition(LookupError):
    """An edition was asked for that the course does not hold."""


class _Row(msgspec.Struct, frozen=True):
    """One row of the store's ``entry`` table."""

    id: int
    code: str
    title: str
    kind: str
    parent: int
    seventh: int | None


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

    def __init__(self, folder: Path, manifest: Manifest, caches: Iterable[Path] | None = None) -> None:
        self.name = manifest.edition
        self.manifest = manifest
        self._folder = folder
        self._store = Store(folder, manifest, caches)
        # Caches live on the object: two editions never share one.
        self._row = lru_cache(4096)(self._read_row)
        self._row_by_id = lru_cache(4096)(self._read_row_by_id)
        self._characters = lru_cache(None)(self._read_characters)
        self._fact = lru_cache(4096)(self._read_fact)
        self._family = lru_cache(2048)(self._find_family)

    def __repr__(self) -> str:
        return f"Edition({self.name!r})"

    # Look-up

    def lookup(self, text: str, system: System | None = None) -> Code | None:
        """Return the code, header, section or chapter that a text names, or None.

        Parameters
        ----------
        text
            In any written form: ``E11.22``, ``e1122``, ``E11-22``, ``99214``, ``A00-A09``.
        system
            Look in this system alone; otherwise a five-character HCPCS Level II code is found before an ICD-10-CM
            code that looks the same, unless it is written with a point.
        """
        if system in (None, System.CM) and (between := section_range(text)):
            row = self._row(between)
            return self._code(row) if row else None
        for candidate in (system,) if system else systems_of(text):
            found = self._lookup_in(candidate, text)
            if found is not None:
                return found
        if system in (None, System.CM) and text.strip() in self._chapter_numbers:
            return self._code(self._row(text.strip()))
        return None

    def _lookup_in(self, system: System, text: str) -> Code | None:
        if system is System.CM:
            leaf, character = self._resolve(text)
            return self._code(leaf, character) if leaf else None
        return self._subsets.code(system, compact(text))

    def _resolve(self, text: str) -> tuple[_Row | None, str]:
        """Find the row of an ICD-10-CM code: its own, or its leaf's and the 7th character."""
        body = compact(text)
        if (row := self._row(dotted(body))) is not None:
            return row, ""
        if len(body) == 7 and body[0].isalpha():
            stem = body[:6]
            while len(stem) >= 3:
                row = self._row(dotted(stem))
                if row is not None:
                    known = row.seventh is not None and body[6] in self._seventh(row)
                    return (row, body[6]) if known else (None, "")
                if not stem.endswith("X"):
                    break
                stem = stem[:-1]
        return None, ""

    def _read_row(self, code: str) -> _Row | None:
        rows = self._store.rows("SELECT id, code, title, kind, parent, seventh FROM entry WHERE code = ?", (code,))
        return _Row(*rows[0]) if rows else None

    def _read_row_by_id(self, number: int) -> _Row:
        rows = self._store.rows("SELECT id, code, title, kind, parent, seventh FROM entry WHERE id = ?", (number,))
        return _Row(*rows[0])

    def _seventh(self, row: _Row) -> Mapping[str, str]:
        return self._characters(row.seventh) if row.seventh else _NO_SEVENTH

    def _read_characters(self, number: int) -> Mapping[str, str]:
        rows = self._store.rows("SELECT characters FROM seventh WHERE id = ?", (number,))
        return MappingProxyType(msgspec.json.decode(rows[0][0], type=dict[str, str]))

    def _code(self, row: _Row | None, character: str = "") -> Code | None:
        if row is None:
            return None
        if character:
            code, title = (
                with_seventh(row.code, character),
                extended_title(row.title, self._seventh(row)[character]),
            )
            kind, parent = "code", row.code
        else:
            code, title, kind = row.code, row.title, row.kind
            parent = self._row_by_id(row.parent).code if row.parent else ""
        first, last, _ = self._fact(code)
        return Code(System.CM, code, title, kind == "code", kind, parent, first, last)

    # Hierarchy

    def chapters(self) -> tuple[Code, ...]:
        """Return the chapters in order."""
        return self._below(0)

    @cached_property
    def _chapter_numbers(self) -> frozenset[str]:
        return frozenset(c.code for c in self.chapters())

    def _below(self, number: int) -> tuple[Code, ...]:
        sql = "SELECT id, code, title, kind, parent, seventh FROM entry WHERE parent = ? ORDER BY id"
        codes = (self._code(_Row(*row)) for row in self._store.rows(sql, (number,)))
        return tuple(c for c in codes if c)

    def children(self, code: str) -> tuple[Code, ...]:
        """Return what stands directly below: sections of a chapter, categories of a section, codes of a header.

        The codes of a leaf with 7th characters are its children.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> [c.code for c in edition().children("T07")]
        ['T07.XXXA', 'T07.XXXD', 'T07.XXXS']
        """
        row = self._any_row(code)
        if row is None:
            return ()
        if row.seventh:
            return tuple(c for character in self._seventh(row) if (c := self._code(row, character)))
        return self._below(row.id)

    def _any_row(self, code: str) -> _Row | None:
        if between := section_range(code):
            return self._row(between)
        if (row := self._row(code.strip())) is not None:
            return row
        row, character = self._resolve(code)
        return None if character else row

    def ancestors(self, code: str) -> tuple[Code, ...]:
        """Return the headers, sections and chapter above, parent first, chapter last.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> [c.code for c in edition().ancestors("E11.22")]
        ['E11.2', 'E11', 'E08-E13', '4']
        """
        return tuple(c for row in self._rows_above(code) if (c := self._code(row)))

    def _rows_above(self, code: str) -> list[_Row]:
        found = self.lookup(code, System.CM)
        if found is None or not found.parent:
            return []
        row = self._row(found.parent)
        above = []
        while row is not None:
            above.append(row)
            row = self._row_by_id(row.parent) if row.parent else None
        return above

    def siblings(self, code: str) -> tuple[Code, ...]:
        """Return the other entries under the same parent."""
        found = self.lookup(code, System.CM)
        if found is None:
            return ()
        around = self.children(found.parent) if found.parent else self.chapters()
        return tuple(c for c in around if c.code != found.code)

    def billable_below(self, code: str) -> tuple[Code, ...]:
        """Return every billable code below a header, in order: what would make it billable.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> [c.code for c in edition().billable_below("E11.0")]
        ['E11.00', 'E11.01']
        """
        result: list[Code] = []
        for child in self.children(code):
            if child.billable:
                result.append(child)
            else:
                result.extend(self.billable_below(child.code))
        return tuple(result)

    # Notes and 7th characters

    def notes(self, code: str, inherited: bool = True) -> tuple[Note, ...]:
        """Return the instructional notes that apply to a code: its own first, then those of the nearer ancestor.

        Parameters
        ----------
        code
            Any code, header, section or chapter.
        inherited
            False for the notes that stand at the code itself.
        """
        found = self.lookup(code, System.CM)
        if found is None:
            return ()
        own = self._row(found.code)
        rows = [own] if own else []
        if inherited:
            rows += self._rows_above(found.code)
        return tuple(note for row in rows for note in self._notes_of(row))

    def _notes_of(self, row: _Row) -> list[Note]:
        sql = "SELECT kind, text, codes FROM note WHERE entry = ? ORDER BY place"
        return [
            Note(NoteKind(kind), text, row.code, tuple(codes.split("\t")) if codes else ())
            for kind, text, codes in self._store.rows(sql, (row.id,))
        ]

    def seventh_characters(self, code: str) -> Mapping[str, str]:
        """Return the 7th characters of the leaf that a code is or belongs to; empty where none apply.

        For a header with several leaves it is what all leaves below share, if they share it.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> dict(edition().seventh_characters("T07"))
        {'A': 'initial encounter', 'D': 'subsequent encounter', 'S': 'sequela'}
        """
        row, _ = self._resolve(code)
        if row is None:
            return _NO_SEVENTH
        if row.seventh:
            return self._seventh(row)
        if row.kind == "code":
            return _NO_SEVENTH
        shared = {tuple(self.seventh_characters(c.code).items()) for c in self._below(row.id)}
        return MappingProxyType(dict(shared.pop())) if len(shared) == 1 else _NO_SEVENTH

    # Sides and specificity

    def _find_family(self, code: str) -> dict[str, str]:
        """Side by code for everything that differs from a code in side alone, itself included."""
        found = self.lookup(code, System.CM)
        if found is None or found.kind in ("chapter", "section"):
            return {}
        body, level = compact(found.code), found
        while level.kind not in ("category", "section", "chapter"):
            around = self.children(level.parent)
            members = sides.family(level.code, [(c.code, c.title) for c in around])
            if members:
                return self._extend_family(body, compact(level.code), members)
            above = self.lookup(level.parent, System.CM)
            if above is None:
                break
            level = above
        return {}

    def _extend_family(self, body: str, stem: str, members: dict[str, str]) -> dict[str, str]:
        rest = body[len(stem) :]
        if len(body) == 7 and len(stem) < 6:
            # Placeholders stand between the leaf and its 7th character.
            rest = rest.lstrip("X") if set(rest[:-1]) == {"X"} else rest
        result = {}
        for member, side in members.items():
            if not rest:
                result[member] = side
                continue
            other = self.lookup(compact(member) + rest, System.CM)
            if other is None and len(rest) == 1:
                other = self.lookup(with_seventh(member, rest), System.CM)
            if other is not None:
                result[other.code] = side
        return result if len(result) > 1 and dotted(body) in result else {}

    def laterality(self, code: str) -> str:
        """Return ``right``, ``left``, ``bilateral``, ``unspecified``, or an empty string where side plays no part.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> [edition().laterality(c) for c in ("M25.561", "M25.569", "S62.101A", "I10")]
        ['right', 'unspecified', 'right', '']
        """
        found = self.lookup(code, System.CM)
        if found is None:
            return ""
        return self._family(found.code).get(found.code) or sides.side_named(found.title)

    def sided(self, code: str) -> tuple[Code, ...]:
        """Return the codes that differ from a code in side alone, without itself.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> [c.code for c in edition().sided("M25.569")]
        ['M25.561', 'M25.562']
        """
        found = self.lookup(code, System.CM)
        if found is None:
            return ()
        others = (self.lookup(c, System.CM) for c in self._family(found.code) if c != found.code)
        return tuple(c for c in others if c)

    def unspecified(self, code: str) -> bool:
        """Say whether a code's title leaves something unspecified, the side aside.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> [edition().unspecified(c) for c in ("R07.9", "M25.569", "E11.22")]
        [True, False, False]
        """
        found = self.lookup(code, System.CM)
        if found is None:
            return False
        return sides.says_unspecified(
            found.title, side_is_unspecified=self._family(found.code).get(found.code) == "unspecified"
        )

    # Facts

    def _read_fact(self, code: str) -> tuple[str, str, frozenset[str]]:
        rows = self._store.rows("SELECT first, last, flags FROM fact WHERE code = ?", (code,))
        return (rows[0][0], rows[0][1], frozenset(rows[0][2].split())) if rows else ("", "", frozenset())

    def flags(self, code: str) -> frozenset[str]:
        """Return what the Medicare Code Editor and the POA list say of a code.

        Returns
        -------
        frozenset of str
            Among ``poa-exempt``, ``manifestation`` (never principal), ``unacceptable-principal``,
            ``acceptable-with-secondary``, ``external-cause``, ``unspecified``, ``questionable-admission``,
            ``newborn``, ``pediatric``, ``maternity``, ``adult``.
        """
        found = self.lookup(code, System.CM)
        return self._fact(found.code)[2] if found else frozenset()

    def poa_exempt(self, code: str) -> bool:
        """Say whether a code is on the list of codes exempt from present-on-admission reporting.

        Source: Official Guidelines, Appendix I, and the FY2026 list.
        """
        return "poa-exempt" in self.flags(code)

    def age_limits(self, code: str) -> AgeLimits | None:
        """Return the Medicare Code Editor's age category of a diagnosis, or None."""
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
        if found is not None and found.system is not System.CM:
            return found.billable and (found.valid_from or date) <= date <= (found.valid_to or date)
        if found is not None and not found.billable:
            return False
        rows = self._store.rows("SELECT first, last FROM fact WHERE code = ?", (dotted(compact(code)),))
        if not rows:
            return found is not None
        first, last = rows[0]
        return (first or date) <= date <= (last or date)

    def period(self, code: str) -> tuple[str, str] | None:
        """Return first and last day of an ICD-10-CM code, also of one that this edition no longer or not yet holds.

        Returns
        -------
        tuple of str or None
            ISO dates, empty where open; None for what never was a code since FY2023.
        """
        found = self.lookup(code, System.CM)
        if found is not None:
            return (found.valid_from, found.valid_to) if found.billable else None
        rows = self._store.rows("SELECT first, last FROM fact WHERE code = ?", (dotted(compact(code)),))
        return (rows[0][0], rows[0][1]) if rows else None

    def counts(self) -> Mapping[System, int]:
        """Return how many billable codes of each system the edition holds."""
        return MappingProxyType({System.CM: self.manifest.counts["billable codes"], **self._subsets.counts()})

    # Teaching subsets

    @cached_property
    def _subsets(self) -> Subsets:
        return Subsets.read(self._folder.parent)

    def service(self, code: str) -> Service | None:
        """Return what the teaching subset knows of a CPT or HCPCS Level II code, or None."""
        return self._subsets.services.get(compact(code))

    def services(self) -> Mapping[str, Service]:
        """Return all CPT and HCPCS Level II codes of the teaching subset."""
        return MappingProxyType(self._subsets.services)

    def modifier(self, code: str) -> Modifier | None:
        """Return a modifier of the teaching subset, or None."""
        return self._subsets.modifiers.get(compact(code))

    def modifiers(self) -> Mapping[str, Modifier]:
        """Return all modifiers of the teaching subset."""
        return MappingProxyType(self._subsets.modifiers)

    # Search

    @cached_property
    def _searcher(self) -> Searcher:
        from coding_course.codesets.search import Searcher

        return Searcher(self, self._store, self._subsets)

    def search(self, query: str, limit: int = 20, systems: Collection[System] = ()) -> tuple[Hit, ...]:
        """Return codes for words, abbreviations or the beginning of a code, best first.

        Parameters
        ----------
        query
            What a coder would type: ``htn``, ``type 2 diabetes with ckd``, ``E11.2``. Typing errors are forgiven.
        limit
            At most so many.
        systems
            Only these code systems; all when empty.
        """
        return self._searcher.search(query, limit, frozenset(systems))

    def complete(self, prefix: str, limit: int = 10, systems: Collection[System] = ()) -> tuple[Hit, ...]:
        """Return codes for a field that is being typed: the last word may be unfinished."""
        return self._searcher.complete(prefix, limit, frozenset(systems))

    def close(self) -> None:
        """Let go of the store's file."""
        self._store.close()


@lru_cache(maxsize=8)
def _edition(name: str, folder: Path) -> Edition:
    manifest = read_manifest(folder, name)
    if manifest is None:
        held = sorted(p.parent.name.upper() for p in folder.glob("*/manifest.json"))
        raise UnknownEdition(
            f"The course holds no edition {name!r}. It holds: {', '.join(held) or 'none'}. "
            "Name one of these, or restore the course's files under datasets/codesets."
        )
    return Edition(folder / name.lower(), manifest)


def edition(name: str = "FY2026") -> Edition:
    """Return an edition of the code sets, the same object for the whole process.

    Parameters
    ----------
    name
        Fiscal year, ``FY2026``; case does not matter.

    Raises
    ------
    UnknownEdition
        When the course does not hold it; the message lists those it holds.

    Examples
    --------
    >>> edition().name
    'FY2026'
    """
    from coding_course.resources import resource

    return _edition(name.strip().upper(), resource("datasets", "codesets"))
