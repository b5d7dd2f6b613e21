"""How often search finds the code that the Alphabetic Index gives, and how fast.

    python benchmarks/search.py [--terms 3000]

Queries are index terms with their subterms (the FY2017 index, the newest full one that is public), answers their
codes where these are billable in FY2026. The embedded data hold nothing of the index. Only the very code counts as
found. The peer in the same run is SQLite FTS5 with BM25 over titles and inclusion terms. Needs the publishers'
releases at ../shared/official; says so when they are not there.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
import sqlite3
import statistics
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from pathlib import Path

from coding_course.codesets import Edition, NoteKind, edition

INDEX = Path(__file__).resolve().parents[2] / "shared/official/icd10cm-fy2017-xml/icd10cm_index_2017.xml.xz"
RANKS = (1, 10, 100)


def index_terms(path: Path) -> Iterator[tuple[str, str]]:
    """Yield each index entry as words, main term first, with the code behind it."""
    root = ElementTree.fromstring(lzma.decompress(path.read_bytes()))

    def title(node: ElementTree.Element) -> str:
        found = node.find("title")
        return re.sub(r"\s+", " ", "".join(found.itertext())).strip() if found is not None else ""

    def walk(node: ElementTree.Element, above: str) -> Iterator[tuple[str, str]]:
        words = f"{above} {title(node)}".strip()
        code = node.findtext("code")
        if code and "-" not in code:
            yield words, code.strip()
        for term in node.findall("term"):
            yield from walk(term, words)

    for main in root.iter("mainTerm"):
        yield from walk(main, "")


def bm25(book: Edition) -> Callable[[str, int], list[str]]:
    """Return the peer: full-text search as it comes with SQLite."""
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table entry using fts5(code unindexed, words, tokenize='porter')")
    waiting = [*book.chapters()]
    while waiting:
        code = waiting.pop()
        if code.kind not in {"chapter", "section"}:
            terms = [note.text for note in book.notes(code.code, False) if note.kind is NoteKind.INCLUSION_TERM]
            database.execute("insert into entry values (?, ?)", (code.code, " ".join([code.title, *terms])))
        if not book.seventh_characters(code.code) or not code.billable:
            waiting += [
                one for one in book.children(code.code) if not book.seventh_characters(one.code) or not one.billable
            ]

    def search(query: str, limit: int) -> list[str]:
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", query))
        if not words:
            return []
        sql = "select code from entry where words match ? order by rank limit ?"
        return [row[0] for row in database.execute(sql, (words, limit))]

    return search


def measure(search: Callable[[str, int], list[str]], terms: list[tuple[str, str]]) -> dict[str, float]:
    """Return recall at each rank, and latency in milliseconds."""
    found = dict.fromkeys(RANKS, 0)
    times = []
    for query, code in terms:
        start = time.perf_counter()
        hits = search(query, max(RANKS))
        times.append((time.perf_counter() - start) * 1e3)
        rank = hits.index(code) + 1 if code in hits else 10**9
        for most in RANKS:
            found[most] += rank <= most
    times.sort()
    return {
        **{f"R@{most}": round(100 * found[most] / len(terms), 1) for most in RANKS},
        "median ms": round(statistics.median(times), 2),
        "p95 ms": round(times[int(len(times) * 0.95)], 2),
    }


def main() -> int:
    """Print a row for each way of searching, and the same as JSON on the last line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--terms", type=int, default=3000, help="how many index terms, drawn with a fixed seed")
    arguments = parser.parse_args()
    if not INDEX.is_file():
        print("The FY2017 index is not at ../shared/official; there is nothing to measure with.")
        return 1
    book = edition("FY2026")
    valid = [(words, code) for words, code in index_terms(INDEX) if book.lookup(code) and book.lookup(code).billable]
    terms = random.Random(2026).sample(valid, min(arguments.terms, len(valid)))
    book.search("warm up")
    rows = {
        "the course": measure(lambda query, limit: [hit.code.code for hit in book.search(query, limit=limit)], terms),
        "FTS5 BM25": measure(bm25(book), terms),
    }
    print(f"{len(terms)} of {len(valid)} index terms whose code is valid in FY2026")
    for name, row in rows.items():
        print(f"{name:<12}", "  ".join(f"{key} {value}" for key, value in row.items()))
    print(json.dumps(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
