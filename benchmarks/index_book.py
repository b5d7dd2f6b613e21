"""The Alphabetic Index: building its store, opening it later, memory, and finding; study index and official files.

    python benchmarks/index_book.py [--official ../shared/official] [--finds 2000]

Each opening is timed in a fresh interpreter. Memory is what resident size grows by. What is looked for are the ways to
random lines of the index, written with spaces, some with a typing error. Budget: 10 ms.
"""

from __future__ import annotations

import argparse
import lzma
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from coding_course.codesets import edition
from coding_course.codesets.book import IndexBook
from coding_course.codesets.official.files import cm_drugs, cm_external_causes, cm_index, cm_neoplasm, pcs_index

FILES = {
    cm_index: "icd10cm-fy2017-xml/icd10cm_index_2017.xml",
    cm_neoplasm: "icd10cm-fy2026/icd10cm-neoplasm-April-1-2026-XML.xml",
    cm_drugs: "icd10cm-fy2026/icd10cm-drug-April-1-2026-XML.xml",
    cm_external_causes: "icd10cm-fy2026/icd10cm-eindex-April-1-2026-XML.xml",
    pcs_index: "icd10pcs-fy2025/icd10pcs_index_2025.xml",
}
_OPEN = """
import os, sys, time
def resident():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGESIZE") / 2**20
from pathlib import Path
import msgspec
from coding_course.codesets import edition
from coding_course.codesets.book import IndexBook
book = edition()
book.lookup("I10")
before, start = resident(), time.perf_counter()
files = {**book.holding.files, **{p.name: p for p in Path(sys.argv[1]).glob("index*")}}
index = IndexBook(msgspec.structs.replace(book.holding, files=files), book, [Path(sys.argv[2])])
index.find("acute bronchitis")
print(time.perf_counter() - start, resident() - before)
"""


def imported(folder: Path, official: Path) -> None:
    """Compile the official files into a folder, each under the name of its role."""
    for module, name in FILES.items():
        data = lzma.decompress((official / f"{name}.xz").read_bytes())
        start = time.perf_counter()
        compiled = module.KIND.compile(data, name)
        for role, content in compiled.files.items():
            (folder / role).write_bytes(content)
            size = len(content) / 1024
            print(f"  {module.KIND.id}: read in {time.perf_counter() - start:.1f} s, {size:.0f} KiB compiled")


def opened(label: str, files: Path, stores: Path) -> None:
    """Print build and later opening of one store."""
    for moment in ("first use ever", "later"):
        out = subprocess.run(
            [sys.executable, "-c", _OPEN, str(files), str(stores)], capture_output=True, text=True, check=True
        )
        seconds, megabytes = map(float, out.stdout.split())
        print(f"  {label}, {moment}: {seconds * 1e3:.0f} ms, {megabytes:.1f} MB more memory")
    size = sum(p.stat().st_size for p in stores.glob("*.sqlite")) / 2**20
    print(f"  {label}: store of {size:.1f} MB")


def found(label: str, index: IndexBook, number: int) -> None:
    """Print how long it takes to find random lines by their words, and how many come first or among ten."""
    dice = random.Random(20260401)
    rows = index._store.rows("SELECT id FROM entry WHERE id < 2000000 AND codes IS NOT NULL")
    times, first, ten = [], 0, 0
    for (id,) in dice.sample(rows, min(number, len(rows))):
        typed = index.trail(id).replace(" > ", " ").replace(",", "")
        if dice.random() < 0.2 and len(typed) > 12:
            at = dice.randrange(4, len(typed) - 4)
            typed = typed[:at] + typed[at + 1 :]
        start = time.perf_counter()
        hits = [entry.id for entry in index.find(typed, limit=10)]
        times.append((time.perf_counter() - start) * 1e3)
        first += hits[:1] == [id]
        ten += id in hits
    cuts = statistics.quantiles(times, n=100)
    print(
        f"  {label}, {len(times)} finds: median {cuts[49]:.1f} ms, 95th percentile {cuts[94]:.1f} ms; "
        f"the line itself first {first / len(times):.0%}, among ten {ten / len(times):.0%}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--official", type=Path, default=Path("../shared/official"))
    parser.add_argument("--finds", type=int, default=2000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["CODING_COURSE_CACHE"] = str(Path(scratch) / "cache")
        book = edition()
        for label in ("study index", "official index"):
            files, stores = Path(scratch) / label, Path(scratch) / f"{label} stores"
            files.mkdir()
            stores.mkdir()
            if label == "official index":
                if not arguments.official.is_dir():
                    print(f"{label}: no files at {arguments.official}")
                    break
                imported(files, arguments.official)
            opened(label, files, stores)
            held = {**book.holding.files, **{p.name: p for p in files.iterdir()}}
            index = IndexBook(msgspec.structs.replace(book.holding, files=held), book, [stores])
            for volume in index.volumes:
                print(f"  {volume.title}: {volume.main_terms:,} main terms, {volume.entries:,} lines ({volume.source})")
            found(label, index, arguments.finds)


if __name__ == "__main__":
    main()
