"""One open gradebook for a whole batch.

nbgrader opens its database seven times for each submission, and each time checks every table and compiles every
query anew, which takes longer than grading. Within :func:`one_gradebook` all its steps use the same one.
"""

from __future__ import annotations

import contextlib
import sys
import warnings
from collections.abc import Iterator
from typing import Any

from nbgrader.api import Gradebook
from sqlalchemy.exc import SAWarning


class _StaysOpen(Gradebook):  # type: ignore[misc]
    """A gradebook whose ``close`` ends the session and keeps the engine with its compiled queries."""

    def close(self) -> None:
        self.db.remove()

    def really_close(self) -> None:
        super().close()


@contextlib.contextmanager
def one_gradebook() -> Iterator[None]:
    """Let everything in nbgrader that opens a gradebook share one a database, for the time of a ``with`` block."""
    opened: dict[tuple[str, str], _StaysOpen] = {}

    def open_gradebook(db_url: str, course_id: str = "default_course", *others: Any) -> _StaysOpen:
        key = (db_url, course_id)
        if key not in opened:
            opened[key] = _StaysOpen(db_url, course_id, *others)
        return opened[key]

    users = [
        module
        for name, module in list(sys.modules.items())
        if name.startswith(("nbgrader.converters", "nbgrader.preprocessors", "coding_course.classroom"))
        and name != __name__
        and getattr(module, "Gradebook", None) is Gradebook
    ]
    for module in users:
        module.Gradebook = open_gradebook  # type: ignore[attr-defined]
    try:
        with warnings.catch_warnings():
            # nbgrader adds rows in an order that SQLAlchemy remarks on; an instructor can do nothing about it.
            warnings.simplefilter("ignore", SAWarning)
            yield
    finally:
        for module in users:
            module.Gradebook = Gradebook  # type: ignore[attr-defined]
        for gradebook in opened.values():
            gradebook.really_close()
