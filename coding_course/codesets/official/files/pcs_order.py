"""The order file of ICD-10-PCS: every table and code in order, with short and long titles.

Format (``icd10pcsOrderFile.pdf`` of the release): as in ICD-10-CM, see
:mod:`coding_course.codesets.official.files.cm_order`. A header is the three characters of a table. The codes of New
Technology (X) stand last, so a file without them was cut short. The April update has the same name as the October file;
nothing inside tells them apart.
"""

from __future__ import annotations

import re

from coding_course.codesets.official.files.cm_order import LINE, OrderLine, read_order
from coding_course.codesets.official.kinds import Compiled, FileKind, ReleaseProblem
from coding_course.codesets.official.packing import pack
from coding_course.codesets.official.texts import lines
from coding_course.codesets.official.years import from_name

FILE = "icd10pcs-titles.tsv.xz"
FEWEST_CODES = 70_000
"""No edition since the first has had fewer; a whole file that holds less was cut short."""

_CODE = re.compile(r"[0-9B-DF-HX][0-9A-HJ-NP-Z]{6}")
_TABLE = re.compile(r"[0-9B-DF-HX][0-9A-HJ-NP-Z]{2}")


def _fits(code: str, billable: bool) -> bool:
    return (_CODE if billable else _TABLE).fullmatch(code) is not None


def recognizes(name: str, head: bytes) -> bool:
    """Say whether a file begins as an order file does, and with codes of ICD-10-PCS."""
    start = lines(head[:8000])[:30]
    found = [(match[2], match[3] == "1") for line in start[:-1] if (match := LINE.match(line))]
    return len(found) > 3 and found[0][0][0].isdigit() and all(_fits(code, billable) for code, billable in found)


def compile_order(data: bytes, name: str) -> Compiled:
    """Read the order file and compile it to the role ``pcs-titles``."""
    order = list(read_order(data, name))
    wrong = next((line for line in order if not _fits(line.code, line.billable)), None)
    if wrong is not None:
        raise ReleaseProblem(
            f"{name} holds {wrong.code}, which has not the form of an ICD-10-PCS code or table. Download the order "
            "file of ICD-10-PCS."
        )
    codes: list[OrderLine] = [line for line in order if line.billable]
    if len({line.code for line in order}) != len(order):
        raise ReleaseProblem(f"{name} has a code twice; it is damaged. Download it again.")
    if len(codes) < FEWEST_CODES or not codes[-1].code.startswith("X"):
        raise ReleaseProblem(
            f"{name} holds {len(codes):,} codes and ends with {order[-1].code if order else 'nothing'}; a whole order "
            f"file has more than {FEWEST_CODES:,} and ends with section X. It was cut short; download it again."
        )
    text = "code\ttitle\n" + "".join(f"{line.code}\t{line.title}\n" for line in codes)
    return Compiled(
        edition=from_name(name),
        files={"pcs-titles": pack(text.encode())},
        counts={
            "pcs codes": len(codes),
            "pcs codes of the official release": len(codes),
            "pcs headers": len(order) - len(codes),
        },
    )


KIND = FileKind(
    id="pcs-order",
    title="ICD-10-PCS order file (fixed width)",
    publisher="CMS",
    roles={"pcs-titles": FILE},
    recognizes=recognizes,
    compile=compile_order,
)
