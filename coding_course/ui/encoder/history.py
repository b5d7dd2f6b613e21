"""Back and forward through the encoder: the places that were visited, as in a web browser."""

from __future__ import annotations

from typing import Any

import msgspec

MOST_PLACES = 200


class Place(msgspec.Struct, frozen=True):
    """A pane, and what it showed."""

    pane: str
    at: Any = None
    """The pane's own frozen value; None for a pane that always shows the same."""


class History:
    """The places in order, and which of them is shown.

    Examples
    --------
    >>> history = History(Place("book"))
    >>> history.go(Place("code", "E11.9"))
    >>> history.step(-1).pane, history.back, history.forward
    ('book', False, True)
    """

    def __init__(self, first: Place) -> None:
        self._places = [first]
        self._shown = 0

    @property
    def place(self) -> Place:
        """What is shown."""
        return self._places[self._shown]

    @property
    def back(self) -> bool:
        """True when there is a place before this."""
        return self._shown > 0

    @property
    def forward(self) -> bool:
        """True when there is a place after this."""
        return self._shown < len(self._places) - 1

    def go(self, place: Place) -> None:
        """Visit a place; what lay ahead is dropped. The place that is shown already is not visited twice."""
        if place != self.place:
            self._places = [*self._places[: self._shown + 1], place][-MOST_PLACES:]
            self._shown = len(self._places) - 1

    def replace(self, place: Place) -> None:
        """Change what the shown place says, without a step."""
        self._places[self._shown] = place

    def step(self, by: int) -> Place:
        """Go back or forward, as far as there is something."""
        self._shown = min(len(self._places) - 1, max(0, self._shown + by))
        return self.place
