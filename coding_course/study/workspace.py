"""Where a learner's work lies: the workspace folder and the progress file in it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from coding_course.study.layout import MARKER
from coding_course.study.progress import Progress

HOME_VARIABLE = "CODING_COURSE_HOME"
PROGRESS_VARIABLE = "CODING_COURSE_PROGRESS"
"""Set to ``off``, nothing is written."""
GRADER_VARIABLE = "NBGRADER_EXECUTION"
"""Set by nbgrader while it runs a notebook: that is nobody's progress, and its answers may be an instructor's key."""
PROGRESS_FILE = "progress.jsonl"
"""At the top of the workspace, not hidden: a visitor downloads it from JupyterLab's file list."""


def workspace(start: Path | None = None, environ: Mapping[str, str] | None = None) -> Path:
    """Return the learner's folder.

    Parameters
    ----------
    start
        Where to begin looking; the current folder when not given, which in a kernel is the notebook's.
    environ
        Environment variables; those of the process when not given.

    Returns
    -------
    Path
        ``CODING_COURSE_HOME`` when it is set, else the nearest folder upward that holds ``.coding-course/``,
        else the starting folder.

    Examples
    --------
    >>> workspace(environ={"CODING_COURSE_HOME": "/tmp/study"}).name
    'study'
    """
    environ = os.environ if environ is None else environ
    named = environ.get(HOME_VARIABLE, "").strip()
    if named:
        return Path(named).expanduser()
    here = (Path.cwd() if start is None else Path(start)).resolve()
    return find_workspace(here) or here


def find_workspace(start: Path) -> Path | None:
    """Return the nearest folder upward that was laid out as a workspace, or None.

    Parameters
    ----------
    start
        Where to begin looking; it counts itself.
    """
    here = Path(start).resolve()
    return next((folder for folder in (here, *here.parents) if (folder / MARKER).is_dir()), None)


def progress_file(home: Path) -> Path:
    """Return where a workspace keeps its progress.

    Examples
    --------
    >>> progress_file(Path("study")).name
    'progress.jsonl'
    """
    return home / PROGRESS_FILE


def progress_path(start: Path | None = None, environ: Mapping[str, str] | None = None) -> Path | None:
    """Return the progress file of the workspace, or None when progress is switched off or nbgrader runs the notebook.

    Examples
    --------
    >>> progress_path(environ={"CODING_COURSE_PROGRESS": "off"}) is None
    True
    """
    environ = os.environ if environ is None else environ
    if environ.get(GRADER_VARIABLE) or environ.get(PROGRESS_VARIABLE, "").strip().lower() in {"off", "0", "no", "none"}:
        return None
    return progress_file(workspace(start, environ))


def open_progress(start: Path | None = None, environ: Mapping[str, str] | None = None) -> Progress:
    """Return the learner's progress."""
    return Progress(progress_path(start, environ))
