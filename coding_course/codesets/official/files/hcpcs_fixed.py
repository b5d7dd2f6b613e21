"""HCPCS Level II in fixed width (``HCPC2025_JAN_ANWEB.txt``): lines of 320 characters.

Characters 1 to 5 hold the code, or 4 to 5 the modifier; 11 the kind of line: 3 begins a code and 7 a modifier, 4 and 8
go on with its long description. 12 to 91 long description, 92 to 119 short description, 120 to 121 first pricing
indicator, 230 coverage, 269 to 276 day added, 277 to 284 day of the last change, 285 to 292 last day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from coding_course.codesets.official.hcpcs_entries import FILE, ROLE, Entry, clean, compile_entries
from coding_course.codesets.official.kinds import Compiled, FileKind, ReleaseProblem
from coding_course.codesets.official.texts import lines

WIDTH = 293
"""Up to here a line that begins a code has something to say."""
_LINE = re.compile(r"([A-Z0-9 ]{3}[A-Z0-9]{2})(\d{5})([3478])")


def recognizes(name: str, head: bytes) -> bool:
    """Say whether a file begins as the fixed-width release does."""
    found = lines(head[:8000])[:6]
    return len(found) > 2 and all(_LINE.match(line) and len(line) >= WIDTH for line in found[:-1])


def _joined(parts: list[str]) -> str:
    """Return a description from its pieces of 80 characters; a word that fills the last place runs on."""
    said = ""
    for part in parts:
        said += part.rstrip() if len(part.rstrip()) == 80 else part.rstrip() + " "
    return clean(said)


def _entries(data: bytes, name: str) -> Iterator[Entry]:
    head, parts = "", list[str]()

    def entry() -> Entry:
        return Entry(
            code=head[:5].strip(),
            title=_joined(parts),
            short=clean(head[91:119]),
            pricing=head[119:121].strip(),
            coverage=head[229:230].strip(),
            first=head[268:276].strip(),
            changed=head[276:284].strip(),
            last=head[284:292].strip(),
        )

    for number, line in enumerate(lines(data), start=1):
        if not line.strip():
            continue
        match = _LINE.match(line)
        if match is None or (match[3] in "37" and len(line) < WIDTH):
            raise ReleaseProblem(
                f"Line {number} of {name} is no line of the fixed-width HCPCS file ({line[:24]!r}). It was changed or "
                "cut short; download it again."
            )
        if match[3] in "37":
            if head:
                yield entry()
            head, parts = line, [line[11:91]]
        elif head[:5] != match[1]:
            raise ReleaseProblem(
                f"Line {number} of {name} goes on with {match[1].strip()}, which does not stand before it. Download it "
                "again."
            )
        else:
            parts.append(line[11:91])
    if head:
        yield entry()


def compile_fixed(data: bytes, name: str) -> Compiled:
    """Read the fixed-width file and compile it to the role ``hcpcs-official``."""
    return compile_entries(_entries(data, name), name)


KIND = FileKind(
    id="hcpcs-fixed",
    title="HCPCS Level II (fixed width)",
    publisher="CMS",
    roles={ROLE: FILE},
    recognizes=recognizes,
    compile=compile_fixed,
)
