"""``coding-course build``: lessons and bank into what learners get."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from coding_course.cli.terminal import DONE, FOUND, CommandFailed, add_json_flag, print_json

_HELP = """\
For authors, in a clone: turn lessons/ into notebooks/ and solutions/, and cases and questions into
datasets/bank.msgpack. The same sources always give the same bytes. Mistakes in a source are reported
with file and line.

  coding-course build            write what changed
  coding-course build --check    write nothing; exit code 1 when the committed files differ from a fresh build
"""


def add(subcommands: Any) -> None:
    """Add the subcommand to the parser."""
    parser = subcommands.add_parser(
        "build",
        help="for authors: build notebooks and bank",
        description=_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--check", action="store_true", help="only compare")
    parser.add_argument("--root", default=".", metavar="FOLDER", help="top of the clone (default: here)")
    add_json_flag(parser)
    parser.set_defaults(run=run)


def clone_root(folder: str) -> Path:
    """Return the top of the clone that holds a folder.

    Raises
    ------
    CommandFailed
        If neither the folder nor one above it holds ``lessons/`` and ``datasets/``.
    """
    start = Path(folder).expanduser().resolve()
    for place in (start, *start.parents):
        if (place / "lessons").is_dir() and (place / "datasets").is_dir():
            return place
    raise CommandFailed(f"{start} is not in a clone of the course: no lessons/ and datasets/ found. Use --root.")


def authoring() -> Any:
    """Return the authoring room, or fail with the way to install what it needs."""
    try:
        import coding_course.authoring as room
    except ModuleNotFoundError as problem:
        raise CommandFailed(
            f'Authoring needs {problem.name}. In the clone, install it with: pip install -e ".[authoring]"'
        ) from problem
    return room


def run(arguments: argparse.Namespace) -> int:
    """Build, or compare with a fresh build."""
    root = clone_root(arguments.root)
    report = authoring().build(root, check=arguments.check)
    if arguments.json:
        print_json(report)
    else:
        for problem in report.problems:
            print(problem.text())
        for path in report.changed:
            print(f"{'differs from a fresh build' if arguments.check else 'written'}: {path}")
        for path in report.removed:
            print(f"{'should not be there' if arguments.check else 'removed'}: {path}")
        print(report.summary())
    failed = report.failed or (arguments.check and (report.changed or report.removed))
    return FOUND if failed else DONE
