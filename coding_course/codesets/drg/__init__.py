"""MS-DRGs of an edition: weights and lengths of stay, CC and MCC, their exclusions, and the grouper's own tables.

:class:`DrgBook` answers from CMS's tables of the payment rule (Table 5, 6I, 6J, 6K); :mod:`.engine` groups by the
published definitions, through the package drgpy.
"""

from __future__ import annotations

from coding_course.codesets.drg.book import DrgBook
from coding_course.codesets.drg.model import DrgRow

__all__ = ["DrgBook", "DrgRow"]
