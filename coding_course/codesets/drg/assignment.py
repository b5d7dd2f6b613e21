"""From the features of a claim to its MS-DRG: which category, then which family, in the order of CMS's grouper.

First what comes before any category (transplants, ECMO, ...), then multiple significant trauma and HIV, then the
category of the principal diagnosis. Within it, surgical MS-DRGs by the surgical hierarchy; where none fits and an
operating room procedure was done, those unrelated to the principal diagnosis (981 to 989); then the medical ones.
Source: MS-DRG Definitions Manual, version 43.1, introduction and Appendix D. drgpy's functions decide most families;
those of :mod:`coding_course.codesets.drg.families` take the place of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from drgpy import _mdcs0007, _mdcs0811, _mdcs1221, _mdcs2225

from coding_course.codesets.drg.families import ALIASES, BEFORE_ANY, FAMILIES
from coding_course.codesets.drg.families.severity import by_three
from coding_course.codesets.drg.families.transplant import kidney_transplant

_MODULES = (_mdcs0007, _mdcs0811, _mdcs1221, _mdcs2225)
_VERSIONED = frozenset({"01", "04", "05", "06", "08", "14", "17"})
"""Categories whose function of drgpy takes the version as well."""
_NEVER_UNRELATED = frozenset({"14", "15", "22", "25"})
"""Categories in which an unrelated procedure does not lead to 981 to 989."""

_Function = Callable[..., list[str]]


def _functions() -> dict[str, _Function]:
    found: dict[str, _Function] = {}
    for module in _MODULES:
        for name in dir(module):
            if name.startswith("mdc") and name[3:].isdigit():
                found[name[3:]] = getattr(module, name)
    return found


_MDC = _functions()


class Order:
    """Puts MS-DRGs into the order of the surgical hierarchy, medical ones behind.

    Parameters
    ----------
    surgical
        MS-DRG to whether it is surgical.
    rank
        Place of a surgical MS-DRG in Appendix D.
    """

    def __init__(self, surgical: Mapping[str, bool], rank: Mapping[str, int]) -> None:
        self._surgical = surgical
        self._rank = rank

    def ranked(self, drgs: Iterable[str]) -> list[str]:
        """Return all of them by the hierarchy; a few that come before any category are medical and have a place."""
        return sorted(dict.fromkeys(drgs), key=lambda drg: self._rank.get(drg, len(self._rank)))

    def surgical(self, drgs: Iterable[str]) -> list[str]:
        """Return the surgical ones, the highest first."""
        return self.ranked(drg for drg in drgs if self._surgical.get(drg))

    def medical(self, drgs: Iterable[str]) -> list[str]:
        """Return the medical ones as they come."""
        return [drg for drg in dict.fromkeys(drgs) if not self._surgical.get(drg)]


def assign(x: Counter[str], category: str, order: Order, version: int) -> list[str]:
    """Return the MS-DRGs that fit, the one that is assigned first; empty when none does.

    Parameters
    ----------
    x
        The features of the claim.
    category
        Major diagnostic category of the principal diagnosis; empty when it has none.
    order
        The surgical hierarchy.
    version
        Of the grouper, without its minor number.
    """
    for unused, used in ALIASES.items():
        if x[unused]:
            x[used] += x[unused]
    if before := _family(x, BEFORE_ANY, _MDC["00"](x)):
        return order.ranked(before)
    if x["_MDC24"]:
        category = "24"
    elif x["_HIV"]:
        category = "25"
    elif kidney_transplant(x):
        category = "11"
    if not category:
        return []
    x[f"_MDC{category}"] += 1
    arguments: tuple[Any, ...] = (x, version) if category in _VERSIONED else (x,)
    found = _family(x, FAMILIES.get(category, {}), _MDC[category](*arguments))
    surgical, medical = order.surgical(found), order.medical(found)
    if surgical:
        return surgical + medical
    return _unrelated(x, category) + medical


def _family(x: Counter[str], ours: Mapping[str, Callable[[Counter[str]], str]], found: Iterable[str]) -> list[str]:
    """Return drgpy's answers with those of our families in place of its own.

    Medical MS-DRGs stand in the order of their numbers within a category but for a few, which drgpy has in place;
    ours go in front of the first greater number.
    """
    replaced = {drg for family in ours for drg in family.split()}
    kept = [drg for drg in found if drg not in replaced]
    for decide in ours.values():
        if drg := decide(x):
            kept.insert(next((at for at, other in enumerate(kept) if other > drg), len(kept)), drg)
    return kept


def _unrelated(x: Counter[str], category: str) -> list[str]:
    """Return the MS-DRG of procedures unrelated to the principal diagnosis, if there are any."""
    if category in _NEVER_UNRELATED:
        return []
    if x["_ORPCS_EXTENSIVE"]:
        return [by_three(x, "981", "982", "983")]
    if x["_ORPCS_NON_EXTENSIVE"]:
        return [by_three(x, "987", "988", "989")]
    return []
