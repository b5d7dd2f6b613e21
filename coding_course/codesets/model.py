"""What a code set says of one code: frozen values, without files or search.

The same values serve every code system. Codes are held in the form a coder reads: ICD-10-CM with its point
(``E11.22``), everything else without punctuation (``99214``, ``G0008``, ``5A1945Z``).
"""

from __future__ import annotations

from decimal import Decimal
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
    """The codes, categories and ranges that the line names: ``E08.-`` is ``E08``, ranges ``I10-I16``.

    A condition on characters stays with its reference: ``T36-T50 with 5th or 6th character 5``. Ask
    :func:`coding_course.codesets.covers` whether a code falls into one.
    """


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
    """``chapter``, ``section``, ``category``, ``subcategory`` or ``code`` (all that is billable)."""
    parent: str = ""
    """The next higher code, section or chapter; empty at the top."""
    valid_from: str = ""
    """First date of service, ISO form, when known to the edition; empty for "before what we hold"."""
    valid_to: str = ""
    """Last date of service, ISO form; empty while the code stays."""


NO_SUCH = "what was typed begins so, and is no code"
"""Why a hit was found that is the longest beginning of a mistyped code."""


class Hit(msgspec.Struct, frozen=True):
    """One answer of a search."""

    code: Code
    score: float
    """Higher is better; comparable within one answer only."""
    why: str = ""
    """The term that matched, in words for the learner: ``inclusion term: Sugar diabetes``."""
    more: int = 0
    """How many billable codes the hit stands for beside its own: :meth:`Edition.family` lists them all."""
    varies: tuple[str, ...] = ()
    """In what those codes differ, in order: ``side``, ``7th character``; in ICD-10-PCS ``approach``, ``device``,
    ``qualifier``."""


class AgeLimits(msgspec.Struct, frozen=True):
    """The age category that the Medicare Code Editor gives a diagnosis, with its limits in completed years."""

    category: str
    """``newborn``, ``pediatric``, ``maternity`` or ``adult``."""
    youngest: int
    oldest: int


class Service(msgspec.Struct, frozen=True):
    """What edits may know of a CPT or HCPCS Level II code, beyond its title."""

    code: str
    section: str
    """``evaluation and management``, ``surgery``, ``radiology``, ``laboratory``, ``medicine``, ``drug``, ..."""
    add_on: bool = False
    """True for a code that is only reported together with a primary one."""
    primary: tuple[str, ...] = ()
    """For an add-on code: primary codes of the teaching subset that it goes with."""
    global_days: str = ""
    """Medicare's global period: ``000``, ``010``, ``090``; ``XXX`` where the concept does not apply, ``ZZZ``
    for add-on codes, ``MMM`` for maternity care, empty where the subset does not say."""
    split: str = ""
    """``global`` when -26 and -TC may divide it, ``professional`` or ``technical`` when it is one of them alone."""
    bilateral: str = ""
    """``yes`` when -50 may apply, ``both`` when the code already means both sides, else empty."""
    family: str = ""
    """Codes of one family answer one question: ``office visit, established patient``."""
    level: str = ""
    """For visits chosen by medical decision making: ``straightforward``, ``low``, ``moderate``, ``high``."""
    waived: str = ""
    """``QW`` for a laboratory test that a waived laboratory reports with -QW, ``waived`` for one that needs no
    modifier there."""
    unit: str = ""
    """What one billing unit is, for drugs and timed services: ``1 mg``, ``up to 50 mg``."""
    dose: Decimal | None = None
    """The amount in one billing unit, for HCPCS Level II: ``Decimal("250")``; None where a unit is no amount."""
    measure: str = ""
    """What ``dose`` counts: ``mg``, ``mcg``, ``g``, ``mL``, ``unit``, ``mEq``, ``mile``, ``each``, ``dose``, ..."""
    route: str = ""
    """How a drug is given, where the code or the product leaves no choice: ``IV``, ``IM``, ``SC``, ``oral``,
    ``inhaled``, ``intravitreal``, ``intravesical``, ``intra-articular``, ``intrauterine``, ``implant``."""
    payment: str = ""
    """How Medicare pays for equipment: ``purchase`` (or rental), ``rental`` until it is owned, ``oxygen``,
    ``serviced`` (rented as long as it is needed)."""
    assistant: str = ""
    """``yes`` when Medicare pays an assistant at the operation, ``no`` when it does not; empty where unknown here."""
    multiple: str = ""
    """How Medicare pays the second of two procedures: ``standard`` (half), ``endoscopy`` (what goes beyond
    ``base``); empty where unknown here."""
    base: str = ""
    """For an endoscopy: the scope that only looks, which the others include."""
    flags: frozenset[str] = frozenset()
    """``add-on``, ``QW``, ``waived``, ``noc`` (stands for what has no code of its own), ``no-medicare`` (Medicare
    does not take it), ``single-dose`` (comes in containers for one patient), ``biosimilar``, and for vaccines
    ``influenza``, ``pneumococcal``, ``hepatitis-b``."""
    youngest: int | None = None
    """First age in completed years that the code is for, where it has one."""
    oldest: int | None = None
    names: tuple[str, ...] = ()
    """What records, coders and patients call it: ``lap chole``; search finds it by them."""


class Modifier(msgspec.Struct, frozen=True):
    """A CPT or HCPCS Level II modifier, in our own words."""

    code: str
    title: str
    use: str
    """When it is right, in a sentence or two."""
    applies: tuple[str, ...] = ()
    """Kinds of service that may carry it: sections of :class:`Service`, ``any``, or the beginning of a family."""
    group: str = ""
    """Modifiers of one group answer one question: ``side``, ``distinct service``, ``component``, ..."""
    level: str = ""
    """``CPT`` (Level I) or ``HCPCS`` (Level II)."""
    payment: bool = False
    """True when it can change what is paid, False when it only informs."""
