"""The SQLite files that an edition is read from: built on first use, beside their final name, then moved into place.

Each book of an edition (tabular list, ICD-10-PCS, Alphabetic Index, ...) has a store of its own, so that nobody waits
for a book that they do not open.

It lies in the user's cache folder and is named after the checksum of what it was built from, so a new version of the
course builds a new file and never meets an old one. Its header carries a checksum of the whole file; a damaged file
is built anew. When no folder can be written or the disk is full, the store is held in memory instead.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import sys
import tempfile
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import msgspec

from coding_course.codesets.compiled import damaged

_ODD_CONTENT = (
    ValueError,
    LookupError,
    TypeError,
    msgspec.MsgspecError,
    sqlite3.ProgrammingError,
    sqlite3.IntegrityError,
)
"""What a builder stumbles over when a source can be unpacked and holds something else than it should."""

_CHECKSUM_AT = 68
"""Place of SQLite's application id in the file's header: ours to use, and nothing else reads it."""


def cache_folders() -> list[Path]:
    """Return the folders to try for the store, the preferred one first.

    ``CODING_COURSE_CACHE`` names one; otherwise the user's cache folder, then the system's temporary folder.
    """
    if named := os.environ.get("CODING_COURSE_CACHE"):
        return [Path(named)]
    import platformdirs

    user = str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
    return [
        Path(platformdirs.user_cache_dir("coding-course", appauthor=False)),
        Path(tempfile.gettempdir()) / f"coding-course-{user}",
    ]


class Recipe(msgspec.Struct, frozen=True):
    """How a store is made: from which files, by which modules."""

    name: str
    """Edition and book: ``fy2026-tabular``."""
    sources: tuple[Path, ...]
    """The compiled files that it is built from; one that is missing counts as empty."""
    builders: tuple[Path, ...]
    """The modules that decide what is in it: when one of them changes, another file is built."""
    build: Callable[[sqlite3.Connection], None]
    """Creates and fills all tables of an empty database."""


_tell: ContextVar[Callable[[Recipe], None] | None] = ContextVar("tell", default=None)


@contextlib.contextmanager
def told_of_builds(tell: Callable[[Recipe], None]) -> Iterator[None]:
    """Call ``tell`` before each store that is built in the meantime: it takes seconds, and somebody waits for it.

    Parameters
    ----------
    tell
        Gets the recipe. What it raises is no obstacle to the build.

    Examples
    --------
    >>> with told_of_builds(lambda recipe: print("one moment:", recipe.name)):
    ...     connection = open_store(Recipe("example", (), (), lambda connection: None), folders=[])
    one moment: example
    """
    before = _tell.set(tell)
    try:
        yield
    finally:
        _tell.reset(before)


def _tell_of(recipe: Recipe) -> bool:
    tell = _tell.get()
    if tell is not None:
        with contextlib.suppress(Exception):
            tell(recipe)
    return True


def fingerprint(recipe: Recipe) -> str:
    """Return the checksum of everything that a store is built from."""
    digest = hashlib.blake2b(f"{sqlite3.sqlite_version} {sys.byteorder}".encode(), digest_size=10)
    for path in (*recipe.sources, *recipe.builders):
        with contextlib.suppress(OSError):  # a file that people may remove, a package without its sources
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _checksum(path: Path) -> tuple[int, int, int]:
    """Return the checksum of a file as it is, the one that its header states, and its size."""
    with path.open("rb", buffering=0) as file:
        head = bytearray(file.read(4096))
        stated = int.from_bytes(head[_CHECKSUM_AT : _CHECKSUM_AT + 4], "big")
        head[_CHECKSUM_AT : _CHECKSUM_AT + 4] = b"\0\0\0\0"
        size, checksum = len(head), zlib.crc32(head)
        piece = bytearray(1 << 20)
        while read := file.readinto(piece):
            size += read
            checksum = zlib.crc32(memoryview(piece)[:read], checksum)
    return (checksum & 0x7FFFFFFF) or 1, stated, size


def sealed(path: Path) -> bool:
    """Say whether a store is complete and undamaged."""
    try:
        checksum, stated, size = _checksum(path)
    except OSError:
        return False
    return size > 4096 and stated == checksum


def _seal(path: Path) -> None:
    checksum, _, _ = _checksum(path)
    with path.open("r+b") as file:
        file.seek(_CHECKSUM_AT)
        file.write(checksum.to_bytes(4, "big"))
        file.flush()
        os.fsync(file.fileno())


def _open_file(path: Path) -> sqlite3.Connection:
    # immutable: the file never changes under its name, so no locks and no journal are looked for, also where the
    # folder is read-only or on a network drive.
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(uri, uri=True, check_same_thread=False)


def _build_into(connection: sqlite3.Connection, recipe: Recipe) -> None:
    # The file is worth nothing until it is complete and moved into place, so nothing needs to be journaled.
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 4096;")
    try:
        recipe.build(connection)
    except _ODD_CONTENT as problem:
        raise damaged(*recipe.sources) from problem
    connection.commit()


def _build_file(folder: Path, target: Path, recipe: Recipe) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=target.stem + "-", suffix=".part", dir=folder)
    os.close(handle)
    part = Path(name)
    try:
        connection = sqlite3.connect(part)
        try:
            _build_into(connection, recipe)
        finally:
            connection.close()
        _seal(part)
        try:
            part.replace(target)
        except PermissionError:
            # Windows keeps a file in place that another process has open; theirs has the same content.
            if not sealed(target):
                raise
    finally:
        part.unlink(missing_ok=True)


def _remove_stale(folder: Path, target: Path) -> None:
    """Drop stores of other versions and parts that a killed process left, when they are a day old."""
    import time

    prefix = target.name.rsplit("-", 1)[0]
    for path in folder.glob(f"{prefix}-*"):
        with contextlib.suppress(OSError):
            if path != target and time.time() - path.stat().st_mtime > 86_400:
                path.unlink()


def open_store(recipe: Recipe, folders: Iterable[Path] | None = None) -> sqlite3.Connection:
    """Return a read-only connection to a store, building it when needed.

    Parameters
    ----------
    recipe
        What it is made of.
    folders
        Where to look and to build; :func:`cache_folders` when not given.

    Returns
    -------
    sqlite3.Connection
        To a file, or in memory when no folder can be written.

    Raises
    ------
    ResourceDamaged
        When a source is not what it should be.
    """
    name = f"{recipe.name}-{fingerprint(recipe)}.sqlite"
    told = False
    for folder in cache_folders() if folders is None else folders:
        target = folder / name
        if sealed(target):
            return _open_file(target)
        told = told or _tell_of(recipe)
        try:
            _build_file(folder, target, recipe)
            connection = _open_file(target)
        except (OSError, sqlite3.OperationalError, sqlite3.DatabaseError):
            continue
        _remove_stale(folder, target)
        return connection
    told = told or _tell_of(recipe)
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    _build_into(connection, recipe)
    return connection


class Store:
    """A store that any thread may ask, that survives a fork, and that heals when its file is damaged under it.

    One connection serves all threads, one question at a time: questions take microseconds, and widgets call from
    threads that come and go.
    """

    def __init__(self, recipe: Recipe, folders: Iterable[Path] | None = None) -> None:
        self._recipe = recipe
        self._folders = None if folders is None else list(folders)
        self._lock = threading.RLock()
        self._process = -1
        self._connection: sqlite3.Connection | None = None

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None or self._process != os.getpid():
            # A connection must not be used across a fork; the parent's is left alone, not closed.
            self._connection = open_store(self._recipe, self._folders)
            self._connection.execute("PRAGMA cache_size = -2048")
            self._process = os.getpid()
        return self._connection

    def rows(self, sql: str, parameters: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        """Return all rows that a question has as its answer."""
        values = tuple(parameters)
        with self._lock:
            try:
                return self._connected().execute(sql, values).fetchall()
            except UnicodeEncodeError:
                return []  # half a character, as damaged text has it, is in no store
            except sqlite3.DatabaseError:
                # The file was damaged or cut short after it had been opened: build it anew, ask once more.
                self._connection = None
                return self._connected().execute(sql, values).fetchall()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None and self._process == os.getpid():
                self._connection.close()
            self._connection = None
