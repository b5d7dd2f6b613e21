"""The compiled text of the code sets under ``datasets/codesets/``: its shape, reading and writing.

An edition is a folder-level ``manifest.json`` and the files that it names. A tabular list is JSON lines, one entry a
line in the order of the book, xz-compressed; facts are tab-separated lines, xz-compressed; what people edit by hand
(teaching subsets, lay terms) is plain tab-separated text. Writing is deterministic: same source, same bytes.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

MANIFEST = "manifest.json"


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
    """Role to file name: ``tabular``, ``facts``, ``lay-terms``, ``related-words``; relative to the edition's folder."""
    counts: dict[str, int]
    sources: list[dict[str, str]]


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
    path = folder / MANIFEST
    manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    given = [dict(source) for source in sources]
    places = {(one.get("file"), one.get("compiled")) for one in given}
    kept = [one for one in manifest.sources if (one.get("file"), one.get("compiled")) not in places]
    changed = msgspec.structs.replace(
        manifest,
        files={**manifest.files, **files},
        counts={**manifest.counts, **counts},
        sources=[*kept, *given],
    )
    path.write_bytes(msgspec.json.format(msgspec.json.encode(changed), indent=2) + b"\n")


def encode_entries(entries: Iterable[Entry]) -> bytes:
    """Return entries as JSON lines."""
    return b"".join(msgspec.json.encode(entry) + b"\n" for entry in entries)


def read_entries(path: Path) -> list[Entry]:
    """Return the entries of a compiled tabular list, in the order of the book."""
    return msgspec.json.Decoder(Entry).decode_lines(lzma.decompress(path.read_bytes()))


def read_table(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a tab-separated file, compressed or not; ``#`` starts a comment line.

    The first line that is no comment names the columns.
    """
    raw = path.read_bytes()
    text = (lzma.decompress(raw) if path.suffix == ".xz" else raw).decode("utf-8")
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
    lines = iter(lzma.decompress(path.read_bytes()).decode("utf-8").splitlines())
    next(lines, None)
    return (tuple(line.split("\t")) for line in lines)


def read_manifest(folder: Path, edition: str) -> Manifest | None:
    """Return the manifest of an edition, or None when the folder holds no such edition."""
    path = folder / edition.lower() / MANIFEST
    if not path.is_file():
        return None
    return msgspec.json.decode(path.read_bytes(), type=Manifest)
