"""What the rules tell of a claim that is written as a learner writes it."""

from __future__ import annotations

from coding_course.claims import Encounter, Setting, parse
from coding_course.codesets import edition
from coding_course.edits import Finding, check


def findings(text: str, setting: Setting = Setting.PROFESSIONAL, **known: object) -> list[Finding]:
    claim = parse(text, setting).claim
    return list(check(claim, Encounter(setting, **known), edition()))  # type: ignore[arg-type]


def rules(text: str, setting: Setting = Setting.PROFESSIONAL, **known: object) -> list[str]:
    return [finding.rule for finding in findings(text, setting, **known)]


def one(rule: str, text: str, setting: Setting = Setting.PROFESSIONAL, **known: object) -> Finding:
    found = [finding for finding in findings(text, setting, **known) if finding.rule == rule]
    assert len(found) == 1, found
    return found[0]
