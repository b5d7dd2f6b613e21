"""What changed between two editions: new, deleted and revised codes, what replaces what, and whether the addenda agree.

A code is new when the older edition does not have it as a code that may be reported, deleted when the newer one does
not, revised when its title changed. A code that became a header is deleted, as the publisher counts it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import msgspec

from coding_course.codesets.compiled import read_entries, read_rows, read_table
from coding_course.codesets.expand import codes_of
from coding_course.codesets.holdings import Holding
from coding_course.codesets.model import System


class NewCode(msgspec.Struct, frozen=True):
    """A code that the newer edition has and the older has not."""

    code: str
    title: str
    instead_of: tuple[str, ...] = ()
    """What was coded before, by the conversion table; codes that stood together are joined by ``+``."""


class DeletedCode(msgspec.Struct, frozen=True):
    """A code that the older edition has and the newer has not."""

    code: str
    title: str
    now: tuple[str, ...] = ()
    """What is coded instead, by the conversion table."""


class RevisedCode(msgspec.Struct, frozen=True):
    """A code whose title changed."""

    code: str
    before: str
    title: str


class Difference(msgspec.Struct, frozen=True):
    """What changed in one code system."""

    system: System
    new: tuple[NewCode, ...]
    deleted: tuple[DeletedCode, ...]
    revised: tuple[RevisedCode, ...]
    split: tuple[str, ...] = ()
    """Codes that stay and gave part of their meaning to a new code, by the conversion table."""
    remarks: tuple[str, ...] = ()

    @property
    def changed(self) -> Mapping[str, str]:
        """Each changed code, and whether it is ``new``, ``deleted`` or ``revised``."""
        return {
            **{one.code: "new" for one in self.new},
            **{one.code: "deleted" for one in self.deleted},
            **{one.code: "revised" for one in self.revised},
        }

    @property
    def concerned(self) -> Mapping[str, str]:
        """The changed codes, and as ``split`` those that stay and gave part of their meaning to a new code."""
        return {**dict.fromkeys(self.split, "split"), **self.changed}


def compare(
    system: System,
    old: Mapping[str, str],
    new: Mapping[str, str],
    before: Mapping[str, tuple[str, ...]] | None = None,
    remarks: tuple[str, ...] = (),
) -> Difference:
    """Return what changed.

    Parameters
    ----------
    system
        The code system.
    old, new
        Code to title of every code that may be reported.
    before
        New code to what was coded before, of the conversion table; None where there is none.
    remarks
        Sentences to hand on.

    Examples
    --------
    >>> found = compare(System.CM, {"G35": "Multiple sclerosis"}, {"G35.A": "Relapsing"}, {"G35.A": ("G35",)})
    >>> found.new[0].instead_of, found.deleted[0].now
    (('G35',), ('G35.A',))
    """
    before = before or {}
    after: dict[str, list[str]] = {}
    for code, choices in before.items():
        if code in new and code not in old:
            for one in {part for choice in choices for part in choice.split("+")}:
                after.setdefault(one, []).append(code)
    added, gone, stayed = (
        sorted(codes) for codes in (new.keys() - old.keys(), old.keys() - new.keys(), old.keys() & new)
    )
    return Difference(
        system,
        tuple(NewCode(code, new[code], before.get(code, ())) for code in added),
        tuple(DeletedCode(code, old[code], tuple(sorted(after.get(code, ())))) for code in gone),
        tuple(RevisedCode(code, old[code], new[code]) for code in stayed if old[code] != new[code]),
        tuple(code for code in stayed if code in after),
        remarks,
    )


def differences(old: Holding, new: Holding) -> tuple[Difference, ...]:
    """Return what changed in each code system that both editions hold as a whole.

    The teaching subsets of CPT and HCPCS Level II are the same for every edition and are left out.
    """
    found: list[Difference] = []
    if "tabular" in old.files and "tabular" in new.files:
        before, now = cm_titles(old.files["tabular"]), cm_titles(new.files["tabular"])
        table = conversions(new.files.get("cm-conversion"), old.manifest.first_day, new.manifest.last_day)
        found.append(compare(System.CM, before, now, table))
        if said := _addenda(new.files.get("cm-addenda"), old.edition, found[0]):
            found[0] = msgspec.structs.replace(found[0], remarks=(said,))
    if all(any(role.startswith("pcs-") for role in one.files) for one in (old, new)):
        from coding_course.codesets.pcs.book import PcsBook

        books = PcsBook(old), PcsBook(new)
        try:
            was, now = dict(books[0].titles()), dict(books[1].titles())
        finally:
            for book in books:
                book.close()
        if was and now:
            table = conversions(new.files.get("pcs-conversion"), old.manifest.first_day, new.manifest.last_day)
            found.append(compare(System.PCS, was, now, table, _incomplete(old, new)))
    if "hcpcs-official" in old.files and "hcpcs-official" in new.files:
        found.append(compare(System.HCPCS, hcpcs_titles(old), hcpcs_titles(new)))
    return tuple(found)


def cm_titles(tabular: Path) -> dict[str, str]:
    """Return every billable code of a compiled tabular list with its title."""
    return dict(codes_of(read_entries(tabular)))


def hcpcs_titles(holding: Holding) -> dict[str, str]:
    """Return the HCPCS Level II codes of an imported release that had not ended before the fiscal year."""
    begins = holding.manifest.first_day
    rows = read_rows(holding.files["hcpcs-official"])
    return {row[0]: row[2] for row in rows if row[1] == "code" and not (row[5] and row[5] < begins)}


def conversions(path: Path | None, since: str, until: str) -> dict[str, tuple[str, ...]]:
    """Return what was coded before each code that is new after one day and up to another."""
    if path is None:
        return {}
    rows = (row for row in read_rows(path) if since < row[1] <= until)
    return {row[0]: tuple(choice for choice in row[2].split("|") if choice) for row in rows}


def _incomplete(*holdings: Holding) -> tuple[str, ...]:
    """Return a sentence for an edition that does not hold every ICD-10-PCS code."""
    said = []
    for one in holdings:
        counts = one.manifest.counts
        lacking = counts.get("pcs codes of the official release", 0) - counts.get("pcs codes", 0)
        if lacking > 0:
            whole = counts["pcs codes of the official release"]
            said.append(
                f"{one.edition} holds {counts['pcs codes']:,} of its {whole:,} ICD-10-PCS codes, so up to {lacking:,} "
                "codes may seem new or deleted that are not. Import its order file for the whole list."
            )
    return tuple(dict.fromkeys(said))


def _addenda(path: Path | None, since: str, found: Difference) -> str:
    """Return whether the publisher's addenda say the same of the codes; an empty text where there are none."""
    if path is None:
        return ""
    told: dict[str, set[str]] = {"new": set(), "deleted": set(), "revised": set()}
    for row in read_table(path):
        if row["since"] not in ("", since):
            return ""
        if row["billable"] == "1":
            told[row["change"]].add(row["code"])
    ours: dict[str, Collection[str]] = {
        "new": {one.code for one in found.new},
        "deleted": {one.code for one in found.deleted},
        "revised": {one.code for one in found.revised},
    }
    if all(told[word] == ours[word] for word in told):
        counted = ", ".join(f"{len(codes):,} {word}" for word, codes in told.items())
        return f"The publisher's addenda say the same: {counted}."
    odd = sorted(code for word in told for code in told[word].symmetric_difference(ours[word]))
    some = ", ".join(odd[:5]) + (", ..." if len(odd) > 5 else "")
    return (
        f"The publisher's addenda differ in {len(odd):,} codes ({some}); one of the two editions may hold another "
        "update of its year."
    )
