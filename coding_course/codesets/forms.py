"""The written form of codes: what was typed, and the form a coder reads.

Nothing here knows which codes exist. ``e1122``, ``E11-22`` and ``E11.22`` are one code; an ICD-10-PCS code has
seven characters and no point, and neither have CPT and HCPCS Level II codes and modifiers.
"""

from __future__ import annotations

import re

from coding_course.codesets.model import System

# FY2026 brought the first categories with a letter in second place, QA0: a digit then follows.
_CATEGORY = r"[A-Z](?:[0-9][0-9A-Z]|A[0-9])"
_CM = re.compile(rf"{_CATEGORY}[0-9A-Z]{{0,4}}")
_PCS = re.compile(r"[0-9B-DF-HX][0-9A-HJ-NP-Z]{6}")
_PCS_HEADER = re.compile(r"[0-9B-DF-HX][0-9A-HJ-NP-Z]{2,5}")
_CPT = re.compile(r"[0-9]{4}[0-9FTU]|[0-9]{5}")
_HCPCS = re.compile(r"[A-CEGHJ-MP-V][0-9]{4}")
_MODIFIER = re.compile(r"[0-9A-Z]{2}")
_RANGE = re.compile(rf"({_CATEGORY})-({_CATEGORY})")
_DRG = re.compile(r"(?:(?:MS[- ]?)?DRG[- ]?)?([0-9]{3})", re.IGNORECASE)
_PLACE = re.compile(r"POS[- ]?([0-9]{1,2})", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s.\-_,·‐‑‒–—]+")
_DASHES = re.compile(r"\s*[‐‑‒–—-]\s*")


def compact(text: str) -> str:
    """Return the characters of a code alone, upper case.

    Examples
    --------
    >>> compact(" e11-22 ")
    'E1122'
    """
    return _SEPARATORS.sub("", text.strip()).upper()


def dotted(code: str) -> str:
    """Return an ICD-10-CM code with its point after the category.

    Examples
    --------
    >>> dotted("E1122"), dotted("I10")
    ('E11.22', 'I10')
    """
    return f"{code[:3]}.{code[3:]}" if len(code) > 3 else code


def section_range(text: str) -> str | None:
    """Return a section's range as it is held, ``A00-A09``, or None when the text is no range of categories.

    Examples
    --------
    >>> section_range("a00 - a09"), section_range("E11-22")
    ('A00-A09', None)
    """
    match = _RANGE.fullmatch(_DASHES.sub("-", text.strip()).upper())
    return match[0] if match else None


def drg_number(text: str) -> str:
    """Return the number of the MS-DRG that a text may name; empty when it can name none.

    Examples
    --------
    >>> drg_number("MS-DRG 470"), drg_number("871"), drg_number("I10")
    ('470', '871', '')
    """
    match = _DRG.fullmatch(text.strip())
    return match[1] if match else ""


def place_number(text: str) -> str:
    """Return the place-of-service code that a text names with ``POS`` before it; empty when it names none.

    Examples
    --------
    >>> place_number("POS 11"), place_number("pos2"), place_number("11")
    ('11', '02', '')
    """
    match = _PLACE.fullmatch(text.strip())
    return match[1].zfill(2) if match else ""


def systems_of(text: str) -> tuple[System, ...]:
    """Return the code systems whose codes have this form, the narrower form first.

    A letter and four digits, such as ``G0008``, have the form of both HCPCS Level II and ICD-10-CM.

    Examples
    --------
    >>> systems_of("99214")
    (<System.CPT: 'CPT'>,)
    >>> [str(s) for s in systems_of("J1100")]
    ['HCPCS', 'ICD-10-CM']
    """
    code = compact(text)
    found = []
    if _CPT.fullmatch(code):
        found.append(System.CPT)
    if _HCPCS.fullmatch(code) and "." not in text:
        found.append(System.HCPCS)
    if _CM.fullmatch(code):
        found.append(System.CM)
    if _PCS.fullmatch(code) and "." not in text:
        found.append(System.PCS)
    if _MODIFIER.fullmatch(code):
        found.append(System.MODIFIER)
    return tuple(found)


def header_of_pcs(text: str) -> bool:
    """Say whether a text has the form of the first three to six characters of an ICD-10-PCS code.

    Examples
    --------
    >>> header_of_pcs("0FT"), header_of_pcs("0.FT"), header_of_pcs("0FI")
    (True, False, False)
    """
    return "." not in text and _PCS_HEADER.fullmatch(compact(text)) is not None


def normalize(text: str, system: System | None = None) -> str:
    """Return a code in the form a coder reads, as far as its form alone tells.

    Parameters
    ----------
    text
        What was typed: any case, with or without point, dashes or spaces.
    system
        The code system when it is known; otherwise it is taken from the form.

    Returns
    -------
    str
        ``E11.22`` for ICD-10-CM, characters alone for every other system; what has no code's form comes back
        upper case and trimmed. Whether the code exists is not looked at: a letter and four digits are taken for
        ICD-10-CM, unless the system says HCPCS Level II.

    Examples
    --------
    >>> normalize("e1122"), normalize("99214"), normalize("E11-22"), normalize("5a1945z")
    ('E11.22', '99214', 'E11.22', '5A1945Z')
    >>> normalize("g0008", System.HCPCS), normalize("g0008")
    ('G0008', 'G00.08')
    """
    if system in (None, System.CM) and (between := section_range(text)):
        return between
    code = compact(text)
    if system is None:
        candidates = systems_of(text)
        if not candidates:
            return text.strip().upper()
        system = System.CM if System.CM in candidates else candidates[0]
    return dotted(code) if system is System.CM else code
