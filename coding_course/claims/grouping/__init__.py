r"""The MS-DRG of an inpatient claim, and why: :func:`group`.

Examples
--------
>>> from coding_course.claims import Encounter, Setting, parse
>>> from coding_course.codesets import edition
>>> claim = parse("pdx: A41.9 Y\ndx: R65.20 Y, J96.01 Y", Setting.INPATIENT).claim
>>> grouping = group(claim, Encounter(Setting.INPATIENT, age=70), edition("FY2026"))
>>> grouping.drg, grouping.mcc
('871', ('J96.01',))
"""

from __future__ import annotations

from coding_course.claims.grouping.grouper import group
from coding_course.claims.grouping.model import Effect, Grouping, Reason, Without

__all__ = ["Effect", "Grouping", "Reason", "Without", "group"]
