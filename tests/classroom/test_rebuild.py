"""A submission is put back on the lesson as released: the answers are the student's, all else is the lesson's."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from coding_course.classroom.reading import Submission, SubmittedCell, read_notebook
from coding_course.classroom.rebuild import MAX_ANSWER, MAX_NOTES, answer_body, rebuild, template
from tests.classroom.course import code, exercise, markdown, nbgrader_metadata, notebook

ESSAY = {
    "cell_type": "markdown",
    "id": "essay",
    "metadata": {"nbgrader": nbgrader_metadata("essay", grade=True, solution=True, points=5)},
    "source": "YOUR ANSWER HERE",
}
RELEASED = notebook("m/01-a", [markdown("# Title", "title"), *exercise("claim", "pc-001", "dx: I10", 10), ESSAY])
RELEASED["cells"][1]["source"] = "%%claim pc-001\n# write your answer below this line"
LESSON = template("01-a", RELEASED)


def sources(built: Any) -> dict[str, str]:
    return {c["id"]: c["source"] for c in built.notebook["cells"]}


def submitted(*cells: dict[str, Any]) -> Submission:
    return read_notebook(json.dumps(notebook("m/01-a", cells)).encode())


def cells_with(**changes: Any) -> list[dict[str, Any]]:
    return [{**c, **changes.get(c["id"].replace("-", "_"), {})} for c in RELEASED["cells"]]


CELLS = st.builds(
    SubmittedCell,
    source=st.text(max_size=60),
    cell_type=st.sampled_from(["code", "markdown", "raw", ""]),
    cell_id=st.sampled_from(["title", "answer-pc-001", "essay", "own", ""]),
    grade_id=st.sampled_from(["answer-pc-001", "points-pc-001", "essay", "other", ""]),
    item=st.sampled_from(["claim:pc-001", "answer:q-1", ""]),
)


@given(st.lists(CELLS, max_size=12))
def test_the_lessons_own_cells_are_always_all_there_in_order(cells: list[SubmittedCell]) -> None:
    built = rebuild(LESSON, Submission(cells=tuple(cells)))
    own = [c["id"] for c in built.notebook["cells"] if not c["id"].startswith("own-")]
    assert own == [c["id"] for c in RELEASED["cells"]]
    assert sources(built)["points-pc-001"] == 'lesson.points("pc-001", 10)'
    assert sources(built)["title"] == "# Title"


@given(st.lists(CELLS, max_size=12))
def test_ids_in_a_rebuilt_notebook_are_unique(cells: list[SubmittedCell]) -> None:
    ids = [c["id"] for c in rebuild(LESSON, Submission(cells=tuple(cells))).notebook["cells"]]
    assert len(ids) == len(set(ids))


def test_rebuilding_does_not_change_the_template() -> None:
    before = json.dumps(LESSON.raw), [json.dumps(c.raw) for c in LESSON.cells]
    rebuild(LESSON, submitted(*cells_with(answer_pc_001={"source": "%%claim pc-001\ndx: I10"})))
    assert before == (json.dumps(LESSON.raw), [json.dumps(c.raw) for c in LESSON.cells])


def test_an_untouched_submission_is_the_released_lesson() -> None:
    built = rebuild(LESSON, submitted(*RELEASED["cells"]))
    assert sources(built) == {c["id"]: c["source"] for c in RELEASED["cells"]}
    assert built.problems == ()
    assert built.notes == {}


def test_a_students_own_cells_stay_where_they_were_as_text() -> None:
    cells = RELEASED["cells"]
    built = rebuild(LESSON, submitted(cells[0], markdown("my *note*", "n"), code("1/0", "c"), *cells[1:]))
    shown = built.notebook["cells"]
    assert [c["source"] for c in shown[1:3]] == ["    my *note*", "1/0"]
    assert "nbgrader" not in shown[2]["metadata"]
    assert shown[2]["outputs"] == []


def test_a_lesson_text_that_lost_its_id_is_not_shown_twice() -> None:
    cells = [{**c, "id": f"new-{n}"} for n, c in enumerate(RELEASED["cells"])]
    assert len(rebuild(LESSON, submitted(*cells)).notebook["cells"]) == len(cells)


def test_thousands_of_own_cells_are_cut_to_a_few() -> None:
    built = rebuild(LESSON, submitted(*[code(str(n), f"c{n}") for n in range(3000)]))
    assert len(built.notebook["cells"]) == len(RELEASED["cells"]) + MAX_NOTES


def test_an_essay_keeps_its_words_and_loses_what_could_run_in_a_browser() -> None:
    text = "I **think** <b onclick=x()>so</b> [here](javascript:x()) $\\href{javascript:x()}{y}$ 3 < 4"
    source = sources(rebuild(LESSON, submitted(*cells_with(essay={"source": text}))))["essay"]
    assert "**think**" in source
    assert "3 < 4" in source
    assert "<b" not in source
    assert "](" not in source.replace("\\](", "")
    assert "\\href" not in source


def test_a_long_answer_is_cut_and_the_student_is_told() -> None:
    text = "%%claim pc-001\n" + "dx: I10\n" * 5000
    built = rebuild(LESSON, submitted(*cells_with(answer_pc_001={"source": text})))
    assert len(sources(built)["answer-pc-001"]) == MAX_ANSWER
    assert "cut off" in built.notes["answer-pc-001"][0]


def test_an_answer_is_what_stands_below_its_first_line() -> None:
    assert answer_body("\n%%answer q-1\nB") == "B"
    assert answer_body("```\n%%claim pc-001\ndx: I10\n```") == "dx: I10"
    assert answer_body("# only a comment") == ""
    assert answer_body("dx: I10") == "dx: I10"
