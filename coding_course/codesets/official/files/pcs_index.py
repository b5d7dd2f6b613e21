"""The ICD-10-PCS Index.

Format: XML of the publisher; what its elements mean stands in :mod:`coding_course.codesets.book.reading`.
"""

from __future__ import annotations

from coding_course.codesets.official.indexes import index_kind

KIND = index_kind(
    id="pcs-index",
    title="ICD-10-PCS Index (XML)",
    publisher="CMS",
    volume="procedures",
    root="ICD10PCS.index",
    sign="<title>",
)
