"""What an ICD-9-CM code became in ICD-10-CM, and what an ICD-10-CM code was: the general equivalence maps (GEMs).

The maps are imported by the learner, their last release is that of 2018. An equivalence is a place to begin looking:
the code that a map names is looked up in the tabular list of the edition in use before it is reported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import msgspec

from coding_course.codesets.compiled import read_rows
from coding_course.codesets.forms import compact, dotted

FORWARD, BACKWARD = "gem-from-9", "gem-from-10"
"""Roles of the compiled maps."""

_NINE = re.compile(r"\d{3,5}|V\d{2,4}|E\d{3,4}")


class Equivalent(msgspec.Struct, frozen=True):
    """One line of a map."""

    code: str
    """The code in the other system, as a coder writes it; empty where there is none."""
    approximate: bool
    """The two do not mean exactly the same."""
    combination: bool
    """It takes several codes together, one from each choice list of a scenario."""
    scenario: int
    choice_list: int


def nine_dotted(code: str) -> str:
    """Return an ICD-9-CM diagnosis code with its point.

    Examples
    --------
    >>> nine_dotted("25000"), nine_dotted("V4581"), nine_dotted("E8120"), nine_dotted("042")
    ('250.00', 'V45.81', 'E812.0', '042')
    """
    at = 4 if code.startswith("E") else 3
    return f"{code[:at]}.{code[at:]}" if len(code) > at else code


def systems_of_old(text: str) -> str:
    """Return ``ICD-9-CM`` or ``ICD-10-CM``, by the form of a code.

    ``E8120`` has both forms and is taken for ICD-10-CM unless it is written ``E812.0``.

    Examples
    --------
    >>> systems_of_old("250.00"), systems_of_old("E11.9"), systems_of_old("V45.81"), systems_of_old("E812.0")
    ('ICD-9-CM', 'ICD-10-CM', 'ICD-9-CM', 'ICD-9-CM')
    """
    written = text.strip().upper()
    if written[:1].isdigit() or re.fullmatch(r"E\d{3}\.\d?", written):
        return "ICD-9-CM"
    # V and E codes of ICD-9-CM look like transport accidents and endocrine diseases of ICD-10-CM; V01 to V91 with at
    # most two digits after the point is the older system's supplementary classification.
    return "ICD-9-CM" if re.fullmatch(r"V\d\d(?:\.\d{1,2})?", written) else "ICD-10-CM"


class Equivalents:
    """Both maps; a map that is not there answers nothing.

    Parameters
    ----------
    files
        Role to file, as an edition's holding has them.
    """

    def __init__(self, files: Mapping[str, Path]) -> None:
        self._files = files

    @property
    def held(self) -> bool:
        """True when at least one map was imported."""
        return FORWARD in self._files or BACKWARD in self._files

    @cached_property
    def _forward(self) -> dict[str, list[Equivalent]]:
        return self._read(FORWARD)

    @cached_property
    def _backward(self) -> dict[str, list[Equivalent]]:
        return self._read(BACKWARD)

    def _read(self, role: str) -> dict[str, list[Equivalent]]:
        path = self._files.get(role)
        write = dotted if role == FORWARD else nine_dotted
        found: dict[str, list[Equivalent]] = {}
        for source, target, flags in read_rows(path) if path is not None and path.is_file() else ():
            code = "" if flags[1] == "1" else write(target)
            one = Equivalent(code, flags[0] == "1", flags[2] == "1", int(flags[3]), int(flags[4]))
            found.setdefault(source, []).append(one)
        return found

    def of_old(self, code: str) -> tuple[Equivalent, ...]:
        """Return what an ICD-9-CM diagnosis code became; empty when the map has no such code.

        Parameters
        ----------
        code
            With or without its point: ``250.00``.
        """
        return tuple(self._forward.get(compact(code), ()))

    def of_new(self, code: str) -> tuple[Equivalent, ...]:
        """Return what an ICD-10-CM code was; empty when the map has no such code, as for codes since FY2019."""
        return tuple(self._backward.get(compact(code), ()))

    def of(self, code: str) -> tuple[str, tuple[Equivalent, ...]]:
        """Return the system of a code, by its form or by the map that has it, and its equivalents."""
        system = systems_of_old(code)
        first, second = (self.of_old, self.of_new) if system == "ICD-9-CM" else (self.of_new, self.of_old)
        if found := first(code):
            return system, found
        if _NINE.fullmatch(compact(code)) and (found := second(code)):
            return "ICD-10-CM" if system == "ICD-9-CM" else "ICD-9-CM", found
        return system, ()
