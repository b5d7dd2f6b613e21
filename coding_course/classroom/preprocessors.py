"""The steps that nbgrader takes with each submission, and with each piece of feedback.

``GradeAnswersAsData`` stands where nbgrader has ``Execute``: it marks the answers of the course's own exercises
as data and writes each mark into the grade cell's output, in the form in which nbgrader expects it from a kernel.
``SaveGrades`` stands where nbgrader has ``SaveAutoGrades``, and ``TidyFeedback`` precedes the feedback's page.
"""

from __future__ import annotations

import json
import math
from typing import Any

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.preprocessors import Execute, GetGrades, NbGraderPreprocessor, SaveAutoGrades
from traitlets import Bool

from coding_course.classroom import answers
from coding_course.classroom.rebuild import answer_body

Resources = dict[str, Any]
Step = tuple[NotebookNode, Resources]

ROLE_GRADE = "grade"
ROLE_ANSWER = "answer"


def course_metadata(cell: NotebookNode) -> dict[str, str]:
    """Return what the builder noted about a cell: ``kind``, ``id`` and ``role``, or nothing."""
    found: dict[str, str] = cell.metadata.get("coding_course", {})
    return found


def course_resources(resources: Resources) -> Resources:
    """Return what the course's steps tell one another about a submission."""
    found: Resources = resources.setdefault("coding_course", {})
    found.setdefault("undecided", set())
    found.setdefault("notes", {})
    found.setdefault("problems", ())
    return found


class AddStartingText(NbGraderPreprocessor):  # type: ignore[misc]
    """Puts an exercise's starting text back into the answer cell that nbgrader has cleared of its solution."""

    def preprocess_cell(self, cell: NotebookNode, resources: Resources, index: int) -> Step:
        """Append the text that the builder noted in the cell's metadata.

        Parameters
        ----------
        cell
            A cell of the notebook to be released.
        resources
            nbconvert's.
        index
            The cell's place.
        """
        start = course_metadata(cell).get("start", "").rstrip()
        if start and utils.is_solution(cell):
            cell.source = f"{cell.source}\n{start}"
        return cell, resources


class GradeAnswersAsData(NbGraderPreprocessor):  # type: ignore[misc]
    """Marks the course's answers without running anything, and leaves all other tests to the instructor."""

    execute_other_tests = Bool(
        False,
        help="Whether to run a submission in a kernel when the lesson has test cells of the instructor's own. "
        "That runs the student's code with the grader's rights. When False, such cells wait for a manual grade.",
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Step:
        """Write a mark into each grade cell.

        Parameters
        ----------
        nb
            The submission, rebuilt on the released lesson.
        resources
            nbconvert's, with nbgrader's ids of student, assignment and notebook.
        """
        shared = course_resources(resources)
        tests = [
            cell
            for cell in nb.cells
            if utils.is_grade(cell)
            and not utils.is_solution(cell)
            and cell.cell_type == "code"
            and course_metadata(cell).get("role") != ROLE_GRADE
        ]
        if tests and self.execute_other_tests:
            nb, resources = Execute(parent=self.parent).preprocess(nb, resources)
        elif tests:
            shared["undecided"] |= {cell.metadata.nbgrader["grade_id"] for cell in tests}
        answered: dict[tuple[str, str], NotebookNode] = {}
        for cell in nb.cells:
            course = course_metadata(cell)
            item = (course.get("kind", ""), course.get("id", ""))
            if course.get("role") == ROLE_ANSWER:
                answered[item] = cell
            elif course.get("role") == ROLE_GRADE and utils.is_grade(cell):
                self._grade(cell, answered.get(item), shared)
        return nb, resources

    def _grade(self, cell: NotebookNode, answer: NotebookNode | None, shared: Resources) -> None:
        course = course_metadata(cell)
        maximum = float(cell.metadata.nbgrader["points"])
        text = "" if answer is None or _untouched(answer) else answer_body(answer.source)
        try:
            mark = answers.mark(course["kind"], course["id"], text, maximum, str(course.get("given", "")))
        except Exception:
            # One answer that the grader cannot cope with must not cost anybody else their grade.
            self.log.exception("The answer to %s could not be graded", course.get("id"))
            mark = answers.undecided(
                "The grader could not decide on this answer. The instructor will look at it and grade it by hand."
            )
        grade_id = cell.metadata.nbgrader["grade_id"]
        if mark.points is None:
            shared["undecided"].add(grade_id)
        cell.outputs = _outputs(mark, maximum)
        cell.execution_count = None
        if mark.note and answer is not None and "nbgrader" in answer.metadata:
            answer_id = answer.metadata.nbgrader["grade_id"]
            shared["notes"][answer_id] = (*shared["notes"].get(answer_id, ()), mark.note)


def _untouched(answer: NotebookNode) -> bool:
    """Return whether an answer cell is as it was released; a starting text left alone is no answer."""
    nbgrader = answer.metadata.get("nbgrader", {})
    return "checksum" in nbgrader and nbgrader["checksum"] == utils.compute_checksum(answer)


def _outputs(mark: answers.Mark, maximum: float) -> list[NotebookNode]:
    """Return a mark as the output of a grade cell: the explanation, then the points as a plain float."""
    shown = NotebookNode(
        output_type="display_data",
        data=NotebookNode({"text/plain": mark.text, "text/html": mark.html}),
        metadata=NotebookNode(),
    )
    if mark.points is None:
        return [shown]
    points = mark.points if math.isfinite(mark.points) else 0.0
    result = NotebookNode(
        output_type="execute_result",
        data=NotebookNode({"text/plain": repr(float(min(maximum, max(0.0, points))))}),
        metadata=NotebookNode(),
        execution_count=None,
    )
    return [shown, result]


class SaveGrades(SaveAutoGrades):  # type: ignore[misc]
    """Saves the marks of a submission in one transaction, with what there is to say about its answers."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Step:
        """Write scores and comments into the gradebook; what a person graded or wrote there stays.

        Parameters
        ----------
        nb
            The submission with its marks.
        resources
            As for :class:`GradeAnswersAsData`.
        """
        ids = resources["nbgrader"]
        shared = course_resources(resources)
        with Gradebook(ids["db_url"]) as gradebook:
            submission = gradebook.find_submission_notebook(ids["notebook"], ids["assignment"], ids["student"])
            grades = {grade.name: grade for grade in submission.grades}
            comments = {comment.name: comment for comment in submission.comments}
            for cell in nb.cells:
                grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
                if utils.is_grade(cell) and grade_id in grades:
                    self._save_score(grades[grade_id], cell, grade_id in shared["undecided"])
                if (utils.is_solution(cell) or utils.is_task(cell)) and grade_id in comments:
                    comments[grade_id].auto_comment = self._comment(cell, shared)
            gradebook.db.commit()
        return nb, resources

    def _save_score(self, grade: Any, cell: NotebookNode, undecided: bool) -> None:
        grade.auto_score = None if undecided else utils.determine_grade(cell, self.log)[0]
        grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None

    def _comment(self, cell: NotebookNode, shared: Resources) -> str | None:
        notes = shared["notes"].get(cell.metadata.nbgrader["grade_id"], ())
        if notes:
            return " ".join(notes)
        return "No answer was given here." if _untouched(cell) and not utils.is_task(cell) else None


class TidyFeedback(GetGrades):  # type: ignore[misc]
    """Puts grades and comments on the page, and leaves out the cells that only work in JupyterLab."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Step:
        """Drop widget and set-up cells, then add grades and comments as nbgrader does.

        Parameters
        ----------
        nb
            An autograded notebook.
        resources
            As for :class:`GradeAnswersAsData`.
        """
        nb.cells = [c for c in nb.cells if course_metadata(c).get("role") not in ("setup", "widget")]
        nb, resources = super().preprocess(nb, resources)
        return nb, resources


def problems_cell(problems: tuple[str, ...]) -> dict[str, Any]:
    r"""Return the cell at the top of a graded notebook that says what was wrong with the submitted file.

    Examples
    --------
    >>> problems_cell(("The file is empty.",))["source"]
    '**About the file that you submitted**\n\n- The file is empty.'
    """
    lines = "\n".join(f"- {problem}" for problem in problems)
    return {
        "cell_type": "markdown",
        "id": "about-this-submission",
        "metadata": {"coding_course": {"role": "problems"}, "deletable": False, "editable": False},
        "source": f"**About the file that you submitted**\n\n{lines}",
    }


def notebook_node(notebook: dict[str, Any]) -> NotebookNode:
    """Return a notebook as nbformat's own type."""
    return json.loads(json.dumps(notebook), object_hook=NotebookNode)
