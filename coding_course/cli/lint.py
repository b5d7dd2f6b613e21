"""``coding-course lint``: the content checks that a program can do."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from coding_course.cli.build import authoring, clone_root
from coding_course.cli.terminal import DONE, FOUND, add_json_flag, plural, print_json

_HELP = """\
For authors, in a clone: check lessons, cases and questions. Codes valid, evidence quoted word for word, citations
there and real, no identifiers, links and pictures in order, no hand-typed codes, no CPT descriptors.

  coding-course lint                                  everything
  coding-course lint lessons/icd-10-cm datasets/cases  only these

Each problem names file, line and rule. The exit code is 1 when there is one of severity error.
"""


def add(subcommands: Any) -> None:
    """Add the subcommand to the parser."""
    parser = subcommands.add_parser(
        "lint",
        help="for authors: check the content",
        description=_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files or folders (default: everything)")
    parser.add_argument("--root", default=".", metavar="FOLDER", help="top of the clone (default: here)")
    add_json_flag(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print every problem."""
    root = clone_root(arguments.root)
    problems = authoring().lint(root, [Path(path).resolve() for path in arguments.paths])
    if arguments.json:
        print_json(problems)
    else:
        for problem in problems:
            print(problem.text())
        print(f"{plural(len(problems), 'problem')}.")
    return FOUND if any(problem.severity == "error" for problem in problems) else DONE
