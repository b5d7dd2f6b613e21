"""What is kept of an import: one record a file, in the manifest of the learner's own edition.

The manifest has the shape of an embedded one, so whoever reads an edition sees no difference; the records are beside
it. Manifest and records are one file, so they change together or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from coding_course.codesets.compiled import MANIFEST, Manifest
from coding_course.codesets.official.years import days


class Record(msgspec.Struct, frozen=True):
    """One release file that was imported."""

    kind: str
    """Id of its kind: ``cm-tabular``."""
    title: str
    publisher: str
    path: str
    """Where it was found, for people."""
    sha256: str
    """Of the file as it was found, unpacked."""
    files: dict[str, str]
    """Role to the name of the compiled file in the edition's folder."""
    counts: dict[str, int]
    remarks: tuple[str, ...]
    when: str
    """Time of the import, ISO form, UTC."""
    april: bool = False
    """True when it is the update of April 1."""


class OwnManifest(Manifest):
    """The manifest of an edition in the user's data folder."""

    imports: list[Record] = msgspec.field(default_factory=list)
    settled: dict[str, str] = msgspec.field(default_factory=dict)
    """Role to the name of the file that follows from several imports (:mod:`settling`)."""
    settled_counts: dict[str, int] = msgspec.field(default_factory=dict)
    remarks: list[str] = msgspec.field(default_factory=list)
    """What was found when the files were settled."""


def read_own(user: Path, edition: str) -> OwnManifest | None:
    """Return the manifest of an imported edition; None when there is none, or none that counts."""
    path = user / edition.lower() / MANIFEST
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=OwnManifest)
    except (OSError, msgspec.MsgspecError):
        return None
    return manifest if manifest.edition == edition.upper() else None


def compose(
    edition: str,
    imports: Iterable[Record],
    settled: dict[str, str],
    settled_counts: dict[str, int],
    remarks: Iterable[str],
) -> OwnManifest:
    """Return the manifest that follows from records."""
    kept = list(imports)
    first, last = days(edition)
    lists = [record for record in kept if record.kind in ("cm-tabular", "cm-order")]
    update = ", April 1 update" if any(record.april for record in lists) else ""
    counts: dict[str, int] = {}
    files: dict[str, str] = {}
    for record in kept:
        # Several files of a release count "main terms"; the first keeps the plain words.
        counts |= {(f"{what}: {record.kind}" if what in counts else what): n for what, n in record.counts.items()}
        files |= record.files
    return OwnManifest(
        edition=edition,
        title=f"ICD-10-CM {edition}{update}" if lists else f"Releases of {edition}",
        first_day=first,
        last_day=last,
        files={**files, **settled},
        counts={**counts, **settled_counts},
        sources=[
            {
                "file": record.path,
                "kind": record.title,
                "publisher": record.publisher,
                "sha256": record.sha256,
                "imported": record.when,
            }
            for record in kept
        ],
        imports=kept,
        settled=settled,
        settled_counts=settled_counts,
        remarks=list(remarks),
    )


def replaced(imports: Iterable[Record], new: Record) -> list[Record]:
    """Return records with a new one, which takes its roles from those that had them.

    Examples
    --------
    >>> old = Record("a", "A", "", "a.txt", "0", {"index": "a.1", "gem": "g.1"}, {}, (), "")
    >>> [sorted(r.files) for r in replaced([old], Record("b", "B", "", "b.txt", "1", {"index": "b.1"}, {}, (), ""))]
    [['gem'], ['index']]
    """
    kept = []
    for record in imports:
        files = {role: name for role, name in record.files.items() if role not in new.files}
        if files:
            kept.append(msgspec.structs.replace(record, files=files))
    return [*kept, new]
