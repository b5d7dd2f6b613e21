"""``python -m coding_course.bank.check [FILES...]``: check cases and questions, as a compiler would."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from coding_course.bank.checks import check_sources
from coding_course.bank.problems import Level
from coding_course.bank.sources import source_files
from coding_course.resources import share_root


def main(arguments: Sequence[str] | None = None) -> int:
    """Print each problem as ``file:line: severity: message``.

    Parameters
    ----------
    arguments
        Files or folders; all of ``datasets/`` when there are none.

    Returns
    -------
    int
        1 when something is wrong, 2 when a file does not exist, 0 otherwise; warnings alone are 0.
    """
    given = [Path(each) for each in (sys.argv[1:] if arguments is None else arguments)]
    absent = [path for path in given if not path.exists()]
    for path in absent:
        print(f"{path}: error: there is no such file.", file=sys.stderr)
    if absent:
        return 2
    paths = given or [share_root() / "datasets"]
    problems = check_sources(paths, shown=Path.cwd())
    for problem in problems:
        print(problem)
    errors = sum(problem.severity is Level.ERROR for problem in problems)
    files = len(source_files(paths))
    counted = ((files, "file"), (errors, "error"), (len(problems) - errors, "warning"))
    print(", ".join(f"{n} {what}{'' if n == 1 else 's'}" for n, what in counted) + ".", file=sys.stderr)
    return 1 if errors else 0


if __name__ == "__main__":
    raise SystemExit(main())
