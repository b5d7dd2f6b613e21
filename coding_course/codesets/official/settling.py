"""What several releases of one edition say together: the tabular list and the facts that an edition is read from.

The result depends on what was imported and not on the order of the imports. The order file decides which codes there
are: a 7th character that the tabular list's elements give and the order file does not have is taken out, as a note
under S06 does by words. The POA-exempt list decides who is exempt. Dates of codes are known across years, the Medicare
Code Editor's categories for the year they were read for alone.
"""

from __future__ import annotations

import lzma
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from pathlib import Path

import msgspec

from coding_course.codesets.compiled import (
    FACT_COLUMNS,
    Entry,
    decode_entries,
    encode_entries,
    read_entries,
    read_manifest,
    read_rows,
    rows_in,
)
from coding_course.codesets.expand import codes_of, seventh_by_leaf, with_seventh
from coding_course.codesets.forms import compact
from coding_course.codesets.official.kinds import ReleaseProblem
from coding_course.codesets.official.order_entries import Row, from_order, rows_of
from coding_course.codesets.official.packing import pack
from coding_course.codesets.official.years import days
from coding_course.codesets.read_tabular import counts_of

TABULAR, FACTS = "icd10cm-tabular-settled.jsonl.xz", "icd10cm-facts-settled.tsv.xz"
POA = "poa-exempt"
INPUTS = ("tabular", "cm-order", "poa-exempt")
"""Roles that decide the result; when none of them was ever imported, nothing is derived."""

Fact = tuple[str, str, str, str]


class Settled(msgspec.Struct, frozen=True):
    """What follows from the files of an edition."""

    files: Mapping[str, bytes] = {}
    """Role to bytes; a role is there only when it differs from what is imported or embedded."""
    counts: Mapping[str, int] = {}
    remarks: tuple[str, ...] = ()


class Given(msgspec.Struct, frozen=True):
    """What the course embeds, as far as it matters here."""

    tabular: Path | None
    """Of the same edition."""
    facts: Path | None
    """Of the same edition."""
    other_tabular: Path | None
    """Of the newest edition embedded, for chapters and sections."""
    other_facts: Path | None
    """Of the newest edition embedded, for dates."""

    @classmethod
    def of(cls, edition: str, embedded: Path, editions: Iterable[str]) -> Given:
        """Look the files up."""

        def role(name: str, of: str) -> Path | None:
            manifest = read_manifest(embedded, name) if name else None
            file = manifest.files.get(of) if manifest else None
            path = embedded / name.lower() / file if file else None
            return path if path is not None and path.is_file() else None

        newest = max((name for name in editions if name != edition), default="")
        others = (role(newest, "tabular"), role(newest, "facts"))
        own = (role(edition, "tabular"), role(edition, "facts"))
        return cls(own[0], own[1], own[0] or others[0], own[1] or others[1])


def settle(edition: str, imported: Mapping[str, Callable[[], bytes]], given: Given) -> Settled:
    """Return what an edition is read from.

    Parameters
    ----------
    edition
        ``FY2026``.
    imported
        Role to a function that gives the bytes of its compiled file, for what was imported.
    given
        What the course embeds.
    """
    if not any(role in imported for role in INPUTS):
        return Settled()
    files: dict[str, bytes] = {}
    counts: dict[str, int] = {}
    remarks: list[str] = []
    entries = _entries(imported, given)
    order = rows_of(_rows(imported["cm-order"]())) if "cm-order" in imported else None
    if order is not None and entries is None:
        scaffold = read_entries(given.other_tabular) if given.other_tabular else []
        entries = from_order(order, scaffold)
        files["tabular"] = pack(encode_entries(entries))
        remarks.append(
            f"{edition} is read from its order file alone, so it has codes and titles and no instructional notes; "
            "chapters and sections are those of the course's own edition. Import the tabular list (XML) for the notes."
        )
    elif order is not None and entries is not None:
        before = encode_entries(entries)
        entries, said = reconcile(entries, order)
        remarks += said
        if (after := encode_entries(entries)) != before:
            files["tabular"] = pack(after)
    billable = None if entries is None else {code for code, _ in codes_of(entries)}
    if entries is not None and ("tabular" in imported or "tabular" in files):
        counts |= counts_of(entries)
    exempt = {code for (code,) in _rows(imported["poa-exempt"]())} if "poa-exempt" in imported else None
    facts, said = settle_facts(edition, billable, exempt, _facts(given.facts), _facts(given.other_facts))
    remarks += said
    if facts is not None:
        files["facts"] = pack("".join("\t".join(row) + "\n" for row in (FACT_COLUMNS, *facts)).encode())
        counts["poa exempt"] = sum(POA in flags.split() for _, _, _, flags in facts)
    return Settled(files, counts, tuple(remarks))


def _entries(imported: Mapping[str, Callable[[], bytes]], given: Given) -> list[Entry] | None:
    if "tabular" in imported:
        return decode_entries(lzma.decompress(imported["tabular"]()))
    return read_entries(given.tabular) if given.tabular else None


def _rows(data: bytes) -> list[tuple[str, ...]]:
    return list(rows_in(lzma.decompress(data)))


def _facts(path: Path | None) -> list[Fact] | None:
    return None if path is None else [(row[0], row[1], row[2], row[3]) for row in read_rows(path)]


def some(codes: Iterable[str], number: int = 5) -> str:
    """Return the first few codes for a sentence.

    Examples
    --------
    >>> some(["A00", "A01", "A02"], 2)
    'A00, A01, ...'
    """
    listed = sorted(codes)
    return ", ".join(listed[:number]) + (", ..." if len(listed) > number else "")


def reconcile(entries: list[Entry], order: Sequence[Row]) -> tuple[list[Entry], list[str]]:
    """Let the order file decide which codes a tabular list has.

    Returns
    -------
    tuple
        The entries, the same list where nothing had to change, and sentences about what was found.
    """
    official = {row.code: row.title for row in order if row.billable}
    held = dict(codes_of(entries))
    if not official.keys() ^ held.keys():
        other = [code for code, title in official.items() if held[code] != title]
        if other:
            return entries, [f"{len(other):,} titles differ between order file and tabular list ({some(other)})."]
        return entries, [f"Order file and tabular list agree in all {len(held):,} codes and titles."]
    remarks = []
    if taken := _withdraw(entries, held.keys() - official.keys()):
        remarks.append(
            f"The order file does not have {len(taken):,} codes that 7th characters of the tabular list would make "
            f"({some(taken)}); they were taken out."
        )
    if missing := official.keys() - held.keys():
        entries = _with_new(entries, order)
        remarks.append(
            f"{len(missing):,} codes stand in the order file and not in the tabular list ({some(missing)}); they "
            "are there without notes. Import the tabular list of the same update, and they have them."
        )
    headers = {row.code for row in order if not row.billable}
    if left := held.keys() - official.keys() - taken - headers:
        remarks.append(
            f"{len(left):,} codes stand in the tabular list and not in the order file ({some(left)}); they may belong "
            "to another update of the year."
        )
    return entries, remarks


def _withdraw(entries: list[Entry], surplus: Set[str]) -> set[str]:
    """Take 7th characters out that make codes which the order file does not have; return those codes."""
    taken: set[str] = set()
    by_code = {entry.code: entry for entry in entries}
    for leaf, characters in seventh_by_leaf(entries).items():
        gone = {c for c in characters if with_seventh(leaf, c) in surplus}
        if gone and len(gone) < len(characters):
            by_code[leaf].seventh = {c: text for c, text in characters.items() if c not in gone}
            taken |= {with_seventh(leaf, c) for c in gone}
    return taken


def _with_new(entries: list[Entry], order: Sequence[Row]) -> list[Entry]:
    """Return the hierarchy of the order file with the notes of the tabular list, and what that list alone has."""
    known = {entry.code: entry for entry in entries}
    made = from_order(order, entries)
    result: list[Entry] = []
    for entry in made:
        if (old := known.get(entry.code)) is not None:
            seventh = old.seventh if entry.kind == old.kind and entry.seventh is None else entry.seventh
            entry = msgspec.structs.replace(entry, notes=old.notes, printed=old.printed, seventh=seventh)
        result.append(entry)
    placed = {entry.code for entry in result}
    for entry in entries:
        if entry.code in placed:
            continue
        at = next((n for n in range(len(result) - 1, -1, -1) if entry.parent in (result[n].code, result[n].parent)), -1)
        result.insert(at + 1, entry)
        placed.add(entry.code)
    return result


def settle_facts(
    edition: str,
    billable: set[str] | None,
    exempt: set[str] | None,
    own: list[Fact] | None,
    other: list[Fact] | None,
) -> tuple[list[Fact] | None, list[str]]:
    """Return the facts of an edition, or None when those that the course embeds stand as they are.

    Parameters
    ----------
    edition
        ``FY2026``.
    billable
        Its codes; None while no list of them is held.
    exempt
        Its codes exempt from POA; None while no list of them was imported.
    own
        Facts embedded for this edition; None when it is not embedded.
    other
        Facts embedded for another edition, of which the dates are taken.
    """
    remarks: list[str] = []
    if exempt is not None and billable is not None and (unknown := exempt - billable):
        raise ReleaseProblem(
            f"The POA-exempt list names {len(unknown):,} codes that are no billable codes of {edition} "
            f"({some(unknown)}). It is of another year, or the order file is of another update."
        )
    if own is not None and exempt is None and billable is not None and _in_force(edition, billable, own):
        return None, remarks
    rows = {code: (first, last, flags) for code, first, last, flags in own or ()}
    if own is None:
        rows = {code: (first, last, "") for code, first, last, _ in other or () if first or last}
        remarks.append(
            "The Medicare Code Editor's categories (age, manifestation, unacceptable principal diagnosis) are not held "
            f"for {edition}, so edits that rest on them stay silent there."
        )
        if exempt is None:
            remarks.append(f"Which codes are exempt from POA in {edition} is not known until its list is imported.")
    if exempt is not None:
        for code in rows.keys() | exempt:
            first, last, flags = rows.get(code, ("", "", ""))
            words = [word for word in flags.split() if word != POA] + [POA] * (code in exempt)
            rows[code] = (first, last, " ".join(words))
    contradicted = 0
    begins, ends = days(edition)
    for code in rows.keys() & (billable or set()):
        first, last, flags = rows[code]
        right = ("" if first > ends else first, "" if last and last < begins else last, flags)
        contradicted += right != rows[code]
        rows[code] = right
    if contradicted:
        remarks.append(
            f"{contradicted:,} codes are valid in {edition} against the dates known before; the release counts."
        )
    return [(code, *rows[code]) for code in sorted(rows, key=compact) if any(rows[code])], remarks


def _in_force(edition: str, billable: set[str], own: list[Fact]) -> bool:
    begins, ends = days(edition)
    return not any(code in billable and ((last and last < begins) or first > ends) for code, first, last, _ in own)
