"""Edits: what is wrong with a claim, or worth another look, as far as the claim alone can tell.

``check`` applies every rule; ``RULES`` holds them by id. ``docs/rules.md`` describes each.
"""

from __future__ import annotations

from coding_course.edits.checking import check
from coding_course.edits.model import Example, Finding, Rule, Severity
from coding_course.edits.registry import RULES

__all__ = ["RULES", "Example", "Finding", "Rule", "Severity", "check"]
