"""How long rules and score of one claim take, and how fast the bank opens.

    python benchmarks/grading.py [SOURCES ...]

Budgets (design): rules and score of one claim 2 ms; the bank opens in 30 ms. Claims are the keys of the bank and
every mutant of them (one mistake each), graded from their text on; each claim is timed by itself, in a process that
has graded before, as a learner's kernel has after its first claim. No published peer grades coded claims offline; what
is compared is the part of the time that goes to parsing, rules and score.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from coding_course.bank.compiled import compile_bank
from coding_course.bank.grading import encounter_of, grade_case
from coding_course.bank.models import Case
from coding_course.bank.sources import Located, Sources, read_sources
from coding_course.bank.store import Bank, read_bank
from coding_course.claims import parse, render
from coding_course.codesets import edition
from coding_course.edits import check
from coding_course.grading import key_claim, score
from coding_course.grading.mutation import mutants

ROOT = Path(__file__).resolve().parent.parent
BUDGET_MS = 2.0
OPEN_MS = 30.0


def timed(action: Callable[[], object]) -> float:
    """Return how long one call takes, in milliseconds."""
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def line(name: str, times: Sequence[float]) -> str:
    """Return one line of the table: median, 95th percentile, slowest."""
    ordered = sorted(times)
    late = ordered[int(len(ordered) * 0.95)]
    return f"{name:28}{len(times):8}{statistics.median(ordered):10.3f}{late:10.3f}{ordered[-1]:10.3f}"


def grading(cases: Sequence[Case]) -> float:
    """Time every claim; return the 95th percentile of rules and score."""
    texts = [(case, render(key_claim(case.key), case.setting)) for case in cases]
    for case in cases:
        made = mutants(case.key, edition(case.edition), case.traps)
        texts += [(case, render(mutant.claim, case.setting)) for mutant in made]
    first = timed(lambda: grade_case(*texts[0]))
    for case, text in texts[:: max(1, len(texts) // 50)]:
        grade_case(case, text)
    parts: dict[str, list[float]] = {"parse": [], "rules": [], "score": [], "rules and score": []}
    for case, text in texts:
        held, encounter = edition(case.edition), encounter_of(case)
        parsed = parse(text, case.setting)
        parts["parse"].append(timed(lambda: parse(text, case.setting)))  # noqa: B023
        rules = timed(lambda: check(parsed.claim, encounter, held))  # noqa: B023
        points = timed(
            lambda: score(parsed.claim, case.key, encounter, held, traps=case.traps, problems=parsed.errors)  # noqa: B023
        )
        parts["rules"].append(rules)
        parts["score"].append(points)
        parts["rules and score"].append(rules + points)
    print(f"first claim of the process, rules loaded and edition opened: {first:.0f} ms\n")
    print(f"{'milliseconds':28}{'claims':>8}{'median':>10}{'95 %':>10}{'slowest':>10}")
    for name, times in parts.items():
        print(line(name, times))
    times = sorted(parts["rules and score"])
    return times[int(len(times) * 0.95)]


def opening(read: Sources, cases: int, questions: int) -> float:
    """Time opening a bank of a given size, with one case and one question decoded; return the median."""

    def many(located: Sequence[Located], count: int) -> tuple[Located, ...]:
        made = []
        for number in range(count):
            each = located[number % len(located)]
            plain = each.value.id.partition(":")[0]
            value = msgspec.structs.replace(each.value, id=f"{plain}-{number:04}")
            made.append(Located(value, each.file, each.lines, each.start))
        return tuple(made)

    sources = msgspec.structs.replace(
        read, cases=many(read.cases, cases), questions=many(read.questions, questions), problems=()
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bank.msgpack"
        data = compile_bank(sources, path)

        def open_one() -> None:
            opened = Bank(read_bank(path))
            assert opened.cases[0].key
            assert opened.questions[-1].stem

        times = [timed(open_one) for _ in range(15)]
    size = len(data) / 1e6
    print(f"{f'open {cases} cases, {questions} questions':40}{size:8.2f} MB{statistics.median(times):10.2f} ms")
    return statistics.median(times)


def main() -> int:
    """Print the tables; return 1 when a budget is missed."""
    read = read_sources([Path(each) for each in sys.argv[1:]] or [ROOT / "datasets"])
    for problem in read.problems:
        print(problem, file=sys.stderr)
    late = grading([located.value for located in read.cases])
    print()
    now = opening(read, len(read.cases), len(read.questions))
    opening(read, 400, 2000)
    print(f"\nrules and score: {late:.2f} ms of {BUDGET_MS} (95 %); bank: {now:.1f} ms of {OPEN_MS}")
    return int(late > BUDGET_MS or now > OPEN_MS)


if __name__ == "__main__":
    raise SystemExit(main())
