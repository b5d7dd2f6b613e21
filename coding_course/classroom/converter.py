"""nbgrader's autograder, so that a bad submission is that student's own result and never the batch's.

nbgrader finds a submission by its file name, parses it, and only then hands it to preprocessors that can be
configured; whatever fails before them ends the batch. :class:`CourseAutograde` replaces those first steps: it
takes every student's folder, finds the lesson in it, and rebuilds it on the lesson as released. The stock
commands use it once :func:`install` has been called, which ``nbgrader_config.py`` does.
"""

from __future__ import annotations

import fnmatch
import glob
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from nbgrader import utils
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde, BaseConverter, NbGraderException
from nbgrader.coursedir import CourseDirectory

from coding_course.bank import BankDamaged
from coding_course.classroom import answers
from coding_course.classroom.gradebook import one_gradebook
from coding_course.classroom.locate import locate
from coding_course.classroom.preprocessors import (
    ROLE_GRADE,
    course_resources,
    notebook_node,
    problems_cell,
)
from coding_course.classroom.reading import Submission
from coding_course.classroom.rebuild import Rebuilt, Template, rebuild, template
from coding_course.classroom.validating import CourseValidator

MAX_COPIED = 100_000_000
"""Bytes of a student's further files that are copied beside the graded notebook, a file."""


class _CopiesSafely(BaseConverter):  # type: ignore[misc]
    """Copies the other files of a submission, none of which can stop the grading."""

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        source = self._format_source(assignment_id, student_id)
        dest = Path(self._format_dest(assignment_id, student_id))
        dest.mkdir(parents=True, exist_ok=True)
        for filename in utils.find_all_files(source, [*self.coursedir.ignore, "*.ipynb"]):
            path = Path(filename)
            target = dest / os.path.relpath(filename, source)
            try:
                if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_COPIED:
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
            except OSError as problem:
                self.log.warning("Left out the file %s of %s: %s", path.name, student_id, problem)


class CourseAutograde(Autograde, _CopiesSafely):  # type: ignore[misc]
    """Grades whatever students handed in, one student at a time.

    Configured by the options of nbgrader's ``Autograde``.
    """

    def start(self) -> None:
        """Grade all submissions that the course directory's patterns name."""
        with one_gradebook():
            super().start()

    def init_notebooks(self) -> None:
        """List each student's folder with the lessons that belong to the assignment.

        Raises
        ------
        NbGraderException
            When nobody can be graded: the assignment was not generated, its released notebooks are missing, or
            the bank on this machine lacks one of its cases.
        """
        self.templates = self._load_templates(self.coursedir.assignment_id)
        names = [name for name in self.templates if fnmatch.fnmatchcase(name, self.coursedir.notebook_id)]
        if not names:
            raise self._stop(
                f"No notebook of {self.coursedir.assignment_id} is called {self.coursedir.notebook_id}. "
                f"It has: {', '.join(self.templates)}."
            )
        pattern = self._format_source(self.coursedir.assignment_id, self.coursedir.student_id)
        self.notebooks: list[str] = []
        self.assignments = {
            folder: [str(Path(folder, f"{name}.ipynb")) for name in names]
            for folder in sorted(glob.glob(pattern))  # noqa: PTH207 (nbgrader's pattern is a string)
            if "\n" not in folder
        }
        if not self.assignments:
            raise self._stop(
                f"No submissions were found at {pattern}. Collect them first, with nbgrader collect or nbgrader "
                "zip_collect."
            )

    def _stop(self, message: str) -> NbGraderException:
        self.log.error(message)
        return NbGraderException(message)

    def _load_templates(self, assignment_id: str) -> dict[str, Template]:
        """Return the assignment's lessons as released, after checking that they are what the gradebook knows."""
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                notebooks = gradebook.find_assignment(assignment_id).notebooks
                known = {n.name: {g.name: float(g.max_score) for g in n.grade_cells} for n in notebooks}
            except MissingEntry:
                raise self._stop(
                    f"The gradebook has no assignment {assignment_id}. Run: nbgrader generate_assignment "
                    f"{assignment_id}"
                ) from None
        found: dict[str, Template] = {}
        for name, points in sorted(known.items()):
            path = self._released(assignment_id, name)
            released = template(name, json.loads(path.read_text(encoding="utf-8")))
            if _points(released) != points:
                raise self._stop(
                    f"The graded cells of {path} are not those of the gradebook. Run nbgrader "
                    f"generate_assignment {assignment_id} again, then autograde."
                )
            found[name] = released
        try:
            missing = answers.missing_items(sorted(_items(found)))
        except BankDamaged as problem:
            raise self._stop(str(problem)) from None
        if missing:
            raise self._stop(
                f"The bank on this machine has no {', '.join(missing)}, so nobody can be graded. If these are "
                "your own cases, set CODING_COURSE_BANK to your compiled bank file and try again."
            )
        return found

    def _released(self, assignment_id: str, name: str) -> Path:
        folder = self.coursedir.format_path(self.coursedir.release_directory, ".", assignment_id)
        path = Path(folder, f"{name}.ipynb")
        if not path.is_file():
            raise self._stop(
                f"The released notebook {path} is missing. Run nbgrader generate_assignment {assignment_id}, "
                "then autograde again."
            )
        return path

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """Grade one lesson of one student and write the graded notebook.

        Parameters
        ----------
        notebook_filename
            Where the lesson should be in the student's folder; it need not be there.
        """
        path = Path(notebook_filename)
        lesson = self.templates[path.stem]
        try:
            names = [f"{name}.ipynb" for name in self.templates]
            self._convert(notebook_filename, rebuild(lesson, locate(path.parent, lesson, names).submission))
        except (KeyboardInterrupt, NbGraderException):
            raise
        except Exception:
            self.log.exception("Could not grade %s; it waits for a manual grade", notebook_filename)
            problem = "The grader stopped at this submission. The instructor will look at it and grade it by hand."
            self._convert(notebook_filename, rebuild(lesson, Submission(problems=(problem,))), by_hand=True)

    def _convert(self, notebook_filename: str, rebuilt: Rebuilt, by_hand: bool = False) -> None:
        resources = self.init_single_notebook_resources(notebook_filename)
        shared = course_resources(resources)
        shared["notes"] = dict(rebuilt.notes)
        shared["problems"] = rebuilt.problems
        notebook = rebuilt.notebook
        ids = [c["metadata"].get("nbgrader", {}).get("grade_id") for c in notebook["cells"]]
        if by_hand:
            shared["undecided"] |= {grade_id for grade_id in ids if grade_id}
        if rebuilt.problems:
            for problem in rebuilt.problems:
                self.log.warning("%s: %s", resources["nbgrader"]["student"], problem)
            notebook["cells"].insert(0, problems_cell(rebuilt.problems))
            for cell in notebook["cells"]:
                nbgrader = cell["metadata"].get("nbgrader", {})
                if nbgrader.get("solution"):
                    grade_id = nbgrader["grade_id"]
                    shared["notes"][grade_id] = (*rebuilt.problems, *shared["notes"].get(grade_id, ()))
                    break
        nb = notebook_node(notebook)
        with utils.setenv(NBGRADER_EXECUTION="autograde"):
            self.exporter._preprocessors = []
            for step in [*self.sanitize_preprocessors, *([] if by_hand else self.autograde_preprocessors)]:
                self.exporter.register_preprocessor(step)
            output, resources = self.exporter.from_notebook_node(nb, resources)
        self.write_single_notebook(output, resources)


def _points(lesson: Template) -> dict[str, float]:
    """Return the points of each graded cell of a lesson."""
    marked = [c.raw.get("metadata", {}).get("nbgrader", {}) for c in lesson.cells]
    return {n["grade_id"]: float(n["points"]) for n in marked if n.get("grade")}


def _items(lessons: dict[str, Template]) -> set[tuple[str, str]]:
    """Return kind and id of everything that the lessons grade."""
    course = [
        cell.raw.get("metadata", {}).get("coding_course", {}) for lesson in lessons.values() for cell in lesson.cells
    ]
    return {(c["kind"], c["id"]) for c in course if c.get("role") == ROLE_GRADE}


def _timestamp_or_none(self: CourseDirectory, dest_path: str) -> Any:
    """Return when a submission was handed in, or None when its timestamp file cannot be read."""
    path = Path(dest_path, "timestamp.txt")
    try:
        text = path.read_text(encoding="utf-8")[:100].strip()
        return utils.parse_utc(text) if text else None
    except FileNotFoundError:
        return None
    except (OSError, ValueError, OverflowError):
        self.log.warning("Left out the timestamp %s, which could not be read", path)
        return None


def install() -> None:
    """Make the stock commands and the formgrader grade with :class:`CourseAutograde`, and validate in plain words.

    nbgrader has no option that names the autograder's class, so this puts it where its command and its web
    interface look it up. Calling it again changes nothing.
    """
    import nbgrader.apps.api
    import nbgrader.apps.autogradeapp
    import nbgrader.apps.validateapp

    nbgrader.apps.validateapp.Validator = CourseValidator
    nbgrader.apps.autogradeapp.Autograde = CourseAutograde
    nbgrader.apps.api.Autograde = CourseAutograde
    CourseDirectory.get_existing_timestamp = _timestamp_or_none
    # nbgrader starts "alembic" by name; it is not found when nbgrader itself was started by its full path.
    if shutil.which("alembic") is None:
        scripts = str(Path(sys.executable).parent)
        os.environ["PATH"] = os.pathsep.join([scripts, os.environ.get("PATH", "")])
