"""First use, later opening, memory and look-up of the code sets, beside simple-icd-10-cm and icd10-coder in one run.

    python benchmarks/codesets.py [--lookups 20000]

Each opening is timed in a fresh interpreter, after its imports. Memory is what resident size grows by from a bare
interpreter to one that has looked a code up. The peer is asked the same questions of the same tabular list. Budgets:
2 s on first use ever, 50 ms later, ``import coding_course`` 60 ms above bare Python.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

from coding_course.codesets import edition
from coding_course.codesets.editions import forget

_MEMORY = """
def resident():
    import os
    try:
        with open("/proc/self/statm") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGESIZE") / 2**20
    except OSError:
        return float("nan")
"""
_OURS = (
    _MEMORY
    + """
before = resident()
import time
import coding_course.codesets as codesets
start = time.perf_counter()
assert codesets.edition().lookup("E11.22").billable
opened = (time.perf_counter() - start) * 1e3
looked = resident() - before
codesets.edition().search("heart attack")
print(opened, looked, resident() - before)
"""
)
_PEER = (
    _MEMORY
    + """
before = resident()
import time
start = time.perf_counter()
import simple_icd_10_cm as cm
assert cm.is_leaf("E11.22")
opened = (time.perf_counter() - start) * 1e3
print(opened, resident() - before, float("nan"))
"""
)
_CODER = (
    _MEMORY
    + """
before = resident()
import time
start = time.perf_counter()
import icd10_coder.coder as coder
connection = coder.get_conn(coder.CM_DB)
assert connection.execute("SELECT long_name FROM cm_codes WHERE code = 'E1122'").fetchone()
opened = (time.perf_counter() - start) * 1e3
looked = resident() - before
coder.cm_search(connection, "heart attack")
print(opened, looked, resident() - before)
"""
)
_IMPORT = "import time; start = time.perf_counter(); import {}; print((time.perf_counter() - start) * 1e3, 0, 0)"


def fresh(program: str, cache: str, times: int) -> list[tuple[float, float, float]]:
    """Run a program in fresh interpreters and return the three numbers that each prints."""
    rows = []
    for _ in range(times):
        done = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "CODING_COURSE_CACHE": cache},
        )
        opened, looked, searched = map(float, done.stdout.split())
        rows.append((opened, looked, searched))
    return rows


def microseconds(question, codes: list[str]) -> float:
    """Return the mean time of a question, over codes that were not asked about before."""
    start = time.perf_counter()
    for code in codes:
        question(code)
    return round((time.perf_counter() - start) / len(codes) * 1e6, 1)


def main() -> int:
    """Print a row for each measurement, and the same as JSON on the last line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lookups", type=int, default=20_000, help="how many codes are asked about")
    arguments = parser.parse_args()
    figures: dict[str, float] = {}

    first = []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as cache:
            first.append(fresh(_OURS, cache, 1)[0][0])
    figures["first use ever, ms"] = round(statistics.median(first), 1)
    with tempfile.TemporaryDirectory() as cache:
        fresh(_OURS, cache, 1)
        later = fresh(_OURS, cache, 7)
        figures["later opening, ms"] = round(statistics.median(row[0] for row in later), 1)
        figures["memory after a look-up, MB"] = round(statistics.median(row[1] for row in later), 1)
        figures["memory after a search, MB"] = round(statistics.median(row[2] for row in later), 1)
        for name in ("coding_course", "coding_course.codesets"):
            rows = fresh(_IMPORT.format(name), cache, 7)
            figures[f"import {name}, ms"] = round(statistics.median(row[0] for row in rows), 1)
    peer = None
    try:
        rows = fresh(_PEER, "", 3)
        figures["simple-icd-10-cm opening, ms"] = round(statistics.median(row[0] for row in rows), 1)
        figures["simple-icd-10-cm memory, MB"] = round(statistics.median(row[1] for row in rows), 1)
        import simple_icd_10_cm as peer
    except (subprocess.CalledProcessError, ImportError):
        print("simple-icd-10-cm is not installed; the course's figures stand alone.")
    coder = None
    try:
        rows = fresh(_CODER, "", 3)
        figures["icd10-coder opening, ms"] = round(statistics.median(row[0] for row in rows), 1)
        figures["icd10-coder memory after a search, MB"] = round(statistics.median(row[2] for row in rows), 1)
        import icd10_coder.coder as coder
    except (subprocess.CalledProcessError, ImportError):
        print("icd10-coder is not installed; the course's figures stand without it.")

    book = edition()
    billable = [code.code for chapter in book.chapters() for code in book.billable_below(chapter.code)]
    codes = random.Random(2026).sample(billable, min(arguments.lookups, len(billable)))
    book.close()
    forget()
    book = edition()
    few = codes[:3000]
    figures["look-up, us"] = microseconds(book.lookup, codes)
    microseconds(book.lookup, few)
    figures["look-up again, us"] = microseconds(book.lookup, few)
    figures["ancestors, us"] = microseconds(book.ancestors, few)
    figures["notes with inherited, us"] = microseconds(book.notes, few)
    if peer is not None:
        figures["simple-icd-10-cm look-up, us"] = microseconds(peer.get_description, codes)
        figures["simple-icd-10-cm ancestors, us"] = microseconds(peer.get_ancestors, few)
        figures["simple-icd-10-cm full data, us"] = microseconds(peer.get_full_data, few)
    if coder is not None:
        connection = coder.get_conn(coder.CM_DB)
        sql = "SELECT long_name, billable FROM cm_codes WHERE code_dot = ?"
        figures["icd10-coder look-up, us"] = microseconds(
            lambda code: connection.execute(sql, (code,)).fetchone(), codes
        )
        queries = ["heart attack", "type 2 diabetes with ckd", "broken wrist", "acute bronchitis", "low back pain"] * 4
        figures["icd10-coder search, us"] = microseconds(lambda words: coder.cm_search(connection, words), queries)
        book.search("warm up")
        figures["search of all systems, us"] = microseconds(book.search, queries)
    for name, value in figures.items():
        print(f"{name:<44}{value:>10}")
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
