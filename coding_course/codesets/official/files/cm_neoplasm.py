"""The ICD-10-CM Neoplasm Table.

Format: XML of the publisher; what its elements mean stands in :mod:`coding_course.codesets.book.reading`.
"""

from __future__ import annotations

from coding_course.codesets.official.indexes import index_kind

KIND = index_kind(
    id="cm-neoplasm",
    title="ICD-10-CM Neoplasm Table (XML)",
    publisher="National Center for Health Statistics",
    volume="neoplasms",
    root="ICD10CM.index",
    sign='<head col="1">Neoplasm',
)
