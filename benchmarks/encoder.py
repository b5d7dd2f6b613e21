"""How long the encoder takes to open and to answer each message, and which stores that opens.

    python benchmarks/encoder.py [ROUNDS]

The time of a message is that of the model: what the learner did, and all that the front end needs to show it, as JSON.
Progress is written to a file in a temporary folder, as in a kernel. There is no peer: the products that do this are not
to be had.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coding_course.bank import bank
from coding_course.codesets import Edition, edition
from coding_course.study.progress import Progress
from coding_course.ui.encoder import EncoderModel
from coding_course.ui.session import Session

STAY = "pdx: A41.9 Y\ndx: J96.01 Y, N17.9 Y, E11.22 Y, N18.31 Y, I50.33 Y\npx: 5A1945Z, 02HV33Z"
Message = dict[str, Any]


def session_of_a_learner(model: EncoderModel) -> Iterator[Message]:
    """Yield the messages of somebody who uses every pane; what is sent depends on what was shown."""
    yield {"type": "book.find", "query": "failure, heart", "volume": "diseases"}
    for found in model.view()["shown"]["found"][:3]:
        yield {"type": "book.term", "id": found["id"]}
    yield {"type": "book.open", "code": "I50.33"}
    yield {"type": "book.notes"}
    yield {"type": "mark", "code": "I50.33"}
    yield {"type": "book.find", "query": "breast", "volume": "neoplasms"}
    for found in model.view()["shown"]["found"][:1]:
        yield {"type": "book.term", "id": found["id"]}
    yield {"type": "book.find", "query": "amoxicillin", "volume": "drugs"}
    yield {"type": "book.find", "query": "appendectomy", "volume": "procedures"}
    yield {"type": "tab", "pane": "guided"}
    yield {"type": "guided.again"}
    yield {"type": "guided.search", "query": "hip fracture"}
    yield {"type": "guided.start", "code": "S72"}
    while (asked := model.view()["shown"]["question"]) is not None:
        yield {"type": "guided.answer", "code": asked["choices"][-1]["code"]}
    yield {"type": "guided.system", "system": "pcs"}
    while (asked := model.view()["shown"]["question"]) is not None:
        yield {"type": "guided.answer", "value": asked["choices"][0]["value"]}
    yield {"type": "guided.again"}
    yield {"type": "guided.system", "system": "cm"}
    yield {"type": "tab", "pane": "tables"}
    for length in range(1, 8):
        yield {"type": "tables.type", "text": "0SRC0J9"[:length]}
    yield {"type": "tab", "pane": "claim"}
    yield {"type": "claim.encounter", "setting": "inpatient", "age": "70", "sex": "F", "status": "01", "days": "6"}
    yield {"type": "claim.notation", "text": STAY}
    for code in ("J96.01", "I50.33", "K72.00", "0DTJ4ZZ", "99214"):
        yield {"type": "code.open", "code": code}
    yield {"type": "add", "code": "K72.00"}
    yield {"type": "tab", "pane": "claim"}
    yield {"type": "claim.clear"}
    yield {"type": "tab", "pane": "marks"}
    yield {"type": "mark", "code": "I50.33"}
    yield {"type": "tab", "pane": "path"}
    yield {"type": "path.clear"}
    yield {"type": "back"}


def stores_opened() -> list[str]:
    """Return the books that opening the encoder at an entry asks for."""
    asked: list[str] = []
    kept = {name: Edition.__dict__[name] for name in ("index", "pcs", "groups")}

    def watched(name: str) -> property:
        return property(lambda self: asked.append(name) or kept[name].__get__(self, Edition))

    try:
        for name in kept:
            setattr(Edition, name, watched(name))
        EncoderModel(edition(), Session(Progress(None)), "E11").view()
    finally:
        for name, held in kept.items():
            setattr(Edition, name, held)
    return asked


def main() -> None:
    """Print a table, slowest messages first, and the same as JSON on the last line."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    code_set = edition()
    code_set.lookup("E11")
    opened = stores_opened()
    with tempfile.TemporaryDirectory() as folder:
        session = Session(Progress(Path(folder) / "progress.jsonl"))
        opening = []
        for _ in range(rounds):
            start = time.perf_counter()
            json.dumps(EncoderModel(code_set, session, "E11").view())
            opening.append(time.perf_counter() - start)
        model = EncoderModel(code_set, session, "E11")
        first: dict[str, float] = {}
        times: dict[str, list[float]] = {}
        sizes: dict[str, int] = {}
        for turn in range(rounds + 1):
            for message in session_of_a_learner(model):
                start = time.perf_counter()
                model.receive(message)
                shown = json.dumps(model.view())
                spent = time.perf_counter() - start
                kind = str(message["type"])
                sizes[kind] = max(sizes.get(kind, 0), len(shown))
                if turn == 0:
                    first[kind] = max(first.get(kind, 0.0), spent)
                else:
                    times.setdefault(kind, []).append(spent)
        hunts = []
        for hunt in bank().hunts:
            walked = EncoderModel(code_set, session, hunt=hunt)
            for code in ("I10", hunt.key.code):
                start = time.perf_counter()
                walked.receive({"type": "choose", "code": code})
                walked.receive({"type": "check"})
                json.dumps(walked.view())
                hunts.append(time.perf_counter() - start)
    everything = [each for list_ in times.values() for each in list_]
    rows = sorted(times, key=lambda kind: -statistics.median(times[kind]))
    print(f"opening at an entry: median {statistics.median(opening) * 1e3:.1f} ms; books asked for: {opened or 'none'}")
    print(f"{'message':18} {'median':>8} {'highest':>8} {'first':>8}   JSON")
    for kind in rows:
        print(
            f"{kind:18} {statistics.median(times[kind]) * 1e3:6.1f} ms {max(times[kind]) * 1e3:6.1f} ms "
            f"{first[kind] * 1e3:6.0f} ms {sizes[kind] / 1e3:5.0f} kB"
        )
    ordered = sorted(everything)
    figures = {
        "opening_ms": round(statistics.median(opening) * 1e3, 2),
        "books_opened": opened,
        "messages": len(everything),
        "median_ms": round(statistics.median(everything) * 1e3, 2),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)] * 1e3, 2),
        "highest_ms": round(ordered[-1] * 1e3, 2),
        "hunt_checked_ms": round(statistics.median(hunts) * 1e3, 2),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
