"""What the importers of the publishers' index files have in common: reading, following every reference, remarks."""

from __future__ import annotations

from coding_course.codesets.book.model import FOUND
from coding_course.codesets.book.names import Names
from coding_course.codesets.book.reading import counted, read_index
from coding_course.codesets.book.resolving import Resolver, share
from coding_course.codesets.book.terms import ROLES, encode
from coding_course.codesets.official.kinds import Compiled, FileKind

_REASONS = {
    "no such main term": "to a main term that this index does not have",
    "no such subterm": "to a subterm that does not stand under its main term",
    "no code is named": "to a category that is not named",
    "names nothing": "to nothing",
}
"""Why a reference leads nowhere, in words for the person who imports."""


def compile_index(data: bytes, name: str, volume: str, root: str) -> Compiled:
    """Read an index file, follow each of its references, and compile it.

    Parameters
    ----------
    data, name
        The whole file and its name.
    volume
        The volume that it is: ``diseases``, ``neoplasms``, ``drugs``, ``external-causes`` or ``procedures``.
    root
        The element that the file begins with.

    Raises
    ------
    ReleaseProblem
        When it cannot be used.
    """
    terms, elements, edition = read_index(data, name, volume, root)
    resolver = Resolver({volume: Names(terms)})
    targets = [
        target
        for place, term in enumerate(terms.terms)
        if term.see or term.see_also
        for target in resolver.targets(volume, place)
        if target.kind != "use"
    ]
    total, found, rest = share(targets, FOUND)
    remarks = []
    if total:
        remarks.append(f"{found:,} of {total:,} references (see, see also) lead to an entry, a category or a table.")
    for reason, texts in sorted(rest.items(), key=lambda item: -len(item[1])):
        words = _REASONS.get(reason, reason)
        number = f"{len(texts):,} references" if len(texts) > 1 else "One reference"
        remarks.append(f"{number} {words} (shown is the nearest entry): {'; '.join(dict.fromkeys(texts))}.")
    counts = {**counted(elements), "references": total, "references that lead somewhere": found}
    return Compiled(edition, {ROLES[volume]: encode(terms)}, counts, tuple(remarks))


def index_kind(*, id: str, title: str, publisher: str, volume: str, root: str, sign: str) -> FileKind:
    """Return the kind of an index file.

    Parameters
    ----------
    id, title, publisher
        As :class:`FileKind` has them.
    volume, root
        As for :func:`compile_index`.
    sign
        Words near the beginning that tell it from other files with the same root; case does not matter.
    """
    return FileKind(
        id=id,
        title=title,
        publisher=publisher,
        roles={ROLES[volume]: f"index-{volume}.jsonl.xz"},
        recognizes=lambda name, head: _begins(head, root, sign),
        compile=lambda data, name: compile_index(data, name, volume, root),
    )


def _begins(head: bytes, root: str, sign: str) -> bool:
    """Say whether a file begins with its root element and has the words that tell it apart."""
    start = head[:3000].replace(b"\0", b"")
    return f"<{root}".encode() in start and sign.lower().encode() in start.lower()
