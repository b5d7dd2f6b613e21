"""``%%find`` cells: read as data, taken from the encoder, graded by the same function everywhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding_course.bank import bank, solution_find
from coding_course.ui.grade import grade
from coding_course.ui.session import Session
from tests.ui.encoder import HUNT, Learner
from tests.ui.test_lesson import Shell

RIGHT = solution_find(bank().hunt(HUNT))


@pytest.fixture
def shell(session: Session) -> Iterator[Shell]:
    from IPython.core.interactiveshell import InteractiveShell

    made = Shell()
    made.run("from coding_course.ui import lesson\nlesson.begin('tests/ui')")
    yield made
    InteractiveShell.clear_instance()


def test_a_typed_path_earns_plain_points(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    shell.run(f"%%find {HUNT}\n{RIGHT}")
    assert "code I50.33" in capsys.readouterr().out
    earned = shell.run(f'lesson.points("{HUNT}", 10)')
    assert (type(earned), earned) == (float, 10.0)


def test_an_empty_cell_takes_the_path_of_the_encoder(shell: Shell, session: Session) -> None:
    learner = Learner(session, hunt=HUNT, graded=True)
    learner.do("book.open", code="I50.9")
    learner.do("choose", code="I50.9")
    shell.run(f"%%find {HUNT}\n# write your answer below this line\n")
    assert shell.cells == [f"%%find {HUNT}\n# write your answer below this line\ntabular: I50.9\ncode: I50.9\n"]
    # 9 points: the term 2 and the note 1 are lost, and half of the code's 4.
    assert shell.run(f'lesson.points("{HUNT}", 9)') == 9 - 2 - 1 - 2
    shell.run(f"%%find {HUNT}\n# again")
    assert len([event for event in session.progress.events() if event.kind == "attempt"]) == 1


def test_the_first_line_alone_takes_the_path_too(shell: Shell, session: Session) -> None:
    Learner(session, hunt=HUNT, graded=True).do("book.open", code="I50.9")
    shell.run(f"%%find {HUNT}")
    assert shell.cells == [f"%%find {HUNT}\ntabular: I50.9\n"]


def test_nothing_written_says_what_to_do(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    shell.run(f"%%find {HUNT}\n# nothing\ncode:")
    assert "Find the code in the encoder" in capsys.readouterr().out
    assert shell.run(f'lesson.points("{HUNT}", 10)') == 0.0


def test_what_cannot_be_read_is_told_with_its_line(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    shell.run(f"%%find {HUNT}\nindex: Failure\nweather: fine")
    assert "Line 3:" in capsys.readouterr().out


def test_an_unknown_exercise_is_a_sentence(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    shell.run("%%find fd-999\ncode: I10")
    assert "no find exercise 'fd-999'" in capsys.readouterr().out
    shell.run('lesson.find("fd-999")')
    assert "no find exercise" in capsys.readouterr().out


def test_widgets_carry_a_static_form(shell: Shell) -> None:
    from coding_course.ui import encoder_static

    assert HUNT in encoder_static.hunt_text(bank().hunt(HUNT))
    shell.run(f'lesson.find("{HUNT}")')
    shell.run('lesson.encoder("E11")')
    shell.run('lesson.encoder(case="ip-001")')


@given(st.text(max_size=300))
def test_no_text_in_a_cell_breaks_its_grade(text: str) -> None:
    found = grade(HUNT, text, 10)
    assert type(found.points) is float
    assert 0.0 <= found.points <= 10.0
    assert found.text
