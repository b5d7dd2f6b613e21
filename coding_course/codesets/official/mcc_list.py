"""Table 6I of the inpatient payment rule: the complete list of major complications and comorbidities (MCC).

Format: Windows-1252 text; a title, the line of columns, then a diagnosis code with its point, a tab, its title.
"""

from __future__ import annotations

from coding_course.codesets.official.ipps import ListTable, compile_list
from coding_course.codesets.official.kinds import Compiled, FileKind

FILE = "msdrg-mcc.tsv.xz"
_TABLE = ListTable("Table 6I", "COMPLETE MCC LIST", 2_500, "U", "drg-mcc", "MCC")


def recognizes(name: str, head: bytes) -> bool:
    """Say whether a file begins as Table 6I does."""
    return _TABLE.heading.encode() in head[:400].upper()


def compile_mcc(data: bytes, name: str) -> Compiled:
    """Read Table 6I and compile it to the role ``drg-mcc``."""
    return compile_list(data, name, _TABLE)


KIND = FileKind(
    id="mcc-list",
    title="IPPS Table 6I: complete MCC list (text)",
    publisher="CMS",
    roles={"drg-mcc": FILE},
    recognizes=recognizes,
    compile=compile_mcc,
)
