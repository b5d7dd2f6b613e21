"""The code browser: search, hierarchy, notes with their source, 7th characters, and what is billable."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from coding_course.codesets.model import Code, Note, System
from coding_course.ui import words
from coding_course.ui.suggest import answer, suggest

if TYPE_CHECKING:
    from coding_course.codesets import Edition

_CODE = re.compile(
    r"[A-Z](?:[0-9][0-9A-Z]|A[0-9])(?:\.[0-9A-Z]*)?-?(?:[A-Z](?:[0-9][0-9A-Z]|A[0-9])(?:\.[0-9A-Z]*)?-?)?"
)
_NAMED_BY_KIND = {"chapter", "section"}
_MOST_HITS = 20
_MOST_BELOW = 40
_MOST_STEPS = 200


class BrowserModel:
    """What the browser shows, and the way back.

    Parameters
    ----------
    edition
        Where to look.
    start
        A code, header, section or chapter to open first; the chapters when it is empty or unknown.
    """

    def __init__(self, edition: Edition, start: str = "") -> None:
        self.edition = edition
        self.message = ""
        self._steps: list[tuple[str, str]] = [("open", "")]
        self._at = 0
        if start:
            found = self._find(start)
            if found is None:
                self.message = f"{start} is not in {edition.name}. Search for it, or begin with the chapters."
            else:
                self._steps = [("open", found.code)]

    def receive(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """Act on a message of the front end.

        Parameters
        ----------
        message
            ``type`` is ``open`` (``code``), ``search`` (``query``), ``back``, ``forward``, or what
            :func:`coding_course.ui.suggest.answer` takes.

        Returns
        -------
        dict or None
            A reply for the sender alone.
        """
        if (reply := answer(self.edition, message)) is not None:
            return reply
        kind = message.get("type")
        self.message = ""
        if kind == "open":
            self._open(str(message.get("code", "")))
        elif kind == "search":
            self._go("search", " ".join(str(message.get("query", "")).split())[:200])
        elif kind == "back":
            self._at = max(0, self._at - 1)
        elif kind == "forward":
            self._at = min(len(self._steps) - 1, self._at + 1)
        return None

    def view(self) -> dict[str, Any]:
        """Return all that a front end shows, as plain values."""
        kind, text = self._steps[self._at]
        code = self._find(text) if kind == "open" and text else None
        return {
            "edition": f"{System.CM.value} {self.edition.name}",
            "query": text if kind == "search" else "",
            "searched": text if kind == "search" else "",
            "hits": self._hits(text) if kind == "search" else None,
            "entry": self.entry(code) if code else None,
            "chapters": _short(self.edition.chapters()) if kind == "open" and code is None else None,
            "back": self._at > 0,
            "forward": self._at < len(self._steps) - 1,
            "message": self.message,
        }

    def entry(self, code: Code) -> dict[str, Any]:
        """Return one entry of the tabular list, or one code or header of another system, as plain values."""
        edition = self.edition
        if code.system is System.PCS:
            return _procedure(edition, code)
        below = () if code.billable else edition.billable_below(code.code)
        few = len(below) <= _MOST_BELOW
        children = edition.children(code.code)
        direct = [child.code for child in children] == [one.code for one in below]
        return {
            "code": code.code,
            "label": label(code),
            "title": code.title,
            "billable": code.billable,
            "billing": _billing(code, len(below)),
            "ancestors": _short(reversed(edition.ancestors(code.code))),
            "below": _short(below) if few and below and not direct else [],
            "belowTitle": "What would make it billable",
            "sevenths": [list(pair) for pair in edition.seventh_characters(code.code).items()],
            "notes": _notes(edition.notes(code.code), code.code, edition),
            "children": _short(children),
            "childrenTitle": "What would make it billable" if direct and below else "One level below",
        }

    def _open(self, text: str) -> None:
        if not text:
            self._go("open", "")
            return
        found = self._find(text)
        if found is None:
            self._go("search", text)
            self.message = f"{text} is not an entry of {self.edition.name}; these are the nearest."
        else:
            self._go("open", found.code)

    def _go(self, kind: str, text: str) -> None:
        if kind == "search" and not text:
            return
        if self._steps[self._at] != (kind, text):
            self._steps = [*self._steps[: self._at + 1], (kind, text)][-_MOST_STEPS:]
            self._at = len(self._steps) - 1

    def _find(self, text: str) -> Code | None:
        """Return the entry; for a note's ``T36-T50 with ...`` the range, for a broken range its first category."""
        text = text.split(" with ")[0].strip()
        found = self.edition.lookup(text)
        return found if found or "-" not in text else self.edition.lookup(text.split("-")[0])

    def _hits(self, query: str) -> list[dict[str, Any]]:
        return suggest(self.edition, query, limit=_MOST_HITS)


def _procedure(edition: Edition, code: Code) -> dict[str, Any]:
    """Return a code of ICD-10-PCS, or its beginning with the values that may follow."""
    pcs = edition.pcs
    axis = pcs.choices(code.code)
    begun = words.count(len(pcs.codes(code.code)), "code")
    above = (pcs.lookup(code.code[:length]) for length in range(1, min(4, len(code.code))))
    said = [f"{value.place} {value.axis}: {value.character} {value.label}" for value in pcs.axes(code.code)]
    return {
        "code": code.code,
        "label": code.code,
        "title": code.title,
        "billable": code.billable,
        "billing": _billing(code, 0) if axis is None else f"It is the beginning of {begun}: choose what follows.",
        "ancestors": _short(each for each in above if each),
        "below": [],
        "belowTitle": "",
        "sevenths": [],
        "notes": [
            {
                "label": "What its characters say",
                "lines": [
                    {"text": text, "parts": [[text, ""]], "source": code.code, "from": "", "inherited": False}
                    for text in said
                ],
            }
        ],
        "children": _short(
            found for value in (axis.values if axis else ()) if (found := pcs.lookup(code.code + value.character))
        ),
        "childrenTitle": f"Character {axis.place}: {axis.title}" if axis else "",
    }


def label(code: Code) -> str:
    """Return how an entry is called: chapters and sections by their kind, everything else by its code.

    Examples
    --------
    >>> label(Code(System.CM, "4", "Endocrine", False, "chapter"))
    'Chapter 4'
    """
    return f"{code.kind.capitalize()} {code.code}" if code.kind in _NAMED_BY_KIND else code.code


def _short(codes: Iterable[Code]) -> list[dict[str, Any]]:
    return [{"code": code.code, "label": label(code), "title": code.title, "billable": code.billable} for code in codes]


def _billing(code: Code, below: int) -> str:
    if code.system is System.MODIFIER:
        return "It is a modifier: it stands behind the code of a service."
    if code.billable:
        dates = f" Valid from {code.valid_from}." if code.valid_from else ""
        dates += f" Ends on {code.valid_to}." if code.valid_to else ""
        return f"It can be reported as it stands.{dates}"
    return f"It is a {code.kind}: choose one of the {words.count(below, 'billable code')} below it."


def _notes(notes: Iterable[Note], code: str, edition: Edition) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for note in notes:
        source = edition.lookup(note.source) if note.source != code else None
        groups.setdefault(words.NOTES[note.kind], []).append(
            {
                "text": note.text,
                "parts": linked(note),
                "source": note.source,
                "from": f"{source.kind} {source.code}" if source and source.kind in _NAMED_BY_KIND else note.source,
                "inherited": note.source != code,
            }
        )
    return [{"label": name, "lines": lines} for name, lines in groups.items()]


def linked(note: Note) -> list[list[str]]:
    """Return the text of a note in pieces, each with the entry that it names or an empty string.

    Examples
    --------
    >>> from coding_course.codesets.model import NoteKind
    >>> linked(Note(NoteKind.CODE_ALSO, "any injury (S00.-)", "X", ("S00",)))
    [['any injury (', ''], ['S00.-', 'S00'], [')', '']]
    """
    targets = {code.split(" with ")[0]: code for code in note.codes}
    pieces: list[list[str]] = []
    done = 0
    for found in _CODE.finditer(note.text):
        named = found.group().rstrip("-").rstrip(".")
        if named in targets:
            pieces += [[note.text[done : found.start()], ""], [found.group(), named]]
            done = found.end()
            targets.pop(named, None)
    pieces.append([note.text[done:], ""])
    # What the line names without printing it as a code of its own stands behind it.
    for rest in targets:
        pieces += [[", " if pieces[-1][1] else " → ", ""], [rest, rest]]
    return [piece for piece in pieces if piece[0]]
