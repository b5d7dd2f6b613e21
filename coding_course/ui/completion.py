"""Tab completion of codes with their titles, inside ``%%claim``, ``%%answer`` and ``%%find`` cells.

A matcher of IPython's completer (its second interface): it answers in those cells alone, and there it keeps Python
names out of the way.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from coding_course.codesets.model import System

if TYPE_CHECKING:
    from coding_course.codesets import Edition

_CELL = re.compile(r"\s*%%(claim|answer|find)\b[ \t]*(\S*)")
_LABEL = re.compile(r"\s*([A-Za-z]+)\s*:")
_FRAGMENT = re.compile(r"[A-Za-z0-9.]*$")
_MOST = 20
_LONGEST_TITLE = 80

_SYSTEMS: dict[str, tuple[System, ...]] = {
    "pdx": (System.CM,),
    "dx": (System.CM,),
    "px": (System.PCS,),
    "line": (System.CPT, System.HCPCS),
}


def completions(edition: Edition, text: str, line: int, column: int) -> tuple[str, list[tuple[str, str]]] | None:
    """Return what Tab offers at a place in a cell.

    Parameters
    ----------
    edition
        Where to look codes up.
    text
        The whole cell.
    line, column
        Place of the cursor, from 0.

    Returns
    -------
    tuple or None
        What is completed (the code begun at the cursor) and pairs of code and title; None in other cells.
    """
    if not _CELL.match(text):
        return None
    lines = text.split("\n")
    before = lines[line][:column] if line < len(lines) else ""
    fragment = _FRAGMENT.search(before)
    begun = fragment.group() if fragment else ""
    if line == 0 or "#" in before or len(begun) < 2:
        return begun, []
    label = _LABEL.match(before)
    systems = _SYSTEMS.get(label.group(1).lower(), ()) if label else ()
    hits = edition.search(begun, _MOST, systems)
    return begun, [(hit.code.code, hit.code.title) for hit in hits]


def _shown(title: str) -> str:
    """Return a title as a completion's type: JupyterLab breaks it at ordinary spaces, one word over the other."""
    short = title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}…"
    return short.replace(" ", "\N{NO-BREAK SPACE}")


def matcher(context: Any) -> dict[str, Any]:
    """Answer IPython's completer (``CompletionContext`` in, ``SimpleMatcherResult`` out)."""
    from IPython.core.completer import SimpleCompletion

    if not _CELL.match(context.full_text):
        return {"completions": []}
    found: tuple[str, list[tuple[str, str]]] | None = None
    try:
        from coding_course.codesets import edition

        found = completions(edition(), context.full_text, context.cursor_line, context.cursor_position)
    except Exception:
        # Completion that fails must not disturb typing.
        found = None
    begun, codes = found or ("", [])
    return {
        "completions": [SimpleCompletion(text=code, type=_shown(title)) for code, title in codes],
        "matched_fragment": begun,
        "suppress": True,
        "ordered": True,
    }


def install(shell: Any) -> None:
    """Add the matcher to a shell's completer, once."""
    completer = getattr(shell, "Completer", None)
    if completer is None or any(getattr(one, "coding_course", False) for one in completer.custom_matchers):
        return
    from IPython.core.completer import context_matcher

    decorated = context_matcher(identifier="coding_course.codes", priority=1000)(matcher)
    decorated.coding_course = True
    completer.custom_matchers.append(decorated)
