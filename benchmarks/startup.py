"""How long a learner waits, and how much memory a lesson takes.

    python benchmarks/startup.py

Budgets (design): ``import coding_course`` 60 ms above bare Python; the code set ready in 2 s on first use ever and
in 50 ms later; 150 MB of resident memory in a kernel that has run a lesson. The peer for memory and load is
simple-icd-10-cm, which holds the same edition.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MEMORY = "import psutil; print(psutil.Process().memory_info().rss / 1e6)"


def seconds(code: str, runs: int = 7, environment: dict[str, str] | None = None) -> float:
    """Return the median wall time of a fresh interpreter that runs ``code``, in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, **(environment or {})})
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def inner_seconds(code: str, runs: int = 7, environment: dict[str, str] | None = None) -> float:
    """Return the median of what ``code`` itself takes in a fresh interpreter, start-up and imports left out."""
    lines = "import time\n{setup}\nstart = time.perf_counter()\n{body}\nprint(time.perf_counter() - start)"
    setup, body = code.split("\n---\n")
    script = lines.format(setup=setup, body=body)
    times = [
        float(
            subprocess.run(
                [sys.executable, "-c", script],
                check=True,
                capture_output=True,
                text=True,
                env={**os.environ, **(environment or {})},
            ).stdout.split()[-1]
        )
        for _ in range(runs)
    ]
    return statistics.median(times)


def kernel_memory(notebook: Path) -> float:
    """Return the resident memory of a kernel after it has run every cell of a lesson, in MB."""
    import nbformat
    from nbclient import NotebookClient

    book = nbformat.read(notebook, as_version=4)
    book.cells.append(nbformat.v4.new_code_cell(MEMORY))
    with tempfile.TemporaryDirectory() as home:
        os.environ["CODING_COURSE_HOME"] = home
        NotebookClient(book, timeout=120, allow_errors=True).execute()
    return float("".join(output.get("text", "") for output in book.cells[-1].outputs).split()[-1])


def main() -> None:
    """Print one row a figure, and the same as JSON on the last line."""
    bare = seconds("pass")
    figures = {
        "bare Python, s": bare,
        "import coding_course above bare, ms": (seconds("import coding_course") - bare) * 1e3,
    }
    with tempfile.TemporaryDirectory() as cache:
        # Every way in which platformdirs finds the user's cache folder.
        fresh = {"XDG_CACHE_HOME": cache, "HOME": cache, "LOCALAPPDATA": cache}
        ready = "from coding_course.codesets import edition\n---\nedition().lookup('E11.22')"
        figures["code set, first use ever, s"] = inner_seconds(ready, 1, fresh)
        figures["code set, later, ms"] = inner_seconds(ready, 7, fresh) * 1e3
    figures["simple-icd-10-cm, load and look up, s"] = inner_seconds(
        "pass\n---\nimport simple_icd_10_cm as cm; cm.get_description('E11.22')", 3
    )
    for lesson in sorted((ROOT / "notebooks").rglob("*.ipynb")):
        figures[f"kernel memory after {lesson.stem}, MB"] = kernel_memory(lesson)
    for name, value in figures.items():
        print(f"{name:<60} {value:10.3f}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
