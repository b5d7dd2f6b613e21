"""The fiscal year that a name or a line of a release tells."""

from __future__ import annotations

import re
from pathlib import PurePath

_YEAR = re.compile(r"(?<!\d)(20[1-9]\d)(?!\d)")
_SHORT = re.compile(r"(?:FY|(?<![A-Za-z])fy)[ _-]?(?:20)?([1-9]\d)(?!\d)")
_DATE = re.compile(r"(?<!\d)(?:(?:[01]\d){1,2}20[12]\d|20[12]\d[01]\d[0-3]\d)(?!\d)")
_APRIL = re.compile(r"(?<![a-z])(?:apr|april)(?![a-z])", re.IGNORECASE)
_EDITION = re.compile(r"(?:FY)?(?:20)?([1-9]\d)", re.IGNORECASE)


def edition_name(text: str) -> str:
    """Return an edition as it is held, or an empty text for what is no fiscal year.

    Examples
    --------
    >>> edition_name("fy27"), edition_name("2027"), edition_name("FY2027"), edition_name("next")
    ('FY2027', 'FY2027', 'FY2027', '')
    """
    match = _EDITION.fullmatch(text.strip())
    return f"FY20{match[1]}" if match else ""


def from_name(name: str) -> str:
    """Return the fiscal year in a file's name, or an empty text where it tells none, or several.

    Examples
    --------
    >>> from_name("POAexemptCodesFY26.txt"), from_name("icd10cm_order_2026.txt"), from_name("codes.txt")
    ('FY2026', 'FY2026', '')
    >>> from_name("icd10cm_order_2025_2026.txt")
    ''
    """
    stem = PurePath(name.replace("\\", "/")).name
    if short := set(_SHORT.findall(stem)):
        return f"FY20{short.pop()}" if len(short) == 1 else ""
    years = set(_YEAR.findall(_DATE.sub("", stem)))
    return f"FY{years.pop()}" if len(years) == 1 else ""


def from_path(path: str) -> str:
    """Return the fiscal year in the nearest part of a path that tells one: the file, its folder, its archive.

    Examples
    --------
    >>> from_path("icd10pcs-fy2026/order.txt"), from_path("2027-poa-exempt-codes.zip/POAexemptCodes.txt")
    ('FY2026', 'FY2027')
    """
    for part in reversed(path.replace("\\", "/").split("/")):
        if edition := from_name(part):
            return edition
    return ""


def is_april_update(path: str) -> bool:
    """Say whether a path names the update of April 1, which the files themselves do not tell from October's.

    Examples
    --------
    >>> is_april_update("icd10c-tabular-April-1-2026.xml"), is_april_update("icd10cm-tabular-2026.xml")
    (True, False)
    """
    return bool(_APRIL.search(path))


def in_force(day: str) -> str:
    """Return the fiscal year in which a day lies; day and month of an ISO date may be any.

    Examples
    --------
    >>> in_force("2025-10-01"), in_force("2026-04-01")
    ('FY2026', 'FY2026')
    """
    year = int(day[:4]) + (day[5:7] >= "10")
    return f"FY{year}"


def days(edition: str) -> tuple[str, str]:
    """Return the first and last day of a fiscal year, as ISO dates.

    Examples
    --------
    >>> days("FY2026")
    ('2025-10-01', '2026-09-30')
    """
    year = int(edition[2:])
    return f"{year - 1}-10-01", f"{year}-09-30"
