"""What each code of a claim does to its MS-DRG, in a sentence to a learner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from coding_course.claims.grouping.model import Effect, Reason
from coding_course.claims.grouping.stay import DIED, Stay, valid_diagnosis, valid_procedure
from coding_course.codesets.drg.mdc import MDC_TITLES
from coding_course.codesets.forms import compact, dotted

if TYPE_CHECKING:
    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.codesets.drg.engine import Engine

_LONG = {"CC": "a complication or comorbidity (CC)", "MCC": "a major complication or comorbidity (MCC)"}


def reasons_of(
    claim: Claim,
    encounter: Encounter,
    edition: Edition,
    engine: Engine,
    stay: Stay,
    drg: str,
    without: Mapping[str, str],
) -> tuple[Reason, ...]:
    """Return one reason for each code, in the order of the claim.

    Parameters
    ----------
    claim, encounter, edition
        As they were given.
    engine, stay
        The grouper and what it was given.
    drg
        What it answered.
    without
        What it answers when a code is left out, by code without its point.
    """
    teller = _Teller(encounter, edition, engine, stay, drg, without)
    reasons = [teller.principal(claim.principal.code)] if claim.principal is not None else []
    seen = {stay.principal}
    for diagnosis in claim.diagnoses:
        code = compact(diagnosis.code)
        reasons.append(teller.repeated(diagnosis.code) if code in seen else teller.secondary(diagnosis.code))
        seen.add(code)
    for procedure in claim.procedures:
        code = compact(procedure.code)
        reasons.append(teller.repeated(procedure.code) if code in seen else teller.procedure(procedure.code))
        seen.add(code)
    return tuple(reasons)


class _Teller:
    """The facts that every sentence needs."""

    def __init__(
        self,
        encounter: Encounter,
        edition: Edition,
        engine: Engine,
        stay: Stay,
        drg: str,
        without: Mapping[str, str],
    ) -> None:
        self.date = encounter.service_date
        self.edition = edition
        self.engine = engine
        self.stay = stay
        self.drg = drg
        self.without = without
        self.acquired = stay.acquired(engine)
        self.levels = stay.counting(engine, drg)

    def principal(self, code: str) -> Reason:
        if not valid_diagnosis(code, self.edition, self.date):
            return Reason(
                code, Effect.INVALID, f"{code} is no valid code, so there is no principal diagnosis to group."
            )
        mdc = self.engine.mdc_of(self.stay.principal, self.stay.sex)
        if not mdc:
            return Reason(code, Effect.PRINCIPAL, f"{code} leads to no major diagnostic category.")
        message = f"As principal diagnosis, {code} leads to MDC {mdc}, {MDC_TITLES.get(mdc, '')}."
        return Reason(code, Effect.PRINCIPAL, f"{message}{self._elsewhere(mdc)}")

    def _elsewhere(self, mdc: str) -> str:
        """Return why the MS-DRG is of another category than the principal diagnosis; empty when it is not."""
        assigned = self.engine.describe(self.drg)[1]
        if not assigned and self.drg < "100":
            return f" MS-DRG {self.drg} is assigned before any category, by its procedures."
        if not assigned.isdigit() or assigned == mdc:
            return ""
        why = {
            "24": "with other significant injuries it is multiple significant trauma",
            "25": "with HIV disease it belongs to that category",
            "11": "a kidney transplant comes first",
        }.get(assigned, "another rule comes first")
        return f" Here {why}: MDC {assigned}, {MDC_TITLES.get(assigned, '')}."

    def repeated(self, code: str) -> Reason:
        return Reason(code, Effect.NOTHING, f"{code} stands on the claim already and counts once.")

    def secondary(self, code: str) -> Reason:
        if not valid_diagnosis(code, self.edition, self.date):
            return Reason(code, Effect.INVALID, f"{code} is no valid code; the grouper leaves it out.")
        plain = compact(code)
        held = self.engine.ccmap.get(plain)
        other = self.without.get(plain, self.drg)
        if held is None:
            if other != self.drg:
                return Reason(
                    code,
                    Effect.DEFINES,
                    f"{code} is neither CC nor MCC, but the definition of MS-DRG {self.drg} names it: without it the "
                    f"MS-DRG would be {other}.",
                )
            return Reason(code, Effect.NOTHING, f"{code} is neither CC nor MCC and does not change the MS-DRG.")
        level = held["level"]
        if (taken := self._taken_away(plain, code, held)) is not None:
            if other != self.drg:
                return Reason(
                    code,
                    Effect.DEFINES,
                    f"{taken.message} The definition of MS-DRG {self.drg} names it all the same: without it the "
                    f"MS-DRG would be {other}.",
                )
            return taken
        effect = Effect.MCC if level == "MCC" else Effect.CC
        return Reason(code, effect, f"{code} counts as {_LONG[level]}. {self._worth(plain, level)}")

    def _worth(self, plain: str, level: str) -> str:
        other = self.without.get(plain, self.drg)
        if other != self.drg:
            return f"Without it the MS-DRG would be {other}."
        beside = [one for code, one in self.levels.items() if code != plain]
        if level == "CC" and "MCC" in beside:
            return f"An MCC weighs more, so MS-DRG {self.drg} stays the same without it."
        if level in beside:
            return f"There is another {level}, so MS-DRG {self.drg} stays the same without it."
        return f"MS-DRG {self.drg} is the same with and without it."

    def _taken_away(self, plain: str, code: str, held: Mapping[str, object]) -> Reason | None:
        """Return the reason why a CC or MCC counts for nothing here, or None when it counts."""
        level = str(held["level"])
        principal = dotted(self.stay.principal)
        if self.stay.principal in self.engine.exmap.get(str(held["pdx"]), ()):
            return Reason(
                code,
                Effect.EXCLUDED,
                f"{code} is {_LONG[level]} elsewhere; beside the principal diagnosis {principal} it is excluded and "
                "counts for nothing, because the two are closely related.",
            )
        if plain in self.engine.drg_exclusions.get(self.drg, ()):
            return Reason(
                code,
                Effect.EXCLUDED_IN_DRG,
                f"{code} is {_LONG[level]} elsewhere; MS-DRG {self.drg} is defined by such diagnoses, so it does not "
                "raise the severity there.",
            )
        if held["aowa"] and self.stay.status == DIED:
            return Reason(
                code,
                Effect.NOT_ALIVE,
                f"{code} is {_LONG[level]} only when the patient was discharged alive; this patient died.",
            )
        if plain in self.acquired:
            return Reason(
                code,
                Effect.HAC,
                f"{code} is {_LONG[level]} elsewhere; not present on admission it is a hospital-acquired condition "
                f"(HAC {self.acquired[plain]}), and Medicare does not let it raise the payment. "
                f"Present on admission, it would make MS-DRG {self.stay.present(plain).assign(self.engine)}.",
            )
        return None

    def procedure(self, code: str) -> Reason:
        plain = compact(code)
        if not valid_procedure(plain, self.edition, self.date):
            return Reason(code, Effect.INVALID, f"{code} is no valid ICD-10-PCS code; the grouper leaves it out.")
        other = self.without.get(plain, self.drg)
        if not self.engine.looked_at(plain):
            return Reason(code, Effect.NOTHING, f"No MS-DRG definition names {code}; it does not change the MS-DRG.")
        room = (
            "an operating room procedure"
            if self.engine.operating_room(plain)
            else "a procedure that MS-DRG definitions name"
        )
        if other != self.drg:
            return Reason(code, Effect.PROCEDURE, f"{code} is {room}. Without it the MS-DRG would be {other}.")
        if not self.engine.operating_room(plain):
            return Reason(
                code, Effect.NOTHING, f"{code} decides in other MS-DRGs; MS-DRG {self.drg} stays the same without it."
            )
        return Reason(code, Effect.PROCEDURE, f"{code} is {room}; MS-DRG {self.drg} stays the same without it.")
