"""The Alphabetic Index of an edition, walked as in the book: letter, main term, subterms, code, *see*."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from coding_course.codesets.book.build_book import APART, recipe
from coding_course.codesets.book.finding import Finder
from coding_course.codesets.book.model import CodeState, IndexEntry, Lead, Volume
from coding_course.codesets.book.terms import ROLES, TITLES
from coding_course.codesets.model import Code, System
from coding_course.codesets.store import Store

if TYPE_CHECKING:
    from coding_course.codesets.holdings import Holding

_FIELDS = "id, level, title, nonessential, codes, manifestation, see, see_also, used, cells, parent, below"
_SHOWN_BELOW = 12


class ProceduresInUse(Protocol):
    """What the index asks of the procedures to which it leads."""

    def lookup(self, text: str) -> Code | None:
        """Return a code, or the header of its beginning."""
        ...

    def codes(self, prefix: str = "") -> tuple[str, ...]:
        """Return the codes with a beginning."""
        ...

    def period(self, code: str) -> tuple[str, str] | None:
        """Return first and last day of a code."""
        ...


class CodesInUse(Protocol):
    """What the index asks of the edition whose codes it leads to."""

    @property
    def pcs(self) -> ProceduresInUse:
        """Return the procedures."""
        ...

    def lookup(self, text: str, system: System | None = None) -> Code | None:
        """Return a code or header."""
        ...

    def billable_below(self, code: str) -> tuple[Code, ...]:
        """Return the codes that complete a header."""
        ...

    def period(self, code: str) -> tuple[str, str] | None:
        """Return first and last day of a code."""
        ...


class IndexBook:
    """The index of one edition and its tables.

    Get it from :attr:`coding_course.codesets.Edition.index`.

    Examples
    --------
    >>> from coding_course.codesets import edition
    >>> index = edition().index
    >>> entry = index.find("acute bronchitis")[0]
    >>> [step.title for step in index.path(entry.id)], entry.codes
    (['Bronchitis', 'acute'], ('J20.9',))
    """

    def __init__(self, holding: Holding, codes: CodesInUse, caches: Iterable[Path] | None = None) -> None:
        self._store = Store(recipe(holding), caches)
        self._codes = codes
        self._finder = Finder(self._store)
        self._entry: Callable[[int], IndexEntry | None] = lru_cache(4096)(self._read_entry)

    @cached_property
    def volumes(self) -> tuple[Volume, ...]:
        """The volumes that are there, in the order of the book."""
        rows = self._store.rows("SELECT id, source, official, columns, main_terms, entries FROM volume ORDER BY number")
        return tuple(
            Volume(id, TITLES[id], source, bool(official), tuple(msgspec.json.decode(columns)), main_terms, entries)
            for id, source, official, columns, main_terms, entries in rows
        )

    @cached_property
    def _by_number(self) -> dict[int, Volume]:
        numbers = {volume: number for number, volume in enumerate(ROLES, 1)}
        return {numbers[v.id]: v for v in self.volumes}

    def volume(self, volume: str) -> Volume:
        """Return one volume.

        Raises
        ------
        LookupError
            When it is not there; the message names those that are.
        """
        for found in self.volumes:
            if found.id == volume:
                return found
        raise LookupError(f"There is no volume {volume!r}. There are: {', '.join(v.id for v in self.volumes)}.")

    @property
    def source(self) -> str:
        """Where the index of diseases comes from, in words for the learner."""
        return self.volumes[0].source if self.volumes else ""

    @property
    def official(self) -> bool:
        """True when the index of diseases is the publisher's own."""
        return bool(self.volumes) and self.volumes[0].official

    # Walking

    def letters(self, volume: str = "diseases") -> tuple[str, ...]:
        """Return the letters under which main terms stand, in the order of the book."""
        low, high = self._bounds(volume)
        sql = "SELECT letter FROM entry WHERE level = 0 AND id BETWEEN ? AND ? GROUP BY letter ORDER BY min(id)"
        return tuple(letter for (letter,) in self._store.rows(sql, (low, high)))

    def main_terms(self, volume: str = "diseases", letter: str = "") -> tuple[IndexEntry, ...]:
        """Return the main terms of a volume, or of one of its letters."""
        low, high = self._bounds(volume)
        condition, values = ("AND letter = ?", (low, high, letter)) if letter else ("", (low, high))
        sql = f"SELECT {_FIELDS} FROM entry WHERE level = 0 AND id BETWEEN ? AND ? {condition} ORDER BY id"
        return self._entries(sql, values)

    def entry(self, id: int) -> IndexEntry | None:
        """Return an entry by its id, or None when there is none."""
        return self._entry(id)

    def below(self, id: int) -> tuple[IndexEntry, ...]:
        """Return the subterms directly under an entry."""
        return self._entries(f"SELECT {_FIELDS} FROM entry WHERE parent = ? ORDER BY id", (id,))

    def path(self, id: int) -> tuple[IndexEntry, ...]:
        """Return the way to an entry: the main term first, the entry itself last; empty when there is none."""
        way: list[IndexEntry] = []
        found = self.entry(id)
        while found is not None:
            way.append(found)
            found = self.entry(found.parent) if found.parent else None
        return tuple(reversed(way))

    def trail(self, id: int) -> str:
        """Return the way to an entry as a coder says it.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> index = edition().index
        >>> index.trail(index.find("bronchitis, acute")[0].id)
        'Bronchitis > acute'
        """
        return " > ".join(step.title for step in self.path(id))

    # Finding and following

    def find(self, words: str, volume: str = "", limit: int = 20) -> tuple[IndexEntry, ...]:
        """Return the entries that words lead to, best first: main terms, then subterms with their main term.

        Parameters
        ----------
        words
            As typed, with commas or spaces, in any order: ``fracture, femur, neck``, ``aspiration pneumonia``.
            Plurals, British spelling and typing errors are understood; the last word may be unfinished.
        volume
            Look in this one alone; in all when empty.
        limit
            At most so many.
        """
        number = self._number(volume) if volume else 0
        return tuple(e for id in self._finder.find(words, number, limit) if (e := self.entry(id)) is not None)

    def leads(self, entry: IndexEntry) -> tuple[Lead, ...]:
        """Return where each reference of an entry leads, also what was not found and why."""
        sql = "SELECT kind, text, entries, codes, volume, how FROM lead WHERE entry = ? ORDER BY place"
        return tuple(
            Lead(kind, text, tuple(map(int, ids.split())), tuple(codes.split()), volume, how)
            for kind, text, ids, codes, volume, how in self._store.rows(sql, (entry.id,))
        )

    def follow(self, entry: IndexEntry) -> tuple[IndexEntry, ...]:
        """Return the entries to which *see* and *see also* of an entry lead.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> index = edition().index
        >>> index.trail(index.follow(index.find("heart attack")[0])[0].id).split(" > ")[0]
        'Infarct, infarction'
        """
        ids = dict.fromkeys(id for lead in self.leads(entry) for id in lead.entries)
        return tuple(e for id in ids if (e := self.entry(id)) is not None)

    # Codes

    def states(self, entry: IndexEntry) -> tuple[CodeState, ...]:
        """Return what each code of an entry is in the edition in use: those of its cells too."""
        printed = [*entry.codes, *([entry.manifestation] if entry.manifestation else []), *entry.cells.values()]
        return tuple(self.state(code, entry.volume) for code in dict.fromkeys(printed))

    def state(self, printed: str, volume: str = "") -> CodeState:
        """Return what a code as the index prints it is in the edition in use.

        Parameters
        ----------
        printed
            With or without the dash of a code that must be completed: ``M80.0-``.
        volume
            Where it stands; the beginning of a procedure's code, ``B30``, may look like a diagnosis.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> state = edition("FY2026").index.state("M25.56-")
        >>> state.state, [code.code for code in state.below]
        ('incomplete', ['M25.561', 'M25.562', 'M25.569'])
        """
        code = printed.rstrip("-").rstrip(".")
        found = self._codes.lookup(code, System.CM) if volume != "procedures" else None
        if found is None and "." not in code:
            found = self._codes.pcs.lookup(code)
        if found is not None and found.billable:
            return CodeState(printed, found, "valid", f"{found.code} is valid.")
        if found is not None:
            below = self._completing(found)
            shown = ", ".join(c.code for c in below[:3]) + (", ..." if len(below) > 3 else "")
            book = "tables complete" if found.system is System.PCS else "tabular list completes"
            message = f"{found.code} is not complete: the {book} it ({shown})."
            return CodeState(printed, found, "incomplete", message, below)
        period = self._codes.pcs.period(code) if volume == "procedures" else self._codes.period(code)
        if period is not None and period[1]:
            return CodeState(printed, None, "ended", f"{code} ended on {period[1]}.")
        above = self._nearest(code, volume)
        if above is None:
            return CodeState(printed, None, "unknown", f"{code} is no code of the edition in use.")
        message = f"{code} is no code of the edition in use; look under {above.code}."
        return CodeState(printed, None, "unknown", message, self._completing(above))

    def _nearest(self, code: str, volume: str) -> Code | None:
        """Return the header under which a code stood that the edition in use does not have."""
        for length in range(len(code) - 1, 2, -1):
            shorter = code[:length].rstrip(".")
            found = (
                self._codes.pcs.lookup(shorter) if volume == "procedures" else self._codes.lookup(shorter, System.CM)
            )
            if found is not None:
                return found
        return None

    def _completing(self, header: Code) -> tuple[Code, ...]:
        if header.system is System.CM:
            return self._codes.billable_below(header.code)[:_SHOWN_BELOW]
        codes = self._codes.pcs.codes(header.code)[:_SHOWN_BELOW]
        return tuple(c for c in map(self._codes.pcs.lookup, codes) if c is not None)

    def close(self) -> None:
        """Let go of the store's file."""
        self._store.close()

    # Reading

    def _number(self, volume: str) -> int:
        self.volume(volume)
        return tuple(ROLES).index(volume) + 1

    def _bounds(self, volume: str) -> tuple[int, int]:
        number = self._number(volume)
        return number * APART, (number + 1) * APART - 1

    def _entries(self, sql: str, values: tuple[Any, ...]) -> tuple[IndexEntry, ...]:
        return tuple(self._made(row) for row in self._store.rows(sql, values))

    def _read_entry(self, id: int) -> IndexEntry | None:
        found = self._entries(f"SELECT {_FIELDS} FROM entry WHERE id = ?", (id,))
        return found[0] if found else None

    def _made(self, row: tuple[Any, ...]) -> IndexEntry:
        id, level, title, nonessential, codes, manifestation, see, see_also, used, cells, parent, below = row
        volume = self._by_number[id // APART]
        columns = dict(zip(volume.columns, cells.split("\t"), strict=False)) if cells else {}
        return IndexEntry(
            id,
            volume.id,
            title,
            nonessential or "",
            tuple(codes.split("\t")) if codes else (),
            manifestation or "",
            see or "",
            see_also or "",
            used or "",
            MappingProxyType({column: code for column, code in columns.items() if code}),
            parent,
            bool(below),
            level,
        )
