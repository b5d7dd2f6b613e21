"""The ICD-10-CM External Cause of Injuries Index.

Format: XML of the publisher; what its elements mean stands in :mod:`coding_course.codesets.book.reading`.
"""

from __future__ import annotations

from coding_course.codesets.official.indexes import begins, compile_index
from coding_course.codesets.official.kinds import Compiled, FileKind

FILE = "index-external-causes.jsonl.xz"


def recognizes(name: str, head: bytes) -> bool:
    """Say whether a file begins as the index of external causes does."""
    return begins(head, "ICD10CM.index", "EXTERNAL CAUSE")


def compile_file(data: bytes, name: str) -> Compiled:
    """Read the file and compile it to the role ``index-external-causes``."""
    return compile_index(data, name, "external-causes", "ICD10CM.index")


KIND = FileKind(
    id="cm-external-causes",
    title="ICD-10-CM External Cause of Injuries Index (XML)",
    publisher="National Center for Health Statistics",
    roles={"index-external-causes": FILE},
    recognizes=recognizes,
    compile=compile_file,
)
