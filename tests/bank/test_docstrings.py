"""The examples in the docstrings of the room run."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import coding_course.bank

MODULES = [each.name for each in pkgutil.walk_packages(coding_course.bank.__path__, "coding_course.bank.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder(exclude_empty=True)
    examples = [test for name in MODULES for test in finder.find(importlib.import_module(name)) if test.examples]
    assert len(examples) >= 8
