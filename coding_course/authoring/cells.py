"""Cells of a notebook as values, and their JSON."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

STUB = "# write your answer below this line"
"""What stands in a learner's answer cell where the instructor's has the key; ``nbgrader_config.py`` says the same."""
BEGIN_SOLUTION = "### BEGIN SOLUTION"
END_SOLUTION = "### END SOLUTION"


class Cell(msgspec.Struct, frozen=True):
    """A cell before it is a learner's or an instructor's."""

    code: bool
    source: str
    """What the learner gets."""
    metadata: Mapping[str, Any] = {}
    solution: str = ""
    """What the instructor gets, where that differs."""
    key: str = ""
    """What its id is made from, when that should outlive changes of its text: a grade id."""


def text_cell(source: str) -> Cell:
    """Return a Markdown cell."""
    return Cell(code=False, source=source.strip("\n"))


def fixed_cell(source: str, role: str, kind: str = "", item: str = "") -> Cell:
    """Return a code cell that a learner runs and never sees the source of: set-up and widgets.

    Parameters
    ----------
    source
        Python that calls the lesson's facade.
    role
        ``setup`` or ``widget``.
    kind, item
        What it shows: ``claim`` and a case id, ``question`` and question ids, ``browser`` or ``encoder`` and a code,
        ``find`` and a find exercise's id.
    """
    course = {"role": role, **({"kind": kind} if kind else {}), **({"id": item} if item else {})}
    return Cell(
        code=True,
        source=source,
        metadata={
            "coding_course": course,
            "deletable": False,
            "editable": False,
            "jupyter": {"source_hidden": True},
            "tags": [f"coding-course-{role}"],
        },
        key=f"{role} {kind} {item}",
    )


def call(function: str, *arguments: str | int, **named: str | bool) -> str:
    """Return a call as Python, on several lines when it is long.

    Examples
    --------
    >>> call("lesson.quiz", "q-1", "q-2")
    'lesson.quiz("q-1", "q-2")'
    >>> call("lesson.chart", "pc-001", graded=True)
    'lesson.chart("pc-001", graded=True)'
    """
    shown = [_literal(each) for each in arguments]
    shown += [f"{name}={_literal(value)}" for name, value in named.items()]
    line = f"{function}({', '.join(shown)})"
    return line if len(line) <= 90 else f"{function}(\n" + "".join(f"    {each},\n" for each in shown) + ")"


def _literal(value: str | int | bool) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def grade_id(prefix: str, item: str) -> str:
    """Return nbgrader's id of a cell.

    Examples
    --------
    >>> grade_id("answer", "pc-011:3")
    'answer-pc-011-v3'
    """
    return re.sub(r"[^A-Za-z0-9_-]", "-", f"{prefix}-{item.replace(':', '-v')}")


def graded_cells(
    kind: str, item: str, points: int, learner: str, solution: str, start: str = "", given: str = ""
) -> tuple[Cell, Cell]:
    """Return the answer cell and the grade cell of a graded item.

    Parameters
    ----------
    kind
        ``claim``, ``question`` or ``find``.
    item
        Id of the case, question or find exercise.
    points
        Full score.
    learner, solution
        Source of the answer cell for either reader.
    start
        A starting text that nbgrader's clearing of solutions cannot leave in place.
    given
        The claim that a half-finished exercise begins with, which earns nothing by itself.
    """
    answer_id, points_id = grade_id("answer", item), grade_id("points", item)
    course = {"kind": kind, "id": item}
    answer = Cell(
        code=True,
        source=learner,
        solution=solution,
        metadata={
            "coding_course": {**course, "role": "answer", **({"start": start} if start else {})},
            "deletable": False,
            "nbgrader": _nbgrader(answer_id, solution=True),
            "tags": ["coding-course-answer"],
        },
        key=answer_id,
    )
    grade = Cell(
        code=True,
        source=call("lesson.points", item, points, **({"given": given} if given else {})),
        metadata={
            "coding_course": {**course, "role": "grade", **({"given": given} if given else {})},
            "deletable": False,
            "editable": False,
            "jupyter": {"source_hidden": True},
            "nbgrader": {**_nbgrader(points_id, solution=False), "points": points},
            "tags": ["coding-course-grade"],
        },
        key=points_id,
    )
    return answer, grade


def _nbgrader(identity: str, *, solution: bool) -> dict[str, Any]:
    return {
        "grade": not solution,
        "grade_id": identity,
        "locked": not solution,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }


def notebook(cells: Sequence[Cell], lesson: str, title: str, *, instructor: bool, skills: Sequence[str] = ()) -> str:
    """Return a notebook's JSON, the same bytes each time.

    Parameters
    ----------
    cells
        In order.
    lesson
        Lesson id; also the seed of the cell ids.
    title
        Of the lesson.
    instructor
        Whether answers are filled in. Learners' notebooks carry nbgrader's checksums instead, as if
        ``nbgrader generate_assignment`` had written them.
    skills
        What the lesson teaches, by skill id; the placement quiz recommends lessons by them.
    """
    seen: dict[str, int] = {}
    built = []
    for cell in cells:
        seed = cell.key or f"{'code' if cell.code else 'markdown'}\n{cell.source}"
        seen[seed] = seen.get(seed, 0) + 1
        built.append(_json_cell(cell, _cell_id(lesson, seed, seen[seed]), instructor=instructor))
    document = {
        "cells": built,
        "metadata": {
            "coding_course": {"lesson": lesson, "skills": list(skills)},
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "title": title,
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True, separators=(",", ": ")) + "\n"


def _cell_id(lesson: str, seed: str, occurrence: int) -> str:
    return hashlib.sha256(f"{lesson}\n{occurrence}\n{seed}".encode()).hexdigest()[:12]


def _json_cell(cell: Cell, identity: str, *, instructor: bool) -> dict[str, Any]:
    source = cell.solution if instructor and cell.solution else cell.source
    metadata = dict(cell.metadata)
    if not instructor and "nbgrader" in metadata:
        metadata["nbgrader"] = {**metadata["nbgrader"], "cell_type": "code", "checksum": checksum(cell, source)}
    built: dict[str, Any] = {
        "cell_type": "code" if cell.code else "markdown",
        "id": identity,
        "metadata": metadata,
        "source": source.splitlines(keepends=True),
    }
    if cell.code:
        built |= {"execution_count": None, "outputs": []}
    return built


def checksum(cell: Cell, source: str) -> str:
    """Return nbgrader's checksum of a code cell, by which it sees whether the cell was changed.

    Notes
    -----
    The text that is hashed is that of nbgrader 0.9's ``utils.compute_checksum``: source, cell type, grade, solution
    and locked as Python writes them, grade id, and for grade cells the points as a float.
    """
    nbgrader = cell.metadata["nbgrader"]
    grade, solution = nbgrader["grade"], nbgrader["solution"]
    locked = not solution and (grade or nbgrader["locked"])
    text = f"{source}code{grade}{solution}{locked}{nbgrader['grade_id']}"
    if grade:
        text += str(float(nbgrader["points"]))
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
