"""The ICD-10-CM Neoplasm Table.

Format: XML of the publisher; what its elements mean stands in :mod:`coding_course.codesets.book.reading`.
"""

from __future__ import annotations

from coding_course.codesets.official.indexes import begins, compile_index
from coding_course.codesets.official.kinds import Compiled, FileKind

FILE = "index-neoplasms.jsonl.xz"


def recognizes(name: str, head: bytes) -> bool:
    """Say whether a file begins as the Neoplasm Table does."""
    return begins(head, "ICD10CM.index", '<head col="1">Neoplasm')


def compile_file(data: bytes, name: str) -> Compiled:
    """Read the file and compile it to the role ``index-neoplasms``."""
    return compile_index(data, name, "neoplasms", "ICD10CM.index")


KIND = FileKind(
    id="cm-neoplasm",
    title="ICD-10-CM Neoplasm Table (XML)",
    publisher="National Center for Health Statistics",
    roles={"index-neoplasms": FILE},
    recognizes=recognizes,
    compile=compile_file,
)
