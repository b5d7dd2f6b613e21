"""The ICD-10-CM Index to Diseases and Injuries.

Format: XML of the publisher; what its elements mean stands in :mod:`coding_course.codesets.book.reading`.
"""

from __future__ import annotations

from coding_course.codesets.official.indexes import begins, compile_index
from coding_course.codesets.official.kinds import Compiled, FileKind

FILE = "index-diseases.jsonl.xz"


def recognizes(name: str, head: bytes) -> bool:
    """Say whether a file begins as the index of diseases does."""
    return begins(head, "ICD10CM.index", "INDEX TO DISEASES")


def compile_file(data: bytes, name: str) -> Compiled:
    """Read the file and compile it to the role ``index``."""
    return compile_index(data, name, "diseases", "ICD10CM.index")


KIND = FileKind(
    id="cm-index",
    title="ICD-10-CM Alphabetic Index (XML)",
    publisher="National Center for Health Statistics",
    roles={"index": FILE},
    recognizes=recognizes,
    compile=compile_file,
)
