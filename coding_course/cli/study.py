"""``coding-course study``: lay the workspace out and open it."""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from coding_course.cli.terminal import DONE, FAULT, CommandFailed, add_json_flag, plural, print_json

FIRST_LESSON = "lessons/foundations/00-start-here.ipynb"
_DEFAULT = "medical-coding-course"

_HELP = f"""\
Lay the course out in a folder of yours and open JupyterLab at the first lesson.

  coding-course study                     in “{_DEFAULT}” in your home folder, or in the course folder you are in
  coding-course study D:\\courses\\coding   somewhere else
  coding-course study --no-open           only lay out, or update after a new version

What you wrote is never overwritten: lessons that you did not touch follow a new version; of those you worked in, the
new version is laid beside yours. To stop JupyterLab, press Ctrl+C twice here.
"""


def add(subcommands: Any) -> None:
    """Add the subcommand to the parser."""
    parser = subcommands.add_parser(
        "study",
        help="lay out your lessons and open them",
        description=_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", nargs="?", metavar="FOLDER", help="your course folder")
    parser.add_argument("--no-open", action="store_true", help="do not start JupyterLab")
    parser.add_argument("--no-browser", action="store_true", help="start JupyterLab without opening a browser")
    parser.add_argument("--port", type=int, help="port for JupyterLab (default: the first free one from 8888)")
    add_json_flag(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Lay out, say where, open."""
    from coding_course.study.layout import LayoutFailed, Outcome, course_files, lay_out

    folder = _folder(arguments.folder)
    try:
        layout = lay_out(folder, course_files(_notebooks(), sample_charts()))
    except LayoutFailed as problem:
        raise CommandFailed(str(problem), FAULT) from problem
    if arguments.json:
        print_json(layout)
    else:
        print(f"Your course is in {folder}")
        for outcome, words in (
            (Outcome.NEW, "laid out"),
            (Outcome.UPDATED, "updated to this version"),
            (Outcome.BESIDE, "changed by you and kept; the new version lies beside:"),
        ):
            number = layout.count(outcome)
            if number:
                print(f"  {plural(number, 'file')} {words}")
        for file in layout.files:
            if file.outcome is Outcome.BESIDE:
                print(f"    {file.beside}")
        sys.stdout.flush()
    return DONE if arguments.no_open else _open(folder, arguments)


def _folder(given: str | None) -> Path:
    from coding_course.study.workspace import find_workspace

    if given:
        return Path(given).expanduser().resolve()
    home = os.environ.get("CODING_COURSE_HOME")
    if home:
        return Path(home).expanduser().resolve()
    return find_workspace(Path.cwd()) or Path.home() / _DEFAULT


def _notebooks() -> Path:
    from coding_course.resources import resource

    return resource("notebooks")


def sample_charts() -> list[tuple[str, bytes]]:
    """Return every open case as a chart to read or print: the documents, without the key."""
    from coding_course.bank import bank

    charts = []
    for case in bank().cases:
        if case.private:
            continue
        who = f"{'90 or over' if case.patient.age >= 90 else case.patient.age} years, sex {case.patient.sex.value}"
        head = f"# {case.id}: {case.title}\n\nSetting: {case.setting.value}. Patient: {who}.\n"
        task = f"\nTask: {case.task}\n" if case.task else ""
        body = "".join(f"\n## {one.title}\n\n```\n{one.text.rstrip()}\n```\n" for one in case.documents)
        name = case.id.replace(":", "-")
        charts.append((f"sample-charts/{case.specialty}/{name}.md", (head + task + body).encode()))
    return charts


def quiet_settings(folder: Path) -> Path:
    """Return the workspace's own JupyterLab settings, which never ask the network for news or updates.

    The learner's own choices, such as a dark theme, are kept there too; what is there already stays.
    """
    settings = folder / ".coding-course" / "lab-settings"
    quiet = settings / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    if not quiet.is_file():
        try:
            quiet.parent.mkdir(parents=True, exist_ok=True)
            quiet.write_text('{"checkForUpdates": false, "fetchNews": "false"}\n', encoding="utf-8")
        except OSError:
            # JupyterLab then asks its question; nothing else depends on it.
            return settings
    return settings


def _open(folder: Path, arguments: argparse.Namespace) -> int:
    if importlib.util.find_spec("jupyterlab") is None:
        raise CommandFailed("JupyterLab is not installed. Install it with: pip install jupyterlab", FAULT)
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={folder}",
        f"--LabApp.user_settings_dir={quiet_settings(folder)}",
    ]
    if (folder / FIRST_LESSON).is_file():
        command.append(f"--LabApp.default_url=/lab/tree/{FIRST_LESSON}")
    if arguments.no_browser:
        command.append("--no-browser")
    if arguments.port:
        command.append(f"--port={arguments.port}")
    if getattr(os, "geteuid", lambda: 1)() == 0:
        # In a container one often is root, and JupyterLab would refuse to start.
        print("You are logged in as root, so JupyterLab runs with root's rights.")
        command.append("--allow-root")
    print("Opening JupyterLab. To stop it, press Ctrl+C twice here.", flush=True)
    environment = {**os.environ, "CODING_COURSE_HOME": str(folder)}
    try:
        return subprocess.call(command, cwd=folder, env=environment)
    except KeyboardInterrupt:
        return DONE
