"""Lay the course out in a learner's folder, and keep it up to date without touching what they did there.

A workspace holds the lessons, the charts to read on paper, and a hidden folder ``.coding-course/`` with a
manifest: for each file laid out, the checksum it then had. A file that still has it was not changed
and may be replaced by a newer version. A file that differs is the learner's: it stays as it is, and when the
course has a newer version of it, that one is laid beside it under a name that says so.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path, PurePosixPath

import msgspec

from coding_course import __version__

MARKER = ".coding-course"
"""Folder that makes a folder a workspace."""

_MANIFEST = "manifest.json"


class LayoutFailed(OSError):
    """The workspace could not be written; the message says which file, why, and what to do."""


class Outcome(StrEnum):
    """What happened to one file."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    """Changed by the learner; the course has nothing newer."""
    BESIDE = "beside"
    """Changed by the learner; the course's newer version was laid beside it."""


class Laid(msgspec.Struct, frozen=True):
    """One file of the workspace after laying out."""

    path: str
    """Relative to the workspace, with forward slashes."""
    outcome: Outcome
    beside: str = ""
    """Where the newer version lies, when the learner's own was kept."""


class Layout(msgspec.Struct, frozen=True):
    """What laying out did."""

    folder: str
    files: tuple[Laid, ...]
    version: str = __version__

    def count(self, outcome: Outcome) -> int:
        """Return how many files had this outcome.

        Examples
        --------
        >>> Layout("here", (Laid("a.ipynb", Outcome.NEW),)).count(Outcome.NEW)
        1
        """
        return sum(file.outcome is outcome for file in self.files)


class _Manifest(msgspec.Struct, forbid_unknown_fields=False):
    version: str = ""
    files: dict[str, str] = {}


def checksum(content: bytes) -> str:
    """Return the SHA-256 of a file's content, in hexadecimal.

    Examples
    --------
    >>> checksum(b"")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(content).hexdigest()


def lay_out(folder: Path, files: Mapping[str, bytes], *, version: str = __version__) -> Layout:
    """Write the course's files into a workspace, never over what the learner changed.

    Parameters
    ----------
    folder
        The workspace; made when it is not there.
    files
        Relative path with forward slashes to content, all that the course wants to have there.
    version
        Version of the course, used in the name of a file laid beside a changed one.

    Returns
    -------
    Layout
        What happened to each file, in the order of their paths.

    Raises
    ------
    LayoutFailed
        If the folder cannot be written. What was laid until then is complete and noted in the manifest, so
        that the same call goes on where it stopped.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as home:
    ...     lay_out(Path(home), {"a/b.txt": b"hello"}).files[0].outcome.value
    'new'
    """
    manifest = _read_manifest(folder)
    laid: list[Laid] = []
    try:
        (folder / MARKER).mkdir(parents=True, exist_ok=True)
        for path in sorted(files):
            laid.append(_lay_one(folder, path, files[path], manifest, version))
    except OSError as problem:
        where = getattr(problem, "filename", None) or folder
        raise LayoutFailed(
            f"Could not write {where}: {problem.strerror or problem}. Nothing of yours was changed. "
            "Free some space or choose a folder that you may write to, and give the command again."
        ) from problem
    finally:
        if (folder / MARKER).is_dir():
            manifest.version = version
            _write_manifest(folder, manifest)
    return Layout(str(folder), tuple(laid), version)


def _lay_one(folder: Path, path: str, content: bytes, manifest: _Manifest, version: str) -> Laid:
    target = folder.joinpath(*PurePosixPath(path).parts)
    new = checksum(content)
    present = _read(target)
    if present is None:
        outcome = Outcome.NEW
    elif checksum(present) == new:
        manifest.files[path] = new
        return Laid(path, Outcome.UNCHANGED)
    elif manifest.files.get(path) == checksum(present):
        outcome = Outcome.UPDATED
    elif manifest.files.get(path) == new:
        return Laid(path, Outcome.KEPT)
    else:
        return _lay_beside(folder, path, content, manifest, version)
    _replace(target, content)
    manifest.files[path] = new
    return Laid(path, outcome)


def _lay_beside(folder: Path, path: str, content: bytes, manifest: _Manifest, version: str) -> Laid:
    """Lay the newer version next to a file that the learner changed, once for each version."""
    plain = PurePosixPath(path)
    name = f"{plain.stem} (version {version}){plain.suffix}"
    beside = str(plain.with_name(name))
    target = folder.joinpath(*PurePosixPath(beside).parts)
    if _read(target) is None:
        _replace(target, content)
    manifest.files[path] = checksum(content)
    return Laid(path, Outcome.BESIDE, beside)


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _replace(target: Path, content: bytes) -> None:
    """Write a file so that at no moment half of it is there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        aside.write_bytes(content)
        os.replace(aside, target)
    finally:
        aside.unlink(missing_ok=True)


def _read_manifest(folder: Path) -> _Manifest:
    """Read the manifest; a lost or damaged one means that every file counts as the learner's."""
    try:
        return msgspec.json.decode((folder / MARKER / _MANIFEST).read_bytes(), type=_Manifest)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return _Manifest()


def _write_manifest(folder: Path, manifest: _Manifest) -> None:
    text = json.dumps({"version": manifest.version, "files": manifest.files}, indent=1, sort_keys=True)
    try:
        _replace(folder / MARKER / _MANIFEST, text.encode())
    except OSError:
        # The error that brought us here is already on its way to the learner.
        return


def course_files(notebooks: Path, extra: Iterable[tuple[str, bytes]] = ()) -> dict[str, bytes]:
    """Collect what a workspace should hold: the learner notebooks with their pictures, and more.

    Parameters
    ----------
    notebooks
        The folder of built learner notebooks.
    extra
        Further files as (relative path, content).

    Examples
    --------
    >>> course_files(Path("no such folder"), [("a.txt", b"a")])
    {'a.txt': b'a'}
    """
    found = {
        path.relative_to(notebooks).as_posix(): path.read_bytes()
        for path in sorted(notebooks.rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(notebooks).parts)
    }
    return {**{f"lessons/{path}": content for path, content in found.items()}, **dict(extra)}
