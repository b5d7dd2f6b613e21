"""The ICD-10-CM External Cause of Injuries Index.

Format: XML of the publisher; what its elements mean stands in :mod:`coding_course.codesets.book.reading`.
"""

from __future__ import annotations

from coding_course.codesets.official.indexes import index_kind

KIND = index_kind(
    id="cm-external-causes",
    title="ICD-10-CM External Cause of Injuries Index (XML)",
    publisher="National Center for Health Statistics",
    volume="external-causes",
    root="ICD10CM.index",
    sign="EXTERNAL CAUSE",
)
