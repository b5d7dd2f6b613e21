"""A claim written back as canonical notation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.claims.model import Claim, Diagnosis, ServiceLine, Setting

if TYPE_CHECKING:
    from collections.abc import Iterable


def render(claim: Claim, setting: Setting) -> str:
    """Write a claim in canonical notation.

    Parameters
    ----------
    claim
        Any claim; entries without a code are left out.
    setting
        On inpatient claims the principal diagnosis stands behind ``pdx:``; elsewhere there is none, and one that is
        there all the same is written as the first ``dx:``.

    Returns
    -------
    str
        Lines of notation without a last line end; ``parse(render(claim, setting), setting).claim`` equals ``claim``
        but for the line numbers.

    Examples
    --------
    >>> from coding_course.claims.model import Diagnosis, ServiceLine
    >>> claim = Claim(diagnoses=(Diagnosis("E11.22"),), lines=(ServiceLine("J1100", ("JZ",), 10, ("A",)),))
    >>> print(render(claim, Setting.PROFESSIONAL))
    dx: E11.22
    line: J1100-JZ x10 A
    """
    rows: list[str] = []
    diagnoses: tuple[Diagnosis, ...] = claim.diagnoses
    if claim.principal is not None:
        if setting is Setting.INPATIENT:
            rows.append(f"pdx: {_diagnosis(claim.principal)}")
        else:
            diagnoses = claim.all_diagnoses
    rows += _row("dx", map(_diagnosis, diagnoses))
    procedures = ", ".join(filter(None, (procedure.code for procedure in claim.procedures)))
    rows += [f"px: {procedures}"] if procedures else []
    rows += [f"line: {_service(line)}" for line in claim.lines]
    return "\n".join(rows)


def _row(label: str, entries: Iterable[str]) -> list[str]:
    rows: list[list[str]] = []
    for entry in filter(None, entries):
        # What begins like the end of a code would be read as the end of the one before it.
        if not rows or not entry[0].isalpha() or entry.startswith("X"):
            rows.append([])
        rows[-1].append(entry)
    return [f"{label}: {', '.join(row)}" for row in rows]


def _diagnosis(diagnosis: Diagnosis) -> str:
    return f"{diagnosis.code} {diagnosis.poa}".rstrip()


def _service(line: ServiceLine) -> str:
    code = "-".join((line.code, *line.modifiers))
    units = f"x{line.units}" if line.units != 1 else ""
    return " ".join(part for part in (code, units, ",".join(line.pointers)) if part)
