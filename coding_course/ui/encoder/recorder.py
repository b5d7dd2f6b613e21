"""The path that a learner takes, kept as typed steps, so that it can be shown, handed in and graded."""

from __future__ import annotations

from typing import Any

from coding_course.grading.trail import DEFINITION, MAX_STEPS, Step, StepKind, parse_trail, render_trail, step
from coding_course.study.summary import standing
from coding_course.ui.session import Session

SAID = {
    StepKind.SEARCH: "Looked in the Index for {}",
    StepKind.INDEX: "Index entry: {}",
    StepKind.SEE: "Followed a cross-reference to {}",
    StepKind.TABULAR: "Opened {} in the Tabular List",
    StepKind.NOTE: "Read the note: {}",
    StepKind.GUIDED: "Answered: {}",
    StepKind.TABLE: "Opened table {}",
    StepKind.VALUE: "Built {}",
    StepKind.CODE: "Chose {}",
}
"""A step in words."""


class Recorder:
    """The steps of one encoder.

    Parameters
    ----------
    session
        Where the path of a find exercise is kept; it is found again after a kernel was lost.
    item
        Id of the find exercise; empty for a path that belongs to none and lives as long as the widget.
    """

    def __init__(self, session: Session, item: str = "") -> None:
        self._session = session
        self._item = item
        self.steps: list[Step] = list(self._kept())

    def add(self, kind: StepKind, text: str) -> None:
        """Record a step; what was the last step already is not recorded twice."""
        made = step(kind, text)
        if made is None or (self.steps and self.steps[-1] == made):
            return
        # The first steps say where the search began, the last ones where it ended.
        self.steps = [*self.steps[: MAX_STEPS - 1], made]
        self._keep()

    def clear(self) -> None:
        """Begin again."""
        self.steps = []
        self._keep()

    @property
    def text(self) -> str:
        """The path in the notation of ``%%find``."""
        return render_trail(self.steps)

    def view(self) -> list[dict[str, str]]:
        """Return the steps in words."""
        return [
            {"kind": each.kind.value, "text": each.text, "said": SAID[each.kind].format(_named(each))}
            for each in self.steps
        ]

    def _keep(self) -> None:
        if self._item:
            self._session.record("draft", self._item, path=self.text)

    def _kept(self) -> tuple[Step, ...]:
        if not self._item:
            return ()
        draft, attempt = standing(self._session.progress.events(), self._item)
        return parse_trail(path_of(draft) if "path" in draft else path_of({"path": attempt.get("answer")})).steps


def _named(each: Step) -> str:
    """Return the text of a step; a note of a chapter says that its number is one."""
    source, kind = each.note
    return f"Chapter {each.text}" if source.isdigit() and kind != DEFINITION else each.text


def path_of(facts: dict[str, Any]) -> str:
    """Return the path that a draft holds, whatever a progress file holds in its place."""
    path = facts.get("path")
    return path if isinstance(path, str) else ""
