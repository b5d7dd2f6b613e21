"""Evidence marked in documents: which stretches of a note an explanation rests on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from coding_course.grading.model import Evidence


class Segment(msgspec.Struct, frozen=True):
    """A stretch of a document's text, and the numbers of the marks that cover it."""

    text: str
    marks: tuple[int, ...] = ()


def find(text: str, quote: str) -> tuple[int, int] | None:
    r"""Return where a quote stands in a text, line breaks and runs of spaces counting as one space.

    Examples
    --------
    >>> find("Type 2\n  diabetes, stable", "Type 2 diabetes")
    (0, 17)
    """
    words = quote.split()
    if not words:
        return None
    found = re.search(r"\s+".join(re.escape(word) for word in words), text)
    return found.span() if found else None


def segments(text: str, document: str, marks: Sequence[tuple[int, Evidence]]) -> tuple[Segment, ...]:
    """Cut a document at the edges of its evidence.

    Parameters
    ----------
    text, document
        The document's text and its id.
    marks
        Number and evidence of each mark; those of other documents are skipped, marks may overlap.

    Returns
    -------
    tuple
        Segments that put together are the text again.

    Examples
    --------
    >>> [s.text for s in segments("no fever", "n", [(1, Evidence("n", "fever"))])]
    ['no ', 'fever']
    """
    spans = [
        (*place, number)
        for number, evidence in marks
        if evidence.document == document and (place := find(text, evidence.quote)) is not None
    ]
    edges = sorted({0, len(text), *(edge for start, end, _ in spans for edge in (start, end))})
    return tuple(
        Segment(text[start:end], tuple(sorted({n for s, e, n in spans if s <= start and end <= e})))
        for start, end in pairwise(edges)
    )
