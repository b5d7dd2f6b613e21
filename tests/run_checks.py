"""Run every check of the course, one after the other, and end non-zero when any fails.

    python tests/run_checks.py              everything
    python tests/run_checks.py --only unit  one step; the names stand in ``STEPS``

This is what ``python3 start.py test``, ``.ci/run`` and the public workflow run.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
WORKERS = str(min(4, os.cpu_count() or 2))

STEPS: dict[str, list[str]] = {
    "format": [PYTHON, "-m", "ruff", "format", "--check", "."],
    "style": [PYTHON, "-m", "ruff", "check", "."],
    "types": [PYTHON, "-m", "mypy"],
    "imports": [PYTHON, "-c", "from importlinter.cli import lint_imports_command as run; run()"],
    "build": [PYTHON, "-m", "coding_course.cli", "build", "--check"],
    "content": [PYTHON, "-m", "coding_course.cli", "lint"],
    "docstrings": [PYTHON, "-m", "pytest", "-q", "--doctest-modules", "coding_course", "-p", "no:cacheprovider"],
    "unit": [
        PYTHON, "-m", "pytest", "-q", "-n", WORKERS, "--dist", "loadscope",
        "-m", "not browser and not nbgrader",
    ],
    "nbgrader": [PYTHON, "-m", "pytest", "-q", "-n", WORKERS, "--dist", "loadscope", "-m", "nbgrader"],
    "notebooks": [
        PYTHON, "-m", "pytest", "-q", "-n", WORKERS, "--dist", "loadscope",
        "--nbval-lax", "--nbval-cell-timeout", "120", "notebooks", "solutions",
    ],
    "browser": [PYTHON, "-m", "pytest", "-q", "-m", "browser"],
}  # fmt: skip
"""Name and command of each check; quick ones first, so that a mistake shows early."""


def main() -> int:
    """Run the steps asked for and report each with its seconds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", choices=tuple(STEPS), help="this step; may be repeated")
    arguments = parser.parse_args()
    results: dict[str, tuple[int, float]] = {}
    for name in arguments.only or STEPS:
        print(f"\n=== {name}: {' '.join(STEPS[name][1:])}", flush=True)
        start = time.monotonic()
        with tempfile.TemporaryDirectory() as home:
            # Notebooks record attempts in the learner's folder, which must not be the clone.
            kept = {"CODING_COURSE_HOME": home} if name == "notebooks" else {}
            code = subprocess.call(STEPS[name], cwd=ROOT, env={**os.environ, **kept})
        results[name] = code, time.monotonic() - start
    print()
    for name, (code, seconds) in results.items():
        print(f"{'ok    ' if code == 0 else 'FAILED'}  {name:<10} {seconds:6.1f} s")
    failed = sum(code != 0 for code, _ in results.values())
    print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
