"""An edition with invented rows in place of the tables that a user brings, for the examples of rules that need them.

The numbers cannot be CPT (``0000A``, ``9998Z``, ``9999Z``). Nobody's table is copied, and nothing is imported.
"""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coding_course.codesets import Edition

_TABLES = {
    "ncci-ptp": (
        "one\ttwo\tmodifier\tfirst\tlast\trationale\n"
        "0000A\t9999Z\t1\t2025-01-01\t\tStandards of practice\n"
        "0000A\t9998Z\t0\t2025-01-01\t\tMore extensive procedure\n"
    ),
    "ncci-mue": (
        "code\tunits\tindicator\trationale\n"  # indicator 1: of one line, 2 and 3: of one day
        "0000A\t1\t2\tNature of the service\n"
        "0000B\t1\t1\tNature of the service\n"
    ),
}

_FOLDER = tempfile.TemporaryDirectory(prefix="coding-course-")
"""Removed when the process ends."""


@lru_cache(maxsize=1)
def invented_edition() -> Edition:
    """Return the current edition with invented NCCI pairs and units limits laid over it.

    Examples
    --------
    >>> invented_edition().own.limit("0000A").units
    1
    """
    from coding_course.codesets import edition
    from coding_course.codesets.edition import Edition
    from coding_course.codesets.holdings import Holding
    from coding_course.codesets.official.packing import pack

    book = edition()
    folder = Path(_FOLDER.name)
    files = dict(book.holding.files)
    for role, text in _TABLES.items():
        files[role] = folder / f"{role}.tsv.xz"
        files[role].write_bytes(pack(text.encode()))
    return Edition(Holding(book.name, book.manifest, files, book.holding.imported))
