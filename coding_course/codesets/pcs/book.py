"""The book of ICD-10-PCS in one edition: look-up, tables, and building a code character by character."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from coding_course.codesets.forms import compact
from coding_course.codesets.model import Code, System
from coding_course.codesets.pcs.build_pcs import recipe
from coding_course.codesets.pcs.definitions import Definitions
from coding_course.codesets.pcs.model import PLACES, Axis, AxisValue, Intent, PcsRow, PcsTable, RootOperation
from coding_course.codesets.pcs.tables import TableEntry
from coding_course.codesets.store import Store

if TYPE_CHECKING:
    from coding_course.codesets.holdings import Holding

KINDS = {1: "section", 2: "body system", 3: "table"}


class PcsBook:
    """ICD-10-PCS of one edition. Get it from :attr:`coding_course.codesets.Edition.pcs`.

    Examples
    --------
    >>> from coding_course.codesets import edition
    >>> edition("FY2026").pcs.lookup("0ft4-4zz").title
    'Resection of Gallbladder, Percutaneous Endoscopic Approach'
    """

    def __init__(self, holding: Holding, caches: Iterable[Path] | None = None) -> None:
        self.holding = holding
        self._store = Store(recipe(holding), caches)
        self._entry = lru_cache(256)(self._read_entry)
        self._section_axes = lru_cache(32)(self._read_section_axes)

    def __repr__(self) -> str:
        return f"PcsBook({self.holding.edition!r})"

    # Look-up

    def lookup(self, text: str) -> Code | None:
        """Return the valid code that a text names, or the header of one to six characters, or None.

        Parameters
        ----------
        text
            In any written form: ``0FT44ZZ``, ``0ft4 4zz``, ``0FT``.

        Returns
        -------
        Code or None
            With ``billable`` True and its official title for a valid code. A header's ``kind`` is ``section``,
            ``body system``, ``table`` or ``prefix``; its title is what its characters say.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> pcs = edition("FY2026").pcs
        >>> pcs.lookup("0FT").title, pcs.lookup("0FT").billable, pcs.lookup("0FT45ZZ")
        ('Hepatobiliary System and Pancreas, Resection', False, None)
        """
        code = compact(text)
        if len(code) == PLACES:
            return self._code(code)
        return self._header(code) if code else None

    def _code(self, code: str) -> Code | None:
        rows = self._store.rows(
            "SELECT title, ifnull(first, ''), ifnull(last, '') FROM code LEFT JOIN fact USING (code) WHERE code = ?",
            (code,),
        )
        if not rows:
            return None
        title, first, last = rows[0]
        return Code(System.PCS, code, title, billable=True, parent=code[:3], valid_from=first, valid_to=last)

    def _header(self, prefix: str) -> Code | None:
        said = self.axes(prefix)
        if not said:
            return None
        labels = [value.label for value in (said if len(said) < 3 else said[1:])]
        return Code(
            System.PCS,
            prefix,
            labels[-1] if len(said) < 3 else ", ".join(labels),
            billable=False,
            kind=KINDS.get(len(prefix), "prefix"),
            parent=prefix[:-1] if len(prefix) <= 3 else prefix[:3],
        )

    def codes(self, prefix: str = "") -> tuple[str, ...]:
        """Return every valid code that begins with some characters, in order.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> edition("FY2026").pcs.codes("0FT0")
        ('0FT00ZZ', '0FT04ZG', '0FT04ZZ')
        """
        start = compact(prefix)
        rows = self._store.rows(
            "SELECT code FROM code WHERE code >= ? AND code < ? ORDER BY code", (start, start + "\U0010ffff")
        )
        return tuple(code for (code,) in rows)

    def titles(self, prefix: str = "") -> tuple[tuple[str, str], ...]:
        """Return every valid code that begins with some characters, with its title, in order."""
        start = compact(prefix)
        rows = self._store.rows(
            "SELECT code, title FROM code WHERE code >= ? AND code < ? ORDER BY code", (start, start + "\U0010ffff")
        )
        return tuple((code, title) for code, title in rows)

    def count(self) -> int:
        """Return how many valid codes the book holds."""
        return int(self._store.rows("SELECT count(*) FROM code")[0][0])

    # Facts

    def period(self, code: str) -> tuple[str, str] | None:
        """Return first and last day of a code, also of one without a title here; None for what is no code.

        Returns
        -------
        tuple of str or None
            ISO dates, empty where open. Codes that ended since FY2023 and codes that begin with FY2027 are known.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> edition("FY2026").pcs.period("02HM3JZ"), edition("FY2026").pcs.period("0FT")
        (('2026-04-01', ''), None)
        """
        number = compact(code)
        if len(number) != PLACES:
            return None
        if rows := self._store.rows("SELECT first, last FROM fact WHERE code = ?", (number,)):
            return rows[0][0], rows[0][1]
        return ("", "") if self._store.rows("SELECT 1 FROM code WHERE code = ?", (number,)) else None

    def flags(self, code: str) -> frozenset[str]:
        """Return what the Medicare Code Editor says of a procedure.

        Returns
        -------
        frozenset of str
            Among ``noncovered``, ``noncovered-sterilization`` (with principal diagnosis Z30.2),
            ``noncovered-conditional`` (by diagnosis, other procedure or age), ``limited-coverage``, ``delivery``.
        """
        rows = self._store.rows("SELECT flags FROM fact WHERE code = ?", (compact(code),))
        return frozenset(rows[0][0].split()) if rows else frozenset()

    # Tables

    def _read_entry(self, prefix: str) -> TableEntry | None:
        rows = self._store.rows("SELECT entry FROM pcs_table WHERE prefix = ?", (prefix,))
        return msgspec.json.decode(rows[0][0], type=TableEntry) if rows else None

    @cached_property
    def _sections(self) -> dict[str, dict[str, str]]:
        """Character and label below each beginning of no to two characters."""
        found: dict[str, dict[str, str]] = {}
        for code, title in self._store.rows("SELECT code, title FROM header ORDER BY code"):
            found.setdefault(code[:-1], {})[code[-1]] = title
        return found

    def _axis_titles(self, prefix: str) -> tuple[str, ...]:
        """Return what the places stand for under a beginning, as far as that is decided."""
        if len(prefix) >= 3 and (entry := self._entry(prefix[:3])) is not None:
            return tuple(entry.axes)
        return self._section_axes(prefix[:1]) if prefix else ("Section",)

    def _read_section_axes(self, section: str) -> tuple[str, ...]:
        below = self._sections.get(section, {})
        for system in below:
            for operation in self._sections.get(section + system, {}):
                if (entry := self._entry(section + system + operation)) is not None:
                    return tuple(entry.axes)
        return ("Section",)

    def _value(self, place: int, character: str, label: str, axis: str, prefix: str) -> AxisValue:
        definition = self._definitions.of(place, character, label, axis, prefix)
        return AxisValue(place, character, label, definition, axis)

    def choices(self, prefix: str) -> Axis | None:
        """Return the values that may stand next after the first characters of a code.

        Parameters
        ----------
        prefix
            No to six characters, in any written form.

        Returns
        -------
        Axis or None
            None when nothing can follow: the code is complete, or no code begins so.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> axis = edition("FY2026").pcs.choices("0FT4")
        >>> axis.title, [(v.character, v.label) for v in axis.values]
        ('Approach', [('0', 'Open'), ('4', 'Percutaneous Endoscopic')])
        """
        said = compact(prefix)
        place = len(said) + 1
        if place > PLACES:
            return None
        if place <= 3:
            labels = self._sections.get(said, {})
            if not labels:
                return None
            axis = self._axis_titles(said)[place - 1]
        else:
            entry = self._entry(said[:3])
            if entry is None:
                return None
            labels = {}
            for row in _matching(entry, said):
                for character, label in row[place - 4].items():
                    labels[character] = _either(labels.get(character), label)
            if not labels:
                return None
            axis = entry.axes[place - 1]
        values = tuple(self._value(place, c, labels[c], axis, said) for c in sorted(labels))
        return Axis(place, axis, values, self._definitions.axis(axis))

    def axes(self, code: str) -> tuple[AxisValue, ...]:
        """Return what each character of a code or of its beginning says; empty when no code begins so.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> [v.label for v in edition("FY2026").pcs.axes("0FT44ZZ")][2:]
        ['Resection', 'Gallbladder', 'Percutaneous Endoscopic', 'No Device', 'No Qualifier']
        """
        said = compact(code)
        if not 0 < len(said) <= PLACES:
            return ()
        labels = [self._sections.get(said[:place], {}).get(character) for place, character in enumerate(said[:3])]
        if None in labels:
            return ()  # before the axes are named: where no table begins so, they have no names
        names = self._axis_titles(said)
        found: list[AxisValue] = []
        for place, (character, label) in enumerate(zip(said[:3], labels, strict=True), 1):
            found.append(self._value(place, character, label or "", names[place - 1], said[: place - 1]))
        if len(said) > 3:
            entry = self._entry(said[:3])
            rows = _matching(entry, said) if entry is not None else []
            if entry is None or not rows:
                return ()
            for place, character in enumerate(said[3:], 4):
                label = ""
                for row in rows:
                    label = _either(label, row[place - 4][character])
                found.append(self._value(place, character, label, entry.axes[place - 1], said[: place - 1]))
        return tuple(found)

    def table(self, prefix: str) -> PcsTable | None:
        """Return the table that the first three characters of a code or prefix lead to, or None.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> table = edition("FY2026").pcs.table("0FT")
        >>> [v.label for v in table.head], len(table.rows)
        (['Medical and Surgical', 'Hepatobiliary System and Pancreas', 'Resection'], 3)
        """
        said = compact(prefix)[:3]
        entry = self._entry(said)
        if entry is None:
            return None
        head = self.axes(said)
        rows = tuple(
            PcsRow(
                tuple(  # type: ignore[arg-type]
                    Axis(
                        place,
                        entry.axes[place - 1],
                        tuple(self._value(place, c, label, entry.axes[place - 1], said) for c, label in column.items()),
                    )
                    for place, column in enumerate(row, 4)
                )
            )
            for row in entry.rows
        )
        return PcsTable(said, (head[0], head[1], head[2]), rows)

    # Our own words

    @cached_property
    def _definitions(self) -> Definitions:
        return Definitions.read(self.holding.files)

    def root_operations(self, section: str = "0") -> tuple[RootOperation, ...]:
        """Return the root operations (types, modalities) of a section, in our own words.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> len(edition("FY2026").pcs.root_operations())
        31
        """
        return self._definitions.operations(section)

    def body_systems(self, operation: str, section: str = "0") -> tuple[AxisValue, ...]:
        """Return the body systems that have a table for a root operation: the step after it on the guided path.

        Parameters
        ----------
        operation
            The third character.
        section
            The first character.

        Examples
        --------
        >>> from coding_course.codesets import edition
        >>> [value.label for value in edition("FY2026").pcs.body_systems("K")]
        ['Central Nervous System and Cranial Nerves', 'Heart and Great Vessels']
        """
        systems = self.choices(section)
        if systems is None:
            return ()
        return tuple(v for v in systems.values if operation in self._sections.get(section + v.character, {}))

    def guided(self) -> tuple[Intent, ...]:
        """Return the guided path: from what a procedure is meant to achieve to its root operation."""
        return self._definitions.intents

    def close(self) -> None:
        """Let go of the store's file."""
        self._store.close()


def _matching(entry: TableEntry, said: str) -> list[list[dict[str, str]]]:
    """Return the rows of a table that allow what was said from the fourth character on."""
    return [row for row in entry.rows if all(c in row[place] for place, c in enumerate(said[3:]))]


def _either(one: str | None, other: str) -> str:
    """Return one label for a character that means different things until the rest of the code is known."""
    if not one or one == other:
        return other
    return one if other in one.split(" or ") else f"{one} or {other}"
