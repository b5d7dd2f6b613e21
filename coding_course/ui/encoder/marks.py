"""Bookmarks and notes of the learner, a code each, kept in the progress file and so in the workspace."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from coding_course.study.events import Event
from coding_course.study.summary import in_time
from coding_course.ui.session import Session

LONGEST_NOTE = 2_000
_BOOKMARK, _NOTE = "bookmark", "note"


class Mark(msgspec.Struct, frozen=True):
    """What a learner keeps about a code."""

    code: str
    title: str
    bookmarked: bool = False
    note: str = ""
    time: str = ""
    """When it was last changed."""

    @property
    def kept(self) -> bool:
        """True while there is something to keep."""
        return self.bookmarked or bool(self.note)


def marks(events: Iterable[Event]) -> dict[str, Mark]:
    """Return what is kept about each code, the last change first.

    Examples
    --------
    >>> events = [Event("1", "1", "bookmark", "I10", {"on": True, "title": "Hypertension"})]
    >>> marks(events)["I10"].title
    'Hypertension'
    """
    found: dict[str, Mark] = {}
    for event in in_time(events):
        if event.kind not in (_BOOKMARK, _NOTE) or not event.item:
            continue
        title = event.facts.get("title")
        mark = found.pop(event.item, Mark(event.item, ""))
        mark = msgspec.structs.replace(mark, title=title if isinstance(title, str) else mark.title, time=event.time)
        if event.kind == _BOOKMARK:
            mark = msgspec.structs.replace(mark, bookmarked=event.facts.get("on") is True)
        else:
            text = event.facts.get("text")
            mark = msgspec.structs.replace(mark, note=text[:LONGEST_NOTE] if isinstance(text, str) else "")
        found[event.item] = mark
    return {code: mark for code, mark in reversed(found.items()) if mark.kept}


class Marks:
    """The bookmarks and notes behind one encoder."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.query = ""

    def of(self, code: str) -> Mark:
        """Return what is kept about a code; an empty mark when nothing is."""
        return self._all().get(code, Mark(code, ""))

    def bookmark(self, code: str, title: str) -> bool:
        """Set or take away the bookmark of a code; return whether it is set now."""
        on = not self.of(code).bookmarked
        self._session.record(_BOOKMARK, code, on=on, title=title)
        return on

    def note(self, code: str, title: str, text: str) -> None:
        """Keep a note about a code; an empty text takes it away."""
        text = text.strip()[:LONGEST_NOTE]
        if text != self.of(code).note:
            self._session.record(_NOTE, code, text=text, title=title)

    def view(self) -> dict[str, Any]:
        """Return the list that fits what is searched for."""
        wanted = self.query.casefold().split()
        kept = self._all().values()
        fitting = [mark for mark in kept if all(word in _said(mark) for word in wanted)]
        return {
            "query": self.query,
            "total": len(kept),
            "marks": [
                {"code": mark.code, "title": mark.title, "bookmarked": mark.bookmarked, "note": mark.note}
                for mark in fitting
            ],
        }

    def _all(self) -> dict[str, Mark]:
        return marks(self._session.progress.events())


def _said(mark: Mark) -> str:
    return f"{mark.code} {mark.code.replace('.', '')} {mark.title} {mark.note}".casefold()
