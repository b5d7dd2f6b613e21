"""How long all rules take over one claim: ``python benchmarks/edits.py``.

Claims are of the size that lessons and stays have (3 to 15 diagnoses), made from real codes with a fixed seed. "New"
claims meet codes that no claim before them had; "known" is the second pass over the same claims, as in grading a class.
"""

from __future__ import annotations

import random
import statistics
import sys
from time import perf_counter

from coding_course.claims import Claim, Diagnosis, Encounter, Procedure, ServiceLine, Setting, parse, render
from coding_course.codesets import System, edition
from coding_course.edits import RULES, check

BUDGET = 1.5
COMMON = [
    "E11.9", "E11.22", "E11.65", "E11.42", "E11.621", "I10", "I11.0", "I12.9", "I13.0", "I50.32", "I50.9",
    "N18.31", "N18.4", "N17.9", "J44.1", "J44.9", "J45.909", "J18.9", "A41.9", "R65.20", "N39.0", "B96.20",
    "E78.5", "E66.9", "Z68.41", "Z79.4", "Z79.84", "Z87.891", "F17.210", "M17.11", "M17.12", "M25.561",
    "S52.501A", "W19.XXXA", "Y92.009", "R07.9", "R10.9", "K21.9", "F32.9", "F41.1", "G47.33", "I25.10",
    "I48.91", "Z95.1", "Z00.00", "Z23", "Z12.31", "C50.911", "Z51.11", "D63.0", "D63.1", "L97.511",
]  # fmt: skip
PERFORMED = [
    "0FT44ZZ", "0SRD0J9", "5A1945Z", "02HV33Z", "0DBK8ZX", "0DTJ4ZZ", "30233N1", "B2111ZZ", "10E0XZZ", "0QSB04Z",
]  # fmt: skip
LINES = [
    ServiceLine("99214", ("25",), 1, ("A", "B")), ServiceLine("20610", ("RT",), 1, ("C",)),
    ServiceLine("J3301", (), 4, ("C",)), ServiceLine("73562", ("26", "RT"), 1, ("A",)),
    ServiceLine("96372", (), 1, ("B",)), ServiceLine("J1885", (), 2, ("B",)), ServiceLine("85025", (), 1, ("A",)),
    ServiceLine("90471", (), 1, ("A",)), ServiceLine("90715", (), 1, ("A",)), ServiceLine("93000", (), 1, ("A",)),
]  # fmt: skip


def claims(count: int, pool: list[str], seed: int) -> list[tuple[Claim, Encounter]]:
    """Return claims with their encounters."""
    rng = random.Random(seed)
    made = []
    for _ in range(count):
        setting = rng.choice(list(Setting))
        inpatient = setting is Setting.INPATIENT
        chosen = rng.sample(pool, rng.randint(3, 15))
        diagnoses = tuple(Diagnosis(code, "Y" if inpatient else "") for code in chosen)
        lines = () if inpatient else tuple(rng.sample(LINES, rng.randint(1, 6)))
        performed = tuple(map(Procedure, rng.sample(PERFORMED, rng.randint(0, 4)))) if inpatient else ()
        principal, rest = (diagnoses[0], diagnoses[1:]) if inpatient else (None, diagnoses)
        made.append((Claim(principal, rest, performed, lines), Encounter(setting, age=rng.randint(0, 90))))
    return made


def measure(made: list[tuple[Claim, Encounter]]) -> list[float]:
    """Return milliseconds for each claim."""
    book = edition()
    took = []
    for claim, encounter in made:
        start = perf_counter()
        check(claim, encounter, book)
        took.append((perf_counter() - start) * 1000)
    return took


def report(what: str, took: list[float]) -> float:
    """Print mean, median and 95th percentile, and return the mean."""
    ordered = sorted(took)
    mean = statistics.fmean(took)
    median, high = ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100]
    print(f"{what:<46} mean {mean:6.3f} ms   median {median:6.3f}   p95 {high:6.3f}")
    return mean


def main() -> int:
    """Measure and compare with the budget."""
    book = edition()
    anything = [c.code for letter in "ABCDEFGHIJKLMNOPQRSTZ" for c in book.billable_below(f"{letter}0") or ()]
    for chapter in book.chapters():
        anything += [c.code for c in book.billable_below(chapter.code)[::40]]
    print(f"{len(RULES)} rules, {book.name} with {book.counts()[System.CM]:,} codes")
    usual = claims(2_000, COMMON, seed=1)
    report("usual codes, first 200 claims", measure(usual[:200]))
    mean = report("usual codes, known", measure(usual))
    rare = claims(500, anything, seed=2)
    report("any codes, new", measure(rare))
    report("any codes, known", measure(rare))
    texts = [(render(claim, encounter.setting), encounter.setting) for claim, encounter in usual]
    start = perf_counter()
    for text, setting in texts:
        parse(text, setting)
    print(f"{'parse one claim':<46} mean {(perf_counter() - start) * 1000 / len(texts):6.3f} ms")
    print(f"budget for all rules on one claim: {BUDGET} ms: {'met' if mean <= BUDGET else 'MISSED'}")
    return 0 if mean <= BUDGET else 1


if __name__ == "__main__":
    sys.exit(main())
