"""ICD-10-PCS: codes built from seven characters, each chosen from a table.

:class:`~coding_course.codesets.pcs.book.PcsBook` is what an edition offers; the compiled tables are in
:mod:`~coding_course.codesets.pcs.tables`, our own words about root operations, approaches and devices in
:mod:`~coding_course.codesets.pcs.definitions`.
"""

from __future__ import annotations

from coding_course.codesets.pcs.book import PcsBook
from coding_course.codesets.pcs.model import Axis, AxisValue, Intent, PcsRow, PcsTable, RootOperation

__all__ = ["Axis", "AxisValue", "Intent", "PcsBook", "PcsRow", "PcsTable", "RootOperation"]
