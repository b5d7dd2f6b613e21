"""Where an edition's compiled files lie: what the learner imported, over what the course embeds.

An edition is a set of compiled files, each with a role: ``tabular``, ``pcs-titles``, ``index``, ... The embedded ones
lie in ``datasets/codesets/<edition>/``, imported ones in the user's data folder, in the same form and with a manifest
of the same shape. A file that was imported is used in place of the embedded one of its role.

An index serves other years than its own, since each code that it leads to is looked up in the edition that is open; so
an edition without one borrows the newest there is, and says from where.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType

import msgspec

from coding_course.codesets.compiled import MANIFEST, Manifest, read_manifest
from coding_course.resources import CURRENT_EDITION, share_root

DATA_VARIABLE = "CODING_COURSE_DATA"
USED = "used.json"
_NAME = re.compile(r"FY20\d\d")

SHARED_FILES = {
    "lay-terms": "lay-terms.tsv",
    "related-words": "related-words.tsv",
    "word-parts": "word-parts.tsv",
    "procedure-words": "procedure-words.tsv",
    "cpt": "cpt.tsv",
    "hcpcs": "hcpcs.tsv",
    "modifiers": "modifiers.tsv",
    "places": "places-of-service.tsv",
    "study-terms": "study-index-terms.tsv",
    "study-neoplasms": "study-index-neoplasms.tsv",
    "study-drugs": "study-index-drugs.tsv",
    "study-procedures": "study-index-procedures.tsv",
    "pcs-names": "pcs-names.tsv",
    "pcs-axes": "pcs-axes.tsv",
    "pcs-root-operations": "pcs-root-operations.tsv",
    "pcs-approaches": "pcs-approaches.tsv",
    "pcs-devices": "pcs-devices.tsv",
    "pcs-qualifiers": "pcs-qualifiers.tsv",
    "pcs-intents": "pcs-intents.tsv",
}
"""Role and name of the files that people write and that serve every edition."""


BORROWED = ("index", "gem-", "pcs-facts", "disease-names")
"""How the roles begin that an edition borrows from another when it lacks them: dates of procedure codes span years."""


class Holding(msgspec.Struct, frozen=True):
    """The compiled files of one edition."""

    edition: str
    """``FY2026``."""
    manifest: Manifest
    files: Mapping[str, Path]
    """Role to file; a role that the edition lacks is not there."""
    imported: frozenset[str] = frozenset()
    """The roles that come from the learner's own imports."""
    origins: Mapping[str, str] = MappingProxyType({})
    """Role to the edition that it was borrowed from, for roles that the edition itself lacks: ``index``: ``FY2017``."""

    @property
    def whole(self) -> bool:
        """True when it has a list of codes and can be opened; False for parts, which other editions borrow."""
        return "tabular" in self.files

    def origin(self, role: str) -> str:
        """Return the edition that a role's file belongs to."""
        return self.origins.get(role, self.edition)


def user_folder() -> Path:
    """Return the folder of the learner's own editions; ``CODING_COURSE_DATA`` names its parent."""
    if named := os.environ.get(DATA_VARIABLE):
        return Path(named) / "codesets"
    import platformdirs

    return Path(platformdirs.user_data_dir("coding-course", appauthor=False)) / "codesets"


def used_edition(user: Path | None = None) -> str:
    """Return the edition that is meant where none is named: the learner's choice, else the course's own.

    A choice that is no longer there counts as none.
    """
    user = user_folder() if user is None else user
    try:
        chosen = msgspec.json.decode((user / USED).read_bytes(), type=dict[str, str])["edition"].upper()
    except (OSError, msgspec.MsgspecError, KeyError):
        return CURRENT_EDITION
    if not _NAME.fullmatch(chosen):
        return CURRENT_EDITION
    places = (user, share_root() / "datasets" / "codesets")
    return chosen if any((place / chosen.lower() / MANIFEST).is_file() for place in places) else CURRENT_EDITION


def editions(embedded: Path, user: Path) -> tuple[str, ...]:
    """Return the names of all editions held, embedded or imported, in order."""
    found = {path.parent.name.upper() for folder in (embedded, user) for path in folder.glob(f"*/{MANIFEST}")}
    return tuple(sorted(name for name in found if _NAME.fullmatch(name)))


def whole_editions(embedded: Path, user: Path) -> tuple[str, ...]:
    """Return the names of the editions that can be opened, in order."""
    held = ((name, find(name, embedded, user)) for name in editions(embedded, user))
    return tuple(name for name, holding in held if holding is not None and holding.whole)


def unreadable(user: Path) -> tuple[Path, ...]:
    """Return the learner's manifests that count for nothing: cut short, damaged, or of another edition's folder."""
    paths = sorted(user.glob(f"*/{MANIFEST}"))
    return tuple(path for path in paths if imported_manifest(user, path.parent.name) is None)


def find(name: str, embedded: Path, user: Path) -> Holding | None:
    """Return an edition's files, imported ones first, or None when neither folder holds any.

    Parameters
    ----------
    name
        Fiscal year, ``FY2026``.
    embedded, user
        The course's folder of editions, and the learner's.
    """
    if not _NAME.fullmatch(name.upper()):
        return None
    own, given = imported_manifest(user, name), read_manifest(embedded, name)
    return compose(name.upper(), own, given, embedded, user)


def compose(name: str, own: Manifest | None, given: Manifest | None, embedded: Path, user: Path) -> Holding | None:
    """Return the files of an edition whose manifests are these: the learner's, and the course's.

    An import asks for it before its manifest is in place, to try the edition out.
    """
    if own is None and given is None:
        return None
    shared = {role: path for role, file in SHARED_FILES.items() if (path := embedded / file).is_file()}
    base = _files(embedded, name, given)
    mine = {role: path for role, path in _files(user, name, own).items() if path.is_file()}
    manifest = given or own
    assert manifest is not None
    if given and own:
        manifest = msgspec.structs.replace(
            given,
            files={**given.files, **own.files},
            counts={**given.counts, **own.counts},
            sources=[*given.sources, *own.sources],
        )
    lent, origins = _borrowed(name, embedded, user, base.keys() | mine.keys())
    return Holding(name, manifest, {**shared, **lent, **base, **mine}, frozenset(mine), MappingProxyType(origins))


def imported_manifest(user: Path, name: str) -> Manifest | None:
    """Return the manifest of what the learner imported for an edition.

    One that cannot be read, or that is another edition's, counts as none.
    """
    try:
        manifest = read_manifest(user, name)
    except (OSError, msgspec.MsgspecError):
        return None
    return manifest if manifest is not None and manifest.edition == name.upper() else None


def _files(folder: Path, name: str, manifest: Manifest | None) -> dict[str, Path]:
    """Return the files that a manifest names; a file is never taken from elsewhere than the edition's own folder."""
    place = folder / name.lower()
    named = {role: place / file for role, file in manifest.files.items()} if manifest else {}
    return {role: path for role, path in named.items() if path.parent == place}


def _borrowed(name: str, embedded: Path, user: Path, held: Collection[str]) -> tuple[dict[str, Path], dict[str, str]]:
    """Return files of roles that other editions lend, the newest first, and which edition each is from."""
    files: dict[str, Path] = {}
    origins: dict[str, str] = {}
    for other in reversed(editions(embedded, user)):
        if other == name:
            continue
        theirs = {
            **_files(embedded, other, read_manifest(embedded, other)),
            **_files(user, other, imported_manifest(user, other)),
        }
        for role, path in theirs.items():
            if role.startswith(BORROWED) and role not in held and role not in files and path.is_file():
                files[role], origins[role] = path, other
    return files, origins
