"""The claim: what a coder reports for one encounter, as a frozen value.

A claim knows nothing of rules or keys. It keeps the line of text that each entry came from, so that whoever
finds something wrong can point at it.
"""

from __future__ import annotations

import string
from enum import StrEnum

import msgspec

from coding_course.resources import CURRENT_EDITION

POINTER_LETTERS = string.ascii_uppercase[:12]
"""A professional claim (CMS-1500, item 24E) points at up to twelve diagnoses, A to L."""


class Setting(StrEnum):
    """Where the service was given, as far as it decides which guidelines apply."""

    PROFESSIONAL = "professional"
    OUTPATIENT_FACILITY = "outpatient-facility"
    ED = "ed"
    INPATIENT = "inpatient"


class Sex(StrEnum):
    """Administrative sex as it stands on the claim form."""

    FEMALE = "F"
    MALE = "M"
    UNKNOWN = "U"


class Encounter(msgspec.Struct, frozen=True):
    """What is known of the encounter besides the codes."""

    setting: Setting
    age: int | None = None
    """Age in completed years on the day of service or admission; 90 stands for 90 and over."""
    sex: Sex = Sex.UNKNOWN
    edition: str = CURRENT_EDITION
    """The edition the codes are read in; the day of service lies in it."""
    service_date: str = ""
    """ISO date when an exercise gives one; otherwise the edition alone decides validity."""
    discharge_status: str = ""
    """Two digits of the institutional claim, ``01`` for discharged home; empty when it is not known."""
    days: int | None = None
    """Length of an inpatient stay in days, when it is known."""


class Diagnosis(msgspec.Struct, frozen=True):
    """An ICD-10-CM code as reported."""

    code: str
    """Upper case with its point, ``E11.22``; what could not be read as a code is kept as typed, upper case."""
    poa: str = ""
    """Present-on-admission indicator: Y, N, U, W, 1 (exempt), or empty."""
    line: int = 0
    """Line of the notation, from 1; 0 when the claim was not typed."""


class Procedure(msgspec.Struct, frozen=True):
    """An ICD-10-PCS code as reported."""

    code: str
    line: int = 0


class ServiceLine(msgspec.Struct, frozen=True):
    """A CPT or HCPCS Level II service line."""

    code: str
    modifiers: tuple[str, ...] = ()
    """In the order reported: ``("25",)``."""
    units: int = 1
    pointers: tuple[str, ...] = ()
    """Letters, in the order reported: ``("A", "B")``; the first is the primary pointer."""
    line: int = 0


class Claim(msgspec.Struct, frozen=True):
    """Everything reported for one encounter."""

    principal: Diagnosis | None = None
    """Principal diagnosis of an inpatient stay; None on outpatient and professional claims."""
    diagnoses: tuple[Diagnosis, ...] = ()
    """Inpatient: the secondary diagnoses. Otherwise: all diagnoses, the first of them first-listed."""
    procedures: tuple[Procedure, ...] = ()
    lines: tuple[ServiceLine, ...] = ()

    @property
    def all_diagnoses(self) -> tuple[Diagnosis, ...]:
        """Every diagnosis in the order reported, principal or first-listed in front.

        Examples
        --------
        >>> claim = Claim(principal=Diagnosis("A41.9", "Y"), diagnoses=(Diagnosis("N39.0", "Y"),))
        >>> [d.code for d in claim.all_diagnoses]
        ['A41.9', 'N39.0']
        """
        return (self.principal, *self.diagnoses) if self.principal is not None else self.diagnoses

    @property
    def is_blank(self) -> bool:
        """True when nothing at all was reported."""
        return not (self.principal or self.diagnoses or self.procedures or self.lines)

    def pointed_code(self, pointer: str) -> str | None:
        """Return the diagnosis code that a pointer letter names, or None when it points nowhere.

        Examples
        --------
        >>> Claim(diagnoses=(Diagnosis("I10"), Diagnosis("E11.9"))).pointed_code("B")
        'E11.9'
        >>> Claim(diagnoses=(Diagnosis("I10"),)).pointed_code("C") is None
        True
        """
        place = POINTER_LETTERS.find(pointer) if len(pointer) == 1 else -1
        listed = self.all_diagnoses
        return listed[place].code if 0 <= place < len(listed) else None
