"""Every rule fires on the examples that it says it fires on, and passes those that must pass."""

from __future__ import annotations

import pytest

from coding_course.claims import parse
from coding_course.codesets import edition
from coding_course.edits import RULES, Example, Rule, check
from coding_course.edits.invented import invented_edition

FIRES = [(rule, example) for rule in RULES.values() for example in rule.fires]
PASSES = [(rule, example) for rule in RULES.values() for example in rule.passes]


def named(value: object) -> str:
    return value.id if isinstance(value, Rule) else value.claim.replace("\n", " / ")  # type: ignore[attr-defined]


def found(rule: Rule, example: Example) -> list[str]:
    claim = parse(example.claim, example.encounter.setting).claim
    book = invented_edition() if rule.needs else edition()
    return [f.message for f in check(claim, example.encounter, book) if f.rule == rule.id]


@pytest.mark.parametrize(("rule", "example"), FIRES, ids=named)
def test_fires(rule: Rule, example: Example) -> None:
    assert found(rule, example), f"{rule.id} says nothing of {example.claim!r}"


@pytest.mark.parametrize(("rule", "example"), PASSES, ids=named)
def test_passes(rule: Rule, example: Example) -> None:
    assert not found(rule, example)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_every_rule_has_examples_of_both_kinds(rule: Rule) -> None:
    assert rule.fires
    assert rule.passes


@pytest.mark.parametrize(("rule", "example"), PASSES, ids=named)
def test_an_example_that_passes_holds_no_error_of_another_rule(rule: Rule, example: Example) -> None:
    claim = parse(example.claim, example.encounter.setting).claim
    errors = [f for f in check(claim, example.encounter, edition()) if f.severity == "error"]
    assert not errors


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_examples_are_written_in_clean_notation(rule: Rule) -> None:
    for example in (*rule.fires, *rule.passes):
        assert parse(example.claim, example.encounter.setting).errors == ()
