"""One line of a learner's progress file: what happened, to which item, when.

The file is JSON lines: an object a line, appended and never changed, so that a crash can cost no more than
the line being written. Whatever a program wants to know (attempts, best score, what to review) is computed
from the events; nothing derived is stored.
"""

from __future__ import annotations

import math
import uuid
from datetime import UTC, datetime
from typing import Any

import msgspec


class Event(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing a learner did."""

    id: str
    """Unique to the event, so that importing a file twice adds nothing."""
    time: str
    """ISO date and time in UTC, to the microsecond."""
    kind: str
    """``begin``, ``attempt``, ``draft``, ``retry``, ``goal``, ``placement``, ``bookmark``, ``note``."""
    item: str
    """What it is about: a case, question, find exercise or lesson id; a code for bookmarks and notes."""
    facts: dict[str, Any] = {}
    """What else is known, in plain JSON values: ``answer``, ``points``, ``max``, ``lesson``, ``rows``."""


_DECODER = msgspec.json.Decoder(Event)


def new_event(kind: str, item: str, facts: dict[str, Any], *, time: datetime | None = None, id: str = "") -> Event:
    """Return an event with an id and a time.

    Parameters
    ----------
    kind, item, facts
        As in :class:`Event`.
    time
        When it happened; now, when not given.
    id
        Its id; a fresh random one, when not given.

    Examples
    --------
    >>> new_event("begin", "start/00-start-here", {}, id="x").item
    'start/00-start-here'
    """
    moment = (time or datetime.now(UTC)).astimezone(UTC)
    return Event(id or uuid.uuid4().hex, moment.isoformat(timespec="microseconds"), kind, item, facts)


def encode(event: Event) -> bytes:
    r"""Return the event as one line, line feed included.

    Raises
    ------
    TypeError
        If a fact is not a plain JSON value.

    Examples
    --------
    >>> encode(Event("1", "2026-01-01T00:00:00+00:00", "begin", "a"))[-2:]
    b'}\n'
    """
    return msgspec.json.encode(event) + b"\n"


def decode(line: bytes) -> Event | None:
    """Return the event that a line holds, or None when it holds none.

    Examples
    --------
    >>> decode(b'{"id": "1", "ti') is None
    True
    """
    try:
        event = _DECODER.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError):
        return None
    return event if event.id and event.kind else None


def number(value: object, default: float = 0.0) -> float:
    """Return a fact as a finite float; an imported file may hold anything.

    Examples
    --------
    >>> number(2), number("x"), number(True)
    (2.0, 0.0, 0.0)
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return default
    try:
        return float(value) if math.isfinite(value) else default
    except OverflowError:
        return default
