"""What the payment rule's tables say of one MS-DRG."""

from __future__ import annotations

import msgspec


class DrgRow(msgspec.Struct, frozen=True):
    """One row of Table 5."""

    drg: str
    """Three digits: ``470``."""
    title: str
    """As CMS names it, in sentence case."""
    mdc: str
    """Major diagnostic category in two digits, ``PRE`` for those assigned before any; empty for those of all."""
    type: str
    """``surgical``, ``medical``, or empty for 998 and 999."""
    weight: float
    """Relative weight that pays: the one after the 10 percent cap on decreases; 0.0 where none is set."""
    weight_before_cap: float
    geometric_days: float
    """Geometric mean length of stay; the transfer policy counts with it."""
    arithmetic_days: float
    post_acute: bool = False
    """The post-acute care transfer policy applies: an early discharge to such care is paid by the day."""
    special_pay: bool = False
    """Under that policy it is paid half at once, as costs fall on the first day."""
