"""What each part of a claim is worth, and what each kind of mistake costs: the one table of points.

All figures are multiples of an eighth, so that sums of them are exact in binary floating point and the points
lost and the points kept always add up to the maximum.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from coding_course.grading.model import Kind


class Part(StrEnum):
    """A component of the score."""

    DIAGNOSIS = "diagnosis"
    FIRST = "principal or first-listed diagnosis"
    ORDER = "order"
    POA = "present on admission"
    PROCEDURE = "procedure"
    LINE = "service line"
    MODIFIERS = "modifiers"
    UNITS = "units"
    POINTERS = "pointers"


WORTH: Mapping[Part, float] = MappingProxyType(
    {
        Part.DIAGNOSIS: 2.0,  # each diagnosis of the key, the right code
        Part.FIRST: 2.0,  # the choice of the principal or first-listed diagnosis
        Part.ORDER: 1.0,  # each pair whose order the case names
        Part.POA: 0.5,  # each indicator
        Part.PROCEDURE: 2.0,  # each ICD-10-PCS code
        Part.LINE: 2.0,  # each CPT or HCPCS code
        Part.MODIFIERS: 1.0,  # the modifiers of a line, together
        Part.UNITS: 0.5,
        Part.POINTERS: 0.5,  # the pointers of a line, together
    }
)
"""Points for each part that is right. Optional entries of a key are worth nothing."""

SHARE_LOST: Mapping[Kind, float] = MappingProxyType(
    {
        # A claim with an unusable code is returned unpaid, so validity weighs more than a usable near miss.
        Kind.INVALID: 0.75,
        Kind.NOT_BILLABLE: 0.75,
        Kind.WRONG_CODE: 0.75,
        Kind.LESS_SPECIFIC: 0.5,
        Kind.MORE_SPECIFIC: 0.5,
        Kind.WRONG_7TH_CHARACTER: 0.5,
        Kind.WRONG_LATERALITY: 0.5,
        # The root operation says what the procedure was for; the other axes say where and how.
        Kind.WRONG_ROOT_OPERATION: 0.75,
        Kind.WRONG_BODY_PART: 0.5,
        Kind.WRONG_APPROACH: 0.5,
        Kind.WRONG_DEVICE: 0.5,
        Kind.WRONG_DURATION: 0.5,
        Kind.WRONG_QUALIFIER: 0.5,
    }
)
"""Share of a code's worth that is lost when a related code is reported in its place; :data:`OTHER_SHARE` for kinds
that only a case's trap gives."""

OTHER_SHARE = 0.75

SEVERAL_AXES = 0.75
"""Share that is lost at least when an ICD-10-PCS code differs in more than one axis."""

COST: Mapping[Kind, float] = MappingProxyType(
    {
        Kind.DUPLICATE: 0.5,
        Kind.EXTRA: 1.0,
        Kind.INVALID: 1.0,
        Kind.NOT_BILLABLE: 1.0,
        Kind.EXCLUDED_PAIR: 1.0,
        Kind.INTEGRAL_SYMPTOM: 1.0,
        Kind.UNCERTAIN_DIAGNOSIS: 1.0,
        Kind.HISTORY_AS_CURRENT: 1.0,
        Kind.NOT_DOCUMENTED: 1.0,
    }
)
"""What an entry costs that stands for nothing in the key; :data:`OTHER_COST` for every other kind."""

OTHER_COST = 1.0


def share_lost(kind: Kind, axes: int = 1) -> float:
    """Return the share of a code's worth that a near miss of this kind loses.

    Parameters
    ----------
    kind
        Of the near miss.
    axes
        In how many axes an ICD-10-PCS code differs.

    Examples
    --------
    >>> share_lost(Kind.WRONG_LATERALITY), share_lost(Kind.WRONG_APPROACH), share_lost(Kind.WRONG_APPROACH, axes=2)
    (0.5, 0.5, 0.75)
    """
    share = SHARE_LOST.get(kind, OTHER_SHARE)
    return max(share, SEVERAL_AXES) if axes > 1 else share


def cost(kind: Kind) -> float:
    """Return what an entry costs that the key has nothing for.

    Examples
    --------
    >>> cost(Kind.EXTRA)
    1.0
    """
    return COST.get(kind, OTHER_COST)
