"""From what a person names to the release files in it: plain, compressed, in a zip, in a folder.

A zip is read member by member and never unpacked to disk. Whatever is in it that a release never has (paths that lead
out of it, encryption, a zip in a zip, more than it should unfold to) is refused as a whole, with the reason.
"""

from __future__ import annotations

import io
import lzma
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from coding_course.codesets.official.kinds import ReleaseProblem
from coding_course.codesets.official.workbooks import is_workbook

LARGEST_FILE = 300 * 1024 * 1024
"""Bytes that one release file may have; the largest that the course reads has about 70 million."""
LARGEST_TOTAL = 1024 * 1024 * 1024
"""Bytes that the files of one zip may have together."""
MOST_MEMBERS = 2_000

_XZ, _GZ, _ZIP, _EMPTY_ZIP = b"\xfd7zXZ\x00", b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06"
_OTHERS = {b"7z\xbc\xaf'\x1c": "a 7-Zip archive", b"Rar!\x1a\x07": "a RAR archive", b"BZh": "packed with bzip2"}
_DRIVE = re.compile(r"[A-Za-z]:")


class Piece(msgspec.Struct, frozen=True):
    """One file as it was found."""

    path: str
    """Where it was found, for people: ``2027-poa-exempt-codes.zip/POAexemptCodesFY27.txt``."""
    data: bytes
    """Its content, unpacked."""
    named: bool = True
    """True when a person named it, False when it was in a folder or an archive that they named."""
    near: str = ""
    """The folder that a named file lies in: its name may tell the year or the update."""

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.path.replace("\\", "/").rsplit("/", 1)[-1]


def pieces(path: Path) -> Iterator[Piece]:
    """Yield the files that a path names: itself, those in a folder and its folders, those in an archive.

    Raises
    ------
    ReleaseProblem
        When it is not there, cannot be read, or is an archive that no release is.
    """
    if path.is_dir():
        found = False
        for file in _files_below(path):
            found = True
            inner = f"{path.name}/{file.relative_to(path).as_posix()}"
            yield from unpack(inner, _read(file), named=False)
        if not found:
            raise ReleaseProblem(f"The folder {path} holds no file. Name the folder into which you saved the release.")
    else:
        near = path.absolute().parent.name
        for piece in unpack(path.name, _read(path)):
            yield msgspec.structs.replace(piece, near=near)


def _files_below(folder: Path) -> Iterator[Path]:
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_clutter(name))
        for name in sorted(files):
            if not _is_clutter(name) and (file := Path(where) / name).is_file():
                yield file


def _is_clutter(name: str) -> bool:
    """Say whether an operating system put a file there: ``.DS_Store``, ``__MACOSX``, ``Thumbs.db``."""
    return name.startswith((".", "__MACOSX", "~$")) or name.lower() in ("thumbs.db", "desktop.ini")


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ReleaseProblem(f"{path.name} has more than {LARGEST_FILE >> 20} MB; no release file has. Not read.")
        return path.read_bytes()
    except FileNotFoundError:
        raise ReleaseProblem(f"There is no file {path}. Check the name, or drag the file into the window.") from None
    except OSError as problem:
        raise ReleaseProblem(f"Cannot read {path}: {problem.strerror or problem}.") from problem


def unpack(path: str, data: bytes, *, named: bool = True, inside: bool = False) -> Iterator[Piece]:
    """Yield a file, unpacked, or the files of an archive.

    Parameters
    ----------
    path
        Where it was found, for people.
    data
        Its content.
    named
        Whether a person named it.
    inside
        Whether it is in an archive already: an archive in it is then refused.
    """
    for _ in range(2):  # a file that was packed twice is somebody's habit; more is an attack
        if data.startswith(_XZ):
            path, data = path.removesuffix(".xz"), _unpacked(lzma.LZMADecompressor, data, path, lzma.LZMAError)
        elif data.startswith(_GZ):
            path = path.removesuffix(".gz")
            data = _unpacked(lambda: zlib.decompressobj(31), data, path, zlib.error)
    for magic, what in {**_OTHERS, _XZ: "packed again and again", _GZ: "packed again and again"}.items():
        if data.startswith(magic):
            raise ReleaseProblem(f"{path} is {what}. Unpack it yourself, and import the files that come out.")
    if data[257:262] == b"ustar":
        raise ReleaseProblem(f"{path} is a tar archive. Unpack it yourself, and import the files that come out.")
    if not data.startswith((_ZIP, _EMPTY_ZIP)) or is_workbook(data) or _is_document(path, data):
        yield Piece(path, data, named)
        return
    if inside:
        raise ReleaseProblem(f"{path} is an archive inside an archive. Unpack the outer one, and import the inner one.")
    yield from _members(path, data)


def _is_document(path: str, data: bytes) -> bool:
    """Say whether a zip is a document of an office program, which has a list of content types in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "[Content_Types].xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def _unpacked(make: Callable[[], Any], data: bytes, path: str, error: type[Exception]) -> bytes:
    """Return what one decompressor makes of data, refusing what is damaged or too large."""
    result = bytearray()
    try:
        while data:
            step = make()
            piece = data
            while not step.eof:
                before = len(result)
                result += step.decompress(piece, max(LARGEST_FILE + 1 - len(result), 1))
                piece = getattr(step, "unconsumed_tail", b"")
                if len(result) > LARGEST_FILE:
                    raise ReleaseProblem(
                        f"{path} unfolds to more than {LARGEST_FILE >> 20} MB; no release file does. It was not read."
                    )
                if len(result) == before and not piece:
                    raise ReleaseProblem(f"{path} is cut short. Download it again.")
            data = step.unused_data.lstrip(b"\0")
            if data and not data.startswith((_XZ, _GZ)):
                break  # what stands behind the end belongs to no packed file
    except error as problem:
        raise ReleaseProblem(f"{path} is damaged ({problem}). Download it again.") from problem
    except EOFError as problem:
        raise ReleaseProblem(f"{path} is cut short. Download it again.") from problem
    return bytes(result)


def _members(path: str, data: bytes) -> Iterator[Piece]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as problem:
        raise ReleaseProblem(f"{path} is a damaged or unfinished zip ({problem}). Download it again.") from problem
    with archive:
        members = [one for one in archive.infolist() if not one.is_dir()]
        _check(path, members)
        for one in members:
            if any(_is_clutter(part) for part in one.filename.split("/")):
                continue
            yield from unpack(f"{path}/{one.filename}", _member(archive, one, path), named=False, inside=True)


def _check(path: str, members: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive for what its list of contents says."""
    if not members:
        raise ReleaseProblem(f"{path} is an empty zip. Download it again.")
    if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > LARGEST_TOTAL:
        raise ReleaseProblem(f"{path} holds more than any release does ({len(members):,} files). It was not read.")
    seen: set[str] = set()
    for one in members:
        name = one.filename.replace("\\", "/")
        if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/") or "\0" in one.orig_filename:
            raise ReleaseProblem(
                f"{path} holds a file with a path that leads out of it ({one.filename[:60]!r}), which no release does. "
                "It was not read; download it from the publisher."
            )
        if stat.S_ISLNK(one.external_attr >> 16):
            raise ReleaseProblem(
                f"{path} holds a link ({one.filename[:60]!r}), which no release does. It was not read."
            )
        if one.flag_bits & 0x1:
            raise ReleaseProblem(f"{path} is encrypted. Unpack it with its password, and import the files in it.")
        if name.lower() in seen:
            raise ReleaseProblem(f"{path} holds {name[:60]!r} twice. It was not read; download it again.")
        if one.file_size > LARGEST_FILE:
            raise ReleaseProblem(f"{name} in {path} has more than {LARGEST_FILE >> 20} MB; no release file has.")
        seen.add(name.lower())


def _member(archive: zipfile.ZipFile, one: zipfile.ZipInfo, path: str) -> bytes:
    try:
        with archive.open(one) as file:
            data = file.read(one.file_size + 1)
        # Reading to the end compares the checksum; a file that is longer than it says is a bomb.
        if len(data) != one.file_size:
            raise zipfile.BadZipFile("a size that is not the file's")
    except NotImplementedError:
        raise ReleaseProblem(
            f"{one.filename} in {path} is packed in a way that Python does not know. Unpack the zip yourself, and "
            "import the files in it."
        ) from None
    except RuntimeError:
        raise ReleaseProblem(f"{path} is encrypted. Unpack it with its password, and import the files in it.") from None
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError) as problem:
        raise ReleaseProblem(f"{one.filename} in {path} is damaged ({problem}). Download the zip again.") from problem
    return data
