"""The tabular list of an edition: look-up, hierarchy, instructional notes and 7th characters of ICD-10-CM."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

from coding_course.codesets.expand import extended_title, with_seventh
from coding_course.codesets.forms import compact, dotted, section_range
from coding_course.codesets.model import Code, Note, NoteKind, System

if TYPE_CHECKING:
    from coding_course.codesets.store import Store

_NO_SEVENTH: Mapping[str, str] = MappingProxyType({})


class Row(msgspec.Struct, frozen=True):
    """One row of the store's ``entry`` table."""

    id: int
    code: str
    title: str
    kind: str
    parent: int
    seventh: int | None


class Tabular:
    """The tabular list; reads what it is asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        # Caches live on the object: two editions never share one.
        self.row = lru_cache(4096)(self._read_row)
        self.row_by_id = lru_cache(4096)(self._read_row_by_id)
        self._characters = lru_cache(None)(self._read_characters)
        self.fact = lru_cache(4096)(self._read_fact)
        self.lookup = lru_cache(8192)(self._lookup)
        self._notes_of = lru_cache(4096)(self._read_notes)

    def _lookup(self, text: str) -> Code | None:
        """Return the code, header, section or chapter that a text names, or None."""
        if between := section_range(text):
            row = self.row(between)
            return self.code_of(row) if row else None
        row, character = self.resolve(text)
        return self.code_of(row, character) if row else None

    def resolve(self, text: str) -> tuple[Row | None, str]:
        """Find the row of an ICD-10-CM code: its own, or its leaf's and the 7th character."""
        body = compact(text)
        if (row := self.row(dotted(body))) is not None:
            return row, ""
        if len(body) == 7 and body[0].isalpha():
            stem = body[:6]
            while len(stem) >= 3:
                row = self.row(dotted(stem))
                if row is not None:
                    known = row.seventh is not None and body[6] in self._seventh(row)
                    return (row, body[6]) if known else (None, "")
                if not stem.endswith("X"):
                    break
                stem = stem[:-1]
        return None, ""

    def _read_row(self, code: str) -> Row | None:
        rows = self._store.rows("SELECT id, code, title, kind, parent, seventh FROM entry WHERE code = ?", (code,))
        return Row(*rows[0]) if rows else None

    def _read_row_by_id(self, number: int) -> Row:
        rows = self._store.rows("SELECT id, code, title, kind, parent, seventh FROM entry WHERE id = ?", (number,))
        return Row(*rows[0])

    def _seventh(self, row: Row) -> Mapping[str, str]:
        return self._characters(row.seventh) if row.seventh else _NO_SEVENTH

    def _read_characters(self, number: int) -> Mapping[str, str]:
        rows = self._store.rows("SELECT characters FROM seventh WHERE id = ?", (number,))
        return MappingProxyType(msgspec.json.decode(rows[0][0], type=dict[str, str]))

    def code_of(self, row: Row, character: str = "") -> Code:
        """Return the code or header that a row holds, or the code that a 7th character makes of it."""
        if character:
            code = with_seventh(row.code, character)
            title = extended_title(row.title, self._seventh(row)[character])
            kind, parent = "code", row.code
        else:
            code, title, kind = row.code, row.title, row.kind
            parent = self.row_by_id(row.parent).code if row.parent else ""
        first, last, _ = self.fact(code)
        return Code(System.CM, code, title, kind == "code", kind, parent, first, last)

    def codes_of(self, numbers: list[int]) -> dict[int, Code]:
        """Return the codes and headers of many rows at once."""
        marks = ",".join("?" * len(numbers))
        sql = (
            "SELECT e.id, e.code, e.title, e.kind, p.code, f.first, f.last FROM entry e "
            "LEFT JOIN entry p ON p.id = e.parent LEFT JOIN fact f ON f.code = e.code "
            f"WHERE e.id IN ({marks})"
        )
        return {
            number: Code(System.CM, code, title, kind == "code", kind, parent or "", first or "", last or "")
            for number, code, title, kind, parent, first, last in self._store.rows(sql, numbers)
        }

    def chapters(self) -> tuple[Code, ...]:
        """Return the chapters in order."""
        return self._below(0)

    def _below(self, number: int) -> tuple[Code, ...]:
        sql = "SELECT id, code, title, kind, parent, seventh FROM entry WHERE parent = ? ORDER BY id"
        return tuple(self.code_of(Row(*row)) for row in self._store.rows(sql, (number,)))

    def children(self, code: str) -> tuple[Code, ...]:
        """Return what stands directly below: sections of a chapter, categories of a section, codes of a header.

        The codes of a leaf with 7th characters are its children.
        """
        row = self._any_row(code)
        if row is None:
            return ()
        if row.seventh:
            return tuple(self.code_of(row, character) for character in self._seventh(row))
        return self._below(row.id)

    def beginning_with(self, code: str, limit: int) -> tuple[Code, ...]:
        """Return the entries whose code begins with some characters and goes on, in order."""
        start = dotted(compact(code))
        sql = (
            "SELECT id, code, title, kind, parent, seventh FROM entry WHERE code > ? AND code < ? "
            "AND kind NOT IN ('chapter', 'section') ORDER BY code LIMIT ?"
        )
        return tuple(self.code_of(Row(*row)) for row in self._store.rows(sql, (start, start + "~", limit)))

    def _any_row(self, code: str) -> Row | None:
        if between := section_range(code):
            return self.row(between)
        if (row := self.row(code.strip())) is not None:
            return row
        row, character = self.resolve(code)
        return None if character else row

    def ancestors(self, code: str) -> tuple[Code, ...]:
        """Return the headers, sections and chapter above, parent first, chapter last."""
        return tuple(self.code_of(row) for row in self._rows_above(code))

    def _rows_above(self, code: str) -> list[Row]:
        found = self.lookup(code)
        if found is None or not found.parent:
            return []
        row = self.row(found.parent)
        above = []
        while row is not None:
            above.append(row)
            row = self.row_by_id(row.parent) if row.parent else None
        return above

    def siblings(self, code: str) -> tuple[Code, ...]:
        """Return the other entries under the same parent."""
        found = self.lookup(code)
        if found is None:
            return ()
        around = self.children(found.parent) if found.parent else self.chapters()
        return tuple(c for c in around if c.code != found.code)

    def billable_below(self, code: str) -> tuple[Code, ...]:
        """Return every billable code below a header, in order: what would make it billable."""
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
        found = self.lookup(code)
        if found is None:
            return ()
        own = self.row(found.code)
        rows = [own] if own else []
        if inherited:
            rows += self._rows_above(found.code)
        return tuple(note for row in rows for note in self._notes_of(row))

    def _read_notes(self, row: Row) -> list[Note]:
        sql = "SELECT kind, text, codes FROM note WHERE entry = ? ORDER BY place"
        return [
            Note(NoteKind(kind), text, row.code, tuple(codes.split("\t")) if codes else ())
            for kind, text, codes in self._store.rows(sql, (row.id,))
        ]

    def seventh_characters(self, code: str) -> Mapping[str, str]:
        """Return the 7th characters of the leaf that a code is or belongs to; empty where none apply.

        For a header with several leaves it is what all leaves below share, if they share it.
        """
        row, _ = self.resolve(code)
        if row is None:
            return _NO_SEVENTH
        if row.seventh:
            return self._seventh(row)
        if row.kind == "code":
            return _NO_SEVENTH
        shared = {tuple(self.seventh_characters(c.code).items()) for c in self._below(row.id)}
        return MappingProxyType(dict(shared.pop())) if len(shared) == 1 else _NO_SEVENTH

    def _read_fact(self, code: str) -> tuple[str, str, frozenset[str]]:
        """Return first day, last day and flags of a code, written as it is held."""
        rows = self._store.rows("SELECT first, last, flags FROM fact WHERE code = ?", (code,))
        return (rows[0][0], rows[0][1], frozenset(rows[0][2].split())) if rows else ("", "", frozenset())

    def has_fact(self, code: str) -> bool:
        """Say whether dates or flags are held for a code; also for codes of other years."""
        return bool(self._store.rows("SELECT 1 FROM fact WHERE code = ?", (code,)))
