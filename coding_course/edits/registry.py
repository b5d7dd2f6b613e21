"""All rules, by id: one module each under ``edits/rules``; adding the file registers it."""

from __future__ import annotations

import importlib
import pkgutil
from types import MappingProxyType
from typing import TYPE_CHECKING

from coding_course.edits import rules
from coding_course.edits.model import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping


class RuleProblem(ValueError):
    """A module under ``edits/rules`` is not a rule, or two rules have one id."""


def _collect() -> Mapping[str, Rule]:
    found: dict[str, Rule] = {}
    for name in sorted(module.name for module in pkgutil.iter_modules(rules.__path__)):
        rule = getattr(importlib.import_module(f"{rules.__name__}.{name}"), "RULE", None)
        if not isinstance(rule, Rule):
            raise RuleProblem(f"edits/rules/{name}.py defines no RULE. Add one, or move the file elsewhere.")
        if rule.id in found or rule.id != name.replace("_", "-"):
            raise RuleProblem(
                f"edits/rules/{name}.py must hold the rule with the id {name.replace('_', '-')!r}, and holds "
                f"{rule.id!r}."
            )
        found[rule.id] = rule
    return MappingProxyType(found)


RULES: Mapping[str, Rule] = _collect()
"""Every rule, in the order of their ids."""
