"""The terms of a volume in the order of the book, and the compiled form in which they are kept.

A compiled volume is JSON lines, xz-compressed: first a :class:`Head`, then a line a term. Writing is deterministic.
"""

from __future__ import annotations

import lzma
from collections.abc import Sequence

import msgspec

from coding_course.codesets.official.packing import pack
from coding_course.codesets.searching.words import fold

ROLES = {
    "diseases": "index",
    "neoplasms": "index-neoplasms",
    "drugs": "index-drugs",
    "external-causes": "index-external-causes",
    "procedures": "index-procedures",
}
"""Volume to the role of its compiled file, in the order of the book."""
TITLES = {
    "diseases": "Index to Diseases and Injuries",
    "neoplasms": "Neoplasm Table",
    "drugs": "Table of Drugs and Chemicals",
    "external-causes": "External Cause of Injuries Index",
    "procedures": "ICD-10-PCS Index",
}


class Head(msgspec.Struct, omit_defaults=True):
    """The first line of a compiled volume."""

    volume: str
    source: str
    official: bool
    columns: list[str] = []


class Term(msgspec.Struct, omit_defaults=True):
    """One line of an index, before it has an id."""

    level: int
    title: str
    nonessential: str = ""
    codes: list[str] = []
    manifestation: str = ""
    see: str = ""
    see_also: str = ""
    use: str = ""
    cells: list[str] = []
    """One for each column; empty where the table prints none."""
    letter: str = ""
    """Of a main term: the letter it stands under, where it is not the first of its title."""


class Terms(msgspec.Struct):
    """One volume."""

    head: Head
    terms: list[Term]

    def letter(self, place: int) -> str:
        """Return the letter under which a main term stands."""
        term = self.terms[place]
        return term.letter or first_letter(term.title)


def first_letter(title: str) -> str:
    """Return the letter under which a title is sorted, ``#`` when it begins with none.

    Examples
    --------
    >>> first_letter("Ménière's disease"), first_letter("2,4-D")
    ('M', '#')
    """
    first = fold(title[:1]).upper()
    return first if "A" <= first <= "Z" else "#"


def encode(volume: Terms) -> bytes:
    """Return a volume as compiled bytes that depend on nothing but its terms."""
    lines = [msgspec.json.encode(volume.head), *map(msgspec.json.encode, volume.terms)]
    return pack(b"\n".join(lines))


def decode(data: bytes) -> Terms:
    """Return the volume of compiled bytes.

    Raises
    ------
    ValueError
        When they were damaged.
    """
    try:
        head, _, rest = lzma.decompress(data).partition(b"\n")
        return Terms(msgspec.json.decode(head, type=Head), msgspec.json.Decoder(Term).decode_lines(rest))
    except (lzma.LZMAError, msgspec.MsgspecError) as problem:
        raise ValueError(f"no volume of an index: {problem}") from problem


def parents(terms: Sequence[Term]) -> list[int]:
    """Return for each term the place of the term above, -1 for a main term."""
    above: list[int] = []
    result = []
    for place, term in enumerate(terms):
        del above[term.level :]
        result.append(above[-1] if above else -1)
        above.append(place)
    return result
