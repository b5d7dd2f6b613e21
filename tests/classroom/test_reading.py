"""Whatever bytes a file holds, reading it gives cells and sentences, never an error."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding_course.classroom.reading import clean_text, read_notebook

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
CELL = st.fixed_dictionaries(
    {},
    optional={"cell_type": JSON, "source": JSON, "input": JSON, "metadata": JSON, "id": JSON, "outputs": JSON},
)
NOTEBOOK = st.fixed_dictionaries(
    {}, optional={"cells": st.lists(CELL | JSON, max_size=4) | JSON, "metadata": JSON, "worksheets": JSON}
)
NORMAL = json.dumps(
    {
        "cells": [
            {"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["# Title\n", "text"]},
            {
                "cell_type": "code",
                "id": "b",
                "metadata": {"nbgrader": {"grade_id": "answer-1"}},
                "outputs": [],
                "source": "%%claim pc-001\ndx: I10",
            },
        ],
        "metadata": {"coding_course": {"lesson": "m/01-a"}},
    },
    indent=1,
).encode()


@given(st.binary(max_size=400))
def test_any_bytes_can_be_read(data: bytes) -> None:
    found = read_notebook(data)
    assert found.cells or found.problems


@given(NOTEBOOK)
def test_any_json_in_the_shape_of_a_notebook_can_be_read(content: object) -> None:
    for cell in read_notebook(json.dumps(content).encode()).cells:
        cell.source.encode("utf-8")
        cell.grade_id.encode("utf-8")


@given(st.integers(0, len(NORMAL)), st.binary(max_size=6))
def test_damage_at_any_place_leaves_a_result(at: int, junk: bytes) -> None:
    found = read_notebook(NORMAL[:at] + junk + NORMAL[at + 1 :])
    assert found.cells or found.problems


@given(st.integers(0, len(NORMAL) - 1))
def test_a_file_cut_off_anywhere_says_so(at: int) -> None:
    assert read_notebook(NORMAL[:at]).problems


def test_a_normal_notebook_is_read_without_a_word() -> None:
    found = read_notebook(NORMAL)
    assert found.problems == ()
    assert found.lesson == "m/01-a"
    assert [c.source for c in found.cells] == ["# Title\ntext", "%%claim pc-001\ndx: I10"]
    assert found.cells[1].grade_id == "answer-1"
    assert found.cells[1].item == "claim:pc-001"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_unicode_encodings_are_recognized(encoding: str) -> None:
    found = read_notebook(NORMAL.decode().encode(encoding))
    assert [c.source for c in found.cells] == [c.source for c in read_notebook(NORMAL).cells]
    assert found.problems == ()


def test_the_lower_side_of_a_merge_is_taken_when_the_upper_is_no_json() -> None:
    lines = NORMAL.decode().splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if "I10" in line)
    lines[at : at + 1] = ["<<<<<<< HEAD\n", "broken {\n", "=======\n", lines[at], ">>>>>>> other\n"]
    found = read_notebook("".join(lines).encode())
    assert found.cells[1].source.endswith("dx: I10")
    assert "below the =======" in found.problems[0]


def test_windows_line_ends_and_control_characters_are_taken_out() -> None:
    assert clean_text("a\r\nb\rc\x00\x1b[31m") == "a\nb\nc[31m"


def test_outputs_are_not_kept_in_memory() -> None:
    import tracemalloc

    big = NORMAL.replace(b'"outputs": []', b'"outputs": ["' + b"x" * 5_000_000 + b'"]')
    tracemalloc.start()
    read_notebook(big)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000
