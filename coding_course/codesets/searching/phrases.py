"""The phrases of an edition: every way to say what an entry means, and which entry a phrase leads to.

A phrase is a title, an inclusion term, a line of another entry's note that sends the reader here, a lay term, or a
term of an Alphabetic Index that the learner loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from coding_course.codesets.compiled import Entry
from coding_course.codesets.model import NoteKind

TITLE, INCLUSION, INCLUDES, REFERRED, LAY, INDEX = range(6)
"""Kinds of phrase."""

Phrase = tuple[int, int, str]
"""Number of the entry, kind, text."""

_REFERENCE = re.compile(r"\s*\([^()]*[A-Z]\d[0-9A-Z][^()]*\)")
_REFERRING = frozenset((NoteKind.EXCLUDES1, NoteKind.EXCLUDES2, NoteKind.CODE_FIRST, NoteKind.USE_ADDITIONAL))


def of_tabular(entries: Iterable[Entry], number: Mapping[str, int]) -> Iterator[Phrase]:
    """Yield titles, inclusion terms and the lines of notes that send the reader to one entry."""
    for entry in entries:
        if entry.kind in ("chapter", "section"):
            continue
        here = number[entry.code]
        yield here, TITLE, entry.title
        for kind, text, codes in entry.notes:
            if kind == NoteKind.INCLUSION_TERM:
                yield here, INCLUSION, text
            elif kind == NoteKind.INCLUDES:
                yield here, INCLUDES, text
            elif kind in _REFERRING and len(codes) == 1 and codes[0] in number and "-" not in codes[0]:
                yield number[codes[0]], REFERRED, _REFERENCE.sub("", text)


def of_lay_terms(rows: Iterable[Mapping[str, str]], number: Mapping[str, int]) -> Iterator[Phrase]:
    """Yield lay terms at the codes that they name; the lay terms serve every edition, and codes come and go."""
    for row in rows:
        for code in row["codes"].split():
            if code in number:
                yield number[code], LAY, row["term"]


def of_index(terms: Iterable[tuple[str, str]], number: Mapping[str, int]) -> Iterator[Phrase]:
    """Yield the terms of an Alphabetic Index, each with its code.

    A code that the index leaves to be completed (``M25.56-``), or that takes a 7th character, leads to its header or
    leaf.
    """
    for text, code in terms:
        here = number.get(code.rstrip("-.")) or number.get(code)
        if here:
            yield here, INDEX, text
