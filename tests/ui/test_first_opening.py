"""What a learner sees while a book is opened for the first time: at once that it takes seconds, then the result."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from coding_course.codesets import Edition, edition
from coding_course.ui.encoder import EncoderModel
from coding_course.ui.markup import Html
from coding_course.ui.preparation import BOOKS, prepare
from coding_course.ui.session import Session
from coding_course.ui.widgets import EncoderWidget

LOOK_UP = {"type": "book.find", "query": "pneumonia klebsiella", "volume": "diseases"}
KERNEL = """
from coding_course.codesets import edition
from coding_course.study.progress import Progress
from coding_course.ui.encoder import EncoderModel
from coding_course.ui.session import Session
from coding_course.ui.widgets import EncoderWidget
widget = EncoderWidget(EncoderModel(edition("FY2026"), Session(Progress(None))), "", "")
widget.send = lambda message: print(message["type"])
widget._received(widget, {"type": "book.find", "query": "pneumonia klebsiella", "volume": "diseases"}, [])
print(widget.state["shown"]["found"][0]["codes"])
"""


@pytest.fixture
def fresh(tmp_path: Path) -> Edition:
    """An edition whose books nobody has opened."""
    return Edition(edition("FY2026").holding, [tmp_path])


class Front:
    """What a front end hears from a widget, with the messages that the state had answered by then."""

    def __init__(self, book: Edition, session: Session) -> None:
        self.heard: list[tuple[str, int]] = []
        self.widget = EncoderWidget(EncoderModel(book, session), Html(""), "")
        self.widget.send = self._hear

    def _hear(self, message: dict[str, Any]) -> None:
        self.heard.append((message.get("text", message["type"]), self.widget.state["serial"]))

    def say(self, message: dict[str, Any]) -> list[tuple[str, int]]:
        self.heard.clear()
        self.widget._received(self.widget, message, [])
        return self.heard


def test_the_wait_is_told_before_it_begins_and_once(fresh: Edition, session: Session) -> None:
    front = Front(fresh, session)
    told, done = front.say(LOOK_UP)
    assert told == ("The Alphabetic Index is being made ready. This happens once and takes some seconds.", 0)
    assert done == ("done", 1)
    assert front.widget.state["shown"]["found"][0]["codes"] == ["J15.0"]
    assert front.say(LOOK_UP) == [("done", 2)]


def test_each_book_is_told_by_its_own_name(fresh: Edition, session: Session) -> None:
    front = Front(fresh, session)
    assert front.say({"type": "tab", "pane": "tables"})[0][0].startswith("The ICD-10-PCS tables are being")
    assert front.say({"type": "suggest", "id": "1", "query": "knee pain", "kind": "dx"})[0][0].startswith(
        "The search is"
    )
    assert front.say({"type": "code.open", "code": "J96.01"})[0][0].startswith("The MS-DRG weights are")


def test_a_front_end_that_is_gone_is_no_obstacle(fresh: Edition, session: Session) -> None:
    front = Front(fresh, session)

    def gone(message: dict[str, Any]) -> None:
        if message["type"] == "busy":
            raise RuntimeError("the comm is closed")

    front.widget.send = gone
    front.widget._received(front.widget, LOOK_UP, [])
    assert front.widget.state["shown"]["found"][0]["codes"] == ["J15.0"]


def test_two_kernels_that_open_a_book_at_once_both_tell_and_both_answer(tmp_path: Path) -> None:
    environ = {**os.environ, "CODING_COURSE_CACHE": str(tmp_path)}

    def kernel(_: int) -> str:
        run = subprocess.run([sys.executable, "-c", KERNEL], capture_output=True, text=True, env=environ, timeout=120)
        return run.stdout + run.stderr

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(kernel, range(2)))
    assert all(one.endswith("done\n['J15.0']\n") for one in said), said
    assert any(one.startswith("busy\n") for one in said)
    assert sorted(path.name.rsplit("-", 1)[0] for path in tmp_path.iterdir()) == ["fy2026-book", "fy2026-tabular"]
    assert kernel(3) == "done\n['J15.0']\n", "and nobody waits again"


def test_books_made_ready_ahead_are_not_made_again(fresh: Edition) -> None:
    first = list(prepare(fresh))
    assert [one.title for one in first] == [book.title for book in BOOKS if book.ending != "-own"]
    again = Edition(fresh.holding, fresh._caches)
    # The grouper belongs to no edition: its file lies in the user's cache folder.
    assert [one.made for one in prepare(again) if one.title != "MS-DRG grouper"] == [False] * (len(first) - 1)
