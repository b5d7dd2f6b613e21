"""``coding-course progress``: take the learner's progress along, and bring it back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from coding_course.cli.terminal import DONE, CommandFailed, add_json_flag, plural, print_json

_HELP = """\
Your answers and scores are kept in a file of your workspace. Take it with you before a Binder session ends, and
bring it back into the next one or onto your own machine.

  coding-course progress export my-progress.jsonl
  coding-course progress import my-progress.jsonl      what is there already is not counted twice
  coding-course progress                               what you did so far
"""


def add(subcommands: Any) -> None:
    """Add the subcommand to the parser."""
    parser = subcommands.add_parser(
        "progress",
        help="export, import or show your progress",
        description=_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("action", nargs="?", default="show", choices=("export", "import", "show"), help="default: show")
    parser.add_argument("file", nargs="?", metavar="FILE", help="the file to write or read")
    parser.add_argument("--workspace", metavar="FOLDER", help="your course folder, when it is not this one")
    add_json_flag(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Export, import or show."""
    from coding_course.study.progress import Progress, ProgressProblem
    from coding_course.study.workspace import progress_file, workspace

    home = Path(arguments.workspace).expanduser() if arguments.workspace else workspace()
    if arguments.workspace and not home.is_dir():
        raise CommandFailed(f"There is no folder {home}.")
    progress = Progress(progress_file(home))
    if arguments.action == "show":
        return _show(progress, arguments)
    if not arguments.file:
        raise CommandFailed(f"Name the file: coding-course progress {arguments.action} my-progress.jsonl")
    target = Path(arguments.file).expanduser()
    try:
        if arguments.action == "export":
            count = progress.export(target)
            said = f"Wrote {plural(count, 'event')} to {target.resolve()}. Bring it back with: progress import"
        else:
            count = progress.import_(target)
            said = f"Brought in {plural(count, 'new event')} from {target}."
    except ProgressProblem as problem:
        raise CommandFailed(str(problem)) from problem
    if arguments.json:
        print_json({"action": arguments.action, "file": str(target.resolve()), "events": count})
    else:
        print(said)
    return DONE


def _show(progress: Any, arguments: argparse.Namespace) -> int:
    from coding_course.study.progress import summarize

    items = summarize(progress.events())
    if arguments.json:
        print_json({"file": str(progress.path), "items": items})
    elif not items:
        print(f"No attempts yet. They will be kept in {progress.path}.")
    else:
        print(f"Kept in {progress.path}")
        for item in items:
            print(
                f"{item.item}: {plural(item.attempts, 'attempt')}, best {item.best:g} of {item.max:g}, "
                f"last {item.last:g}"
            )
    return DONE
