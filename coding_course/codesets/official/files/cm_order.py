"""The order file of ICD-10-CM: every header and code in the order of the book, with short and long titles.

Format (``icd10OrderFiles.pdf`` of the release): fixed width. Characters 1 to 5 number the lines, 7 to 13 hold the code
without its point, 15 is 1 for a code that may be reported and 0 for a header, 17 to 76 hold the short title, the long
title begins at 78. The codes of chapter 22 stand last, so a file without them was cut short.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from coding_course.codesets.forms import dotted
from coding_course.codesets.official.files.cm_tabular import FEWEST_CODES
from coding_course.codesets.official.kinds import Compiled, FileKind, ReleaseProblem
from coding_course.codesets.official.packing import pack
from coding_course.codesets.official.texts import lines
from coding_course.codesets.official.years import from_name

FILE = "icd10cm-order.tsv.xz"
COLUMNS = ("code", "billable", "title")

LINE = re.compile(r"(\d{5}) ([A-Z0-9]{3,7}) *([01]) (.*)")
_CATEGORY = re.compile(r"[A-Z](?:[0-9][0-9A-Z]|[A-Z][0-9])")


class OrderLine(msgspec.Struct, frozen=True):
    """One line of an order file."""

    code: str
    """As it stands, without a point: ``E1122``."""
    billable: bool
    title: str
    """The long title."""


def read_order(data: bytes, name: str) -> Iterator[OrderLine]:
    """Yield the lines of an order file; the layout is the same for ICD-10-CM and ICD-10-PCS.

    Raises
    ------
    ReleaseProblem
        With the number of the line that cannot be read.
    """
    for number, line in enumerate(lines(data), start=1):
        match = LINE.match(line)
        long_title = re.sub(" +", " ", line[77:].strip())
        if match is None or line[14:15] != match[3] or not long_title or "\t" in long_title:
            raise ReleaseProblem(
                f"Line {number} of {name} is not a line of an order file ({line[:40]!r}). It was cut short or saved in "
                "another form; download it again."
            )
        if int(match[1]) != number % 100_000:
            raise ReleaseProblem(
                f"Line {number} of {name} is numbered {match[1]}; lines are missing. Download it again."
            )
        yield OrderLine(match[2], match[3] == "1", long_title)


def recognizes(name: str, head: bytes) -> bool:
    """Say whether a file begins as an order file does, and with codes of ICD-10-CM."""
    start = lines(head[:8000])[:30]
    codes = [match[2] for line in start[:-1] if (match := LINE.match(line)) and line[14:15] == match[3]]
    return (
        len(codes) > 3
        and all(_CATEGORY.match(code) for code in codes)
        and any(len(code) not in (3, 7) for code in codes)
    )


def encode_order(order: Iterable[OrderLine]) -> bytes:
    """Return an order file as tab-separated text."""
    rows = (f"{dotted(line.code)}\t{int(line.billable)}\t{line.title}\n" for line in order)
    return ("\t".join(COLUMNS) + "\n" + "".join(rows)).encode()


def compile_order(data: bytes, name: str) -> Compiled:
    """Read the order file and compile it to the role ``cm-order``."""
    order = list(read_order(data, name))
    codes = [line.code for line in order]
    if len(set(codes)) != len(codes):
        raise ReleaseProblem(f"{name} has a code twice; it is damaged. Download it again.")
    billable = sum(line.billable for line in order)
    if billable < FEWEST_CODES or not codes[-1].startswith("U"):
        raise ReleaseProblem(
            f"{name} holds {billable:,} codes and ends with {codes[-1] if codes else 'nothing'}; a whole order file "
            f"has more than {FEWEST_CODES:,} and ends with chapter 22 (U). It was cut short; download it again."
        )
    return Compiled(
        edition=from_name(name),
        files={"cm-order": pack(encode_order(order))},
        counts={"billable codes of the order file": billable, "headers of the order file": len(order) - billable},
    )


KIND = FileKind(
    id="cm-order",
    title="ICD-10-CM order file (fixed width)",
    publisher="CMS and National Center for Health Statistics",
    roles={"cm-order": FILE},
    recognizes=recognizes,
    compile=compile_order,
)
