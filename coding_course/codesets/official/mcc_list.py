"""Table 6I of the inpatient payment rule: the complete list of major complications and comorbidities (MCC).

Format: Windows-1252 text; a title, the line of columns, then a diagnosis code with its point, a tab, its title.
"""

from __future__ import annotations

from coding_course.codesets.official.ipps import compile_list
from coding_course.codesets.official.kinds import Compiled, FileKind

FILE = "msdrg-mcc.tsv.xz"
_HEADING = "COMPLETE MCC LIST"
_FEWEST = 2_500


def recognizes(name: str, head: bytes) -> bool:
    """Say whether a file begins as Table 6I does."""
    return _HEADING.encode() in head[:400].upper()


def compile_mcc(data: bytes, name: str) -> Compiled:
    """Read Table 6I and compile it to the role ``drg-mcc``."""
    return compile_list(data, name, "Table 6I", _HEADING, _FEWEST, "drg-mcc", "MCC")


KIND = FileKind(
    id="mcc-list",
    title="IPPS Table 6I: complete MCC list (text)",
    publisher="CMS",
    roles={"drg-mcc": FILE},
    recognizes=recognizes,
    compile=compile_mcc,
)
