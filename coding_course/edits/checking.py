"""All rules over one claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.edits.model import Finding, Severity
from coding_course.edits.registry import RULES

if TYPE_CHECKING:
    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.QUESTION: 2}


def check(claim: Claim, encounter: Encounter, edition: Edition) -> tuple[Finding, ...]:
    """Apply every rule to a claim.

    Parameters
    ----------
    claim
        Any claim; codes that do not exist are found, never raised.
    encounter
        Setting, age, sex and date as far as known; a rule that needs what is not known says nothing.
    edition
        The code set edition to read the codes in.

    Returns
    -------
    tuple of Finding
        Errors first, then warnings, then questions; within them in the order of the claim.

    Examples
    --------
    >>> from coding_course.claims import Encounter, Setting, parse
    >>> from coding_course.codesets import edition
    >>> claim = parse("dx: E11.22, E11.9", Setting.PROFESSIONAL).claim
    >>> [f.rule for f in check(claim, Encounter(Setting.PROFESSIONAL), edition())][0]
    'diabetes-without-complications'
    """
    findings = dict.fromkeys(finding for rule in RULES.values() for finding in rule.decide(claim, encounter, edition))
    return tuple(sorted(findings, key=lambda finding: (_RANK[finding.severity], finding.line)))
