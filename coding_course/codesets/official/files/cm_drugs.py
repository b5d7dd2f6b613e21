"""The ICD-10-CM Table of Drugs and Chemicals.

Format: XML of the publisher; what its elements mean stands in :mod:`coding_course.codesets.book.reading`.
"""

from __future__ import annotations

from coding_course.codesets.official.indexes import index_kind

KIND = index_kind(
    id="cm-drugs",
    title="ICD-10-CM Table of Drugs and Chemicals (XML)",
    publisher="National Center for Health Statistics",
    volume="drugs",
    root="ICD10CM.index",
    sign='<head col="1">Substance',
)
