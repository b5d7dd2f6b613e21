"""How a reported code stands to a code of the key: the same, accepted, or a near miss of a certain kind.

The kinds are found from the structure of the codes alone, nearest first. ``closeness`` orders them, so that the
assignment of reported to expected codes prefers the explanation that says most.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from coding_course.codesets.model import System
from coding_course.codesets.typing_errors import typing_errors
from coding_course.grading.axes import axis_kind, places_apart
from coding_course.grading.codebook import Codebook, bare
from coding_course.grading.model import Alternate, KeyCode, KeyLine, Kind

EXACT = 1000
ACCEPTED = 900
SAME_CATEGORY = 300
"""From here up, two codes share their category or are a slip of the finger apart."""

_PCS = re.compile(r"[0-9A-HJ-NP-Z]{7}$")
_SERVICE = re.compile(r"(?:[0-9]{4}[0-9A-Z]|[A-Z][0-9]{4})$")


class Relation(NamedTuple):
    """What a reported code is to an expected one."""

    closeness: int
    kind: Kind | None = None
    """None for the code itself or an accepted alternate."""
    alternate: Alternate | None = None
    slip: bool = False
    """True when it looks like a slip of the finger, so that "did you mean" helps."""
    axes: tuple[int, ...] = ()
    """Of an ICD-10-PCS code: the places, 1 to 7, in which it differs."""


def diagnosis_relation(code: str, key: KeyCode, book: Codebook) -> Relation | None:
    """Return how a reported ICD-10-CM code stands to a diagnosis of the key; None when not at all.

    Parameters
    ----------
    code
        As reported.
    key
        The expected diagnosis.
    book
        The edition.
    """
    if code == key.code:
        return Relation(EXACT)
    for alternate in key.alternates:
        if code == alternate.code:
            return Relation(ACCEPTED, alternate=alternate)
    near = _near_diagnosis(code, key.code, book)
    for alternate in key.alternates:
        other = _near_diagnosis(code, alternate.code, book)
        if other is not None and (near is None or other.closeness - 5 > near.closeness):
            near = other._replace(closeness=other.closeness - 5)
    return near


def _near_diagnosis(code: str, expected: str, book: Codebook) -> Relation | None:
    typed, meant = bare(code), bare(expected)
    found = book.find(code, System.CM)
    if len(typed) == len(meant) == 7 and typed[:6] == meant[:6]:
        return Relation(800, Kind.WRONG_7TH_CHARACTER if found is not None else Kind.INVALID)
    if found is None and typed and typed.replace("X", "") == meant.replace("X", ""):
        return Relation(780, Kind.INVALID, slip=True)
    if code in book.other_sides(expected):
        if book.side(code) == "unspecified":
            return Relation(750, Kind.LESS_SPECIFIC)
        return Relation(750, Kind.MORE_SPECIFIC if book.side(expected) == "unspecified" else Kind.WRONG_LATERALITY)
    if len(typed) >= 3 and meant.startswith(typed):
        if found is None:
            return Relation(600 + len(typed), Kind.INVALID)
        return Relation(600 + len(typed), Kind.LESS_SPECIFIC if found.billable else Kind.NOT_BILLABLE)
    if typed.startswith(meant):
        return Relation(550, Kind.INVALID if found is None else Kind.MORE_SPECIFIC)
    related = typed[:3] == meant[:3]
    if found is None:
        slips = typing_errors(typed, meant)
        if slips <= (1 if len(meant) < 5 else 2):
            return Relation(520 - 20 * slips, Kind.INVALID, slip=True)
        return Relation(300, Kind.INVALID) if related else None
    if related:
        return _same_category(code, expected, found.billable, book)
    slip = len(meant) > 3 and typing_errors(typed, meant, 1) == 1
    if (slip or book.undivided(expected)) and book.section(code) == book.section(expected):
        return Relation(200 if slip else 190, Kind.WRONG_CODE if found.billable else Kind.NOT_BILLABLE)
    return None


def _same_category(code: str, expected: str, billable: bool, book: Codebook) -> Relation:
    shared = next((i for i, (a, b) in enumerate(zip(code, expected, strict=False)) if a != b), 3)
    if not billable:
        return Relation(350 + shared, Kind.NOT_BILLABLE)
    if book.unspecified(code) and not book.unspecified(expected):
        return Relation(450 + shared, Kind.LESS_SPECIFIC)
    if book.unspecified(expected) and not book.unspecified(code) and book.parent(code) == book.parent(expected):
        return Relation(430 + shared, Kind.MORE_SPECIFIC)
    return Relation(400 + shared, Kind.WRONG_CODE)


def procedure_relation(code: str, key: KeyCode, book: Codebook) -> Relation | None:
    """Return how a reported ICD-10-PCS code stands to a procedure of the key; parameters as for diagnoses.

    A near miss has the kind of the first axis in which the two codes differ, and all of them in ``axes``.
    """
    if code == key.code:
        return Relation(EXACT)
    for alternate in key.alternates:
        if code == alternate.code:
            return Relation(ACCEPTED, alternate=alternate)
    known = book.find(code, System.PCS)
    if known is not None and not known.billable:
        begun = key.code.startswith(code)
        return Relation(600 + len(code), Kind.NOT_BILLABLE) if begun or code[:3] == key.code[:3] else None
    exists = book.exists(code) if book.holds(System.PCS) else bool(_PCS.match(code))
    if not exists:
        slips = typing_errors(code, key.code)
        if slips <= 2:
            return Relation(520 - 20 * slips, Kind.INVALID, slip=True)
        return Relation(300, Kind.INVALID) if code[:3] == key.code[:3] else None
    expected = book.find(key.code, System.PCS)
    if known is not None and expected is not None and _sides_apart(known.title, expected.title):
        return Relation(750, Kind.WRONG_LATERALITY)
    if len(code) != len(key.code):
        return None
    apart = places_apart(code, key.code)
    closeness = _procedure_closeness(code, key.code, len(apart))
    return Relation(closeness, axis_kind(code, key.code, book), axes=apart) if closeness else None


def _procedure_closeness(code: str, expected: str, apart: int) -> int:
    """Say how near two valid procedure codes are; 0 when one is not reported in place of the other."""
    same = 10 * (len(expected) - apart)
    if code[:3] == expected[:3] and (apart <= 2 or code[3] == expected[3]):
        return 700 if apart == 1 else 400 + same
    if code[:2] == expected[:2] and code[3] == expected[3]:
        return 350 + same  # another root operation at the same body part
    if code[0] == expected[0] and code[2] == expected[2] and code[4] == expected[4]:
        return 220 + same  # the same root operation by the same approach, somewhere else
    return 0


_SIDE = re.compile(r"\b(?:left|right)\b", re.I)


def _sides_apart(one: str, other: str) -> bool:
    """Say whether two titles differ in right and left alone."""
    return one != other and _SIDE.sub("*", one) == _SIDE.sub("*", other)


def line_relation(code: str, key: KeyLine, book: Codebook) -> Relation | None:
    """Return how a reported CPT or HCPCS code stands to a line of the key; parameters as for diagnoses.

    The course holds a part of HCPCS and fewer CPT codes still, so a well-formed code that it does not hold is
    never called invalid.
    """
    if code == key.code:
        return Relation(EXACT)
    for alternate in key.alternates:
        if code == alternate.code:
            return Relation(ACCEPTED, alternate=alternate)
    slips = typing_errors(code, key.code)
    if not _SERVICE.match(code):
        return Relation(520 - 20 * slips, Kind.INVALID, slip=True) if slips <= 2 else None
    held = book.find(code, System.CPT) is not None or book.find(code, System.HCPCS) is not None
    if code[:3] == key.code[:3]:
        return Relation(420 - 10 * slips, Kind.WRONG_CODE)
    if not held and slips == 1:
        return Relation(380, Kind.WRONG_CODE, slip=True)
    return None
