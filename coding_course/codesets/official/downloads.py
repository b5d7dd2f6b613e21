"""Where the publishers offer their releases: a table, one entry a file, for each fiscal year.

The names are those that CMS's page of ICD-10 files linked to for FY2025 to FY2027, as public projects recorded them in
2026. Names change from year to year, so a file has several; the later update stands first, and one that is not there is
passed over. Where none is there, the page is named and the learner downloads by hand.
"""

from __future__ import annotations

import msgspec

PAGES = {
    "ICD-10": "https://www.cms.gov/medicare/coding-billing/icd-10-codes",
    "HCPCS": "https://www.cms.gov/medicare/coding-billing/healthcare-common-procedure-system/quarterly-update",
}
"""Pages that list the current files, for people."""

CMS = "https://www.cms.gov/files/zip/"


class Download(msgspec.Struct, frozen=True):
    """One file of a release."""

    what: str
    urls: tuple[str, ...]
    """Where it may be, the best first."""
    needed: bool = False
    """True when an edition is of no use without it."""
    page: str = "ICD-10"
    """Key of :data:`PAGES`."""


def _cms(*names: str) -> tuple[str, ...]:
    return tuple(f"{CMS}{name}.zip" for name in names)


def _quarters(year: int) -> tuple[str, ...]:
    """HCPCS Level II appears by quarter; the last of a fiscal year is that of July."""
    quarters = (f"july-{year}", f"april-{year}", f"january-{year}", f"october-{year - 1}")
    return _cms(*(f"{quarter}-alpha-numeric-hcpcs-file" for quarter in quarters))


def _usual(year: int) -> tuple[Download, ...]:
    """Return the files of a year whose names follow those of the years before."""
    return (
        Download(
            "ICD-10-CM tabular list and index",
            _cms(
                f"april-1-{year}-code-tables-tabular-index",
                f"{year}-code-tables-tabular-and-index-april",
                f"{year}-code-tables-tabular-index",
                f"{year}-code-tables-tabular-and-index",
            ),
            needed=True,
        ),
        Download(
            "ICD-10-CM order file",
            _cms(
                f"april-1-{year}-code-descriptions-tabular-order",
                f"{year}-code-descriptions-tabular-order-april",
                f"{year}-code-descriptions-tabular-order",
            ),
            needed=True,
        ),
        Download("POA-exempt list", _cms(f"{year}-poa-exempt-codes")),
        Download("ICD-10-CM conversion table", _cms(f"{year}-conversion-table")),
        Download(
            "ICD-10-PCS tables and index",
            _cms(
                f"april-1-{year}-icd-10-pcs-code-tables-index",
                f"{year}-icd-10-pcs-code-tables-index",
                f"{year}-icd-10-pcs-code-tables-and-index",
            ),
        ),
        Download(
            "ICD-10-PCS order file",
            _cms(
                f"april-1-{year}-icd-10-pcs-order-file-long-abbreviated-titles",
                f"{year}-icd-10-pcs-order-file-long-and-abbreviated-titles-april",
                f"{year}-icd-10-pcs-order-file-long-abbreviated-titles",
                f"{year}-icd-10-pcs-order-file-long-and-abbreviated-titles",
            ),
        ),
        Download("ICD-10-PCS conversion table", _cms(f"{year}-icd-10-pcs-conversion-table")),
        Download("HCPCS Level II", _quarters(year), page="HCPCS"),
        Download("IPPS Table 5", _cms(f"fy{year}-ipps-fr-table-5", f"fy-{year}-ipps-final-rule-table-5")),
    )


_GEMS = "https://www.cms.gov/Medicare/Coding/ICD10/Downloads/2018-ICD-10-CM-General-Equivalence-Mappings.zip"

SPECIAL = {"FY2018": (Download("general equivalence maps (GEMs)", (_GEMS,), needed=True),)}
"""Years of which the course wants something else than a whole edition."""


DOWNLOADED = ("FY2018", "FY2025", "FY2026", "FY2027")
"""The years whose names were seen; those of other years are guessed from them."""


def downloads(edition: str) -> tuple[Download, ...]:
    """Return what to download for an edition.

    Examples
    --------
    >>> [one.what for one in downloads("FY2027") if one.needed]
    ['ICD-10-CM tabular list and index', 'ICD-10-CM order file']
    """
    return SPECIAL.get(edition) or _usual(int(edition[2:]))


def mirrored(urls: tuple[str, ...], base: str) -> tuple[str, ...]:
    """Return the addresses of the same names under another address.

    Examples
    --------
    >>> mirrored(("https://www.cms.gov/files/zip/2027-conversion-table.zip",), "http://localhost:8000/releases/")
    ('http://localhost:8000/releases/2027-conversion-table.zip',)
    """
    return tuple(f"{base.rstrip('/')}/{url.rpartition('/')[2]}" for url in urls)
