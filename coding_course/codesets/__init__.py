"""Editions of the code sets: look-up, hierarchy, instructional notes, 7th characters, facts and search.

Examples
--------
>>> from coding_course.codesets import edition
>>> edition("FY2026").lookup("i10").title
'Essential (primary) hypertension'
"""

from __future__ import annotations

from coding_course.codesets.edition import Edition
from coding_course.codesets.editions import UnknownEdition, edition
from coding_course.codesets.forms import normalize
from coding_course.codesets.model import AgeLimits, Code, Hit, Modifier, Note, NoteKind, Service, System
from coding_course.codesets.references import covers, parse_references

__all__ = [
    "AgeLimits",
    "Code",
    "Edition",
    "Hit",
    "Modifier",
    "Note",
    "NoteKind",
    "Service",
    "System",
    "UnknownEdition",
    "covers",
    "edition",
    "normalize",
    "parse_references",
]
