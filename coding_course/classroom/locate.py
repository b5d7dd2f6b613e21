"""Find the file in which a student handed in a lesson.

Learning management systems rename files, browsers add endings, students pick names of their own. A file is
recognized by what is in it: the lesson's id in its metadata, or the ids of the lesson's cells.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from pathlib import Path

import msgspec

from coding_course.classroom.reading import MAX_BYTES, Submission, read_notebook
from coding_course.classroom.rebuild import Template

MAX_FILES = 200
"""Files of one submission that are looked at."""

_NOTEBOOK_LIKE = re.compile(r"\.(?:ipynb|json)(?:[._ -].*)?$|\.ipynb", re.IGNORECASE)
_NUMBERS = re.compile(r"(\d+)")


class Located(msgspec.Struct, frozen=True):
    """The submission found for a lesson."""

    submission: Submission
    path: Path | None
    """The file that was read; None when there was none."""
    exact: bool
    """True when it had the lesson's own name."""


def locate(folder: Path, lesson: Template, names: Collection[str]) -> Located:
    """Return what a student submitted for a lesson.

    Parameters
    ----------
    folder
        The student's folder for the assignment; it need not exist.
    lesson
        The lesson as released.
    names
        File names of all lessons of the assignment. A file that has another lesson's name is taken only when it
        says that it is this one.

    Returns
    -------
    Located
        An empty submission that says so when nothing in the folder is this lesson.
    """
    wanted = f"{lesson.name}.ipynb"
    exact = folder / wanted
    own = _read(exact) if _is_file(exact) else None
    if own is not None and lesson.recognizes(own):
        return Located(own, exact, exact=True)
    best: tuple[int, list[str | int], Path, Submission] | None = None
    for path in _candidates(folder):
        if path == exact:
            continue
        found = _read(path)
        rank = lesson.recognizes(found)
        if path.parent == folder and path.name in names and found.lesson != lesson.lesson:
            continue
        if rank and (best is None or (rank, _natural(path.name)) >= best[:2]):
            best = (rank, _natural(path.name), path, found)
    if best is not None:
        said = (
            f"There was no readable file called {wanted}. The file {_shown(best[2].name)} holds this lesson "
            "and was graded in its place."
        )
        found = best[3]
        return Located(Submission(found.cells, found.lesson, (said, *found.problems)), best[2], exact=False)
    if own is not None:
        problems = own.problems or (
            f"The file {wanted} holds none of this lesson's cells, so there was nothing to grade. Submit the "
            "lesson's own notebook.",
        )
        return Located(Submission(own.cells, own.lesson, problems), exact, exact=True)
    problem = (
        f"{wanted} is a folder, not a notebook, and no notebook of this lesson was found in it."
        if exact.is_dir()
        else f"No file called {wanted} was submitted, and no other file of the submission holds this lesson."
    )
    return Located(Submission(problems=(problem,)), None, exact=False)


def _is_file(path: Path) -> bool:
    """Return whether this is a plain file of the submission, not a link to somewhere else."""
    try:
        return path.is_file() and not path.is_symlink()
    except OSError:
        return False


def _read(path: Path) -> Submission:
    try:
        if path.stat().st_size > MAX_BYTES:
            return Submission(problems=(f"The file is larger than {MAX_BYTES // 1_000_000} MB and was not read.",))
        return read_notebook(path.read_bytes())
    except (OSError, MemoryError):
        return Submission(problems=("The file could not be opened.",))


def _candidates(folder: Path) -> list[Path]:
    """Return the files of a submission that may be notebooks, in the order of their names."""
    found: list[Path] = []
    seen = 0
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            seen += 1
            path = Path(parent) / name
            if _NOTEBOOK_LIKE.search(name) and not name.startswith(".") and _is_file(path):
                found.append(path)
        if seen > MAX_FILES:
            break
    return found[:MAX_FILES]


def _natural(name: str) -> list[str | int]:
    """Return a key that sorts ``lesson-10`` behind ``lesson-9``.

    Examples
    --------
    >>> _natural("a-10.ipynb") > _natural("a-9.ipynb")
    True
    """
    return [int(part) if part.isdigit() else part for part in _NUMBERS.split(name.casefold())]


def _shown(name: str) -> str:
    """Return a file name that is safe to print: no markup and no control characters."""
    return "".join(c if c.isalnum() or c in " ._-()" else "_" for c in name)[:100]
