"""What the HCPCS Level II releases hold, whatever their form: codes and modifiers with titles and dates."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from coding_course.codesets.official.kinds import Compiled, ReleaseProblem
from coding_course.codesets.official.packing import pack
from coding_course.codesets.official.years import in_force

ROLE = "hcpcs-official"
FILE = "hcpcs-official.tsv.xz"
COLUMNS = ("code", "kind", "title", "short", "first", "last", "coverage", "pricing")
"""``kind`` is ``code`` or ``modifier``; dates are in ISO form, ``last`` empty while it stays; ``coverage`` and
``pricing`` are the publisher's indicators."""
FEWEST = 1_000

_CODE = re.compile(r"[A-Z][0-9]{4}")
_MODIFIER = re.compile(r"[A-Z0-9]{2}")
_DATE = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One code or modifier as a release prints it."""

    code: str
    title: str
    short: str
    first: str = ""
    """Day on which it was added, eight digits."""
    changed: str = ""
    """Day on which the last change took effect, eight digits."""
    last: str = ""
    coverage: str = ""
    pricing: str = ""


def _iso(day: str, what: str, code: str, name: str) -> str:
    if not day:
        return ""
    if not _DATE.fullmatch(day):
        raise ReleaseProblem(
            f"{name} gives {day!r} as the {what} of {code}, which is no date of eight digits. Download it again; do "
            "not save it anew."
        )
    return f"{day[:4]}-{day[4:6]}-{day[6:]}"


def compile_entries(entries: Iterable[Entry], name: str) -> Compiled:
    """Compile a HCPCS release to the role ``hcpcs-official``.

    Numbers of CPT and the dental codes (D), which are other publishers' property, are left out and counted.

    Raises
    ------
    ReleaseProblem
        When a code stands twice, has no title, or the file holds too few to be a whole release.
    """
    lines: list[str] = ["\t".join(COLUMNS) + "\n"]
    seen: set[str] = set()
    foreign = modifiers = ended = 0
    newest = ""
    for entry in entries:
        code = entry.code
        if (code.startswith("D") and _CODE.fullmatch(code)) or re.fullmatch(r"[0-9]{4}[0-9A-Z]", code):
            foreign += 1
            continue
        modifier = bool(_MODIFIER.fullmatch(code))
        if not modifier and not _CODE.fullmatch(code):
            raise ReleaseProblem(f"{name} has {code!r} where a HCPCS code belongs. Download it again.")
        if code in seen:
            raise ReleaseProblem(f"{name} holds {code} twice; two releases were joined. Import them one by one.")
        if not entry.title:
            raise ReleaseProblem(f"{name} has no description of {code}; it was cut short. Download it again.")
        seen.add(code)
        modifiers += modifier
        first = _iso(entry.first, "first day", code, name)
        last = _iso(entry.last, "last day", code, name)
        newest = max(newest, _iso(entry.changed, "day of change", code, name))
        ended += bool(last)
        cells = (code, "modifier" if modifier else "code", entry.title, entry.short, first, last)
        lines.append("\t".join((*cells, entry.coverage, entry.pricing)) + "\n")
    if len(seen) < FEWEST:
        raise ReleaseProblem(
            f"{name} holds {len(seen):,} codes; a HCPCS release has thousands. It was cut short; download it again."
        )
    remarks = []
    if ended:
        remarks.append(f"{ended:,} of them have a last day; they are shown with it.")
    if foreign:
        remarks.append(
            f"{foreign:,} numbers of CPT or dental codes were left out: import your licensed list for these."
        )
    return Compiled(
        edition=in_force(newest) if newest else "",
        files={ROLE: pack("".join(lines).encode())},
        counts={"HCPCS codes": len(seen) - modifiers, "HCPCS modifiers": modifiers},
        remarks=tuple(remarks),
    )


def clean(text: str) -> str:
    r"""Return a description on one line with single spaces.

    Examples
    --------
    >>> clean("Injection,  per\n vial ")
    'Injection, per vial'
    """
    return " ".join(text.split())
