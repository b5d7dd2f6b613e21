"""What a learner's events add up to: pure functions from events to small values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec

from coding_course.study.events import Event, number


class ItemSummary(msgspec.Struct, frozen=True):
    """What is known of one case or question."""

    item: str
    attempts: int
    best: float
    """Best points, on the scale of :attr:`max`."""
    last: float
    """Points of the last attempt."""
    max: float
    answer: str
    """The last answer, in the notation it was given in."""
    time: str
    """When the last attempt was made, ISO form."""


class LessonSummary(msgspec.Struct, frozen=True):
    """How far a lesson is done."""

    done: int
    """Items with at least one attempt."""
    total: int
    share: float
    """Mean of the best shares, untried items counting 0; 0.0 for a lesson without items."""


def in_time(events: Iterable[Event]) -> list[Event]:
    """Return the events by time; an imported file may bring older ones after newer ones."""
    return sorted(events, key=lambda event: event.time)


def share(event: Event) -> float:
    """Return the share of the points that an attempt earned, 0 to 1.

    Examples
    --------
    >>> share(Event("1", "", "attempt", "pc-001", {"points": 7.5, "max": 10}))
    0.75
    """
    most = number(event.facts.get("max"), 1.0)
    return min(1.0, max(0.0, number(event.facts.get("points")) / most)) if most > 0 else 0.0


def by_item(events: Iterable[Event]) -> Mapping[str, ItemSummary]:
    """Return a summary for each item that was attempted.

    Examples
    --------
    >>> right, wrong = {"points": 2, "max": 2}, {"points": 0, "max": 2}
    >>> tries = [Event("1", "1", "attempt", "q-1", right), Event("2", "2", "attempt", "q-1", wrong)]
    >>> by_item(tries)["q-1"].best, by_item(tries)["q-1"].last
    (2.0, 0.0)
    """
    found: dict[str, ItemSummary] = {}
    for event in in_time(events):
        if event.kind != "attempt":
            continue
        before = found.get(event.item)
        earned = share(event)
        most = number(event.facts.get("max"), 1.0)
        best = max(before.best / before.max, earned) if before and before.max > 0 else earned
        found[event.item] = ItemSummary(
            item=event.item,
            attempts=before.attempts + 1 if before else 1,
            best=best * most,
            last=earned * most,
            max=most,
            answer=str(event.facts.get("answer", "")),
            time=event.time,
        )
    return found


def summarize(events: Iterable[Event]) -> list[ItemSummary]:
    """Return a summary for each item that was attempted, in the order of item ids.

    Examples
    --------
    >>> summarize([])
    []
    """
    return [summary for _, summary in sorted(by_item(events).items())]


def lesson(events: Iterable[Event], items: Collection[str]) -> LessonSummary:
    """Return how far a lesson is done.

    Parameters
    ----------
    events
        All events of the learner.
    items
        Ids of the lesson's cases and questions.

    Examples
    --------
    >>> lesson([Event("1", "", "attempt", "q-1", {"points": 1, "max": 1})], ["q-1", "q-2"]).done
    1
    """
    wanted = dict.fromkeys(items)
    summaries = by_item(event for event in events if event.item in wanted)
    best = sum(summary.best / summary.max for summary in summaries.values() if summary.max > 0)
    return LessonSummary(len(summaries), len(wanted), best / len(wanted) if wanted else 0.0)


def by_lesson(events: Iterable[Event]) -> Mapping[str, tuple[str, ...]]:
    """Return the items attempted in each lesson that was opened, in the order of their first attempts."""
    found: dict[str, dict[str, None]] = {}
    for event in in_time(events):
        if event.kind == "begin":
            found.setdefault(event.item, {})
        elif event.kind == "attempt" and isinstance(event.facts.get("lesson"), str) and event.facts["lesson"]:
            found.setdefault(event.facts["lesson"], {})[event.item] = None
    return {name: tuple(items) for name, items in found.items()}


def latest(events: Iterable[Event], kind: str, item: str = "") -> Event | None:
    """Return the latest event of a kind, of one item when an item is named.

    Examples
    --------
    >>> latest([Event("1", "1", "goal", "cpc"), Event("2", "2", "goal", "ccs")], "goal").item
    'ccs'
    """
    last: Event | None = None
    for event in events:
        if event.kind == kind and (not item or event.item == item) and (last is None or event.time >= last.time):
            last = event
    return last


def standing(events: Iterable[Event], item: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what a learner left behind on an item: the draft and the attempt that are still current.

    A draft is superseded by a later attempt, an attempt by a later retry; either is empty when there is none.

    Returns
    -------
    tuple
        Facts of the draft, facts of the attempt.

    Examples
    --------
    >>> standing([Event("1", "1", "draft", "pc-001", {"rows": []})], "pc-001")
    ({'rows': []}, {})
    """
    draft: dict[str, Any] = {}
    attempt: dict[str, Any] = {}
    for event in in_time(event for event in events if event.item == item):
        if event.kind == "draft":
            draft = event.facts
        elif event.kind == "attempt":
            draft, attempt = {}, event.facts
        elif event.kind == "retry":
            draft, attempt = {}, {}
    return draft, attempt
