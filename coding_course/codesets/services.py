"""From what was given to what is billed: units of a drug code, and of what was thrown away.

A drug code of HCPCS Level II stands for an amount: J1100 for 1 mg. The units are the documented amount over that
amount, rounded up, because the last unit counts as soon as it is begun.
"""

from __future__ import annotations

import math
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from coding_course.codesets.forms import compact

if TYPE_CHECKING:
    from coding_course.codesets.model import Service

_SCALES: tuple[dict[str, Fraction], ...] = (
    {"g": Fraction(1000), "mg": Fraction(1), "mcg": Fraction(1, 1000)},
    {"L": Fraction(1000), "mL": Fraction(1)},
    {"mCi": Fraction(1000), "mcCi": Fraction(1)},
    {"unit": Fraction(1), "million units": Fraction(1_000_000)},
)
_NAMES = {
    "g": "g gm gms gram grams",
    "mg": "mg mgs milligram milligrams",
    "mcg": "mcg ug µg μg microgram micrograms",
    "L": "l liter liters litre litres",
    "mL": "ml mls cc ccs milliliter milliliters",
    "mCi": "mci millicurie millicuries",
    "mcCi": "mcci uci µci μci microcurie microcuries",
    "unit": "unit units u iu iu. i.u. usp-units",
    "million units": "million million-units mu",
    "mEq": "meq meqs milliequivalent milliequivalents",
}
_READ = {word: name for name, words in _NAMES.items() for word in words.split()}
_NOT_ROUNDED_UP = frozenset({"minute", "hour", "day", "week", "month", "mile"})
"""Time has rules of its own, and ambulance miles are reported in tenths."""
_AMOUNTS = frozenset({"mg", "mcg", "g", "mL", "unit", "mEq", "mCi", "mcCi"})


class UnitProblem(ValueError):
    """Units cannot be worked out; the text is a sentence that says why and what to look for."""


class Waste(NamedTuple):
    """The two lines of a drug from a single-dose container."""

    given: int
    """Units of the line for what the patient got; with -JZ when ``discarded`` is 0."""
    discarded: int
    """Units of the line with -JW; 0 when there is none."""


def units_for(code: str | Service, amount: float | str | Decimal, measure: str) -> int:
    """Return the billing units of a documented amount, rounded up.

    Parameters
    ----------
    code
        A HCPCS Level II drug code of the teaching subset, or its :class:`~coding_course.codesets.model.Service`.
    amount
        What was given, above 0; ``"1,200"`` is read as well as ``1200``.
    measure
        In what: ``mg``, ``mcg``, ``g``, ``mL``, ``units``, ``mEq``, ...; spelling and case do not matter.

    Raises
    ------
    UnitProblem
        When the course does not know the unit of the code, or the amount cannot be put into it: milligrams do not
        become milliliters without the strength.

    Source
    ------
    Medicare Claims Processing Manual, chapter 17, on units of service of drugs.

    Examples
    --------
    >>> units_for("J1100", 4, "mg"), units_for("J0696", 1, "g"), units_for("J3301", 25, "mg")
    (4, 4, 3)
    """
    service = _service(code)
    if service.dose is None or not service.measure:
        raise UnitProblem(
            f"{service.code} has no amount as its billing unit. Report one unit for each time the service was given, "
            "and describe what it was when the code names no product."
        )
    return math.ceil(_amount(amount, measure, service) / Fraction(service.dose))


def units_with_waste(
    code: str | Service, given: float | str | Decimal, discarded: float | str | Decimal, measure: str
) -> Waste:
    """Return the units given and discarded of a drug from a single-dose container.

    What was given is rounded up first; what is left of the container's units was discarded. So a remainder that lies
    within the last unit given is not billed twice.

    Source
    ------
    Medicare Claims Processing Manual, chapter 17, section 40 (discarded drugs; modifiers JW and JZ).

    Examples
    --------
    >>> units_with_waste("J9035", 340, 60, "mg"), units_with_waste("J9035", 95, 5, "mg")
    (Waste(given=34, discarded=6), Waste(given=10, discarded=0))
    """
    service = _service(code)
    if _number(discarded, service.code) == 0:
        return Waste(units_for(service, given, measure), 0)
    total = _number(given, service.code) + _number(discarded, service.code)
    used = units_for(service, given, measure)
    return Waste(used, max(units_for(service, total, measure) - used, 0))


def _service(code: str | Service) -> Service:
    if not isinstance(code, str):
        return code
    from coding_course.codesets.editions import edition

    found = edition().service(code)
    if found is None:
        raise UnitProblem(f"{compact(code)} is not among the HCPCS codes that this course holds. Check the code.")
    return found


def _number(amount: float | str | Decimal, code: str) -> Decimal:
    try:
        number = Decimal(str(amount).replace(",", "").strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0:
        raise UnitProblem(f"{amount} is no amount of {code}. Give a number, such as 40 or 2.5.")
    return number


def _amount(amount: float | str | Decimal, measure: str, service: Service) -> Fraction:
    number = _number(amount, service.code)
    if number == 0:
        raise UnitProblem(f"Nothing of {service.code} was given, so there is nothing to bill.")
    wanted = service.measure
    if wanted in _NOT_ROUNDED_UP:
        raise UnitProblem(
            f"{service.code} is billed by {service.unit}, which is not rounded up as the amount of a drug is. Look up "
            "the rule of the service."
        )
    word = measure.strip()
    found = _READ.get(word.lower(), word)
    if found == wanted or found.rstrip("s") == wanted:
        return Fraction(number)
    for scale in _SCALES:
        if found in scale and wanted in scale:
            return Fraction(number) * scale[found] / scale[wanted]
    if wanted not in _AMOUNTS:
        raise UnitProblem(
            f"{service.code} is billed by {service.unit}, whatever its strength. Count how often that is in the chart."
        )
    raise UnitProblem(
        f"{service.code} is billed by {service.unit}, and the amount is given in {word or 'no measure'}. Find the "
        f"amount in {wanted} in the chart: the dose, or the volume times the strength of the product."
    )
