"""What a code set says of one code: frozen values, without files or search.

The same values serve every code system. Codes are held in the form a coder reads: ICD-10-CM with its point
(``E11.22``), everything else without punctuation (``99214``, ``G0008``, ``5A1945Z``).
"""

from __future__ import annotations

from enum import StrEnum

import msgspec


class System(StrEnum):
    """A code system, by the name its coders use."""

    CM = "ICD-10-CM"
    PCS = "ICD-10-PCS"
    HCPCS = "HCPCS"
    CPT = "CPT"
    MODIFIER = "modifier"


class NoteKind(StrEnum):
    """The instructional notes of the tabular list, in the words of Official Guidelines section I.A."""

    INCLUDES = "includes"
    INCLUSION_TERM = "inclusion term"
    EXCLUDES1 = "excludes1"
    EXCLUDES2 = "excludes2"
    CODE_FIRST = "code first"
    USE_ADDITIONAL = "use additional code"
    CODE_ALSO = "code also"
    SEVENTH_CHARACTER = "7th character note"
    NOTE = "note"


class Note(msgspec.Struct, frozen=True):
    """One line of an instructional note, and where in the hierarchy it stands."""

    kind: NoteKind
    text: str
    """The line as the tabular list prints it."""
    source: str
    """The code, category, section range or chapter that carries the note; equal to the code when not inherited."""
    codes: tuple[str, ...] = ()
    """The codes, categories and ranges that the line names in parentheses: ``E08.-`` is ``E08``, ranges ``I10-I16``."""


class Code(msgspec.Struct, frozen=True):
    """One code or header of a code system, in one edition."""

    system: System
    code: str
    """In the form a coder reads: ``E11.22``."""
    title: str
    """The official long title, 7th-character text included; our own words for CPT and HCPCS."""
    billable: bool
    """True for a code that is valid for reporting, False for a header."""
    kind: str = "code"
    """``chapter``, ``section``, ``category``, ``subcategory`` or ``code``."""
    parent: str = ""
    """The next higher code, section or chapter; empty at the top."""
    valid_from: str = ""
    """First date of service, ISO form, when known to the edition; empty for "before what we hold"."""
    valid_to: str = ""
    """Last date of service, ISO form; empty while the code stays."""


class Hit(msgspec.Struct, frozen=True):
    """One answer of a search."""

    code: Code
    score: float
    """Higher is better; comparable within one answer only."""
    why: str = ""
    """The term that matched, in words for the learner: ``inclusion term: Sugar diabetes``."""
