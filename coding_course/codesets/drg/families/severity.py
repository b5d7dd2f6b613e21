"""How a family is divided: by MCC, by CC, by either."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

Features: TypeAlias = Mapping[str, int]
"""How much a claim has of each list of the Definitions Manual: ``163&164&165|ORPCS``. drgpy counts it."""
Decision: TypeAlias = Callable[[Features], str]
"""Returns the MS-DRG of a family, or an empty string when the family does not fit."""


def by_three(x: Features, mcc: str, cc: str, none: str) -> str:
    """Return the MS-DRG with MCC, with CC, or without either."""
    return mcc if x["_MCC"] else cc if x["_CC"] else none


def by_mcc(x: Features, mcc: str, none: str) -> str:
    """Return the MS-DRG with MCC or without."""
    return mcc if x["_MCC"] else none


def by_either(x: Features, some: str, none: str) -> str:
    """Return the MS-DRG with CC or MCC, or without either."""
    return some if x["_MCC"] or x["_CC"] else none


def any_room(x: Features) -> bool:
    """Say whether any operating room procedure was done."""
    return x["_ORPCS_UNIQUE"] > 0
