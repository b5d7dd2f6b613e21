"""Medically unlikely edits, the user's own copy: how many units of a code Medicare takes for one patient on one day.

Three lists, for practitioners, outpatient hospitals and equipment suppliers, as workbook or comma-separated text: code,
the limit, the adjudication indicator (``1 Line Edit``, ``2 Date of Service Edit: Policy``, ``3 Date of Service Edit:
Clinical``), the rationale. A copyright line stands before the heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from coding_course.codesets.official.kinds import Compiled, FileKind, ReleaseProblem
from coding_course.codesets.official.own_tables import CODE, OWN_COPY, cell, column, head_rows, table
from coding_course.codesets.official.packing import pack

COLUMNS = ("code", "units", "indicator", "rationale")
ROLES = {
    "ncci-mue": "ncci-mue.tsv.xz",
    "ncci-mue-hospital": "ncci-mue-hospital.tsv.xz",
    "ncci-mue-supplier": "ncci-mue-supplier.tsv.xz",
}
_INDICATOR = re.compile(r"([123])(?!\d)")


def is_head(names: Sequence[str]) -> bool:
    """Say whether a row names the columns of the table."""
    said = " ".join(names).lower()
    return "mue" in said and "value" in said and ("hcpcs" in said or "cpt" in said)


def recognizes(name: str, head: bytes) -> bool:
    """Say whether text begins as the table does."""
    return recognizes_rows(name, head_rows(head))


def recognizes_rows(name: str, rows: Sequence[Sequence[str]]) -> bool:
    """Say whether a workbook begins as the table does."""
    return any(is_head(row) and len([c for c in row if c]) >= 2 for row in rows[:12])


def role_of(names: Sequence[str], name: str) -> str:
    """Return whose limits they are, by the heading of the column, else by the file's name.

    Examples
    --------
    >>> role_of(["HCPCS/CPT Code", "Outpatient Hospital Services MUE Values"], "mue.csv")
    'ncci-mue-hospital'
    """
    said = f"{' '.join(names)} {name}".lower()
    if "supplier" in said or "dme" in said:
        return "ncci-mue-supplier"
    return "ncci-mue-hospital" if "hospital" in said or "facility" in said else "ncci-mue"


def compile_limits(data: bytes, name: str) -> Compiled:
    """Read one list of limits and compile it to the role of those whom it is for."""
    lines: list[str] = []
    places: dict[str, int] = {}
    role = ""
    seen: set[str] = set()
    for number, row in enumerate(table(data, name), start=1):
        if not places:
            if is_head(row):
                role = role_of(row, name)
                places = {
                    "code": column(row, r"hcpcs|cpt"),
                    "units": column(row, r"value"),
                    "indicator": column(row, r"adjudication|indicator|mai"),
                    "rationale": column(row, r"rationale"),
                }
            continue
        if not any(row):
            continue
        code, units = cell(row, places["code"]).upper(), cell(row, places["units"]).replace(",", "")
        if not CODE.fullmatch(code) or not units.isdigit() or len(units) > 7:
            raise ReleaseProblem(
                f"Row {number} of {name} is no code with its units ({' '.join(row)[:40]!r}). It was changed or cut "
                "short; download it again."
            )
        if code in seen:
            raise ReleaseProblem(f"{name} gives {code} twice. Two lists were joined; import them one by one.")
        seen.add(code)
        match = _INDICATOR.match(cell(row, places["indicator"]))
        lines.append(f"{code}\t{int(units)}\t{match[1] if match else ''}\t{cell(row, places['rationale'])}\n")
    if not places:
        raise ReleaseProblem(
            f"{name} has no row with the columns HCPCS/CPT Code and MUE Values. Import the file of the units limits "
            "itself."
        )
    if not lines:
        raise ReleaseProblem(f"{name} holds a heading and no codes. Download it again.")
    return Compiled(
        edition="",  # quarters do not follow fiscal years: the edition is the one that the user names
        files={role: pack(("\t".join(COLUMNS) + "\n" + "".join(lines)).encode())},
        counts={"units limits": len(lines)},
        remarks=(OWN_COPY,),
    )


KIND = FileKind(
    id="ncci-mue",
    title="Medically unlikely edits (units limits), your own copy (workbook or text)",
    publisher="CMS",
    roles=ROLES,
    recognizes=recognizes,
    compile=compile_limits,
    recognizes_rows=recognizes_rows,
)
