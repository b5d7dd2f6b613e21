"""What notebooks use: the lesson facade and the magics, in a shell as a kernel has it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from coding_course.bank import bank, solution, solution_claim
from coding_course.bank import grading as bank_grading
from coding_course.study.progress import Progress
from coding_course.ui import completion, lesson, magics
from coding_course.ui import session as session_module
from coding_course.ui.grade import grade, scaled
from coding_course.ui.session import Session
from tests.ui.conftest import secrets

CASE = "pc-001"
QUESTION = "q-found-10"


class Shell:
    """An IPython shell, with what it displayed."""

    def __init__(self) -> None:
        from IPython.core.interactiveshell import InteractiveShell

        self.ip = InteractiveShell.instance()
        self.cells: list[str] = []
        self.ip.set_next_input = lambda text, replace=False: self.cells.append(text)

    def run(self, cell: str) -> Any:
        result = self.ip.run_cell(cell, store_history=False)
        assert result.success, result.error_in_exec
        return result.result


@pytest.fixture
def shell(session: Session) -> Iterator[Shell]:
    from IPython.core.interactiveshell import InteractiveShell

    made = Shell()
    made.run("from coding_course.ui import lesson\nlesson.begin('tests/ui')")
    yield made
    InteractiveShell.clear_instance()


def test_points_are_a_plain_float_for_text_typed_in_a_claim_cell(shell: Shell) -> None:
    shell.run(f"%%claim {CASE}\n{solution_claim(bank().case(CASE))}")
    earned = shell.run(f'lesson.points("{CASE}", 10)')
    assert type(earned) is float
    assert earned == 10.0


def test_points_are_zero_when_the_answer_cell_was_not_run(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    assert shell.run(f'lesson.points("{CASE}", 10)') == 0.0
    assert "Nothing is answered yet" in capsys.readouterr().out


def test_an_answer_cell_is_marked_with_feedback(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    shell.run(f"%%answer {QUESTION}\n# write your answer below this line\n{solution(bank().question(QUESTION))}")
    assert shell.run(f'lesson.points("{QUESTION}", 2)') == 2.0
    assert bank().question(QUESTION).rationale[:30] in capsys.readouterr().out


def test_an_empty_claim_cell_takes_the_chart_s_claim_and_keeps_its_comments(shell: Shell, session: Session) -> None:
    session.record("draft", CASE, rows=[{"kind": "dx", "code": "l237"}])
    shell.run(f"%%claim {CASE}\ndx:\n# write your answer below this line\n")
    assert shell.cells == [f"%%claim {CASE}\n# write your answer below this line\ndx: L23.7\n"]
    assert shell.run(f'lesson.points("{CASE}")') > 0


def test_a_claim_cell_with_text_is_never_overwritten(shell: Shell, session: Session) -> None:
    session.record("draft", CASE, rows=[{"kind": "dx", "code": "l237"}])
    shell.run(f"%%claim {CASE}\ndx: R21")
    assert shell.cells == []
    assert session.answers[CASE].strip() == "dx: R21"


def test_running_the_same_answer_twice_is_one_attempt(shell: Shell, session: Session) -> None:
    for _ in range(2):
        shell.run(f"%%claim {CASE}\ndx: R21")
    assert [event.kind for event in session.progress.events()].count("attempt") == 1


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("%%claim pc-0001\ndx: I10", "pc-001"),
        ("%%answer q-nothing\nA", "q-"),
        ("%%claim\ndx: I10", "names what you answer"),
        ("%%claim pc-001 pc-002\ndx: I10", "names what you answer"),
        ("%%claim", "such as %%claim pc-001. Put it back."),
        ("%%claim pc-001", "Type your claim under the first line"),
        ("%%answer q-conv-02\n", "Write your answer under the first line"),
        ("%%find fd-002", "Find the code in the encoder"),
        ("\n%%find fd-002\n", "Find the code in the encoder"),
        ("%%answer q-conv-02\nperhaps?", "letter"),
        ("%%claim pc-001\n" + "import os; os.system('true')", "Line 2"),
        ("lesson.points('pc-0001')", "pc-001"),
        ("lesson.quiz('q-nothing')", "q-"),
        ("lesson.chart('pc-0001')", "pc-001"),
        ("lesson.browser('nonsense')", ""),
    ],
)
def test_a_mistake_is_a_sentence_on_standard_output_and_never_a_traceback(
    shell: Shell, capsys: pytest.CaptureFixture[str], cell: str, said: str
) -> None:
    shell.run(cell)
    output = capsys.readouterr()
    assert said in output.out
    assert "Traceback" not in output.out
    assert output.err == ""


def test_nothing_typed_in_an_answer_cell_is_executed(shell: Shell, tmp_path: Path) -> None:
    target = tmp_path / "executed"
    code = f"open({str(target)!r}, 'w')"
    shell.run(f"%%claim {CASE}\n{code}")
    shell.run(f"%%answer {QUESTION}\n{code}")
    shell.run(f'lesson.points("{CASE}")')
    assert not target.exists()


def test_a_defect_of_the_course_is_a_sentence_too(
    shell: Shell, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(bank_grading, "grade_case", broken)
    shell.run(f"%%claim {CASE}\ndx: I10")
    assert shell.run(f'lesson.points("{CASE}", 10)') == 0.0
    output = capsys.readouterr()
    assert "coding-course doctor" in output.out
    assert output.err == ""


def test_a_private_case_is_graded_without_telling_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    held = bank().case(CASE)
    private = msgspec.structs.replace(held, private=True)
    monkeypatch.setattr(type(bank()), "case", lambda self, id: private)
    found = grade(CASE, "dx: R21\nline: 99215", 10)
    assert 0.0 < found.max == 10.0
    for secret in secrets(held):
        assert secret not in found.html
        assert secret not in found.text


@pytest.mark.parametrize(
    ("points", "most", "out_of", "expected"),
    [(5.0, 10.0, 4, 2.0), (99.0, 10.0, 10, 10.0), (-1.0, 10.0, 10, 0.0), (1.0, 3.0, 3, 1.0), (1.0, 0.0, 3, 0.0)],
)
def test_points_never_leave_their_scale(points: float, most: float, out_of: float, expected: float) -> None:
    found = scaled(points, most, out_of)
    assert found == expected
    assert type(found) is float


def test_widgets_carry_static_html_and_text_beside_the_widget_view(session: Session) -> None:
    from coding_course.codesets import edition
    from coding_course.ui import fallback
    from coding_course.ui.chart import ChartModel
    from coding_course.ui.widgets import ChartWidget

    case = bank().case(CASE)
    widget = ChartWidget(ChartModel(case, edition(), session), fallback.chart_html(case), fallback.chart_text(case))
    data, _ = widget._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert case.documents[0].text.split("\n")[0] in data["text/plain"]
    assert "<script" not in data["text/html"]


def test_a_message_that_fails_becomes_a_sentence_and_no_traceback(
    session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    from coding_course.ui.markup import Html
    from coding_course.ui.widgets import QuizWidget

    class Broken:
        def receive(self, message: dict[str, Any]) -> None:
            raise ValueError("no")

        def view(self) -> dict[str, Any]:
            return {}

    widget = QuizWidget(Broken(), Html(""), "")
    sent: list[dict[str, Any]] = []
    widget.send = sent.append
    widget._received(widget, {"type": "answer"}, [])
    widget._received(widget, "not a message", [])
    assert [message["type"] for message in sent] == ["sentence"]
    assert capsys.readouterr().err == ""


def test_tab_completes_codes_with_titles_in_answer_cells_alone() -> None:
    from coding_course.codesets import edition

    begun, found = completion.completions(edition(), "%%claim pc-001\ndx: L23.", 1, 8) or ("", [])
    assert begun == "L23."
    assert ("L23.7", "Allergic contact dermatitis due to plants, except food") in found
    assert completion.completions(edition(), "dx = 'L23.'", 0, 10) is None
    assert completion.completions(edition(), "%%claim pc-001\n# L23.", 1, 6) == ("L23.", [])
    assert completion.completions(edition(), "%%claim pc-001", 0, 14) == ("001", [])


@pytest.mark.parametrize(
    ("cell", "empty"),
    [("", True), ("# a comment", True), ("dx:\nline:  # nothing", True), ("dx: I10", False), ("I10", False)],
)
def test_a_cell_of_comments_and_blank_labels_is_empty(cell: str, empty: bool) -> None:
    assert magics.is_empty(cell) is empty


def test_opening_a_lesson_loads_neither_widgets_nor_pandas() -> None:
    program = (
        "import json, sys\nfrom coding_course.ui import lesson\nlesson.begin('a/b')\n"
        "print(json.dumps([name for name in sys.modules]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**__import__("os").environ, "CODING_COURSE_PROGRESS": "off"},
    )
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert not loaded & {"pandas", "matplotlib", "ipywidgets", "anywidget", "yaml", "numpy"}
    assert done.stderr == ""


def test_the_front_end_is_joined_from_plain_modules_without_imports_left() -> None:
    from coding_course.ui import assets

    for name in ("quiz", "chart", "browser", "goal"):
        joined = assets.module(name)
        assert not re.search(r"^import ", joined, re.MULTILINE)
        assert len(re.findall(r"^export ", joined, re.MULTILINE)) == 1, "the default export alone"
        declared = re.findall(r"^(?:async )?(?:function|const|let) (\w+)", joined, re.MULTILINE)
        assert len(declared) == len(set(declared)), "two modules declare the same name"


def test_welcome_says_where_progress_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    session_module._session = Session(Progress(tmp_path / "progress.jsonl"))
    lesson.begin("a/b")
    assert str(tmp_path / "progress.jsonl") in capsys.readouterr().out
    session_module.forget()
