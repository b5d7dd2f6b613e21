"""What the readers of the inpatient payment rule's tables share: their encoding, their numbers, their lists."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from coding_course.codesets.compiled import compress
from coding_course.codesets.official.kinds import Compiled, FileKind, ReleaseProblem

TABLE_YEAR = re.compile(r"FY\s*(20\d\d)")
DIAGNOSIS = re.compile(r"[A-Z][0-9A-Z]{2}(?:\.?[0-9A-Z]{1,4})?")
"""A diagnosis code with or without its point. The second character is a letter in QA0, new in FY2026."""


def packed(lines: Iterable[str]) -> bytes:
    """Return lines as the bytes of a compressed table."""
    return compress("".join(f"{line}\n" for line in lines).encode())


def text_of(data: bytes, name: str, table: str) -> str:
    """Return a table's text, which is Windows-1252.

    Raises
    ------
    ReleaseProblem
        Where it is no such text: a web page, a workbook, another encoding.
    """
    head = data[:1024].lstrip().lower()
    if not data.strip():
        raise ReleaseProblem(f"{name} is empty. Download {table} again.")
    if head.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise ReleaseProblem(f"{name} is a web page and not {table}. Open the page in a browser, save the file itself.")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise ReleaseProblem(f"{name} is a workbook or an archive. Take the text file (.txt) of {table} out of it.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ReleaseProblem(f"{name} is in UTF-16. Save {table} as the publisher ships it, in Windows-1252 text.")
    if b"\0" in data:
        raise ReleaseProblem(f"{name} is not a text file. Take the text file (.txt) of {table}.")
    # A byte that Windows-1252 leaves open is in no code and no number; it may stand in a title.
    text = data.removeprefix(b"\xef\xbb\xbf").decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def number(cell: str, name: str, where: str) -> str:
    """Return a number as it stands; empty for the point or nothing that stands where there is none."""
    text = cell.strip().replace(",", "")
    if text in ("", ".", "*", "N/A"):
        return ""
    if not re.fullmatch(r"\d{0,4}(?:\.\d{0,6})?", text):
        raise ReleaseProblem(f"{name}: {where} has {text[:20]!r} where a number stands in Table 5.")
    return text


class ListTable(msgspec.Struct, frozen=True):
    """A table that is a list of diagnosis codes with their titles."""

    title: str
    """What the publisher calls it: ``Table 6J``."""
    heading: str
    """How it begins, in capitals."""
    fewest: int
    """No year had fewer codes."""
    last: str
    """Letter that its last codes begin with; a file that ends before was cut short."""
    role: str
    counted: str
    """What is counted, in words."""


def list_kind(id: str, title: str, file: str, table: ListTable) -> FileKind:
    """Return the kind of a file that is such a list."""
    return FileKind(
        id=id,
        title=title,
        publisher="CMS",
        roles={table.role: file},
        recognizes=lambda name, head: table.heading.encode() in head[:400].upper(),
        compile=lambda data, name: compile_list(data, name, table),
    )


def compile_list(data: bytes, name: str, table: ListTable) -> Compiled:
    """Compile a list of diagnosis codes to its role; codes stand without their point, in order."""
    text = text_of(data, name, table.title)
    lines = text.split("\n")
    if not any(table.heading in " ".join(line.upper().split()) for line in lines[:5]):
        raise ReleaseProblem(f"{name} does not begin as {table.title} does (“{table.heading}”); is it another table?")
    codes: dict[str, None] = {}
    for line in lines:
        cells = line.split("\t")
        code = cells[0].strip()
        if len(cells) >= 2 and DIAGNOSIS.fullmatch(code):
            codes[code.replace(".", "")] = None
    if len(codes) < table.fewest or not next(reversed(codes)).startswith(table.last):
        raise ReleaseProblem(
            f"{name} holds {len(codes):,} codes; {table.title} has more than {table.fewest:,} and ends with codes in "
            f"{table.last}. It was cut short; download it again."
        )
    year = TABLE_YEAR.search(text[:2048])
    return Compiled(
        edition=f"FY{year[1]}" if year else "",
        files={table.role: packed(["code", *sorted(codes)])},
        counts={table.counted: len(codes)},
    )
