"""The Alphabetic Index of an edition and its tables: to be walked as in the book, official or made for study.

Examples
--------
>>> from coding_course.codesets import edition
>>> index = edition().index
>>> [volume.id for volume in index.volumes]
['diseases', 'neoplasms', 'drugs', 'external-causes', 'procedures']
"""

from __future__ import annotations

from coding_course.codesets.book.book import IndexBook
from coding_course.codesets.book.model import CodeState, IndexEntry, Lead, Volume

__all__ = ["CodeState", "IndexBook", "IndexEntry", "Lead", "Volume"]
