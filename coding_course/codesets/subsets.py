"""The teaching subsets: CPT and HCPCS Level II codes and modifiers that lessons and cases need, in our own words.

They are plain tab-separated text under ``datasets/codesets/``, read when they are first asked for. The CPT file may be
removed; the course then knows no CPT code and says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from coding_course.codesets.compiled import read_table
from coding_course.codesets.model import Code, Modifier, Service, System

ROLES = {System.CPT: "cpt", System.HCPCS: "hcpcs", System.MODIFIER: "modifiers"}

NOT_HELD = (
    "The course holds a part of CPT and HCPCS Level II, what its lessons use. {} may exist all the same: look in your "
    "code book."
)
_FORM = re.compile(r"[0-9]{4}[0-9A-Z]|[A-V][0-9]{4}")


def not_held(text: str) -> str:
    """Return what is to be said of a text that has the form of a CPT or HCPCS Level II code and was not found.

    Examples
    --------
    >>> not_held("27496")[:50]
    'The course holds a part of CPT and HCPCS Level II,'
    >>> not_held("E11.22")
    ''
    """
    code = text.strip().upper()
    return NOT_HELD.format(code) if _FORM.fullmatch(code) else ""


def _age(text: str) -> int | None:
    return int(text) if text else None


def _service(row: Mapping[str, str]) -> Service:
    youngest, _, oldest = row["ages"].partition("-")
    flags = frozenset(row["flags"].split())
    dose = row.get("dose", "")
    return Service(
        code=row["code"],
        section=row["section"],
        add_on="add-on" in flags,
        primary=tuple(row["primary"].split()),
        global_days=row["global"],
        split=row["split"],
        bilateral=row["bilateral"],
        family=row["family"],
        level=row.get("level", ""),
        waived=next((word for word in ("QW", "waived") if word in flags), ""),
        unit=row["unit"],
        dose=Decimal(dose) if dose else None,
        measure=row.get("measure", ""),
        route=row.get("route", ""),
        payment=row.get("payment", ""),
        assistant=row.get("assistant", ""),
        multiple=row.get("multiple", ""),
        base=row.get("base", ""),
        flags=flags,
        youngest=_age(youngest),
        oldest=_age(oldest),
        names=tuple(filter(None, row.get("names", "").split(", "))),
    )


class Subsets:
    """All three subsets, by code."""

    def __init__(
        self, codes: dict[System, dict[str, Code]], services: dict[str, Service], modifiers: dict[str, Modifier]
    ) -> None:
        self._codes = codes
        self.services = services
        self.modifiers = modifiers

    @classmethod
    def read(cls, files: Mapping[str, Path]) -> Subsets:
        """Read the subsets of an edition, by role; a missing file is an empty subset."""
        codes: dict[System, dict[str, Code]] = {system: {} for system in ROLES}
        services: dict[str, Service] = {}
        modifiers: dict[str, Modifier] = {}
        for system, role in ROLES.items():
            path = files.get(role)
            if path is None or not path.is_file():
                continue
            for row in read_table(path):
                code = Code(system, row["code"], row["title"], billable=True)
                codes[system][code.code] = code
                if system is System.MODIFIER:
                    modifiers[code.code] = Modifier(
                        code=code.code,
                        title=row["title"],
                        use=row["use"],
                        applies=tuple(row["applies"].split(", ")),
                        group=row["group"],
                        level=row.get("level", ""),
                        payment=row.get("payment", "") == "payment",
                    )
                else:
                    services[code.code] = _service(row)
        return cls(codes, services, modifiers)

    def code(self, system: System, code: str) -> Code | None:
        """Return a code of a subset, or None."""
        return self._codes.get(system, {}).get(code)

    def codes(self, system: System) -> Mapping[str, Code]:
        """Return all codes of a subset."""
        return self._codes.get(system, {})

    def counts(self) -> dict[System, int]:
        """Return how many codes each subset holds."""
        return {system: len(codes) for system, codes in self._codes.items()}
