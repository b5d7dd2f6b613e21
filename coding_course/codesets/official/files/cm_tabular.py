"""The tabular list of ICD-10-CM as the National Center for Health Statistics publishes it, in XML.

It holds every header and code with its instructional notes; 7th characters are defined once and expanded (how:
:mod:`coding_course.codesets.read_tabular`). Of its edition it tells the fiscal year, and not whether it is the release
of October or of April.
"""

from __future__ import annotations

import re
from collections import Counter

from coding_course.codesets.compiled import Entry, encode_entries
from coding_course.codesets.expand import codes_of
from coding_course.codesets.official.kinds import Compiled, FileKind, ReleaseProblem
from coding_course.codesets.official.packing import pack
from coding_course.codesets.official.xml_guard import check_xml
from coding_course.codesets.read_tabular import counts_of, read_tabular

FILE = "icd10cm-tabular.jsonl.xz"
FEWEST_CODES = 69_000
"""The first edition in use, FY2016, had 69,823 codes, and each later one had more."""
FEWEST_CHAPTERS = 21

_VERSION = re.compile(rb"<version>\s*(20\d\d)\s*</version>")
_CODE = re.compile(r"[A-Z][0-9A-Z]{2}(?:\.[0-9A-Z]{1,4})?")


def recognizes(name: str, head: bytes) -> bool:
    """Say whether a file begins as the tabular list of ICD-10-CM does."""
    return b"<ICD10CM.tabular" in head[:2000]


def validate(entries: list[Entry], name: str) -> None:
    """Refuse a list that is not a whole tabular list.

    Raises
    ------
    ReleaseProblem
        When codes are malformed or there twice, or there are fewer than any edition had.
    """
    if not entries:
        raise ReleaseProblem(f"There is no chapter in {name}; is it the tabular list?")
    below = [entry.code for entry in entries if entry.kind not in ("chapter", "section")]
    if wrong := next((code for code in below if not _CODE.fullmatch(code)), None):
        raise ReleaseProblem(f"{name} has {wrong[:20]!r} where a code stands; it is damaged. Download it again.")
    for codes in ([entry.code for entry in entries], [code for code, _ in codes_of(entries)]):
        twice = next((code for code, number in Counter(codes).items() if number > 1), None)
        if twice is not None:
            raise ReleaseProblem(f"{name} has {twice[:20]} twice; it is damaged. Download it again.")
    billable = sum(1 for _ in codes_of(entries))
    if billable < FEWEST_CODES or sum(entry.kind == "chapter" for entry in entries) < FEWEST_CHAPTERS:
        raise ReleaseProblem(
            f"{name} holds {billable:,} codes, and every edition of ICD-10-CM has more than {FEWEST_CODES:,}. It is a "
            "part of the tabular list, or damaged. Import the whole list."
        )


def compile_tabular(data: bytes, name: str) -> Compiled:
    """Read the tabular list and compile it to the role ``tabular``."""
    check_xml(data, name)
    entries = read_tabular(data, name)
    validate(entries, name)
    version = _VERSION.search(data[:4000])
    return Compiled(
        edition=f"FY{version[1].decode()}" if version else "",
        files={"tabular": pack(encode_entries(entries))},
        counts=counts_of(entries),
    )


KIND = FileKind(
    id="cm-tabular",
    title="ICD-10-CM tabular list (XML)",
    publisher="National Center for Health Statistics",
    roles={"tabular": FILE},
    recognizes=recognizes,
    compile=compile_tabular,
)
