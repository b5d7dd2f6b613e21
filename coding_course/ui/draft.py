"""The claim form: rows as they were typed, and the notation that they stand for.

A draft keeps what the learner typed, finished or not, so that nothing is lost and nothing is corrected behind
their back. Only on its way to grading it becomes a claim, through the same notation that can be typed by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from coding_course.claims import Claim, Diagnosis, Setting, parse, render

ROW_KINDS = {
    Setting.INPATIENT: ("pdx", "dx", "px"),
    Setting.PROFESSIONAL: ("dx", "line"),
    Setting.OUTPATIENT_FACILITY: ("dx", "line"),
    Setting.ED: ("dx", "line"),
}
"""The kinds of entry that a claim has in each setting, in the order of the form."""

_LONGEST = 120
_MOST_ROWS = 80


class Row(msgspec.Struct, frozen=True):
    """One entry line of the form, as typed."""

    kind: str
    """``pdx``, ``dx``, ``px`` or ``line``."""
    code: str = ""
    poa: str = ""
    modifiers: str = ""
    units: str = ""
    pointers: str = ""

    @property
    def is_blank(self) -> bool:
        """True when nothing was typed that would be on the claim."""
        return not (self.code or self.modifiers or self.pointers)


def blank(setting: Setting) -> tuple[Row, ...]:
    """Return an empty form: one row of each kind that the setting has."""
    return tuple(Row(kind) for kind in ROW_KINDS[setting])


def read_rows(data: Any, setting: Setting) -> tuple[Row, ...]:
    """Return the rows that a front end or a progress file sent, whatever else it sent.

    Parameters
    ----------
    data
        A list of objects; anything else is an empty form.
    setting
        Rows of other settings are left out, and each kind keeps at least one row.

    Examples
    --------
    >>> [row.code for row in read_rows([{"kind": "dx", "code": "I10"}, 7], Setting.PROFESSIONAL)]
    ['I10', '']
    """
    kinds = ROW_KINDS[setting]
    rows = [_row(one) for one in data[:_MOST_ROWS] if isinstance(one, dict)] if isinstance(data, list) else []
    return _complete((row for row in rows if row.kind in kinds), kinds)


def notation(rows: Iterable[Row]) -> str:
    r"""Return the rows in claim notation, a line each, blank rows left out.

    Examples
    --------
    >>> notation([Row("dx", "I10"), Row("line", "99213", modifiers="25", pointers="A")])
    'dx: I10\nline: 99213-25 A'
    """
    return "\n".join(_line(row) for row in rows if not row.is_blank)


def claim_text(rows: Sequence[Row], setting: Setting) -> str:
    """Return the text for the answer cell: tidy where it can be read, as typed where it cannot.

    Examples
    --------
    >>> claim_text([Row("dx", "e1122")], Setting.PROFESSIONAL).split()
    ['dx:', 'E11.22']
    """
    text = notation(rows)
    parsed = parse(text, setting)
    return text if parsed.errors else render(parsed.claim, setting).strip()


def rows_of(claim: Claim, setting: Setting) -> tuple[Row, ...]:
    """Return the form filled in with a claim.

    Examples
    --------
    >>> rows_of(parse("dx: I10", Setting.PROFESSIONAL).claim, Setting.PROFESSIONAL)[0].code
    'I10'
    """
    rows: list[Row] = []
    if claim.principal is not None:
        rows.append(_diagnosis("pdx", claim.principal))
    rows.extend(_diagnosis("dx", diagnosis) for diagnosis in claim.diagnoses)
    rows.extend(Row("px", procedure.code) for procedure in claim.procedures)
    rows.extend(
        Row(
            "line",
            line.code,
            modifiers=" ".join(line.modifiers),
            units="" if line.units == 1 else str(line.units),
            pointers=",".join(line.pointers),
        )
        for line in claim.lines
    )
    return _complete(rows, ROW_KINDS[setting])


def _diagnosis(kind: str, diagnosis: Diagnosis) -> Row:
    return Row(kind, diagnosis.code, poa=diagnosis.poa)


def _complete(rows: Iterable[Row], kinds: Sequence[str]) -> tuple[Row, ...]:
    by_kind: dict[str, list[Row]] = {kind: [] for kind in kinds}
    for row in rows:
        if row.kind == "pdx" and by_kind.get("pdx"):
            row = msgspec.structs.replace(row, kind="dx")
        if row.kind in by_kind:
            by_kind[row.kind].append(row)
    return tuple(row for kind in kinds for row in (by_kind[kind] or [Row(kind)]))


def _row(data: dict[Any, Any]) -> Row:
    def text(key: str) -> str:
        value = data.get(key, "")
        return " ".join(str(value).split())[:_LONGEST] if isinstance(value, str | int) else ""

    return Row(text("kind"), text("code"), text("poa"), text("modifiers"), text("units"), text("pointers"))


def _line(row: Row) -> str:
    if row.kind != "line":
        return f"{row.kind}: {row.code} {row.poa}".rstrip()
    modifiers = "".join(f"-{part}" for part in row.modifiers.replace(",", " ").replace("-", " ").split())
    units = f" x{row.units}" if row.units and row.units != "1" else ""
    pointers = f" {row.pointers}" if row.pointers else ""
    return f"line: {row.code}{modifiers}{units}{pointers}"
