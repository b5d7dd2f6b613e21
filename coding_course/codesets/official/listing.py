"""What editions the course holds, and what of each: for people who ask what they work with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from coding_course.codesets import holdings
from coding_course.codesets.compiled import read_manifest
from coding_course.codesets.official.records import Record, read_own
from coding_course.codesets.official.registry import kinds


class SystemHeld(msgspec.Struct, frozen=True):
    """One code system of an edition."""

    system: str
    codes: int
    of: int = 0
    """Codes of the official release, where it is known and what is held may be less; 0 where it is not."""
    share: float | None = None
    """``codes`` as a part of ``of``, in percent with one decimal."""
    about: str = ""


class IndexSource(msgspec.Struct, frozen=True):
    """One part of the index, and the edition that it is of."""

    title: str
    edition: str


def _maps(holding: holdings.Holding, whole: bool) -> str:
    mine = (role for role in sorted(holding.files) if whole or role not in holding.origins)
    return next((holding.origin(role) for role in mine if role.startswith("gem-")), "")


class EditionListed(msgspec.Struct, frozen=True):
    """One edition."""

    edition: str
    title: str
    in_use: bool
    whole: bool
    """True when it can be opened; False for parts without a list of codes, which other editions borrow."""
    embedded: bool
    systems: tuple[SystemHeld, ...]
    index: tuple[IndexSource, ...]
    """The official index and its tables; empty when a study index stands in."""
    maps: str
    """The edition of the general equivalence maps that are at hand; empty without them."""
    counts: Mapping[str, int]
    imported: tuple[Record, ...]
    sources: tuple[Mapping[str, str], ...]
    remarks: tuple[str, ...]
    updated: str
    """Time of the newest import, or the update that the embedded edition holds."""


def list_editions(embedded: Path, user: Path) -> tuple[EditionListed, ...]:
    """Return every edition held, embedded or imported, in order."""
    return tuple(
        _listed(name, embedded, user) for name in holdings.editions(embedded, user) if _held(name, embedded, user)
    )


def _held(name: str, embedded: Path, user: Path) -> bool:
    return read_manifest(embedded, name) is not None or read_own(user, name) is not None


def _listed(name: str, embedded: Path, user: Path) -> EditionListed:
    holding = holdings.find(name, embedded, user)
    assert holding is not None
    own = read_own(user, name)
    imports = tuple(own.imports) if own else ()
    whole = holding.whole
    titles = {role: kind.title for kind in kinds().values() for role in kind.roles}
    return EditionListed(
        edition=name,
        title=holding.manifest.title,
        in_use=holdings.used_edition(user) == name,
        whole=whole,
        embedded=read_manifest(embedded, name) is not None,
        systems=_systems(holding, whole),
        index=tuple(
            IndexSource(_plain(titles.get(role, role)), holding.origin(role))
            for role in sorted(holding.files)
            if role.startswith("index") and (whole or role not in holding.origins)
        ),
        maps=_maps(holding, whole),
        counts=dict(holding.manifest.counts),
        imported=imports,
        sources=tuple(holding.manifest.sources),
        remarks=tuple(own.remarks) if own else (),
        updated=max((record.when for record in imports), default="")
        or holding.manifest.title.partition(", ")[2]
        or holding.manifest.first_day,
    )


def _plain(title: str) -> str:
    return title.partition(" (")[0]


def _systems(holding: holdings.Holding, whole: bool) -> tuple[SystemHeld, ...]:
    counts = holding.manifest.counts
    found: list[SystemHeld] = []
    if "tabular" in holding.files:
        found.append(SystemHeld("ICD-10-CM", counts.get("billable codes", 0)))
    # Tables make codes that no list of titles has; the book holds both.
    codes = max(counts.get("pcs codes", 0), counts.get("pcs codes of the tables", 0))
    if codes and any(role.startswith("pcs-") for role in holding.files):
        official = counts.get("pcs codes of the official release", 0)
        share = round(100 * codes / official, 1) if official else None
        if share == 100.0 and codes < official:
            share = 99.9  # not all of them: rounding must not say so
        found.append(SystemHeld("ICD-10-PCS", codes, official, share))
    if whole:
        from coding_course.codesets.model import System
        from coding_course.codesets.subsets import Subsets

        for system, number in Subsets.read(holding.files).counts().items():
            if number:
                name = "modifiers" if system is System.MODIFIER else str(system)
                found.append(SystemHeld(name, number, about="teaching subset, in our own words"))
        for role, what, called in (
            ("hcpcs-official", "HCPCS codes", "HCPCS"),
            ("hcpcs-official", "HCPCS modifiers", "modifiers"),
            ("cpt-own", "CPT descriptors of your own", "CPT"),
        ):
            if role in holding.files and (number := counts.get(what, 0)):
                found.append(SystemHeld(called, number, about="your import"))
    if "drg-weights" in holding.files:
        found.append(SystemHeld("MS-DRG", counts.get("MS-DRGs", 0)))
    return tuple(found)


def lacks(holding: holdings.Holding) -> tuple[str, ...]:
    """Return the titles of the release files that an edition could have and does not.

    Kinds that only compare or explain, and those that the learner must license, are left out.
    """
    aside = ("cm-order", "cm-addenda", "cm-conversion", "pcs-conversion", "gem-")
    missing: dict[frozenset[str], str] = {}
    for kind in kinds().values():
        roles = frozenset(role for role in kind.roles if not role.startswith(aside))
        licensed = "your own copy" in kind.title or not kind.publisher.startswith(("CMS", "National Center"))
        if roles and not licensed and not any(role in holding.files for role in roles):
            missing.setdefault(roles, _plain(kind.title))
    if holding.manifest.counts.get("poa exempt"):
        missing.pop(frozenset({"poa-exempt"}), None)
    return tuple(missing.values())
