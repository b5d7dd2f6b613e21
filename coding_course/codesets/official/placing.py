"""Putting files of an edition in place, so that an edition is whole at every moment.

Compiled files get names of their own, made from their content; they count for nothing until the manifest names them.
The manifest is written beside its final name and moved over the old one, which is the moment at which the edition
changes. What is killed before leaves the old edition and some files that nobody names; the next import removes them.
Files that the manifest before named stay for readers that have just read it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from coding_course.codesets.compiled import MANIFEST, sha256
from coding_course.codesets.official.kinds import ReleaseProblem
from coding_course.codesets.official.records import OwnManifest

LOCK = "import.lock"
LOCK_SECONDS = 120.0
"""How long an import waits for another; one import of a whole release takes less than a minute."""
PART = ".part"


def own_name(file: str, content: bytes) -> str:
    """Return the name of a compiled file with its content's checksum in it, so that no two contents share a name.

    Examples
    --------
    >>> own_name("icd10cm-tabular.jsonl.xz", b"")
    'icd10cm-tabular.e3b0c44298fc.jsonl.xz'
    """
    stem, dot, suffixes = file.partition(".")
    return f"{stem}.{sha256(content)[:12]}{dot}{suffixes}"


@contextlib.contextmanager
def locked(user: Path, name: str = LOCK, busy: str = "Another import is still at work.") -> Iterator[None]:
    """Let one import change the data folder at a time; file systems without locks go without."""
    import portalocker

    try:
        user.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise ReleaseProblem(said(problem, user)) from problem
    holder = portalocker.Lock(
        str(user / name),
        mode="a",
        timeout=LOCK_SECONDS,
        check_interval=0.05,
        flags=portalocker.LOCK_EX | portalocker.LOCK_NB,
    )
    try:
        holder.acquire()
    except portalocker.AlreadyLocked:
        raise ReleaseProblem(f"{busy} Wait until it is done, and try again.") from None
    except portalocker.LockException:
        yield
        return
    except OSError as problem:
        raise ReleaseProblem(said(problem, user)) from problem
    try:
        yield
    finally:
        with contextlib.suppress(OSError, portalocker.LockException):
            holder.release()


def said(problem: OSError, folder: Path) -> str:
    """Return a sentence about a write that failed."""
    if problem.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return (
            "The disk is full, so nothing was changed and the editions you had are still in use. Free some space where "
            f"{folder} lies, or let CODING_COURSE_DATA name a folder on another disk, and try again."
        )
    return (
        f"{folder} cannot be written ({problem.strerror or problem}), so nothing was changed. Give yourself the right "
        "to write there, or let CODING_COURSE_DATA name another folder, and try again."
    )


def write_part(path: Path, data: bytes) -> Path:
    """Write a file beside its name and make sure that it is on disk; return where it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Opened, not made by tempfile, which lets nobody else read it: an instructor's folder serves a class.
    part = path.with_name(f"{path.name}-{secrets.token_hex(4)}{PART}")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return part


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its name, make sure it is on disk, and move it into place."""
    part = write_part(path, data)
    try:
        _move(part, path)
    finally:
        part.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _move(part: Path, path: Path) -> None:
    """Move a file over another; Windows refuses while somebody reads the other, which takes milliseconds."""
    for attempt in range(40):
        try:
            os.replace(part, path)
            return
        except PermissionError:
            if os.name != "nt" or attempt == 39:
                raise
            time.sleep(0.05)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write compiled files under their own names; one that is there has the same content already.

    Raises
    ------
    ReleaseProblem
        When the disk is full or cannot be written; what was written then is removed again.
    """
    written: list[Path] = []
    try:
        for name, data in files.items():
            path = folder / name
            if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
                continue
            written.append(path)
            write_whole(path, data)
    except OSError as problem:
        for path in written:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        _remove_empty(folder)
        raise ReleaseProblem(said(problem, folder)) from problem


def write_manifests(user: Path, manifests: Iterable[OwnManifest]) -> None:
    """Put manifests in place: the moment at which editions change.

    All are on disk before the first is moved, and a move takes no room, so a full disk changes none of them.
    """
    parts: list[tuple[Path, Path]] = []
    try:
        for manifest in manifests:
            path = user / manifest.edition.lower() / MANIFEST
            data = msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"
            parts.append((write_part(path, data), path))
        for part, path in parts:
            _move(part, path)
            _sync_folder(path.parent)
    except OSError as problem:
        raise ReleaseProblem(said(problem, user)) from problem
    finally:
        for part, _ in parts:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def sweep(folder: Path, named: Iterable[str]) -> None:
    """Remove files that no manifest names and what killed imports left."""
    keep = {MANIFEST, *named}
    for path in folder.glob("*"):
        if path.name not in keep and path.is_file():
            with contextlib.suppress(OSError):  # Windows keeps what another program reads; the next import removes it
                path.unlink()
    _remove_empty(folder)


def _remove_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()  # refuses a folder that holds anything


def names_of(manifest: OwnManifest | None) -> set[str]:
    """Return the files that a manifest needs, those that were settled and those that they follow from."""
    if manifest is None:
        return set()
    return {*manifest.files.values(), *(name for record in manifest.imports for name in record.files.values())}
