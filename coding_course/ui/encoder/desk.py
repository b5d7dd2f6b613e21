"""What all panes of an encoder share: the code set, the path, the learner's marks, the notes that were opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from coding_course.grading.trail import StepKind
from coding_course.ui.encoder.marks import Marks
from coding_course.ui.encoder.recorder import Recorder

if TYPE_CHECKING:
    from coding_course.codesets import Edition
    from coding_course.ui.session import Session


@dataclass
class Desk:
    """The shared state of one encoder."""

    edition: Edition
    session: Session
    recorder: Recorder
    marks: Marks
    hunting: bool = False
    """True for a find exercise: notes are then opened by the learner alone, since reading them counts."""
    opened: set[str] = field(default_factory=set)
    """Keys of the groups of notes that are open."""
    message: str = ""
    """What the last action has to say; read out, and shown unless :attr:`quiet`."""
    quiet: bool = False
    """True when the screen shows the same already, so that it is read out alone."""

    def say(self, text: str) -> None:
        """Leave a sentence for the learner, to be shown and read out."""
        self.message, self.quiet = text, False

    def tell(self, text: str) -> None:
        """Leave a sentence to be read out alone: everyone else sees what it says."""
        self.message, self.quiet = text, True

    def read_note(self, key: str) -> None:
        """Open a group of notes, and record that it was read."""
        self.opened.add(key)
        self.recorder.add(StepKind.NOTE, key)

    def mark_of(self, code: str) -> dict[str, Any]:
        """Return what the learner keeps about a code."""
        mark = self.marks.of(code)
        return {"bookmarked": mark.bookmarked, "note": mark.note}


def text_of(message: dict[str, Any], key: str, longest: int = 200) -> str:
    """Return a text of a message, whatever stands in its place.

    Examples
    --------
    >>> text_of({"query": " heart   failure "}, "query"), text_of({"query": 7}, "query")
    ('heart failure', '')
    """
    value = message.get(key, "")
    return " ".join(value.split())[:longest] if isinstance(value, str) else ""


def number_of(message: dict[str, Any], key: str) -> int:
    """Return a whole number of a message, 0 for anything else.

    Examples
    --------
    >>> number_of({"id": 12}, "id"), number_of({"id": "x"}, "id"), number_of({"id": True}, "id")
    (12, 0, 0)
    """
    value = message.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 53 else 0
