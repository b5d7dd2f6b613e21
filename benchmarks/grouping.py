"""Agreement, speed and memory of MS-DRG grouping: ``python benchmarks/grouping.py [COUNT] [SEED]``.

Beside the course's grouping stand two peers: msdrg 1.2.0, a port of CMS's grouper (development only, the measure of
what CMS's software does), and drgpy 0.2.1 as it comes, on whose lists the course builds. Claims are generated
(``grouping_claims.py``). Every disagreement is put under a cause and shown with an example.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from time import perf_counter

import msdrg
from drgpy.msdrg import DRGEngine
from grouping_claims import Generated, Generator, pools

from coding_course.claims import Claim, Diagnosis, Encounter, Procedure, Setting, Sex
from coding_course.claims.grouping import group
from coding_course.codesets import edition
from coding_course.codesets.drg.families import FAMILIES
from coding_course.codesets.forms import dotted

VERSION = 431
CUSTOM_DEVICE = (
    "426: a custom-made device without a CC (title: “with MCC or” the device; CMS's software asks for a CC too)"
)

MEMORY = {
    "the course": (
        "from coding_course.codesets import edition; from coding_course.codesets.drg.engine import engine;"
        "e = engine('v43.1', edition().groups); e.assign('A419', ['J9601'], ['5A1955Z'])"
    ),
    "drgpy 0.2.1": "from drgpy.msdrg import DRGEngine; e = DRGEngine(); e.get_drg(['A419', 'J9601'], ['5A1955Z'])",
    "msdrg 1.2.0": (
        "import msdrg; g = msdrg.MsdrgGrouper(); g.group({'version': 431, 'age': 60, 'sex': 1, 'discharge_status': 1,"
        "'pdx': {'code': 'A419', 'poa': 'Y'}, 'sdx': [], 'procedures': []})"
    ),
}


def claim_of(one: Generated) -> tuple[Claim, Encounter]:
    """Return a generated claim as the course's values."""
    claim = Claim(
        Diagnosis(dotted(one.principal), "Y"),
        tuple(Diagnosis(dotted(code), poa) for code, poa in one.secondary),
        tuple(Procedure(code) for code in one.procedures),
    )
    encounter = Encounter(Setting.INPATIENT, one.age, Sex(one.sex), discharge_status=one.status, days=one.days)
    return claim, encounter


def reference_of(one: Generated) -> dict[str, object]:
    """Return a generated claim as msdrg takes it."""
    return {
        "version": VERSION,
        "age": one.age,
        "sex": "MF".index(one.sex),
        "discharge_status": int(one.status),
        "pdx": {"code": one.principal, "poa": "Y"},
        "sdx": [{"code": code, **({"poa": poa} if poa else {})} for code, poa in one.secondary],
        "procedures": [{"code": code} for code in one.procedures],
    }


def timed(what: str, claims: Iterable[Generated], answer: Callable[[Generated], str]) -> list[str]:
    """Return all answers, and print how many claims a second that was."""
    claims = list(claims)
    start = perf_counter()
    answers = [answer(one) for one in claims]
    rate = len(claims) / (perf_counter() - start)
    print(f"  {what:<52} {rate:9,.0f} claims a second")
    return answers


def cause_of_ours(one: Generated, ours: str, theirs: str, acquired: bool) -> str:
    """Name why the course's grouping and the reference differ."""
    if ours == "426" and theirs in ("427", "428"):
        return CUSTOM_DEVICE
    if acquired:
        return "hospital-acquired conditions"
    return f"not explained: {ours} and {theirs}"


def cause_of_stock(one: Generated, theirs: str, stock: str, facts: dict[str, object]) -> str:
    """Name why drgpy as it comes and the reference differ."""
    engine = facts["engine"]
    book = edition().groups
    if any(book.severity(code) and not book.exclusions(code) for code, _ in one.secondary):
        plain = [code for code, _ in one.secondary if book.severity(code) and not book.exclusions(code)]
        if engine.assign(one.principal, [c for c, _ in one.secondary if c not in plain], one.procedures) != theirs:
            return "CC and MCC without exclusions (J12.82, Z59.0-, Z16.-) are skipped"
    row = book.weight(theirs)
    if row is not None and row.mdc == "15":
        return "newborns: 789 is never assigned, 794 and 795 are confused"
    for category, families in FAMILIES.items():
        for family in families:
            if theirs in family.split() or stock in family.split():
                return f"MDC {category}, family {family.split()[0]} is missing or decides otherwise"
    if theirs[:2] == "01":
        return "before any category: 016, 017, 018 or 019"
    if stock == "000" and theirs != "999":
        return "sex is asked for in MDC 12 and 13"
    if any(poa in ("N", "U") for _, poa in one.secondary):
        return "hospital-acquired conditions without what has to stand beside them"
    return "order of categories, or lists that are read and not used"


def show(title: str, count: int, causes: dict[str, list[tuple[Generated, str, str]]]) -> None:
    """Print the causes, the most frequent first, each with an example."""
    wrong = sum(map(len, causes.values()))
    print(f"\n{title}: {count - wrong:,} of {count:,} claims agree ({(count - wrong) / count:.2%})")
    for cause, cases in sorted(causes.items(), key=lambda item: -len(item[1])):
        one, ours, theirs = cases[0]
        print(f"  {len(cases):5}  {cause}")
        secondary = ", ".join(code for code, _ in one.secondary[:4])
        more = f" and {len(one.secondary) - 4} more" if len(one.secondary) > 4 else ""
        done = f", px {', '.join(one.procedures)}" if one.procedures else ""
        print(f"         {ours} here, {theirs} in the reference: {one.principal}; {secondary}{more}{done}")


def measure_memory() -> None:
    """Print load time and memory of each, in a process of its own; the second start, when stores are there."""
    code = (
        "import time\n"
        "def held(): return int(open('/proc/self/statm').read().split()[1]) * 4 / 1024\n"
        "before, start = held(), time.perf_counter()\n{work}\n"
        "print(f'{{(time.perf_counter() - start) * 1000:.0f}} ms, {{held() - before:.1f}} MB')"
    )
    print("\nLoaded and one claim grouped, in a fresh process:")
    for name, work in MEMORY.items():
        for _ in range(2):
            done = subprocess.run(
                [sys.executable, "-c", code.format(work=work)], capture_output=True, text=True, check=True
            )
        print(f"  {name:<14} {done.stdout.strip()}")


def main() -> int:
    """Generate, group three times, compare and explain. Returns 1 when a disagreement has no explanation."""
    given = [int(word) for word in sys.argv[1:3]]
    count, seed = [*given, *(4000, 1)[len(given) :]]
    made = pools()
    claims = Generator(made, seed).claims(count)
    kinds = Counter(one.kind for one in claims)
    print(f"{count:,} claims, seed {seed}: " + ", ".join(f"{n} {kind}" for kind, n in kinds.most_common()))
    book, engine, stock = edition(), made.grouper, DRGEngine()

    def assigned(one: Generated) -> str:
        acquired = engine.book.acquired(one.principal, dict(one.secondary), one.procedures)
        codes = [code for code, _ in one.secondary]
        return engine.assign(one.principal, codes, one.procedures, one.sex, one.status, acquired)

    def stocked(one: Generated) -> str:
        codes = [one.principal, *(code for code, _ in one.secondary)]
        poa = {code: indicator for code, indicator in one.secondary if indicator}
        return stock.get_drg(codes, list(one.procedures), one.sex, one.status != "20", poa, one.status)

    print("\nSpeed:")
    with msdrg.MsdrgGrouper() as grouper:
        reference = timed(
            "msdrg, MS-DRG alone", claims, lambda one: f"{grouper.group(reference_of(one))['final_drg']:03}"
        )
    ours = timed("the course, MS-DRG alone", claims, assigned)
    prepared = {one.id: claim_of(one) for one in claims}
    explained = timed(
        "the course, with the reason of every code", claims, lambda one: group(*prepared[one.id], book).drg
    )
    theirs = timed("drgpy as it comes, MS-DRG alone", claims, stocked)

    agree = sum(a == b for a, b in zip(ours, explained, strict=True))
    print(f"\nMS-DRG alone and with reasons are the same for {agree:,} of {count:,}")
    causes: dict[str, list[tuple[Generated, str, str]]] = defaultdict(list)
    for one, mine, right in zip(claims, explained, reference, strict=True):
        if mine != right:
            acquired = bool(engine.book.acquired(one.principal, dict(one.secondary), one.procedures))
            causes[cause_of_ours(one, mine, right, acquired)].append((one, mine, right))
    show("The course and msdrg", count, causes)
    of_stock: dict[str, list[tuple[Generated, str, str]]] = defaultdict(list)
    for one, other, right in zip(claims, theirs, reference, strict=True):
        if (other if other != "000" else "999") != right:
            of_stock[cause_of_stock(one, right, other, {"engine": engine})].append((one, other, right))
    show("drgpy as it comes and msdrg", count, of_stock)
    measure_memory()
    return int(any(cause.startswith("not explained") for cause in causes))


if __name__ == "__main__":
    raise SystemExit(main())
