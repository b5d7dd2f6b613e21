"""A claim as the grouper sees it: valid codes without their point, once each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import msgspec

from coding_course.codesets.forms import compact
from coding_course.codesets.model import System

if TYPE_CHECKING:
    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.codesets.drg.engine import Engine

HOME = "01"
DIED = "20"
STATUSES = frozenset(
    f"{number:02}" for number in (*range(1, 8), 20, 21, 30, 43, 50, 51, *range(61, 67), 69, 70, *range(81, 96))
)
"""Discharge statuses that the grouper knows."""
_PCS_LENGTH = 7


class Stay(msgspec.Struct, frozen=True):
    """What the grouper is given."""

    principal: str
    secondary: tuple[str, ...]
    procedures: tuple[str, ...]
    poa: Mapping[str, str]
    sex: str
    """F or M; it decides for a few diagnoses that belong to two categories."""
    status: str
    """Discharge status in two digits; home when it is not known."""

    def without(self, code: str) -> Stay:
        """Return the stay as it would be if a secondary diagnosis or a procedure had not been reported."""
        return msgspec.structs.replace(
            self,
            secondary=tuple(one for one in self.secondary if one != code),
            procedures=tuple(one for one in self.procedures if one != code),
        )

    def present(self, code: str) -> Stay:
        """Return the stay as it would be if a secondary diagnosis had been present on admission."""
        return msgspec.structs.replace(self, poa={**self.poa, code: "Y"})

    def counting(self, engine: Engine, drg: str) -> Mapping[str, str]:
        """Return the secondary diagnoses that count in an MS-DRG, with ``CC`` or ``MCC``."""
        acquired, not_in_drg = self.acquired(engine), engine.drg_exclusions.get(drg, ())
        found = {}
        for code in self.secondary:
            held = engine.ccmap.get(code)
            if (
                held
                and self.principal not in engine.exmap.get(held["pdx"], ())
                and code not in not_in_drg
                and code not in acquired
                and not (held["aowa"] and self.status == DIED)
            ):
                found[code] = held["level"]
        return found

    def acquired(self, engine: Engine) -> Mapping[str, str]:
        """Return the secondary diagnoses that are hospital-acquired conditions, with the condition's number."""
        poa = {code: self.poa.get(code, "") for code in self.secondary}
        return engine.book.acquired(self.principal, poa, self.procedures)

    def assign(self, engine: Engine) -> str:
        """Return the MS-DRG, ``999`` when there is none."""
        return self._assign(engine, self.acquired(engine))

    def initial(self, engine: Engine) -> str:
        """Return the MS-DRG as it would be if every condition had been present on admission."""
        return self._assign(engine, ())

    def _assign(self, engine: Engine, acquired: Collection[str]) -> str:
        return engine.assign(self.principal, self.secondary, self.procedures, self.sex, self.status, acquired)


def valid_diagnosis(code: str, edition: Edition, date: str) -> bool:
    """Say whether a diagnosis is a code that can be reported, on the day if one is given."""
    found = edition.lookup(code, System.CM)
    return found is not None and found.billable and (not date or edition.valid_on(found.code, date))


def valid_procedure(code: str, edition: Edition, date: str) -> bool:
    """Say whether a procedure is an ICD-10-PCS code of the edition, valid on the day if one is given."""
    if "pcs-facts" not in edition.holding.files:
        return len(code) == _PCS_LENGTH
    period = edition.pcs.period(code)
    if period is None:
        return False
    first, last = period
    return first <= (date or edition.manifest.last_day) and (not last or last >= (date or edition.manifest.first_day))


def status_of(encounter: Encounter) -> str:
    """Return the discharge status in two digits, or an empty string when none is known or there is no such one."""
    status = encounter.discharge_status.strip().zfill(2)
    return status if status in STATUSES else ""


def stay_of(claim: Claim, encounter: Encounter, edition: Edition) -> Stay:
    """Return what the grouper is given; what is no code is left out."""
    principal = compact(claim.principal.code) if claim.principal is not None else ""
    kept: dict[str, str] = {}
    for diagnosis in claim.diagnoses:
        code = compact(diagnosis.code)
        if code != principal and code not in kept and valid_diagnosis(code, edition, encounter.service_date):
            kept[code] = diagnosis.poa.strip().upper()
    procedures = dict.fromkeys(
        code for one in claim.procedures if valid_procedure(code := compact(one.code), edition, encounter.service_date)
    )
    return Stay(principal, tuple(kept), tuple(procedures), kept, encounter.sex.value, status_of(encounter) or HOME)
