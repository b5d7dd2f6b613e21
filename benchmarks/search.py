"""How often search finds the code that the Alphabetic Index gives, and how fast, beside others in the same run.

    python benchmarks/search.py [--terms 3000] [--modifiers]

Queries are index terms, main term first, with their subterms (the FY2017 index, the newest full one that is public);
answers their codes where these are billable in FY2026. Only the very code counts as found. With ``--modifiers`` the
nonessential modifiers in parentheses are part of the query.

- **embedded**: nothing of the index is known to anybody.
- **index**: a random 80 % of the terms are loaded as phrases, the others are the queries.

Main terms are parted in two halves by a checksum of their name. The weights of ranking and the vocabulary were made
with the *development* half in view; the *held-out* half was only ever measured. Peers: SQLite FTS5 with BM25 over
titles and inclusion terms of billable codes (and the loaded terms), and the search of icd10-coder. simple-icd-10-cm has
no search. The last rows say what opening costs. Needs the publishers' releases at ../shared/official.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from coding_course.codesets import Edition, NoteKind, System, edition
from coding_course.codesets.searching import stores
from coding_course.codesets.searching.diagnoses import Diagnoses
from coding_course.codesets.searching.searcher import Searcher
from coding_course.codesets.store import Recipe, Store

INDEX = Path(__file__).resolve().parents[2] / "shared/official/icd10cm-fy2017-xml/icd10cm_index_2017.xml.xz"
PROCEDURES = INDEX.parents[1] / "icd10pcs-fy2025/icd10pcs_index_2025.xml.xz"
RANKS = (1, 10, 100)
SEED = 2026
HALVES = ("development", "held-out")


class Term(NamedTuple):
    """One entry of the index."""

    words: str
    code: str
    main: str

    @property
    def half(self) -> str:
        return HALVES[zlib.crc32(self.main.encode()) % 2]


def index_terms(path: Path, modifiers: bool) -> Iterator[Term]:
    """Yield each index entry that has a code, with the main term above it."""
    root = ElementTree.fromstring(lzma.decompress(path.read_bytes()))

    def title(node: ElementTree.Element, whole: bool) -> str:
        found = node.find("title")
        if found is None:
            return ""
        text = "".join(found.itertext()) if whole else (found.text or "") + "".join(c.tail or "" for c in found)
        return re.sub(r"\s+", " ", text).strip()

    def walk(node: ElementTree.Element, above: str, main: str) -> Iterator[Term]:
        words = f"{above} {title(node, modifiers)}".strip()
        code = node.findtext("code")
        if code and "-" not in code:
            yield Term(words, code.strip(), main)
        for term in node.findall("term"):
            yield from walk(term, words, main)

    for main in root.iter("mainTerm"):
        yield from walk(main, "", title(main, False))


Search = Callable[[str, int], list[str]]


def bm25(book: Edition, loaded: list[Term]) -> Search:
    """Return full-text search as it comes with SQLite, over what we search too, headers left out."""
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table entry using fts5(code unindexed, words, tokenize='porter')")
    extra: dict[str, list[str]] = {}
    for term in loaded:
        extra.setdefault(term.code, []).append(term.words)
    waiting = [*book.chapters()]
    while waiting:
        code = waiting.pop()
        if code.billable:
            terms = [note.text for note in book.notes(code.code, False) if note.kind is NoteKind.INCLUSION_TERM]
            words = " ".join([code.title, *terms, *extra.get(code.code, [])])
            database.execute("insert into entry values (?, ?)", (code.code, words))
        elif not book.seventh_characters(code.code) or not all(one.billable for one in book.children(code.code)):
            waiting += book.children(code.code)

    def search(query: str, limit: int) -> list[str]:
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", query))
        if not words:
            return []
        sql = "select code from entry where words match ? order by rank limit ?"
        return [row[0] for row in database.execute(sql, (words, limit))]

    return search


def coder() -> Search | None:
    """Return the search of icd10-coder, or None where it is not installed."""
    try:
        import icd10_coder.coder as other
    except ImportError:
        return None
    connection = other.get_conn(other.CM_DB)
    return lambda query, limit: [row[0] for row in other.cm_search(connection, query, limit)]


def ours(searcher: Searcher | Edition, systems: frozenset[System]) -> Search:
    """Return the course's search."""
    return lambda query, limit: [hit.code.code for hit in searcher.search(query, limit, systems)]


def with_terms(book: Edition, loaded: list[Term], folder: Path) -> Searcher:
    """Return the course's search with terms of an index loaded."""
    pairs = [(term.words, term.code) for term in loaded]
    recipe = Recipe("benchmark", (), (), lambda connection: stores.build(connection, book.holding, pairs))
    diagnoses = Diagnoses(book._tabular, Store(recipe, [folder]), book._subsets)
    return Searcher(diagnoses, lambda: None, frozenset)


def measure(search: Search, terms: list[Term]) -> dict[str, float]:
    """Return recall at each rank in each half and overall, and latency in milliseconds of wall clock and processor."""
    search("warm up", max(RANKS))
    found = {(half, most): 0 for half in HALVES for most in RANKS}
    wall, processor = [], []
    for term in terms:
        start, began = time.perf_counter(), time.process_time()
        hits = search(term.words, max(RANKS))
        processor.append((time.process_time() - began) * 1e3)
        wall.append((time.perf_counter() - start) * 1e3)
        rank = hits.index(term.code) + 1 if term.code in hits else 10**9
        for most in RANKS:
            found[term.half, most] += rank <= most
    counts = {half: sum(term.half == half for term in terms) for half in HALVES}
    row = {}
    for half in HALVES:
        for most in RANKS:
            row[f"{half} R@{most}"] = round(100 * found[half, most] / max(1, counts[half]), 1)
    for most in RANKS:
        row[f"R@{most}"] = round(100 * sum(found[half, most] for half in HALVES) / len(terms), 1)
    for name, times in (("", wall), ("cpu ", processor)):
        times.sort()
        row[f"{name}median ms"] = round(statistics.median(times), 2)
        row[f"{name}p95 ms"] = round(times[int(len(times) * 0.95)], 2)
    return row


def procedures(book: Edition, most: int) -> dict[str, float]:
    """Return how often a term of the FY2025 ICD-10-PCS index finds the family of its code, and how fast.

    Asked are terms under main terms that are no root operation: names of procedures. The family is the first four
    characters, either side of the body; a term that leads to a table is answered by the table or a family of it.
    """
    root = ElementTree.fromstring(lzma.decompress(PROCEDURES.read_bytes()))
    operations = {one.title.lower() for section in "0123456789BCDFGHX" for one in book.pcs.root_operations(section)}

    def title(node: ElementTree.Element) -> str:
        return " ".join("".join(node.find("title").itertext()).split()) if node.find("title") is not None else ""

    def walk(node: ElementTree.Element, above: str) -> Iterator[tuple[str, str]]:
        words = f"{above} {title(node)}".strip()
        for code in (one.text.strip() for one in node if one.tag in ("code", "codes", "tab") and one.text):
            if len(code) >= 3 and book.pcs.lookup(code):
                yield words, code
        for term in node.findall("term"):
            yield from walk(term, words)

    terms = [
        pair
        for main in root.iter("mainTerm")
        if not any(title(main).lower().startswith(one) for one in operations)
        for pair in walk(main, "")
    ]
    terms = random.Random(SEED).sample(terms, min(most, len(terms)))
    systems = frozenset((System.PCS,))
    book.search("warm up", 10, systems)
    found, times = dict.fromkeys(RANKS, 0), []
    for words, code in terms:
        start = time.perf_counter()
        hits = [hit.code.code[:4] for hit in book.search(words, max(RANKS), systems)]
        times.append((time.perf_counter() - start) * 1e3)
        family = {code[:4], *(one.code[:4] for one in book.family(code))} if len(code) > 3 else set()
        right = [place for place, hit in enumerate(hits, 1) if hit in family or hit[:3] == code or code[:4] == hit]
        for rank in RANKS:
            found[rank] += bool(right) and right[0] <= rank
    times.sort()
    return {
        "terms": len(terms),
        **{f"R@{rank}": round(100 * found[rank] / len(terms), 1) for rank in RANKS},
        "median ms": round(statistics.median(times), 2),
        "p95 ms": round(times[int(len(times) * 0.95)], 2),
    }


_OPEN = """
import os, sys, time
def resident():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGESIZE") / 2**20
before, start, began = resident(), time.perf_counter(), time.process_time()
from coding_course.codesets import System, edition
book = edition("FY2026")
book.search("heart attack", 100, {System.CM})
first, busy = time.perf_counter() - start, time.process_time() - began
for query in ("pain in knee", "type 2 diabetes with neuropathy", "fracture of femur", "pneumonia due to klebsiella"):
    book.search(query, 100)
searched = resident() - before
start = time.perf_counter()
book.search("laparoscopic cholecystectomy", 20, {System.PCS})
print(first * 1e3, busy * 1e3, searched, (time.perf_counter() - start) * 1e3, resident() - before)
"""


def opening() -> dict[str, float]:
    """Return what search costs on first use ever and later, in fresh interpreters."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "CODING_COURSE_CACHE": cache}
        rows = []
        for _ in range(4):
            done = subprocess.run(
                [sys.executable, "-c", _OPEN], capture_output=True, text=True, check=True, env=environment
            )
            rows.append([float(one) for one in done.stdout.split()])
        size = {path.name.rsplit("-", 1)[0]: path.stat().st_size / 2**20 for path in Path(cache).glob("*.sqlite")}
    first, later = rows[0], [statistics.median(column) for column in zip(*rows[1:], strict=True)]
    return {
        "first use ever, look-up and search, ms": round(first[0]),
        "of it processor, ms": round(first[1]),
        "later, import to first answer, ms": round(later[0]),
        "first search of procedures ever, ms": round(first[3]),
        "memory after searches, MB": round(later[2], 1),
        "memory after a search of procedures, MB": round(later[4], 1),
        **{f"store {name}, MB": round(megabytes, 1) for name, megabytes in sorted(size.items())},
    }


def main() -> int:
    """Print a row for each way of searching, and the same as JSON on the last line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--terms", type=int, default=3000, help="how many index terms, drawn with a fixed seed")
    parser.add_argument("--modifiers", action="store_true", help="keep the nonessential modifiers in parentheses")
    arguments = parser.parse_args()
    if not INDEX.is_file():
        print("The FY2017 index is not at ../shared/official; there is nothing to measure with.")
        return 1
    book = edition("FY2026")
    valid = [
        term
        for term in index_terms(INDEX, arguments.modifiers)
        if (code := book.lookup(term.code, System.CM)) is not None and code.billable
    ]
    shuffled = random.Random(SEED).sample(valid, len(valid))
    cut = len(valid) * 4 // 5
    loaded, others = shuffled[:cut], shuffled[cut:]
    terms = others[: arguments.terms]  # the same queries for every row
    cm = frozenset((System.CM,))
    rows: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, search in (
            ("course, embedded", ours(book, cm)),
            ("course, embedded, all systems at once", ours(book, frozenset())),
            ("FTS5 BM25, embedded", bm25(book, [])),
            ("icd10-coder", coder()),
            ("course, index", ours(with_terms(book, loaded, Path(folder)), cm)),
            ("FTS5 BM25, index", bm25(book, loaded)),
        ):
            if search is not None:
                rows[name] = measure(search, terms)
    opened = opening()
    print(
        f"{len(terms)} of {len(valid)} index terms with a code valid in FY2026; {len(loaded)} loaded for the index rows"
    )
    for name, row in rows.items():
        print(name)
        for part in ("development ", "held-out ", ""):
            recall = " / ".join(f"{row[f'{part}R@{most}']:.1f}" for most in RANKS)
            print(f"    {part or 'both halves':<12} R@1 / R@10 / R@100  {recall} %")
        print("    ", "  ".join(f"{key} {value}" for key, value in row.items() if key.endswith("ms")))
    done = procedures(book, arguments.terms) if PROCEDURES.is_file() else {}
    print("names of procedures, answered by their family:", "  ".join(f"{key} {value}" for key, value in done.items()))
    for name, value in opened.items():
        print(f"{name}: {value}")
    print(json.dumps({"rows": rows, "procedures": done, "opening": opened}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
