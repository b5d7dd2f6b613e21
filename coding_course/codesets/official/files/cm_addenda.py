"""The order-file addenda of ICD-10-CM: what an edition adds to, deletes from and revises in the one before.

Format: fixed width. A line begins with ``Add:``, ``Delete:``, ``Revise from:`` or ``Revise to:``; character 14 is 1 for
a code and 0 for a header, 16 to 22 hold the code, 24 to 83 the short title, the long title begins at 85. At the end
stands the publisher's own count, with the names of the two order files, which is compared with the lines. A code
that becomes a header is deleted as a code and added as a header.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from coding_course.codesets.forms import dotted
from coding_course.codesets.official.kinds import Compiled, FileKind, ReleaseProblem
from coding_course.codesets.official.packing import pack
from coding_course.codesets.official.texts import lines
from coding_course.codesets.official.years import from_name

FILE = "icd10cm-addenda.tsv.xz"
COLUMNS = ("since", "change", "billable", "code", "previous", "title")
"""``since`` is the edition before; ``change`` is ``new``, ``deleted`` or ``revised``; ``previous`` the title before."""

_LINE = re.compile(r"(Add|Delete|Revise from|Revise to): +([01]) ([A-Z][0-9A-Z]{2,6}) ")
_COUNT = re.compile(r"\s*(\d+) (additions|deletions|revisions)\s*$")
_FILES = re.compile(r"\s*\d+ (headers|codes) in (\S+)\s*$")
_WORDS = {"additions": "new", "deletions": "deleted", "revisions": "revised"}


class Change(msgspec.Struct, frozen=True):
    """One line of the addenda, or a pair of lines for a revised title."""

    change: str
    billable: bool
    code: str
    previous: str
    title: str


def recognizes(name: str, head: bytes) -> bool:
    """Say whether a file begins as the order-file addenda of ICD-10-CM do."""
    start = [line for line in lines(head[:4000]) if line.strip()][:8]
    changes = [line for line in start[:-1] or start if not line.startswith(("Codes", "Headers", " "))]
    return bool(changes) and all(_LINE.match(line) for line in changes)


def read_addenda(data: bytes, name: str) -> tuple[list[Change], dict[tuple[str, str], int], list[str]]:
    """Return the changes, the publisher's own counts of them, and the order files that they name, old one first.

    Raises
    ------
    ReleaseProblem
        With the number of the line that cannot be read.
    """
    changes: list[Change] = []
    stated: dict[tuple[str, str], int] = {}
    files: list[str] = []
    before: tuple[str, str] | None = None
    what, within = "", False
    for number, line in enumerate(lines(data), start=1):
        if match := _LINE.match(line):
            title, code = line[84:].strip(), dotted(match[3])
            if not title or "\t" in title or what:
                raise ReleaseProblem(f"Line {number} of {name} is cut short ({line[:40]!r}). Download it again.")
            if (match[1] == "Revise to") != (before is not None) or (before and before[0] != code):
                raise ReleaseProblem(
                    f"Line {number} of {name} lacks the other line of its revision. Download it again."
                )
            if match[1] == "Revise from":
                before = (code, title)
                continue
            change = {"Add": "new", "Delete": "deleted"}.get(match[1], "revised")
            previous = before[1] if before else title if change == "deleted" else ""
            changes.append(Change(change, match[2] == "1", code, previous, "" if change == "deleted" else title))
            before = None
        elif line.strip() in ("Headers", "Codes"):
            what, within = line.strip().lower(), False
        elif what and (counted := _COUNT.match(line)) and not within:
            stated[what, _WORDS[counted[2]]] = int(counted[1])
        elif what and (named := _FILES.match(line)):
            files.append(named[2])
        elif line.strip() == "of which":
            within = True
        elif line.strip() and not what:
            raise ReleaseProblem(f"Line {number} of {name} is no line of addenda ({line[:40]!r}). Download it again.")
    if before:
        raise ReleaseProblem(f"{name} ends in the middle of a revision; it was cut short. Download it again.")
    return changes, stated, files


def _counts(changes: list[Change]) -> dict[tuple[str, str], int]:
    found = {(what, word): 0 for what in ("headers", "codes") for word in _WORDS.values()}
    for change in changes:
        found["codes" if change.billable else "headers", change.change] += 1
    return found


def compile_addenda(data: bytes, name: str) -> Compiled:
    """Read the order-file addenda and compile them to the role ``cm-addenda``."""
    changes, stated, files = read_addenda(data, name)
    found = _counts(changes)
    if not changes:
        raise ReleaseProblem(f"{name} holds no change. Download it again.")
    for (what, word), number in stated.items():
        if found[what, word] != number:
            raise ReleaseProblem(
                f"{name} says at its end that {number:,} {what} are {word}, and has lines for {found[what, word]:,}. "
                "It is not whole; download it again."
            )
    if any(("codes", word) not in stated for word in _WORDS.values()):
        raise ReleaseProblem(f"{name} lacks the count of codes at its end; it was cut short. Download it again.")
    editions = [edition for file in files if (edition := from_name(file))]
    since = editions[0] if len(set(editions)) == 2 else ""
    rows = ("\t".join((since, c.change, str(int(c.billable)), c.code, c.previous, c.title)) for c in changes)
    return Compiled(
        edition=editions[-1] if since else from_name(name),
        files={"cm-addenda": pack("".join(f"{row}\n" for row in ("\t".join(COLUMNS), *rows)).encode())},
        counts=_in_words(found),
    )


def _in_words(found: Mapping[tuple[str, str], int]) -> dict[str, int]:
    return {f"{word} {what} of the addenda": number for (what, word), number in sorted(found.items())}


KIND = FileKind(
    id="cm-addenda",
    title="ICD-10-CM order-file addenda (fixed width)",
    publisher="CMS and National Center for Health Statistics",
    roles={"cm-addenda": FILE},
    recognizes=recognizes,
    compile=compile_addenda,
)
