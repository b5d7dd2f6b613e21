"""Put a student's answers into a fresh copy of the lesson as it was released.

Whatever was done to the rest of a submission (cells deleted, duplicated, edited, retyped, given odd
metadata, filled with output) then cannot matter: the only things taken from it are the texts of the answer
cells, and the student's own notes, which are kept beside them as plain text.
"""

from __future__ import annotations

import re
import textwrap
from typing import Any

import msgspec

from coding_course.classroom.reading import Submission, SubmittedCell

MAX_ANSWER = 8_000
"""Characters of an answer that are kept and graded; the longest key of the course has under 1,000."""
MAX_NOTES = 60
"""Cells of their own that a student may have added and find again in the feedback."""
MAX_NOTE = 4_000

_MAGIC_OF_KIND = {"claim": "claim", "question": "answer", "find": "find"}
_ACTIVE = (
    (re.compile(r"<(?=[a-zA-Z/!?])"), "&lt;"),  # HTML
    (re.compile(r"\](?=[(:\[])"), r"\]"),  # links and pictures, whose addresses may be scripts
    (re.compile(r"\\(?=href|url|require)", re.IGNORECASE), r"\\ "),  # the same inside a formula
)


class TemplateCell(msgspec.Struct, frozen=True):
    """A cell of the released lesson."""

    raw: dict[str, Any]
    grade_id: str
    cell_id: str
    solution: bool
    """True where the student writes."""
    item: str
    """``claim:pc-001``, ``answer:q-conv-001`` or ``find:fd-001`` on the course's own answer cells, else empty."""


class Template(msgspec.Struct, frozen=True):
    """A lesson as it was released: what each submission is rebuilt on."""

    name: str
    """File name without ``.ipynb``; nbgrader's notebook id."""
    lesson: str
    cells: tuple[TemplateCell, ...]
    raw: dict[str, Any]
    """The notebook without its cells."""

    @property
    def grade_ids(self) -> frozenset[str]:
        """The nbgrader ids of the lesson's cells."""
        return frozenset(cell.grade_id for cell in self.cells if cell.grade_id)

    def recognizes(self, submission: Submission) -> int:
        """Return how many cells of a submission belong to this lesson, plus 1,000 if it says so itself.

        None do when it says that it is another lesson.
        """
        if self.lesson and submission.lesson and submission.lesson != self.lesson:
            return 0
        ids = self.grade_ids
        items = {cell.item for cell in self.cells if cell.item}
        own = sum(cell.grade_id in ids or (cell.item in items) for cell in submission.cells)
        return own + (1_000 if self.lesson and submission.lesson == self.lesson else 0)


class Rebuilt(msgspec.Struct, frozen=True):
    """A submission put into the lesson's form."""

    notebook: dict[str, Any]
    """A notebook of format 4.5 without outputs."""
    problems: tuple[str, ...] = ()
    """To the student, about the submission as a whole."""
    notes: dict[str, tuple[str, ...]] = {}
    """To the student, by the grade id of the answer cell that they are about."""


def template(name: str, notebook: dict[str, Any]) -> Template:
    """Return the template that a released notebook makes.

    Parameters
    ----------
    name
        nbgrader's notebook id.
    notebook
        The notebook as JSON, format 4.

    Examples
    --------
    >>> template("01-a", {"cells": [], "metadata": {"coding_course": {"lesson": "m/01-a"}}}).lesson
    'm/01-a'
    """
    cells = tuple(_template_cell(cell) for cell in notebook["cells"])
    rest = {key: value for key, value in notebook.items() if key != "cells"}
    lesson = notebook.get("metadata", {}).get("coding_course", {}).get("lesson", "")
    return Template(name=name, lesson=lesson, cells=cells, raw=rest)


def _template_cell(cell: dict[str, Any]) -> TemplateCell:
    metadata = cell.get("metadata", {})
    nbgrader = metadata.get("nbgrader", {})
    course = metadata.get("coding_course", {})
    item = ""
    if course.get("role") == "answer" and course.get("kind") in _MAGIC_OF_KIND:
        item = f"{_MAGIC_OF_KIND[course['kind']]}:{course['id']}"
    source = cell.get("source", "")
    raw = {**cell, "source": "".join(source) if isinstance(source, list) else source}
    if raw.get("cell_type") == "code":
        raw |= {"outputs": [], "execution_count": None}
    return TemplateCell(
        raw=raw,
        grade_id=nbgrader.get("grade_id", ""),
        cell_id=cell.get("id", ""),
        solution=bool(nbgrader.get("solution")),
        item=item,
    )


def answer_body(source: str) -> str:
    r"""Return an answer cell's text without its magic, comments and code fences.

    Examples
    --------
    >>> answer_body("%%claim pc-001\n# write your answer below this line\n\ndx: I10  # essential")
    'dx: I10  # essential'
    """
    lines = source.split("\n")
    while lines and (not lines[0].strip() or lines[0].strip().startswith("```")):
        lines = lines[1:]
    if lines and lines[0].lstrip().startswith("%%"):
        lines = lines[1:]
    kept = [line for line in lines if not line.strip().startswith(("#", "```"))]
    return "\n".join(kept).strip("\n")


def rebuild(lesson: Template, submission: Submission) -> Rebuilt:
    """Return the lesson with a student's answers in it.

    Parameters
    ----------
    lesson
        The lesson as released.
    submission
        What could be read of the student's file.

    Returns
    -------
    Rebuilt
        All cells of the lesson in their order, the student's own notes between them. Metadata is shared with the
        template and not to be changed.
    """
    notes: dict[str, tuple[str, ...]] = {}
    cells: list[dict[str, Any]] = []
    extras = _own_cells(lesson, submission)
    cells += extras.get(-1, [])
    for place, cell in enumerate(lesson.cells):
        raw = dict(cell.raw)  # only its text is replaced; the rest is shared with the template
        if cell.solution:
            raw["source"], said = _answer_source(lesson, cell, submission)
            if said and submission.cells:
                notes[cell.grade_id] = said
        cells.append(raw)
        cells += extras.get(place, [])
    notebook = {**lesson.raw, "cells": cells, "nbformat": 4, "nbformat_minor": 5}
    for number, raw in enumerate(cells):
        raw.setdefault("id", f"cell-{number}")
    return Rebuilt(notebook=notebook, problems=submission.problems, notes=notes)


def _answer_source(lesson: Template, cell: TemplateCell, submission: Submission) -> tuple[str, tuple[str, ...]]:
    """Return what a student wrote in one answer cell, and notes about how it was found."""
    blank = str(cell.raw["source"])
    others = lesson.grade_ids - {cell.grade_id}
    marked = [c for c in submission.cells if c.grade_id == cell.grade_id]
    unmarked = [
        c
        for c in submission.cells
        if c not in marked
        and c.grade_id not in others
        and ((cell.cell_id and c.cell_id == cell.cell_id) or (cell.item and c.item == cell.item))
    ]
    said: list[str] = []
    written = [c for c in marked if _is_written(c, cell, blank)]
    if not written:
        written = [c for c in unmarked if _is_written(c, cell, blank)]
        if written:
            said.append(
                "The answer cell of this lesson was left empty or deleted; the answer was found in another "
                "cell and graded."
            )
    if not written and not marked and not unmarked:
        said.append("The answer cell was missing from the submission, so there was nothing to grade here.")
    if len({c.source for c in written}) > 1:
        said.append(f"This cell was there {len(written)} times with an answer; the last one was graded.")
    if not written:
        return blank, tuple(said)
    source = written[-1].source
    if cell.item and written[-1].item not in ("", cell.item):
        said.append(
            "The first line of this cell was changed. The answer was graded for the question that the cell belongs to."
        )
    if len(source) > MAX_ANSWER:
        source = source[:MAX_ANSWER]
        said.append(f"The answer is longer than {MAX_ANSWER:,} characters; the rest was cut off unread.")
    if cell.raw.get("cell_type") == "markdown":
        source = _harmless_markdown(source)
    return source, tuple(said)


def _is_written(submitted: SubmittedCell, cell: TemplateCell, blank: str) -> bool:
    if submitted.source.strip() == blank.strip():
        return False
    return bool(answer_body(submitted.source).strip() if cell.item else submitted.source.strip())


def _own_cells(lesson: Template, submission: Submission) -> dict[int, list[dict[str, Any]]]:
    """Return the cells that a student added, by the place of the lesson's cell that they followed."""
    by_grade_id = {c.grade_id: place for place, c in enumerate(lesson.cells) if c.grade_id}
    by_cell_id = {c.cell_id: place for place, c in enumerate(lesson.cells) if c.cell_id}
    by_source = {str(c.raw["source"]).strip(): place for place, c in enumerate(lesson.cells)}
    items = {c.item for c in lesson.cells if c.item}
    found: dict[int, list[dict[str, Any]]] = {}
    place = -1
    count = 0
    for cell in submission.cells:
        known = by_grade_id.get(cell.grade_id, by_cell_id.get(cell.cell_id))
        if known is None:
            known = by_source.get(cell.source.strip())
        if known is not None:
            place = max(place, known)
        elif cell.source.strip() and cell.item not in items and count < MAX_NOTES:
            count += 1
            found.setdefault(place, []).append(_note_cell(cell, count))
    return found


def _note_cell(cell: SubmittedCell, number: int) -> dict[str, Any]:
    text = cell.source if len(cell.source) <= MAX_NOTE else cell.source[:MAX_NOTE] + "\n... (cut off)"
    own = {"id": f"own-{number}", "metadata": {"coding_course": {"role": "own"}}}
    if cell.cell_type == "code":
        return {**own, "cell_type": "code", "source": text, "outputs": [], "execution_count": None}
    return {**own, "cell_type": "markdown", "source": textwrap.indent(text, "    ", lambda line: True)}


def _harmless_markdown(text: str) -> str:
    """Return Markdown that can run nothing in the browser of whoever reads the feedback."""
    for pattern, instead in _ACTIVE:
        text = pattern.sub(instead, text)
    return text
