"""The book view: the Alphabetic Index on one side, the Tabular List on the other, as a coder uses the books."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from coding_course.codesets.model import System
from coding_course.codesets.searching.words import terms
from coding_course.grading.trail import StepKind
from coding_course.ui.encoder.desk import Desk, number_of, text_of
from coding_course.ui.encoder.entries import entry_view, find_entry, note_key

if TYPE_CHECKING:
    from coding_course.codesets import Code
    from coding_course.codesets.book import IndexBook, IndexEntry, Lead

FIRST_VOLUME = "diseases"
_MOST_FOUND = 25
_MOST_TERMS = 60
"""Main terms of a letter, and subterms of a term, that are listed at once; the rest on request."""


class BookAt(msgspec.Struct, frozen=True):
    """What the book view shows."""

    volume: str = FIRST_VOLUME
    query: str = ""
    """Words that were looked for in the Index."""
    letter: str = ""
    term: int = 0
    """The index entry that was opened."""
    code: str = ""
    """The entry of the Tabular List beside it."""


class BookPane:
    """Index and Tabular List."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._indexed = False
        self._unfolded: set[int] = set()
        self._folded: set[int] = set()
        self._whole: set[int] = set()

    @property
    def index(self) -> IndexBook:
        """The Index; the first use may build its store, so opening the pane does not ask for it."""
        self._indexed = True
        return self.desk.edition.index

    def receive(self, act: str, message: dict[str, Any], at: BookAt) -> BookAt | None:
        """Act on a message.

        Parameters
        ----------
        act
            ``find`` (``query``, ``volume``), ``letter``, ``term`` (``id``), ``fold`` (``id``), ``whole`` (``id``),
            ``see`` (``id``), ``open`` (``code``, perhaps ``term``), ``note`` (``key``, ``open``), ``notes``.
        message
            As sent.
        at
            What is shown.

        Returns
        -------
        BookAt or None
            What to show now, or None when the place stays the same.
        """
        if act == "find":
            return self._find(text_of(message, "query"), self._volume(text_of(message, "volume") or at.volume), at)
        if act == "letter":
            letter = text_of(message, "letter", 2)
            return msgspec.structs.replace(at, query="", letter=letter, term=0)
        if act == "term":
            return self._term(number_of(message, "id"), StepKind.INDEX, at)
        if act == "see":
            return self._term(number_of(message, "id"), StepKind.SEE, at)
        if act == "open":
            return self._open(text_of(message, "code"), number_of(message, "term"), at)
        if act == "fold":
            self._fold(number_of(message, "id"))
        elif act == "whole":
            self._whole ^= {number_of(message, "id")}
        elif act == "note":
            self._note(text_of(message, "key"), bool(message.get("open")), at)
        elif act == "notes":
            self._all_notes(at)
        return None

    def view(self, at: BookAt) -> dict[str, Any]:
        """Return what is shown, as plain values."""
        code = find_entry(self.desk.edition, at.code) if at.code else None
        shown: dict[str, Any] = {
            "volume": at.volume,
            "query": at.query,
            "letter": at.letter,
            "volumes": [],
            "columns": [],
            "source": "",
            "letters": [],
            "found": None,
            "elsewhere": [],
            "terms": None,
            "more": 0,
            "trail": [],
            "term": None,
            "entry": None,
        }
        if self._indexed or at.query or at.letter or at.term:
            shown |= self._index_view(at)
        if code is not None:
            shown["entry"] = entry_view(self.desk.edition, code, self.desk.opened) | {
                "mark": self.desk.mark_of(code.code)
            }
        elif not at.code:
            shown["chapters"] = [[each.code, each.title] for each in self.desk.edition.chapters()]
        return shown

    def opened(self, code: Code) -> None:
        """Note that an entry of the Tabular List is being opened: recorded, and its own notes open as in the book."""
        self.desk.recorder.add(StepKind.TABULAR, code.code)
        self.show_notes(code)

    def show_notes(self, code: Code) -> None:
        """Open an entry's own notes, as the book prints them; in an exercise the learner opens them."""
        if not self.desk.hunting:
            own = self.desk.edition.notes(code.code, inherited=False)
            self.desk.opened |= {note_key(note.source, note.kind.value) for note in own}

    # The index

    def _find(self, query: str, volume: str, at: BookAt) -> BookAt | None:
        if not query:
            # Nothing to look for but something to browse: the index opens at its letters, a table at its only one.
            letters = self.index.letters(volume)
            only = letters[0] if len(letters) == 1 else ""
            return msgspec.structs.replace(at, volume=volume, query="", letter=only, term=0)
        code = find_entry(self.desk.edition, query) if any(each.isdigit() for each in query) else None
        if code is not None and len(query.split()) == 1:
            return self._open(code.code, 0, at)
        self.desk.recorder.add(StepKind.SEARCH, query)
        number = len(self.index.find(query, volume, _MOST_FOUND))
        found = f"{number} index {'entry' if number == 1 else 'entries'} for {query}."
        self.desk.tell(found if number else f"The Index has nothing for {query}.")
        return msgspec.structs.replace(at, volume=volume, query=query, letter="", term=0)

    def _term(self, id: int, kind: StepKind, at: BookAt) -> BookAt | None:
        way = self.index.path(id)
        if not way:
            self.desk.say("That entry is not in the Index any more. Look for it again.")
            return None
        self.desk.recorder.add(kind, " > ".join(each.title for each in way))
        self._unfolded |= {each.id for each in way}
        self._folded -= {each.id for each in way}
        return msgspec.structs.replace(at, volume=way[-1].volume, term=id)

    def _fold(self, id: int) -> None:
        if id in self._unfolded:
            self._unfolded.discard(id)
            return
        self._unfolded.add(id)
        way = self.index.path(id)
        if way:
            self.desk.recorder.add(StepKind.INDEX, " > ".join(each.title for each in way))

    def _volume(self, wanted: str) -> str:
        there = [volume.id for volume in self.index.volumes]
        return wanted if wanted in there else (there[0] if there else FIRST_VOLUME)

    def _index_view(self, at: BookAt) -> dict[str, Any]:
        index = self.index
        volumes = index.volumes
        held = next((each for each in volumes if each.id == at.volume), volumes[0] if volumes else None)
        if held is None:
            return {}
        shown: dict[str, Any] = {
            "volumes": [[each.id, each.title] for each in volumes],
            "columns": list(held.columns),
            "source": held.source,
            "letters": list(index.letters(held.id)),
        }
        if at.query and not at.term:
            shown["found"] = [self._found(each) for each in index.find(at.query, held.id, _MOST_FOUND)]
            shown["elsewhere"] = [
                [each.id, each.title] for each in volumes if each.id != held.id and self._says_all(at.query, each.id)
            ]
        elif at.letter and not at.term:
            terms = index.main_terms(held.id, at.letter)
            kept = terms if 0 in self._whole else terms[:_MOST_TERMS]
            shown["terms"] = [self._found(each) for each in kept]
            shown["more"] = len(terms) - len(kept)
        way = index.path(at.term) if at.term else ()
        if way:
            shown["trail"] = [[each.id, each.title] for each in way]
            shown["term"] = self._tree(way[0], at.term, frozenset(each.id for each in way))
        return shown

    def _says_all(self, query: str, volume: str) -> bool:
        """Say whether another volume has an entry that says every word that was looked for."""
        best = next(iter(self.index.find(query, volume, 1)), None)
        if best is None:
            return False
        said = terms(" ".join(f"{each.title} {each.nonessential}" for each in self.index.path(best.id)))
        return all(any(one.startswith(word) for one in said) for word in terms(query))

    def _found(self, entry: IndexEntry) -> dict[str, Any]:
        way = [each.title for each in self.index.path(entry.id)]
        return {
            "id": entry.id,
            "path": way,
            "nonessential": entry.nonessential,
            "codes": list(entry.codes[:1]),
            "see": entry.see,
        }

    def _tree(self, entry: IndexEntry, current: int, way: frozenset[int]) -> dict[str, Any]:
        """Return an entry with its references, codes and, where unfolded, its subterms."""
        index = self.index
        unfolded = entry.has_below and entry.id in self._unfolded
        below = index.below(entry.id) if unfolded else ()
        kept = below if entry.id in self._whole else _around(below, way)
        return {
            "id": entry.id,
            "title": entry.title,
            "nonessential": entry.nonessential,
            "codes": [self._printed(code, entry.volume) for code in entry.codes],
            "manifestation": self._printed(entry.manifestation, entry.volume) if entry.manifestation else None,
            "cells": [[column, _short(self._printed(code, entry.volume))] for column, code in entry.cells.items()],
            "leads": [self._lead(lead, entry.volume) for lead in index.leads(entry)]
            if entry.see or entry.see_also or entry.use
            else [],
            "folds": entry.has_below,
            "open": unfolded,
            "current": entry.id == current,
            "below": [self._tree(each, current, way) for each in kept],
            "more": len(below) - len(kept),
        }

    def _printed(self, printed: str, volume: str) -> dict[str, Any]:
        state = self.index.state(printed, volume)
        code = state.code
        procedure = volume == "procedures" or (code is not None and code.system is System.PCS)
        return {
            "printed": printed,
            "code": code.code if code is not None else printed.rstrip("-."),
            "system": (System.PCS if procedure else System.CM).value,
            "title": code.title if code is not None else "",
            "state": state.state,
            "message": state.message,
        }

    def _lead(self, lead: Lead, volume: str) -> dict[str, Any]:
        targets = [(id, self.index.trail(id)) for id in lead.entries[:12]]
        return {
            "kind": lead.kind,
            "text": lead.text,
            "targets": [[id, trail] for id, trail in targets],
            "codes": list(lead.codes),
            "system": (System.PCS if volume == "procedures" else System.CM).value,
            "volume": lead.volume,
            "how": "" if lead.found else lead.how,
        }

    # The Tabular List

    def _open(self, text: str, term: int, at: BookAt) -> BookAt | None:
        if not text:
            return msgspec.structs.replace(at, code="")
        code = find_entry(self.desk.edition, text)
        if code is None:
            self.desk.say(f"{text} is not an entry of the Tabular List of {self.desk.edition.name}.")
            return None
        if term and (way := self.index.path(term)):
            self.desk.recorder.add(StepKind.INDEX, " > ".join(each.title for each in way))
        self.opened(code)
        return msgspec.structs.replace(at, code=code.code)

    def _note(self, key: str, open: bool, at: BookAt) -> None:
        if open and key in self._keys(at):
            self.desk.read_note(key)
        else:
            self.desk.opened.discard(key)

    def _all_notes(self, at: BookAt) -> None:
        for key in self._keys(at):
            if key not in self.desk.opened:
                self.desk.read_note(key)

    def _keys(self, at: BookAt) -> Iterable[str]:
        notes = self.desk.edition.notes(at.code) if at.code else ()
        return dict.fromkeys(note_key(note.source, note.kind.value) for note in notes)


def _around(below: tuple[IndexEntry, ...], way: frozenset[int]) -> tuple[IndexEntry, ...]:
    """Return the first subterms, and the one on the way to the entry that is open, wherever it stands."""
    return (*below[:_MOST_TERMS], *(each for each in below[_MOST_TERMS:] if each.id in way))


def _short(printed: dict[str, Any]) -> dict[str, Any]:
    """Return a cell of a table: hundreds are shown at once, so what is plainly valid travels without its title."""
    return {**printed, "title": "", "message": ""} if printed["state"] in ("valid", "incomplete") else printed


def _refers(entry: IndexEntry) -> bool:
    return bool(entry.see or entry.see_also or entry.use)
