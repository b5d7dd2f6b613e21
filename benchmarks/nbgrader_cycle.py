"""How many submissions a minute nbgrader grades: the course's way, and nbgrader's own way, in the same run.

    python benchmarks/nbgrader_cycle.py [--module icd-10-cm] [--submissions 120] [--stock 12] [--processes 2]

Both sides grade the same submissions of one of the course's modules with ``nbgrader autograde`` in separate
processes, each with its share of the students, and write the same gradebook. The peer is stock nbgrader, which runs
every notebook in a kernel. Start-up of the processes is inside the measured time; the last column leaves it out.

Budget (design): 1,200 submissions a minute with 2 processes.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STOCK = """
c = get_config()
c.CourseDirectory.course_id = "medical-coding"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
c.ClearSolutions.code_stub = {"python": "# write your answer below this line"}
"""


def nbgrader(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start an nbgrader command in a course folder."""
    # Progress of the kernels that stock nbgrader starts stays in the folder.
    scripts = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "CODING_COURSE_HOME": str(folder), "PATH": scripts}
    return subprocess.Popen(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def make_course(folder: Path, module: str, submissions: int, config: str) -> int:
    """Lay out a course with submissions, half of them solved; return how many notebooks there are in each.

    The others hold a wrong answer in each cell, not none: run in a kernel, an empty cell takes the claim that was
    last built in the chart widget, which here would be another student's.
    """
    folder.mkdir()
    (folder / "nbgrader_config.py").write_text(config, encoding="utf-8")
    shutil.copytree(ROOT / "solutions" / module, folder / "solutions" / module)
    if nbgrader(folder, "generate_assignment", module).wait():
        sys.exit(f"nbgrader generate_assignment {module} failed.")
    released = sorted((folder / "notebooks" / module).glob("*.ipynb"))
    for number in range(submissions):
        target = folder / "submitted" / f"{'ab'[number % 2]}{number:04}" / module
        target.mkdir(parents=True)
        for path in released:
            solved = folder / "solutions" / module / path.name
            # A solved notebook with the learner's metadata: stock nbgrader wants its checksums.
            content = json.loads(path.read_text(encoding="utf-8"))
            answers = {c["id"]: c["source"] for c in json.loads(solved.read_text(encoding="utf-8"))["cells"]}
            for cell in content["cells"]:
                if cell["metadata"].get("nbgrader", {}).get("solution"):
                    wrong = [answers[cell["id"]][0], "dx: Z99.89"]
                    cell["source"] = answers[cell["id"]] if number % 4 < 2 else wrong
            (target / path.name).write_text(json.dumps(content), encoding="utf-8")
    return len(released)


def grade(folder: Path, module: str, processes: int) -> tuple[float, int]:
    """Autograde everything; return seconds and how many scores stand in the gradebook."""
    start = time.perf_counter()
    parts = ["a*", "b*"] if processes == 2 else ["*"]
    running = [nbgrader(folder, "autograde", module, "--student", part) for part in parts]
    ended = [process.wait() for process in running]  # all of them, before anything is judged
    if any(ended):
        print("  a process ended with an error", file=sys.stderr)
    seconds = time.perf_counter() - start
    return seconds, len(scores(folder, module))


def scores(folder: Path, module: str) -> dict[str, float]:
    """Return the score of each student."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
        return {s.student.id: s.score for s in gradebook.assignment_submissions(module)}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--module", default="icd-10-cm")
    parser.add_argument("--submissions", type=int, default=120)
    parser.add_argument("--stock", type=int, default=12, help="submissions for stock nbgrader, which is slower")
    parser.add_argument("--processes", type=int, default=2, choices=(1, 2))
    chosen = parser.parse_args()
    own = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    print(f"{chosen.module}, {chosen.processes} processes")
    print(f"{'':24}{'submissions':>12}{'seconds':>10}{'a minute':>10}{'without start':>15}")
    with tempfile.TemporaryDirectory() as temporary:
        found = {}
        for name, config, count in (("the course", own, chosen.submissions), ("stock nbgrader", STOCK, chosen.stock)):
            small, large = (Path(temporary, f"{name}-{size}") for size in ("small", "large"))
            make_course(small, chosen.module, 2, config)
            notebooks = make_course(large, chosen.module, count, config)
            starting, _ = grade(small, chosen.module, chosen.processes)
            seconds, graded = grade(large, chosen.module, chosen.processes)
            found[name] = scores(large, chosen.module)
            lasting = 60 * (count - 2) / (seconds - starting) if seconds > starting else float("nan")
            print(f"{name:24}{graded:>12}{seconds:>10.1f}{60 * graded / seconds:>10.0f}{lasting:>15.0f}")
        same = all(found["the course"][s] == score for s, score in found["stock nbgrader"].items())
        print(f"{notebooks} notebook(s) a submission; scores of both sides {'agree' if same else 'DIFFER'}")


if __name__ == "__main__":
    main()
