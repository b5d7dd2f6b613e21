"""An encoder in front of a learner, in words that its tests share."""

from __future__ import annotations

from typing import Any

from coding_course.bank import bank
from coding_course.codesets import edition
from coding_course.ui.encoder import EncoderModel
from coding_course.ui.session import Session

HUNT = "fd-002"


class Learner:
    """Sends messages to a model and remembers the last view."""

    def __init__(
        self, session: Session, start: str = "", *, case: str = "", hunt: str = "", graded: bool = False
    ) -> None:
        self.model = EncoderModel(
            edition("FY2026"),
            session,
            start,
            case=bank().case(case) if case else None,
            hunt=bank().hunt(hunt) if hunt else None,
            graded=graded,
        )
        self.view: dict[str, Any] = self.model.view()

    def do(self, type: str, **message: Any) -> dict[str, Any]:
        """Send a message and return what the open pane shows."""
        self.model.receive({"type": type, **message})
        self.view = self.model.view()
        shown: dict[str, Any] = self.view["shown"]
        return shown

    @property
    def shown(self) -> dict[str, Any]:
        """What the open pane shows."""
        shown: dict[str, Any] = self.view["shown"]
        return shown

    @property
    def path(self) -> list[str]:
        """The steps recorded so far, as text."""
        return self.model.desk.recorder.text.split("\n")
