"""What a learner wants from the course: chosen once, kept in progress, changed at will."""

from __future__ import annotations

from typing import Any

from coding_course.study.summary import latest
from coding_course.ui.session import Session

GOALS = (
    ("curious", "See what coding is", "Lessons 00 and 01, then any chart that looks interesting."),
    ("office", "Code office visits", "Conventions first, then primary care: the charts that most coders begin with."),
    ("cpc", "Prepare for the CPC examination", "Professional services: ICD-10-CM, CPT concepts, modifiers, cases."),
    ("ccs", "Prepare for the CCS examination", "Hospital coding: principal diagnosis, POA, ICD-10-PCS, queries."),
    ("change", "Change to a coding job", "The whole course in order, with every chart."),
    ("refresh", "Refresh what I knew", "Take the placement quiz and begin where it points."),
)
"""Id, title, and what the course suggests for it."""


class GoalModel:
    """The choice of a goal.

    Parameters
    ----------
    session
        Where it is recorded.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        chosen = latest(session.progress.events(), "goal")
        self.chosen = chosen.item if chosen and any(chosen.item == goal[0] for goal in GOALS) else ""

    def receive(self, message: dict[str, Any]) -> None:
        """Act on a message of the front end: ``type`` is ``choose``, ``goal`` an id of :data:`GOALS`."""
        goal = message.get("goal")
        if message.get("type") == "choose" and goal != self.chosen and any(goal == one[0] for one in GOALS):
            self.chosen = str(goal)
            self.session.record("goal", self.chosen)

    def view(self) -> dict[str, Any]:
        """Return all that a front end shows, as plain values."""
        return {
            "title": "What do you want from this course?",
            "goals": [list(goal) for goal in GOALS],
            "chosen": self.chosen,
            "trouble": self.session.progress.trouble,
        }
