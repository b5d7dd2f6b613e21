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
    starts: dict[str, str] = field(default_factory=dict)
    """Case id to the claim that an exercise begins with; left as it is, it is no answer."""
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

    def is_start(self, item: str, text: str) -> bool:
        """Tell whether a text is nothing but the claim that the exercise began with."""
        given = self.starts.get(item, "")
        return bool(given) and _claim_lines(text) == _claim_lines(given)

    def show(self, *items: str) -> None:
        """Note that items were shown in this lesson."""
        self.shown.extend(item for item in items if item not in self.shown)


def _claim_lines(text: str) -> list[str]:
    """Return what a claim says, without comments, letter case and spacing."""
    kept = (" ".join(line.split("#")[0].upper().split()) for line in text.splitlines())
    return [line for line in kept if line]


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
