"""Where a service was given: place-of-service codes, and the two letters of an ambulance ride.

Both are short public lists, described in the course's own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import msgspec

from coding_course.codesets.compiled import read_table

AMBULANCE_PLACES: Mapping[str, str] = MappingProxyType(
    {
        "D": "a place of diagnosis or treatment that is neither hospital nor office: a clinic, a surgery center",
        "E": "a home for people who need care, without skilled nursing",
        "G": "a dialysis center that belongs to a hospital",
        "H": "a hospital",
        "I": "a landing place or another spot where the patient changes vehicles",
        "J": "a dialysis center that belongs to no hospital",
        "N": "a skilled nursing facility",
        "P": "a physician's office",
        "R": "the patient's home",
        "S": "the scene of an accident or of sudden illness",
        "X": "a stop at a physician's office on the way to the hospital; only as destination",
    }
)
"""The letters of an ambulance modifier: the first for where the ride began, the second for where it ended.

Source: Medicare Claims Processing Manual, chapter 15, section 30.
"""


class Place(msgspec.Struct, frozen=True):
    """A place-of-service code of the professional claim."""

    code: str
    """Two digits."""
    title: str
    use: str
    """When it is right, in a sentence."""
    payment: str = ""
    """``facility`` where Medicare pays the physician the lower, facility rate, ``non-facility`` where it pays the
    rate of an office; empty where the manual gives neither."""


def read_places(path: Path | None) -> dict[str, Place]:
    """Return the place-of-service codes of a table, by code; none when the file is missing."""
    if path is None or not path.is_file():
        return {}
    return {row["code"]: Place(row["code"], row["title"], row["use"], row["payment"]) for row in read_table(path)}


def is_ambulance_modifier(modifier: str) -> bool:
    """Say whether two letters are a ride from one place to another.

    Examples
    --------
    >>> [is_ambulance_modifier(two) for two in ("RH", "XH", "HX", "QQ", "R")]
    [True, False, True, False, False]
    """
    return (
        len(modifier) == 2
        and modifier[0] in AMBULANCE_PLACES
        and modifier[1] in AMBULANCE_PLACES
        and (modifier[0] != "X")
    )


def ambulance_ride(modifier: str) -> str:
    """Return what an ambulance modifier says, or an empty string when it says nothing.

    Examples
    --------
    >>> ambulance_ride("RH")
    "from the patient's home to a hospital"
    """
    if not is_ambulance_modifier(modifier):
        return ""
    start, end = (AMBULANCE_PLACES[letter].partition(":")[0].partition(";")[0] for letter in modifier)
    return f"from {start} to {end}"
