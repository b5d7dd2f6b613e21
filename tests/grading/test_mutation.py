"""The mistake that was made is the difference that is named, on every case of the bank."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from coding_course.bank.models import Case
from coding_course.bank.sources import read_sources
from coding_course.codesets import edition
from coding_course.grading import Kind
from coding_course.grading.mutation import Mutant, mutants

from .charts import ADMISSION, ADMISSION_TEXT, TRAPS, VISIT, VISIT_TEXT, admission, changed, visit

ROOT = Path(__file__).resolve().parents[2]
GOAL = 0.99
AT_LEAST = {
    "add": 100,
    "drop": 100,
    "modifier": 50,
    "other side": 10,
    "parent": 100,
    "pointer": 100,
    "repeat": 50,
    "sibling": 80,
    "swapped order": 50,
    "typo": 200,
    "units": 40,
    "unspecified": 40,
    "wrong 7th character": 40,
    "wrong POA": 40,
}
"""Fewer mutants than these would show little; the bank as it is makes more."""


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("mutation_benchmark", ROOT / "benchmarks" / "mutation.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return [located.value for located in read_sources([ROOT / "datasets" / "cases"]).cases]


def test_the_named_difference_is_the_mistake_made(benchmark: ModuleType, cases: list[Case]) -> None:
    made, named, missed = benchmark.run(cases)
    for mistake, least in AT_LEAST.items():
        assert made[mistake] >= least, f"only {made[mistake]} mutants of {mistake!r}"
    for mistake, count in made.items():
        examples = [(case.id, mutant.code) for case, mutant, _ in missed if mutant.mistake == mistake]
        assert named[mistake] >= GOAL * count, f"{mistake}: {named[mistake]} of {count}, not {examples[:5]}"


def test_two_mistakes_at_once_are_both_named(benchmark: ModuleType, cases: list[Case]) -> None:
    made, named = benchmark.run_doubles(case for case in cases if ":" not in case.id)
    assert made >= 500
    assert named >= GOAL * made


def test_every_mutant_differs_from_the_key(cases: list[Case]) -> None:
    from coding_course.grading import key_claim

    for case in cases[:6]:
        own = key_claim(case.key, optional=False)
        assert all(mutant.claim != own for mutant in mutants(case.key, edition(case.edition), case.traps))


def test_a_procedure_is_mutated_in_each_axis_that_has_another_value() -> None:
    made = [each for each in mutants(ADMISSION, edition()) if each.mistake == "wrong axis"]
    assert {each.kind for each in made} == {
        Kind.WRONG_ROOT_OPERATION,
        Kind.WRONG_BODY_PART,
        Kind.WRONG_APPROACH,
        Kind.WRONG_DEVICE,
        Kind.WRONG_QUALIFIER,
    }
    for mutant in made:
        text = changed(ADMISSION_TEXT, mutant.expected, mutant.code)
        assert mutant.named_by(admission(text).differences), mutant


def test_mutants_come_in_the_same_order_every_time() -> None:
    for key in (VISIT, ADMISSION):
        assert list(mutants(key, edition(), TRAPS)) == list(mutants(key, edition(), TRAPS))


def test_a_mutant_is_not_named_by_a_difference_of_another_kind() -> None:
    differences = visit(changed(VISIT_TEXT, "M17.12", "M17.11")).differences
    right = Mutant("other side", visit_claim(), Kind.WRONG_LATERALITY, "M17.11", "M17.12")
    assert right.named_by(differences)
    assert not right._replace(kind=Kind.WRONG_CODE).named_by(differences)
    assert not right._replace(code="M17.10").named_by(differences)
    assert not right.named_by((*differences, *differences))
    assert not right.named_by(())


def visit_claim():  # type: ignore[no-untyped-def]
    from coding_course.grading import key_claim

    return key_claim(VISIT)
