"""``coding-course doctor``: what is wrong with this installation, in sentences."""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from coding_course.cli.terminal import DONE, FAULT, add_json_flag, plural, print_json

_HELP = """\
Look at this installation and say in sentences what is wrong and what to do.

  coding-course doctor
  coding-course doctor --json     the same for programs: check, ok, message
  coding-course doctor --warm     make ready what is built at its first use, so that no lesson waits; a line for each

It looks at Python and its packages, whether JupyterLab can show quizzes and charts, whether lessons, code sets,
cases and questions are whole, whether your course folder can be written, and how much room is left. It changes
nothing. The exit code is 3 when there is a problem.
"""

_NEEDED = {
    "jupyterlab": "opens the lessons",
    "ipywidgets": "shows quizzes and charts",
    "anywidget": "shows quizzes and charts",
    "msgspec": "reads cases and questions",
    "pandas": "shows tables",
    "matplotlib": "draws figures",
    "platformdirs": "finds your folders",
    "portalocker": "keeps your progress safe",
    "drgpy": "groups stays to MS-DRGs",
    "openpyxl": "reads the publishers' workbooks",
}
_EXTENSIONS = ("anywidget", "@jupyter-widgets/jupyterlab-manager")
_LITTLE_SPACE = 200 * 1024 * 1024


class Finding(msgspec.Struct, frozen=True):
    """The result of one check."""

    check: str
    ok: bool
    message: str
    """What was found; when not ok, also what to do."""


def add(subcommands: Any) -> None:
    """Add the subcommand to the parser."""
    parser = subcommands.add_parser(
        "doctor",
        help="what is wrong with this installation",
        description=_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--warm", action="store_true", help="make ready what is built at its first use")
    add_json_flag(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Run every check and print what it found."""
    ready = warm(quiet=arguments.json) if arguments.warm else True
    findings = list(examine())
    wrong = [finding for finding in findings if not finding.ok]
    if arguments.json:
        print_json(findings)
    elif not (arguments.warm and not wrong):
        for finding in findings:
            print(f"{'ok     ' if finding.ok else 'PROBLEM'}  {finding.check}: {finding.message}")
        print("\nAll is well." if not wrong else f"\n{plural(len(wrong), 'problem')} found.")
    return DONE if ready and not wrong else FAULT


def warm(quiet: bool = False) -> bool:
    """Build every store that the course reads, with a line for each; return whether all could be built."""
    from coding_course.codesets import edition
    from coding_course.ui.preparation import prepare

    try:
        book = edition()
        for ready in prepare(book):
            if not quiet:
                how = f"made in {ready.seconds:.1f} s" if ready.made else "was ready"
                print(f"{book.name} {ready.title}: {how}", flush=True)
    except Exception as problem:
        print(f"Not everything could be made ready: {problem or type(problem).__name__}", file=sys.stderr)
        return False
    return True


def examine() -> Iterator[Finding]:
    """Yield the result of each check; a check that itself fails is a finding, never the end.

    Examples
    --------
    >>> next(examine()).check
    'Python'
    """
    checks: tuple[tuple[str, Callable[[], tuple[bool, str]]], ...] = (
        ("Python", _python),
        ("Packages", _packages),
        ("JupyterLab extensions", _extensions),
        ("SQLite", _sqlite),
        ("Lessons", _lessons),
        ("Code sets", _code_sets),
        ("Search", _search),
        ("Grouping", _grouping),
        ("Cache", _cache),
        ("Cases and questions", _bank),
        ("Workspace", _workspace),
        ("Disk space", _space),
    )
    for name, check in checks:
        try:
            ok, message = check()
        except Exception as problem:
            ok, message = False, f"{type(problem).__name__}: {problem} Reinstall the course and try again."
        yield Finding(name, ok, message)


def _python() -> tuple[bool, str]:
    version = ".".join(map(str, sys.version_info[:3]))
    return True, f"{version} at {sys.executable}"


def _packages() -> tuple[bool, str]:
    missing = []
    found = []
    for name, use in _NEEDED.items():
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            missing.append(f"{name} ({use})")
    if missing:
        names = " ".join(name.split()[0] for name in missing)
        return False, f"missing: {', '.join(missing)}. Install with: {sys.executable} -m pip install {names}"
    return True, ", ".join(found)


def _extensions() -> tuple[bool, str]:
    from jupyter_core.paths import jupyter_path

    folders = [Path(folder) for folder in jupyter_path("labextensions")]
    missing = [name for name in _EXTENSIONS if not any((folder / name).is_dir() for folder in folders)]
    if missing:
        return False, (
            f"JupyterLab does not find {', '.join(missing)}, so quizzes and charts show as plain text. "
            "Install ipywidgets and anywidget into the Python that runs JupyterLab, and reload the page."
        )
    return True, "quizzes and charts can be shown"


def _sqlite() -> tuple[bool, str]:
    with sqlite3.connect(":memory:") as database:
        try:
            database.execute("create virtual table words using fts5(word)")
        except sqlite3.OperationalError:
            return False, (
                f"SQLite {sqlite3.sqlite_version} of this Python lacks full-text search (FTS5); code search does "
                "not work. Use the Python from python.org or from conda-forge."
            )
    return True, f"{sqlite3.sqlite_version} with full-text search"


def _lessons() -> tuple[bool, str]:
    from coding_course.resources import resource

    lessons = sorted(resource("notebooks").rglob("*.ipynb"))
    if not lessons:
        return False, "no lessons are installed. Reinstall the course; in a clone, run: coding-course build"
    return True, f"{plural(len(lessons), 'lesson')} installed"


def _code_sets() -> tuple[bool, str]:
    from coding_course.codesets import edition

    start = time.perf_counter()
    book = edition()
    code = book.lookup("E11.22")
    milliseconds = (time.perf_counter() - start) * 1000
    if code is None:
        return False, "the embedded ICD-10-CM edition is damaged. Reinstall the course."
    counts = {"modifiers" if system == "modifier" else system: number for system, number in book.counts().items()}
    held = ", ".join(f"{number:,} {system}" for system, number in counts.items() if number)
    return True, f"{book.name} ready in {milliseconds:.0f} ms: {held}"


def _search() -> tuple[bool, str]:
    from coding_course.codesets import edition

    hits = edition().search("heart attack", limit=1)
    if not hits:
        return False, "search finds nothing. Reinstall the course."
    return True, f"“heart attack” finds {hits[0].code.code}"


def _grouping() -> tuple[bool, str]:
    from coding_course.claims import Claim, Diagnosis, Encounter, Setting
    from coding_course.claims.grouping import group
    from coding_course.codesets import edition

    found = group(Claim(principal=Diagnosis("I10", "Y")), Encounter(Setting.INPATIENT), edition())
    if not found.grouped:
        remarks = " ".join(found.remarks)
        return (
            False,
            f"{remarks} Install the grouper anew with: {sys.executable} -m pip install --force-reinstall drgpy",
        )
    return True, f"a stay for I10 is MS-DRG {found.drg}, by version {found.version} of the grouper"


def _cache() -> tuple[bool, str]:
    from coding_course.codesets.store import cache_folders

    folders = cache_folders()
    for folder in folders:
        there = next(place for place in (folder, *folder.parents) if place.exists())
        if there.is_dir() and os.access(there, os.W_OK):
            return True, f"code sets made ready are kept in {folder}"
    return False, (
        f"{folders[0]} cannot be written, so every lesson makes the code sets ready anew. Set CODING_COURSE_CACHE to "
        "a folder that can be written."
    )


def _bank() -> tuple[bool, str]:
    from coding_course.bank import bank

    held = bank()
    cases, questions = len(held.cases), len(held.questions)
    if not cases or not questions:
        return (
            False,
            "the bank of cases and questions is empty. Reinstall; in a clone, run: coding-course build",
        )
    return True, f"{plural(cases, 'case')} and {plural(questions, 'question')}"


def _workspace() -> tuple[bool, str]:
    from coding_course.study.workspace import progress_file, workspace

    home = workspace()
    probe = progress_file(home)
    folder = next(place for place in (probe.parent, *probe.parent.parents) if place.exists())
    if not os.access(folder, os.W_OK):
        return False, (
            f"{folder} cannot be written, so your answers would not be kept. Choose another folder with: "
            "coding-course study FOLDER"
        )
    return True, f"progress is kept in {probe}"


def _space() -> tuple[bool, str]:
    from coding_course.study.workspace import workspace

    home = workspace()
    free = shutil.disk_usage(next(place for place in (home, *home.parents) if place.exists())).free
    message = f"{free / 1024**3:.1f} GB free"
    if free < _LITTLE_SPACE:
        return False, f"only {message} where your course lies. Free some, or your answers may not be kept."
    return True, message
