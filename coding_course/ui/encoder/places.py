"""Where in the encoder a code belongs: a header of ICD-10-PCS in its table, a diagnosis in the book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.codesets.forms import compact
from coding_course.codesets.model import Code, System
from coding_course.codesets.pcs.model import PLACES
from coding_course.ui.encoder.entries import find_entry

if TYPE_CHECKING:
    from coding_course.codesets import Edition


def find_code(edition: Edition, text: str) -> Code | None:
    """Return the code or header of any system that a text names, also the first character or two of ICD-10-PCS.

    Parameters
    ----------
    edition
        The code set.
    text
        ``E11.22``, ``I10-I16``, ``0FT``, ``0FT44ZZ``, ``J1100``, ``99213``, ``25``; a number alone is a modifier where
        one has it, else a chapter.

    Examples
    --------
    >>> from coding_course.codesets import edition
    >>> [find_code(edition("FY2026"), text).system.value for text in ("0f", "0FT", "25", "4", "A00-A09")]
    ['ICD-10-PCS', 'ICD-10-PCS', 'modifier', 'ICD-10-CM', 'ICD-10-CM']
    """
    text = text.strip()
    if not text:
        return None
    found = edition.lookup(text) or find_entry(edition, text)
    if found is None and len(compact(text)) <= PLACES and compact(text).isalnum():
        found = edition.pcs.lookup(text)
    return found


def pane_of(code: Code) -> str:
    """Return the pane that shows a code first: ``book``, ``tables`` or ``code``."""
    if code.system is System.CM:
        return "book"
    return "tables" if code.system is System.PCS and not code.billable else "code"
