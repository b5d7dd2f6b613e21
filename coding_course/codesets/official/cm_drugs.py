"""The ICD-10-CM Table of Drugs and Chemicals.

Format: XML of the publisher; what its elements mean stands in :mod:`coding_course.codesets.book.reading`.
"""

from __future__ import annotations

from coding_course.codesets.official.indexes import begins, compile_index
from coding_course.codesets.official.kinds import Compiled, FileKind

FILE = "index-drugs.jsonl.xz"


def recognizes(name: str, head: bytes) -> bool:
    """Say whether a file begins as the Table of Drugs and Chemicals does."""
    return begins(head, "ICD10CM.index", '<head col="1">Substance')


def compile_file(data: bytes, name: str) -> Compiled:
    """Read the file and compile it to the role ``index-drugs``."""
    return compile_index(data, name, "drugs", "ICD10CM.index")


KIND = FileKind(
    id="cm-drugs",
    title="ICD-10-CM Table of Drugs and Chemicals (XML)",
    publisher="National Center for Health Statistics",
    roles={"index-drugs": FILE},
    recognizes=recognizes,
    compile=compile_file,
)
