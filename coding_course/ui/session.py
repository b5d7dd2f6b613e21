"""What a kernel remembers while a lesson is open: progress, the lesson, the answers that were run, the charts.

One session a kernel. It is the only state of this room; models and magics get it handed in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from coding_course.study.events import Event
from coding_course.study.progress import Progress
from coding_course.study.summary import by_item, standing


@dataclass
class Session:
    """The state of one kernel."""

    progress: Progress
    lesson: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    """Case or question id to the text of its answer cell, as last run in this kernel."""
    shown: list[str] = field(default_factory=list)
    """Cases and questions that the lesson has shown so far."""

    def record(self, kind: str, item: str, **facts: Any) -> Event:
        """Record an event under the lesson that is open."""
        if self.lesson and kind != "begin":
            facts.setdefault("lesson", self.lesson)
        return self.progress.record(kind, item, **facts)

    def attempt(self, item: str, answer: str, points: float, most: float, **facts: Any) -> None:
        """Record an attempt, unless the same answer was the last one: running a cell twice is one attempt."""
        before = by_item(self.progress.events()).get(item)
        if before is not None and before.answer == answer and not self.draft(item):
            return
        self.record("attempt", item, answer=answer, points=float(points), max=float(most), **facts)

    def draft(self, item: str) -> dict[str, Any]:
        """Return the facts of the draft that is current, or an empty mapping."""
        return standing(self.progress.events(), item)[0]

    def show(self, *items: str) -> None:
        """Note that items were shown in this lesson."""
        self.shown.extend(item for item in items if item not in self.shown)


_session: Session | None = None


def session() -> Session:
    """Return the kernel's session, opening the learner's progress on first use."""
    global _session
    if _session is None:
        from coding_course.study.workspace import open_progress

        _session = Session(open_progress())
    return _session


def start(lesson: str) -> Session:
    """Open a lesson in the kernel's session."""
    current = session()
    current.lesson = lesson
    current.shown.clear()
    return current


def forget() -> None:
    """Drop the session, as a restarted kernel does; for tests."""
    global _session
    _session = None
