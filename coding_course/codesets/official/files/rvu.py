"""The physician fee schedule's relative value file (``PPRRVU...``), the user's own copy.

Workbook, comma-separated or tab-separated text. The heading runs over several rows (``NON-FAC`` above ``PE RVU`` above
``TOTAL``); the last of them begins with ``HCPCS``. One row a code and component: code, modifier (26, TC, 53 or none),
description, status, relative values, and the indicators: PC/TC, global days, multiple procedure, bilateral, assistant,
co-surgeons, team, endoscopic base. Descriptions are CPT's and are left where they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from coding_course.codesets.official.kinds import Compiled, FileKind, ReleaseProblem
from coding_course.codesets.official.own_tables import CODE, OWN_COPY, cell, column, head_rows, table
from coding_course.codesets.official.packing import pack

ROLE = "rvu"
FILE = "rvu.tsv.xz"
COLUMNS = (
    "code", "modifier", "status", "work", "office", "facility", "split", "global", "multiple", "bilateral", "assistant",
    "cosurgeons", "team", "base",
)  # fmt: skip
"""``office`` and ``facility`` are the total relative values outside and inside a facility."""

_PATTERNS = {
    "modifier": (r"\bMOD\b",),
    "status": (r"STATUS",),
    "work": (r"WORK ?RVU", r"^WORK"),
    "office": (r"NON-?FAC\w* TOTAL", r"NON-?FACILITY.*TOTAL"),
    "facility": (r"(?<!NON-)(?<!NON)FAC\w* TOTAL", r"^FACILITY.*TOTAL"),
    "split": (r"PCTC", r"PC ?/ ?TC"),
    "global": (r"GLOB",),
    "multiple": (r"MULT",),
    "bilateral": (r"BILAT",),
    "assistant": (r"ASST",),
    "cosurgeons": (r"CO-? ?SURG",),
    "team": (r"TEAM",),
    "base": (r"ENDO",),
}
_NEEDED = ("global", "bilateral", "assistant")
_DAYS = re.compile(r"000|010|090|MMM|XXX|YYY|ZZZ")


def recognizes(name: str, head: bytes) -> bool:
    """Say whether text begins as the file does."""
    return recognizes_rows(name, head_rows(head))


def recognizes_rows(name: str, rows: Sequence[Sequence[str]]) -> bool:
    """Say whether a workbook begins as the file does."""
    return bool(_head(rows[:20])[1])


def _head(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """Return where the heading ends, and the place of each column; no places when it is another table."""
    for at, row in enumerate(rows):
        if cell(row, 0).upper() != "HCPCS" or cell(row, 1).upper() not in ("MOD", "MODIFIER"):
            continue
        above = [above for above in rows[max(at - 4, 0) : at] if len([c for c in above if c]) > 2]
        names = [" ".join(cell(part, place) for part in (*above, row)).strip() for place in range(len(row))]
        places = {ours: column(names, *theirs) for ours, theirs in _PATTERNS.items()}
        return at, places if all(places[needed] >= 0 for needed in _NEEDED) else {}
    return -1, {}


def compile_values(data: bytes, name: str) -> Compiled:
    """Read the file and compile it to the role ``rvu``."""
    rows = list(table(data, name))
    at, places = _head(rows[:40])
    if not places:
        raise ReleaseProblem(
            f"{name} lacks the heading of the relative value file (HCPCS, MOD, ... GLOB DAYS, BILAT SURG, ASST SURG). "
            "Import PPRRVU from the release's archive."
        )
    lines: list[str] = []
    for number, row in enumerate(rows[at + 1 :], start=at + 2):
        code = cell(row, 0).upper()
        if not any(row):
            continue
        if not CODE.fullmatch(code):
            raise ReleaseProblem(
                f"Row {number} of {name} has {code[:20]!r} where a code belongs. It was changed or cut short; download "
                "it again."
            )
        cells = {ours: cell(row, place) for ours, place in places.items()}
        days = cells["global"].zfill(3) if cells["global"].isdigit() else cells["global"].upper()
        if days and not _DAYS.fullmatch(days):
            raise ReleaseProblem(f"Row {number} of {name} gives {days!r} as global days of {code}. Download it again.")
        cells["global"] = days
        lines.append("\t".join((code, *(cells[one] for one in COLUMNS[1:]))) + "\n")
    if not lines:
        raise ReleaseProblem(f"{name} holds a heading and no codes. Download it again.")
    return Compiled(
        edition="",  # a calendar year lies in two fiscal years: the edition is the one that the user names
        files={ROLE: pack(("\t".join(COLUMNS) + "\n" + "".join(lines)).encode())},
        counts={"rows of the fee schedule": len(lines)},
        remarks=(OWN_COPY, "Descriptions were left out."),
    )


KIND = FileKind(
    id="rvu",
    title="Physician fee schedule, relative value file, your own copy (workbook or text)",
    publisher="CMS",
    roles={ROLE: FILE},
    recognizes=recognizes,
    compile=compile_values,
    recognizes_rows=recognizes_rows,
)
