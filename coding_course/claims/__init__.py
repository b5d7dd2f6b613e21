"""Claims: what a coder reports for one encounter, and the plain-text notation for it.

``parse`` reads the notation, ``render`` writes it back, ``Claim`` and ``Encounter`` are the values in between.
Nothing here knows a code set or a rule.
"""

from __future__ import annotations

from coding_course.claims.model import (
    POINTER_LETTERS,
    Claim,
    Diagnosis,
    Encounter,
    Procedure,
    ServiceLine,
    Setting,
    Sex,
)
from coding_course.claims.notation import parse
from coding_course.claims.parsed import Parsed, SyntaxProblem
from coding_course.claims.rendering import render

__all__ = [
    "POINTER_LETTERS",
    "Claim",
    "Diagnosis",
    "Encounter",
    "Parsed",
    "Procedure",
    "ServiceLine",
    "Setting",
    "Sex",
    "SyntaxProblem",
    "parse",
    "render",
]
