"""How often the grader names the mistake that was made: each key of the bank, each kind of mistake.

    python benchmarks/mutation.py [--show N] [PATH ...]

Every mutant goes the whole way: rendered as text, parsed, graded. It counts as named when exactly one difference
costs points, of the right kind, about the right code. Paths are sources (default: ``datasets/cases``).
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from coding_course.bank.grading import encounter_of
from coding_course.bank.models import Case
from coding_course.bank.sources import read_sources
from coding_course.claims import parse, render
from coding_course.codesets import edition
from coding_course.grading import Score, score
from coding_course.grading.mutation import Mutant, doubles, mutants

GOAL = 0.99


def run(cases: Iterable[Case]) -> tuple[Counter[str], Counter[str], list[tuple[Case, Mutant, Score]]]:
    """Grade every mutant; return how many there were and how many were named, by mistake, and those that were not."""
    made: Counter[str] = Counter()
    named: Counter[str] = Counter()
    missed: list[tuple[Case, Mutant, Score]] = []
    for case in cases:
        held = edition(case.edition)
        for mutant in mutants(case.key, held, case.traps):
            parsed = parse(render(mutant.claim, case.setting), case.setting)
            result = score(parsed.claim, case.key, encounter_of(case), held, traps=case.traps, problems=parsed.errors)
            made[mutant.mistake] += 1
            if mutant.named_by(result.differences):
                named[mutant.mistake] += 1
            else:
                missed.append((case, mutant, result))
    return made, named, missed


def run_doubles(cases: Iterable[Case]) -> tuple[int, int]:
    """Grade every claim with two mistakes; return how many there were, and in how many both were named."""
    made = named = 0
    for case in cases:
        held = edition(case.edition)
        for double in doubles(case.key, held, case.traps):
            parsed = parse(render(double.claim, case.setting), case.setting)
            result = score(parsed.claim, case.key, encounter_of(case), held, traps=case.traps, problems=parsed.errors)
            made += 1
            named += double.named_by(result.differences)
    return made, named


def main() -> int:
    """Print the table; return 1 when a kind of mistake is named less often than the goal."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--show", type=int, default=5, help="how many misses to print")
    arguments = parser.parse_args()
    root = Path(__file__).resolve().parent.parent
    read = read_sources(arguments.paths or [root / "datasets" / "cases"])
    cases = [located.value for located in read.cases]
    start = time.perf_counter()
    made, named, missed = run(cases)
    seconds = time.perf_counter() - start
    total, right = sum(made.values()), sum(named.values())
    print(f"{len(cases)} cases and variants, {total} claims with one mistake each, {seconds:.1f} s\n")
    print(f"{'mistake':24}{'claims':>8}{'named':>8}{'share':>9}")
    for mistake, count in sorted(made.items()):
        print(f"{mistake:24}{count:8}{named[mistake]:8}{named[mistake] / count:9.1%}")
    print(f"{'all':24}{total:8}{right:8}{right / max(1, total):9.1%}")
    # Variants of one template differ in a few words; the first stands for them.
    made_twice, named_twice = run_doubles(
        case for case in cases if not case.id.partition(":")[2] or case.id.endswith(":1")
    )
    print(f"{'two mistakes at once':24}{made_twice:8}{named_twice:8}{named_twice / max(1, made_twice):9.1%}")
    for case, mutant, result in missed[: arguments.show]:
        said = [(each.kind.value, each.code, each.expected, each.points) for each in result.differences]
        print(
            f"\n{case.id}: {mutant.mistake}, should be {mutant.kind.value} {mutant.code} for {mutant.expected}: {said}"
        )
        print(render(mutant.claim, case.setting))
    return 0 if all(named[mistake] >= GOAL * count for mistake, count in made.items()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
