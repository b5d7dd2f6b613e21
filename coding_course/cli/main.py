"""Read the command line, find the subcommand's file, and turn what goes wrong into sentences."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from coding_course import __version__
from coding_course.cli.terminal import FAULT, USAGE, CommandFailed, complain, prepare_streams
from coding_course.resources import ResourceDamaged, ResourceMissing

COMMANDS = ("study", "doctor", "lookup", "search", "codes", "check", "group", "score", "progress", "build", "lint")
"""In the order in which people meet them; each is a module of this package with ``add`` and ``run``."""

_DESCRIPTION = """\
The command line of the open medical coding course.

To learn:           coding-course study
To find a code:     coding-course search heart attack
To look a code up:  coding-course lookup E11.22
To repair:          coding-course doctor
"""

_EPILOG = """\
Every subcommand explains itself:  coding-course lookup --help
Exit codes: 0 done, nothing wrong; 1 done, something was found; 2 not possible as given; 3 the installation or the
workspace is at fault.
"""


class Parser(argparse.ArgumentParser):
    """A parser whose errors name the subcommand that they are about, and where its forms are shown."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse, and refuse what is left over here, where it is known which subcommand it was written behind."""
        found, rest = super().parse_known_args(args, namespace)
        if rest:
            self.error(f"{' '.join(rest)} has no place here.")
        return found, rest

    def error(self, message: str) -> NoReturn:
        """End with the usage, what is wrong, and the next step."""
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}\n{self.prog} --help shows what can be written.\n")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser with every subcommand.

    Examples
    --------
    >>> build_parser().parse_args(["lookup", "E11.22"]).codes
    ['E11.22']
    """
    parser = Parser(
        prog="coding-course",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"coding-course {__version__}")
    subcommands = parser.add_subparsers(title="subcommands", metavar="SUBCOMMAND", dest="subcommand")
    for name in COMMANDS:
        importlib.import_module(f"coding_course.cli.{name}").add(subcommands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command.

    Parameters
    ----------
    argv
        The words after ``coding-course``; those of the process when left out.

    Returns
    -------
    int
        The exit code, as described in :mod:`coding_course.cli`.
    """
    prepare_streams()
    parser = build_parser()
    arguments = parser.parse_args(argv)
    if arguments.subcommand is None:
        parser.print_help()
        return USAGE
    try:
        return int(arguments.run(arguments))
    except CommandFailed as problem:
        complain(str(problem))
        return problem.exit_code
    except (ResourceDamaged, ResourceMissing) as problem:
        complain(str(problem))
        return FAULT
    except BrokenPipeError:
        # The reader of our output, such as `head`, has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        complain("Stopped.")
        return 130
    except Exception as problem:
        if os.environ.get("CODING_COURSE_DEBUG"):
            raise
        complain(
            f"Something in the course itself went wrong ({type(problem).__name__}: {problem}). Run "
            "`coding-course doctor`; to see where it happened, set CODING_COURSE_DEBUG=1 and repeat the command."
        )
        return FAULT
