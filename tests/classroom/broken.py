"""Broken, odd and hostile submissions of the lesson ``01-first``, with what each should earn.

The lesson has an exercise worth 10 (``fx-001``, two codes), a question worth 2 (``fq-001``) and starts from a
complete, right answer worth 12. ``expected`` is what is left of it when the file is read as data.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.classroom.course import LESSON, MODULE, Course, answered, cell_of, code

FULL = {"fx-001": "dx: I10, E11.9", "fq-001": "B"}
WRONG = {"fx-001": "dx: J00", "fq-001": "A"}

Notebook = dict[str, Any]
Writer = Callable[[Course, str, Notebook], None]


@dataclass(frozen=True)
class Broken:
    """One kind of submission."""

    name: str
    write: Writer
    expected: float
    says: str = ""
    """Words that the feedback must contain."""


KINDS: list[Broken] = []


def kind(expected: float, says: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function that changes a complete, right submission, or writes one itself."""

    def register(change: Callable[..., Any]) -> Callable[..., Any]:
        name = change.__name__.replace("_", "-")

        def write(course: Course, student: str, released: Notebook) -> None:
            content = change(answered(released, FULL), course, student)
            if content is not None:
                course.submit(student, content)

        KINDS.append(Broken(name, write, expected, says))
        return change

    return register


def _own(nb: Notebook, source: str, at: int = 1) -> Notebook:
    nb["cells"].insert(at, code(source, "my-own-cell"))
    return nb


@kind(12)
def duplicated_cells(nb: Notebook, *_: Any) -> Notebook:
    nb["cells"] += copy.deepcopy(nb["cells"])
    return nb


@kind(2, "the last one was graded")
def duplicated_answer_with_another_text(nb: Notebook, *_: Any) -> Notebook:
    again = copy.deepcopy(cell_of(nb, "answer-fx-001"))
    again["source"] = "%%claim fx-001\ndx: J00"
    nb["cells"].append(again)
    return nb


@kind(12)
def deleted_test_cells(nb: Notebook, *_: Any) -> Notebook:
    nb["cells"] = [c for c in nb["cells"] if not c["metadata"].get("nbgrader", {}).get("grade")]
    return nb


@kind(2, "The answer cell was missing")
def deleted_answer_cell(nb: Notebook, *_: Any) -> Notebook:
    nb["cells"].remove(cell_of(nb, "answer-fx-001"))
    return nb


@kind(0)
def edited_tests(nb: Notebook, *_: Any) -> Notebook:
    nb = answered(nb, {})
    for grade_id, points in (("points-fx-001", 10), ("points-fq-001", 2)):
        cell_of(nb, grade_id)["source"] = f"{points}.0"
        cell_of(nb, grade_id)["metadata"]["nbgrader"]["points"] = 1000
    cell_of(nb, "answer-fx-001")["source"] = "%%claim fx-001\n" + WRONG["fx-001"]
    cell_of(nb, "answer-fq-001")["source"] = "%%answer fq-001\n" + WRONG["fq-001"]
    return nb


@kind(12)
def old_schema_version(nb: Notebook, *_: Any) -> Notebook:
    return _schema_version(nb, 1)


@kind(12)
def future_schema_version(nb: Notebook, *_: Any) -> Notebook:
    return _schema_version(nb, 99)


@kind(12)
def worded_schema_version(nb: Notebook, *_: Any) -> Notebook:
    return _schema_version(nb, "x")


def _schema_version(nb: Notebook, version: Any) -> Notebook:
    for cell in nb["cells"]:
        cell["metadata"].get("nbgrader", {})["schema_version"] = version
    return nb


@kind(12)
def metadata_that_is_no_object(nb: Notebook, *_: Any) -> Notebook:
    for number, cell in enumerate(nb["cells"]):
        cell["metadata"] = [None, "x", 7, ["a"], {"nbgrader": "x"}, {"nbgrader": {"grade_id": ["a"]}}][number % 6]
    nb["metadata"] = None
    return nb


@kind(12)
def sources_and_outputs_of_odd_types(nb: Notebook, *_: Any) -> Notebook:
    for cell in nb["cells"]:
        lines = cell["source"].splitlines(keepends=True)
        cell["source"] = [*lines, None, 7] if "answer" in cell["id"] else {"a": 1}
        cell["outputs"] = {"x": [1, 2]}
        cell["cell_type"] = None
    nb["nbformat"] = "four"
    return nb


@kind(12)
def byte_order_mark(nb: Notebook, *_: Any) -> bytes:
    return b"\xef\xbb\xbf" + json.dumps(nb).encode()


@kind(12, "unfinished merge")
def merge_conflict(nb: Notebook, *_: Any) -> str:
    text = json.dumps(nb, indent=1)
    lines = text.splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if "E11.9" in line)
    other = lines[at].replace("E11.9", "J00")
    lines[at : at + 1] = ["<<<<<<< HEAD\n", lines[at], "=======\n", other, ">>>>>>> 1a2b3c4\n"]
    return "".join(lines)


@kind(12)
def endless_loop(nb: Notebook, *_: Any) -> Notebook:
    return _own(nb, "while True:\n    pass")


@kind(12)
def exits(nb: Notebook, course: Course, *_: Any) -> Notebook:
    touched = f"open({str(course.root / 'EXECUTED')!r}, 'w')"
    return _own(nb, f"{touched}\nimport os, sys\nsys.exit(1)\nos._exit(1)")


@kind(0, "The file is empty")
def empty_file(*_: Any) -> bytes:
    return b""


@kind(0, "has no cells")
def no_cells(nb: Notebook, *_: Any) -> Notebook:
    nb["cells"] = []
    return nb


@kind(12, "was graded in its place")
def renamed(nb: Notebook, course: Course, student: str) -> None:
    course.submit(student, nb, "Homework of mine (2).ipynb")


@kind(12, "was graded in its place")
def saved_as_text_in_a_folder(nb: Notebook, course: Course, student: str) -> None:
    (course.folder(student) / "sub folder").mkdir()
    course.submit(student, nb, "sub folder/01-first.ipynb.txt")


@kind(0, "No file called 01-first.ipynb was submitted")
def nothing_submitted(nb: Notebook, course: Course, student: str) -> None:
    course.folder(student)


@kind(0, "none of this lesson")
def another_notebook_under_the_name(nb: Notebook, *_: Any) -> Notebook:
    nb["cells"] = [code("print('hello')", "x")]
    nb["metadata"] = {}
    return nb


@kind(12)
def hundred_megabytes_of_output(nb: Notebook, course: Course, student: str) -> None:
    outputs = [{"output_type": "stream", "name": "stdout", "text": "@@"}]
    cell_of(nb, "points-fx-001")["outputs"] = outputs
    before, after = json.dumps(nb).split("@@")
    path = course.submit(student, before)
    line = "spam and ham " * 80_000
    with path.open("a", encoding="utf-8") as file:
        for _ in range(100):
            file.write(line)
        file.write(after)
    assert path.stat().st_size > 100_000_000


@kind(2)
def object_that_equals_everything(nb: Notebook, course: Course, *_: Any) -> Notebook:
    cell_of(nb, "answer-fx-001")["source"] = (
        f"open({str(course.root / 'EXECUTED')!r}, 'w')\n"
        "class Always:\n    def __eq__(self, other): return True\n    def __float__(self): return 10.0\n"
        "answer = Always()\nanswer"
    )
    return nb


@kind(2)
def replaces_the_grader(nb: Notebook, course: Course, *_: Any) -> Notebook:
    cell_of(nb, "answer-fx-001")["source"] = "%%claim fx-001\ndx: J00"
    return _own(
        nb,
        f"open({str(course.root / 'EXECUTED')!r}, 'w')\nimport coding_course.ui.lesson as lesson\n"
        "lesson.points = lambda *a: 10.0",
    )


@kind(12)
def answer_turned_into_markdown(nb: Notebook, *_: Any) -> Notebook:
    for grade_id in ("answer-fx-001", "answer-fq-001"):
        cell = cell_of(nb, grade_id)
        cell["cell_type"] = "markdown"
        del cell["outputs"], cell["execution_count"]
    return nb


@kind(12)
def changed_cell_ids(nb: Notebook, *_: Any) -> Notebook:
    for number, cell in enumerate(nb["cells"]):
        cell["id"] = "same" if number % 2 else f"../{number}"
    return nb


@kind(12)
def format_4_4_without_ids(nb: Notebook, *_: Any) -> Notebook:
    for cell in nb["cells"]:
        del cell["id"]
    return {**nb, "nbformat_minor": 4}


@kind(12)
def format_3(nb: Notebook, *_: Any) -> Notebook:
    cells = [{**c, "input": c["source"], "source": None} for c in nb["cells"]]
    return {"metadata": {}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": cells, "metadata": {}}]}


@kind(12)
def utf_16(nb: Notebook, *_: Any) -> bytes:
    return json.dumps(nb).encode("utf-16")


@kind(12, "not valid UTF-8")
def invalid_utf_8(nb: Notebook, *_: Any) -> bytes:
    _own(nb, "caf@@")
    return json.dumps(nb).encode().replace(b"@@", b"\xe9\xff")


@kind(12)
def half_a_character(nb: Notebook, *_: Any) -> str:
    _own(nb, "@@")
    cell_of(nb, "answer-fx-001")["source"] += "  # @@"
    return json.dumps(nb).replace("@@", "\\ud83d")


@kind(12, "cut off unread")
def huge_answer(nb: Notebook, *_: Any) -> Notebook:
    cell_of(nb, "answer-fx-001")["source"] += "  # " + "A" * 3_000_000
    return nb


@kind(2)
def markup_in_the_answer(nb: Notebook, *_: Any) -> Notebook:
    cell_of(nb, "answer-fx-001")["source"] = (
        "%%claim fx-001\ndx: <script>alert('dx')</script>\nline: <img src=x onerror=alert(1)>"
    )
    nb["cells"].insert(
        1, {"cell_type": "markdown", "id": "m", "metadata": {}, "source": "<script>alert('md')</script>"}
    )
    nb["cells"].insert(1, {"cell_type": "raw", "id": "r", "metadata": {}, "source": "<script>alert('raw')</script>"})
    return nb


@kind(0)
def nan_and_infinity_written_as_results(nb: Notebook, *_: Any) -> str:
    nb = answered(nb, {})
    for item, magic, value in (("fx-001", "claim", "nan"), ("fq-001", "answer", "inf")):
        cell_of(nb, f"answer-{item}")["source"] = f"%%{magic} {item}\n{WRONG[item]}"
        data = {"text/plain": value, "application/json": "@@"}
        cell_of(nb, f"points-{item}")["outputs"] = [
            {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 1}
        ]
    return json.dumps(nb).replace('"@@"', "NaN")


@kind(12)
def kernel_that_does_not_exist(nb: Notebook, *_: Any) -> Notebook:
    nb["metadata"]["kernelspec"] = {"name": "no-such-kernel", "language": "R", "display_name": "R"}
    return nb


@kind(12, "damaged")
def deeply_nested(nb: Notebook, *_: Any) -> str:
    text = json.dumps(nb)
    return text[:-1] + ', "deep": ' + "[" * 200_000 + "]" * 200_000 + "}"


@kind(12, "was graded in its place")
def directory_of_the_same_name(nb: Notebook, course: Course, student: str) -> None:
    (course.folder(student) / f"{LESSON}.ipynb").mkdir()
    course.submit(student, nb, f"{LESSON}.ipynb/{LESSON}.ipynb")


@kind(10, "damaged")
def cut_off_in_the_middle(nb: Notebook, *_: Any) -> str:
    text = json.dumps(nb, indent=1)
    return text[: text.index("answer fq-001") - 10]


@kind(0, "not a notebook")
def a_list_instead_of_a_notebook(*_: Any) -> str:
    return "[1, 2, 3]"


@kind(0, "web page")
def a_web_page(*_: Any) -> str:
    return "<!DOCTYPE html><html><script>alert('page')</script></html>"


@kind(0, "not valid JSON")
def not_json_at_all(*_: Any) -> bytes:
    return bytes(range(256)) * 40


@kind(0, "No file called")
def link_to_a_file_elsewhere(nb: Notebook, course: Course, student: str) -> None:
    elsewhere = course.root / "elsewhere.ipynb"
    elsewhere.write_text(json.dumps(nb), encoding="utf-8")
    try:
        (course.folder(student) / f"{LESSON}.ipynb").symlink_to(elsewhere)
    except OSError:  # Windows without the right to make links
        return


@kind(12)
def bad_timestamp_and_other_files(nb: Notebook, course: Course, student: str) -> Notebook:
    (course.folder(student) / "timestamp.txt").write_bytes(b"yesterday\xff")
    (course.folder(student) / "broken-link.csv").symlink_to("nowhere")
    return nb


@kind(12, "found in another")
def answer_typed_into_a_new_cell(nb: Notebook, *_: Any) -> Notebook:
    typed = cell_of(nb, "answer-fx-001")["source"]
    cell_of(nb, "answer-fx-001")["source"] = "%%claim fx-001"
    return _own(nb, typed, at=3)


@kind(12, "first line of this cell was changed")
def first_line_names_another_case(nb: Notebook, *_: Any) -> Notebook:
    cell = cell_of(nb, "answer-fx-001")
    cell["source"] = cell["source"].replace("fx-001", "other-case")
    return nb


def submit_all(course: Course, released: Notebook) -> None:
    """Write one submission of each kind; the student is called after it."""
    for each in KINDS:
        each.write(course, each.name, released)
    assert (course.root / "submitted").is_dir(), MODULE
