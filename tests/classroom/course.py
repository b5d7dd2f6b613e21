"""A small course for the nbgrader tests: two lessons of one module, and the stock commands run in this process."""

from __future__ import annotations

import copy
import json
import logging
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
MODULE = "unit-1"
LESSON = "01-first"
STUB = "# write your answer below this line"

Cell = dict[str, Any]


def markdown(text: str, cell_id: str) -> Cell:
    return {"cell_type": "markdown", "id": cell_id, "metadata": {}, "source": text}


def code(source: str, cell_id: str, **metadata: Any) -> Cell:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": cell_id,
        "metadata": metadata,
        "outputs": [],
        "source": source,
    }


def nbgrader_metadata(grade_id: str, *, grade: bool, solution: bool, points: float = 0) -> dict[str, Any]:
    found: dict[str, Any] = {
        "grade": grade,
        "grade_id": grade_id,
        "locked": not solution,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    return {**found, "points": points} if grade else found


def exercise(kind: str, item: str, solution: str, points: float) -> list[Cell]:
    """The answer cell and the grade cell of a graded exercise, as the builder writes them for instructors."""
    name = item.replace(":", "-v")
    magic = {"claim": "claim", "question": "answer", "find": "find"}[kind]
    course = {"kind": kind, "id": item}
    answer = code(
        f"%%{magic} {item}\n### BEGIN SOLUTION\n{solution}\n### END SOLUTION",
        f"answer-{name}",
        coding_course={**course, "role": "answer"},
        nbgrader=nbgrader_metadata(f"answer-{name}", grade=False, solution=True),
    )
    grade = code(
        f'lesson.points("{item}", {points:g})',
        f"points-{name}",
        coding_course={**course, "role": "grade"},
        nbgrader=nbgrader_metadata(f"points-{name}", grade=True, solution=False, points=points),
    )
    return [answer, grade]


def notebook(lesson: str, cells: Iterable[Cell]) -> dict[str, Any]:
    return {
        "cells": list(cells),
        "metadata": {
            "coding_course": {"lesson": lesson},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


class Course:
    """A course folder on disk, with the commands an instructor types."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / "nbgrader_config.py", root)
        with (root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
            config.write(
                f"\nc.Exchange.root = {str(root / 'exchange')!r}\nc.Exchange.cache = {str(root / 'cache')!r}\n"
            )

    def write_source(self, name: str, content: dict[str, Any], module: str = MODULE) -> None:
        path = self.root / "solutions" / module / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content, indent=1), encoding="utf-8")

    def run(self, *arguments: str) -> int:
        """Run ``nbgrader ...`` in the course folder; return its exit code."""
        from jupyter_core.application import NoStart
        from nbgrader.apps.nbgraderapp import NbGraderApp

        here = Path.cwd()
        os.chdir(self.root)
        try:
            app = NbGraderApp.instance()
            try:
                app.initialize([*arguments])
                app.start()
            except NoStart:
                pass
            except SystemExit as ended:
                return int(ended.code or 0)
            finally:
                app.reset()
                logging.getLogger("NbGraderApp").handlers.clear()
        finally:
            os.chdir(here)
        return 0

    def released(self, name: str = LESSON, module: str = MODULE) -> dict[str, Any]:
        path = self.root / "notebooks" / module / f"{name}.ipynb"
        content = dict(json.loads(path.read_text(encoding="utf-8")))
        for cell in content["cells"]:
            cell["source"] = "".join(cell["source"])
        return content

    def folder(self, student: str, module: str = MODULE) -> Path:
        path = self.root / "submitted" / student / module
        path.mkdir(parents=True, exist_ok=True)
        return path

    def submit(
        self, student: str, content: dict[str, Any] | bytes | str, name: str = f"{LESSON}.ipynb", module: str = MODULE
    ) -> Path:
        path = self.folder(student, module) / name
        if isinstance(content, dict):
            content = json.dumps(content, indent=1)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    def scores(self, module: str = MODULE) -> dict[str, float]:
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.root / 'gradebook.db'}") as gradebook:
            return {s.student.id: s.score for s in gradebook.assignment_submissions(module)}

    def waiting(self, module: str = MODULE) -> set[str]:
        """Students of whom something waits for a manual grade."""
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.root / 'gradebook.db'}") as gradebook:
            return {s.student.id for s in gradebook.assignment_submissions(module) if s.needs_manual_grade}

    def feedback(self, student: str, name: str = LESSON, module: str = MODULE) -> str:
        return (self.root / "feedback" / student / module / f"{name}.html").read_text(encoding="utf-8")

    def autograded(self, student: str, name: str = LESSON, module: str = MODULE) -> dict[str, Any]:
        path = self.root / "autograded" / student / module / f"{name}.ipynb"
        return dict(json.loads(path.read_text(encoding="utf-8")))


def answered(released: dict[str, Any], answers: dict[str, str]) -> dict[str, Any]:
    """Return a released notebook with answers typed in, by item id."""
    filled = copy.deepcopy(released)
    for cell in filled["cells"]:
        course = cell["metadata"].get("coding_course", {})
        if course.get("role") == "answer" and course["id"] in answers:
            source = "".join(cell["source"])
            cell["source"] = f"{source}\n{answers[course['id']]}"
    return filled


def cell_of(content: dict[str, Any], grade_id: str) -> Cell:
    """Return the cell with an nbgrader id."""
    return next(c for c in content["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)
