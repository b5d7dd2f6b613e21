"""Table 6J of the inpatient payment rule: the complete list of complications and comorbidities (CC).

Format: Windows-1252 text; a title, the line of columns, then a diagnosis code with its point, a tab, its title.
"""

from __future__ import annotations

from coding_course.codesets.official.ipps import ListTable, compile_list
from coding_course.codesets.official.kinds import Compiled, FileKind

FILE = "msdrg-cc.tsv.xz"
_TABLE = ListTable("Table 6J", "COMPLETE CC LIST", 10_000, "Z", "drg-cc", "CC")


def recognizes(name: str, head: bytes) -> bool:
    """Say whether a file begins as Table 6J does."""
    return _TABLE.heading.encode() in head[:400].upper()


def compile_cc(data: bytes, name: str) -> Compiled:
    """Read Table 6J and compile it to the role ``drg-cc``."""
    return compile_list(data, name, _TABLE)


KIND = FileKind(
    id="cc-list",
    title="IPPS Table 6J: complete CC list (text)",
    publisher="CMS",
    roles={"drg-cc": FILE},
    recognizes=recognizes,
    compile=compile_cc,
)
