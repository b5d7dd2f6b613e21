"""The compiled text of the code sets under ``datasets/codesets/``: its shape, reading and writing.

An edition is a folder-level ``manifest.json`` and the files that it names. A tabular list is JSON lines, one entry a
line in the order of the book, xz-compressed; facts are tab-separated lines, xz-compressed; what people edit by hand
(teaching subsets, lay terms) is plain tab-separated text. Writing is deterministic: same source, same bytes.
"""

from __future__ import annotations

import hashlib
import lzma
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from coding_course.resources import ResourceDamaged

MANIFEST = "manifest.json"
FACT_COLUMNS = ("code", "first", "last", "flags")
"""Of the roles ``facts`` and ``pcs-facts``: days in ISO form, empty where open; flags set apart by spaces."""


class Entry(msgspec.Struct, omit_defaults=True, array_like=False):
    """One line of a compiled tabular list: a chapter, section, category, subcategory or code."""

    code: str
    title: str
    kind: str
    parent: str = ""
    printed: str = ""
    """The title with its accents, where the tabular list prints any and the order file does not."""
    notes: list[tuple[str, str, list[str]]] = []
    """Kind, text, codes named."""
    default: str = ""
    """For a header: the entry below it that a bare mention is coded to, by title; empty when none stands out."""
    seventh: dict[str, str] | None = None
    """7th characters defined here, for this entry and what lies below it; overrides what is inherited."""


class Manifest(msgspec.Struct):
    """What an edition consists of and where it came from."""

    edition: str
    title: str
    first_day: str
    last_day: str
    files: dict[str, str]
    """Role to file name, in the edition's folder: ``tabular``, ``facts``, ``pcs-titles``, ..."""
    counts: dict[str, int]
    """What was counted, in words and numbers."""
    sources: list[dict[str, str]]
    """Where it came from: ``file``, ``publisher``, ``sha256``, and which role was ``compiled`` from it."""


def sha256(data: bytes) -> str:
    """Return the checksum that manifests record."""
    return hashlib.sha256(data).hexdigest()


def compress(data: bytes) -> bytes:
    """Return compressed bytes that depend on nothing but the data."""
    filters: list[dict[str, Any]] = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME}]
    return lzma.compress(data, format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC64, filters=filters)


def write_xz(path: Path, data: bytes) -> None:
    """Write compressed bytes that depend on nothing but the data."""
    path.write_bytes(compress(data))


def update_manifest(
    folder: Path, files: Mapping[str, str], counts: Mapping[str, int], sources: Iterable[Mapping[str, str]]
) -> None:
    """Add to an edition's manifest what one compile script wrote; what the others wrote stays as it is.

    Parameters
    ----------
    folder
        The edition's folder, which has a manifest.
    files
        Role to file name, relative to the folder.
    counts
        What was counted, in words and numbers.
    sources
        Where it came from; one replaces an earlier one of the same ``file`` and the same role ``compiled`` of it.
    """
    held = read_manifest(folder.parent, folder.name)
    assert held is not None, f"{folder} has no manifest"
    write_manifest(folder, held, files, counts, sources)


def write_manifest(
    folder: Path,
    manifest: Manifest,
    files: Mapping[str, str],
    counts: Mapping[str, int],
    sources: Iterable[Mapping[str, str]],
) -> None:
    """Write a manifest with what :func:`update_manifest` adds to it; each source keeps its place among the others."""
    placed = {_place(source): source for source in manifest.sources}
    placed |= {_place(source): dict(source) for source in sources}
    changed = msgspec.structs.replace(
        manifest,
        files={**manifest.files, **files},
        counts={**manifest.counts, **counts},
        sources=list(placed.values()),
    )
    (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(changed), indent=2) + b"\n")


def _place(source: Mapping[str, str]) -> tuple[str | None, str | None]:
    return source.get("file"), source.get("compiled")


def encode_entries(entries: Iterable[Entry]) -> bytes:
    """Return entries as JSON lines."""
    return b"".join(msgspec.json.encode(entry) + b"\n" for entry in entries)


def unpacked(path: Path) -> bytes:
    """Return the content of a compressed file.

    Raises
    ------
    ResourceDamaged
        When it is cut short or otherwise damaged.
    OSError
        When it is not there or cannot be read.
    """
    try:
        return lzma.decompress(path.read_bytes())
    except (lzma.LZMAError, EOFError) as problem:
        raise damaged(path) from problem


def damaged(*paths: Path) -> ResourceDamaged:
    """Return the error that says that what stands in some files makes no code set."""
    return ResourceDamaged(
        f"{', '.join(map(str, paths))} cannot be read: damaged, or of another form than this version of the course "
        "knows. What you imported: import the release again, or take it back with `coding-course codes remove`. What "
        "came with the course: install it anew."
    )


def decode_entries(data: bytes) -> list[Entry]:
    """Return the entries of JSON lines."""
    return msgspec.json.Decoder(Entry).decode_lines(data)


def read_entries(path: Path) -> list[Entry]:
    """Return the entries of a compiled tabular list, in the order of the book."""
    return decode_entries(unpacked(path))


def read_table(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a tab-separated file, compressed or not; ``#`` starts a comment line.

    The first line that is no comment names the columns.
    """
    text = (unpacked(path) if path.suffix == ".xz" else path.read_bytes()).decode("utf-8")
    header: list[str] | None = None
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if header is None:
            header = cells
            continue
        yield dict(zip(header, [*cells, *[""] * (len(header) - len(cells))], strict=False))


def read_rows(path: Path) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a compressed table as they stand, without the line that names the columns."""
    return rows_in(unpacked(path))


def rows_in(data: bytes) -> Iterator[tuple[str, ...]]:
    r"""Yield the rows of a table, unpacked, without the line that names the columns.

    Examples
    --------
    >>> list(rows_in(b"code\ttitle\nA00\tCholera\n"))
    [('A00', 'Cholera')]
    """
    # A line ends at a line feed alone, whatever else Unicode takes for an end: titles of releases may hold it.
    lines = iter(data.decode("utf-8").split("\n"))
    next(lines, None)
    return (tuple(line.split("\t")) for line in lines if line)


def read_manifest(folder: Path, edition: str) -> Manifest | None:
    """Return the manifest of an edition, or None when the folder holds no such edition."""
    path = folder / edition.lower() / MANIFEST
    if not path.is_file():
        return None
    return msgspec.json.decode(path.read_bytes(), type=Manifest)
