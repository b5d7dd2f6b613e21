"""In which axes two ICD-10-PCS codes differ, and what that mistake is called.

Every character of a code is a value of an axis of classification (guideline A1), and what a place stands for depends
on the section: the fifth is the approach of an operation and the duration of a ventilation. The book of the edition
names the axes; where it is not at hand, those of the Medical and Surgical section are assumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from coding_course.grading.codebook import Codebook
from coding_course.grading.model import Kind

PLACES = 7
MEDICAL_AND_SURGICAL = ("Section", "Body System", "Operation", "Body Part", "Approach", "Device", "Qualifier")

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "Operation": Kind.WRONG_ROOT_OPERATION,
        "Type": Kind.WRONG_ROOT_OPERATION,
        "Modality": Kind.WRONG_ROOT_OPERATION,
        "Body System": Kind.WRONG_BODY_PART,
        "Body Part": Kind.WRONG_BODY_PART,
        "Body Region": Kind.WRONG_BODY_PART,
        "Body System / Region": Kind.WRONG_BODY_PART,
        "Treatment Site": Kind.WRONG_BODY_PART,
        "Approach": Kind.WRONG_APPROACH,
        "Duration": Kind.WRONG_DURATION,
        "Device": Kind.WRONG_DEVICE,
        "Device / Substance / Technology": Kind.WRONG_DEVICE,
        "Substance": Kind.WRONG_DEVICE,
        "Contrast": Kind.WRONG_DEVICE,
        "Radionuclide": Kind.WRONG_DEVICE,
    }
)
"""Axis to the mistake in it; any other axis is a qualifier in the wide sense."""

AXIS_KINDS = frozenset({*KINDS.values(), Kind.WRONG_QUALIFIER})


def places_apart(code: str, expected: str) -> tuple[int, ...]:
    """Return the places, 1 to 7, at which two codes of seven characters differ.

    Examples
    --------
    >>> places_apart("0FB44ZZ", "0FT40ZZ")
    (3, 5)
    """
    return tuple(place for place, (a, b) in enumerate(zip(code, expected, strict=False), 1) if a != b)


def axis_title(code: str, place: int, book: Codebook) -> str:
    """Return what a place of a code stands for: ``Approach``, ``Duration``."""
    said = book.axes(code)
    return said[place - 1].axis if len(said) == PLACES else MEDICAL_AND_SURGICAL[place - 1]


def axis_kind(code: str, expected: str, book: Codebook) -> Kind:
    """Return what the mistake is called when one code stands for another: by the first axis in which they differ.

    The first decides because values depend on those before them (guideline A4): with another root operation the same
    instrument is another device.
    """
    title = axis_title(expected, places_apart(code, expected)[0], book)
    return KINDS.get(title, Kind.WRONG_QUALIFIER)


def differing(code: str, expected: str, book: Codebook) -> str:
    """Say in which axes two codes differ and what each value means; empty for what is no pair of procedure codes.

    Examples
    --------
    >>> from coding_course.codesets import edition
    >>> differing("0FT44ZZ", "0FT40ZZ", Codebook(edition()))
    'Approach: the claim says 4 (Percutaneous Endoscopic), the chart 0 (Open)'
    """
    if len(code) != PLACES or len(expected) != PLACES or "." in code:
        return ""
    told, meant = book.axes(code), book.axes(expected)
    sentences = []
    for place in places_apart(code, expected):
        name = "Root operation" if place == 3 and code[0] in "01X" else axis_title(expected, place, book).capitalize()
        said, want = code[place - 1], expected[place - 1]
        if len(told) == len(meant) == PLACES:
            said, want = f"{said} ({told[place - 1].label})", f"{want} ({meant[place - 1].label})"
        sentences.append(f"{name}: the claim says {said}, the chart {want}")
        if place == 3 and len(meant) == PLACES and meant[2].definition:
            sentences.append(f"{meant[2].label} means: {meant[2].definition}")
    return ". ".join(each.rstrip(".") for each in sentences)


def dead_end(code: str, book: Codebook) -> str:
    """Say at which character a text stops being the beginning of a procedure code, and what may stand there.

    Examples
    --------
    >>> from coding_course.codesets import edition
    >>> dead_end("0FT43ZZ", Codebook(edition()))
    'After 0FT4 the approach is 0 (Open) or 4 (Percutaneous Endoscopic)'
    """
    if not 3 < len(code) <= PLACES or "." in code:
        return ""
    known = next((code[:size] for size in range(len(code), 2, -1) if book.axes(code[:size])), "")
    axis = book.choices(known) if known else None
    if axis is None or len(axis.values) > 8:
        return ""
    values = [f"{each.character} ({each.label})" for each in axis.values]
    listed = values[0] if len(values) == 1 else ", ".join(values[:-1]) + " or " + values[-1]
    return f"After {known} the {axis.title.lower()} is {listed}"
