"""The ICD-10-CM Index to Diseases and Injuries.

Format: XML of the publisher; what its elements mean stands in :mod:`coding_course.codesets.book.reading`.
"""

from __future__ import annotations

from coding_course.codesets.official.indexes import index_kind

KIND = index_kind(
    id="cm-index",
    title="ICD-10-CM Alphabetic Index (XML)",
    publisher="National Center for Health Statistics",
    volume="diseases",
    root="ICD10CM.index",
    sign="INDEX TO DISEASES",
)
