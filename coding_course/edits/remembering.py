"""What was worked out of a code in an edition, kept for the next claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable

    from coding_course.codesets import Edition

F = TypeVar("F")


class Remembered(Generic[F]):
    """Facts by code, for each edition as long as it is open.

    Parameters
    ----------
    make
        Works the facts of a code as reported out.
    most
        When so many codes are held of an edition, all are dropped; a batch meets the same ones again and again.
    """

    def __init__(self, make: Callable[[str, Edition], F], most: int) -> None:
        self._make = make
        self._most = most
        self._known: WeakKeyDictionary[Edition, dict[str, F]] = WeakKeyDictionary()

    def of(self, code: str, edition: Edition) -> F:
        """Return the facts of a code."""
        known = self._known.get(edition)
        if known is None:
            known = self._known.setdefault(edition, {})
        facts = known.get(code)
        if facts is None:
            if len(known) >= self._most:
                known.clear()
            facts = known[code] = self._make(code, edition)
        return facts
