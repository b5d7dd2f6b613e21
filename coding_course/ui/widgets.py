"""The widgets: a thin anywidget around each model, with static HTML and text for where there is no front end.

A widget owns no knowledge. Messages go to its model, the model's view goes to the front end; whatever goes wrong
becomes a sentence there and never a traceback on stderr.
"""

from __future__ import annotations

import logging
from typing import Any, Protocol

import anywidget
import traitlets

from coding_course.codesets.store import Recipe, told_of_builds
from coding_course.ui import assets, preparation
from coding_course.ui.markup import Html

_LOG = logging.getLogger(__name__)


class Model(Protocol):
    """What a widget needs of a model."""

    def receive(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """Act on a message; return a reply for the sender alone, or None."""
        ...

    def view(self) -> dict[str, Any]:
        """Return what to show, as plain values."""
        ...


class CourseWidget(anywidget.AnyWidget):  # type: ignore[misc]
    """A model on screen.

    Parameters
    ----------
    model
        What it shows.
    html, text
        The same for GitHub, nbconvert and screen readers, without anything that a learner should find out.
    """

    state = traitlets.Dict().tag(sync=True)

    def __init__(self, model: Model, html: Html, text: str) -> None:
        super().__init__(state=model.view())
        self.course_model = model
        self._html = html
        self._text = text
        self.on_msg(self._received)

    def _received(self, _widget: object, message: object, _buffers: object) -> None:
        if not isinstance(message, dict):
            return
        try:
            with told_of_builds(self._tell_of_build):
                reply = self.course_model.receive(message)
                self.state = self.course_model.view()
        except Exception as problem:
            _LOG.debug("message %r failed", message.get("type"), exc_info=True)
            reply = {
                "type": "sentence",
                "text": f"That did not work: {problem or type(problem).__name__}. What you entered is kept.",
            }
        # A message, also when nothing changed, tells the front end that the kernel is there.
        self.send(reply or {"type": "done"})

    def _tell_of_build(self, recipe: Recipe) -> None:
        # The kernel is busy from here on, for seconds; the front end hears of it before, from the kernel's IO thread.
        self.send({"type": "busy", "text": preparation.sentence(recipe)})

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        found = super()._repr_mimebundle_(**kwargs)
        data, metadata = found if isinstance(found, tuple) else (found, {})
        return {**(data or {}), "text/plain": self._text, "text/html": str(self._html)}, metadata or {}


class QuizWidget(CourseWidget):
    """Questions, one at a time."""

    _esm = assets.module("quiz")
    _css = assets.stylesheet()


class ChartWidget(CourseWidget):
    """Documents beside the claim form."""

    _esm = assets.module("chart")
    _css = assets.stylesheet()


class BrowserWidget(CourseWidget):
    """The code browser."""

    _esm = assets.module("browser")
    _css = assets.stylesheet()


class GoalWidget(CourseWidget):
    """The choice of a goal."""

    _esm = assets.module("goal")
    _css = assets.stylesheet()


class EncoderWidget(CourseWidget):
    """The encoder, free or with a find exercise."""

    _esm = assets.module("encoder")
    _css = assets.stylesheet()
