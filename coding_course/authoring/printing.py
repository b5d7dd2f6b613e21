"""Facts as Markdown: codes with their titles, documents, tables."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~$])")
_LIST_LIKE = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s|$)")


def escape(text: str) -> str:
    r"""Return plain text as Markdown that shows it unchanged.

    Examples
    --------
    >>> escape("Cost: $5 [sic] *")
    'Cost: \\$5 \\[sic\\] \\*'
    """
    return _SPECIAL.sub(r"\\\1", text)


def code_with_title(code: str, title: str) -> str:
    """Return a code and its title as they stand in a sentence.

    Examples
    --------
    >>> code_with_title("I10", "Essential (primary) hypertension")
    '**I10** *Essential (primary) hypertension*'
    """
    return f"**{code}** *{escape(title.strip())}*"


def quoted(text: str) -> str:
    r"""Return Markdown as a quotation, each line of it.

    Examples
    --------
    >>> quoted("a\n\nb")
    '> a\n>\n> b'
    """
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def document(title: str, kind: str, text: str) -> str:
    """Return a document of a chart: a quotation that keeps the note's own lines."""
    heading = title if kind.casefold() in title.casefold() else f"{title} ({kind})"
    lines = text.strip("\n").split("\n")
    shown = []
    for place, line in enumerate(lines):
        plain = _plain_line(line)
        follows = place + 1 < len(lines) and lines[place + 1].strip()
        shown.append(f"{plain}<br>" if plain and follows else plain)
    return quoted(f"**{escape(heading)}**\n\n" + "\n".join(shown))


def _plain_line(line: str) -> str:
    stripped = line.strip()
    listed = _LIST_LIKE.sub(lambda m: m[2][:-1] + "\\" + m[2][-1], stripped)
    if listed != stripped:
        head, _, rest = listed.partition("\\")
        return f"{head}\\{rest[0]}{escape(rest[1:])}"
    return escape(stripped)


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; cells hold Markdown without line ends.

    Examples
    --------
    >>> print(table(["a", "b"], [["1", "2"]]))
    | a | b |
    | --- | --- |
    | 1 | 2 |
    """
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(" ".join(cell.split()) for cell in row) + " |" for row in lines)


def small(text: str) -> str:
    """Return a citation or source, set small."""
    return f"<small>[{escape(text)}]</small>"
