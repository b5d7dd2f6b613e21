"""A half-finished exercise begins with a claim: it stands in the form, and left alone it is no answer."""

from __future__ import annotations

import pytest

from coding_course.bank import bank
from coding_course.codesets import edition
from coding_course.study.progress import Progress
from coding_course.ui import lesson, magics, session
from coding_course.ui.chart import ChartModel
from coding_course.ui.grade import grade
from coding_course.ui.session import Session

START = "dx: L23.7"
FINISHED = "dx: L23.7\nline: 99213 A"


@pytest.fixture
def current(tmp_path, monkeypatch):
    opened = Session(Progress(tmp_path / "progress.jsonl"))
    opened.starts["pc-001"] = START
    monkeypatch.setattr(session, "_session", opened)
    return opened


@pytest.fixture
def put():
    given: list[str] = []
    return given, given.append


def chart(current: Session) -> ChartModel:
    case = bank().case("pc-001")
    return ChartModel(case, edition(case.edition), current, graded=True, start=START)


def rows(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"kind": kind, "code": code, "pointers": "A" if kind == "line" else ""} for kind, code in pairs]


def test_the_form_begins_with_the_given_claim(current):
    assert [row["code"] for row in chart(current).view()["rows"]] == ["L23.7", ""]


def test_the_start_left_alone_is_no_answer_and_no_attempt(current, put, capsys):
    given, write = put
    magics.claim("pc-001", f"{START.lower()}  # write your answer below this line\n", put=write)
    assert given == []
    assert current.answers["pc-001"] == ""
    assert current.progress.events() == ()
    assert "Nothing is written yet" in capsys.readouterr().out


def test_the_finished_form_takes_the_place_of_the_start_in_the_cell(current, put):
    given, write = put
    chart(current).receive({"type": "draft", "rows": rows(("dx", "L23.7"), ("line", "99213"))})
    magics.claim("pc-001", f"{START}\n# write your answer below this line\n", put=write)
    (text,) = given
    assert text.splitlines()[0] == "# write your answer below this line"
    assert current.answers["pc-001"].split() == FINISHED.split()


def test_a_draft_comes_back_before_the_start(current):
    chart(current).receive({"type": "draft", "rows": rows(("dx", "R21"))})
    assert chart(current).view()["rows"][0]["code"] == "R21"


def test_what_is_typed_below_the_start_is_an_answer(current, put):
    given, write = put
    magics.claim("pc-001", FINISHED, put=write)
    assert given == []
    assert current.answers["pc-001"] == FINISHED


@pytest.mark.parametrize(
    ("text", "points"),
    [
        (START, 0.0),
        (FINISHED, 10.0),
        ("dx: L23.7, R21\nline: 99213 A", 7.5),
        ("dx: L23.7\nline: 99215 A", 6.25),
        ("dx: R21", 0.0),
    ],
)
def test_what_the_exercise_began_with_earns_nothing_by_itself(text, points):
    graded = grade("pc-001", text, 10, START)
    assert graded.points == points
    assert "earns nothing by itself" in graded.text


def test_a_start_that_leaves_nothing_to_earn_is_left_out_of_account():
    assert grade("pc-001", FINISHED, 10, FINISHED).points == 10.0


def test_the_grade_cell_hands_the_start_on(current):
    current.answers["pc-001"] = "dx: L23.7, R21"
    assert lesson.points("pc-001", 10) > lesson.points("pc-001", 10, given=START) == 0.0
