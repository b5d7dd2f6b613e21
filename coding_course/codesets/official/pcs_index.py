"""The ICD-10-PCS Index.

Format: XML of the publisher; what its elements mean stands in :mod:`coding_course.codesets.book.reading`.
"""

from __future__ import annotations

from coding_course.codesets.official.indexes import begins, compile_index
from coding_course.codesets.official.kinds import Compiled, FileKind

FILE = "index-procedures.jsonl.xz"


def recognizes(name: str, head: bytes) -> bool:
    """Say whether a file begins as the index of ICD-10-PCS does."""
    return begins(head, "ICD10PCS.index", "<title>")


def compile_file(data: bytes, name: str) -> Compiled:
    """Read the file and compile it to the role ``index-procedures``."""
    return compile_index(data, name, "procedures", "ICD10PCS.index")


KIND = FileKind(
    id="pcs-index",
    title="ICD-10-PCS Index (XML)",
    publisher="CMS",
    roles={"index-procedures": FILE},
    recognizes=recognizes,
    compile=compile_file,
)
