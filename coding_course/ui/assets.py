"""The widgets' front end, as the one module that anywidget wants, put together without a build step.

Each file under ``static/`` is a plain ES module that editors and browsers read as it stands. anywidget takes a
single module, so a widget's file and the modules that it imports by relative name are joined: imports go, and
``export`` in front of a shared function goes.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"

_IMPORT = re.compile(r"^import\s+\{[^}]*\}\s+from\s+\"\./([\w-]+\.js)\";[ \t]*\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|let|class)\b)", re.MULTILINE)


@cache
def module(name: str) -> str:
    """Return a widget's front end as one ES module.

    Parameters
    ----------
    name
        File under ``static/`` without its ending: ``quiz``.

    Examples
    --------
    >>> "import " in module("quiz").split("export default")[0]
    False
    """
    parts: list[str] = []
    _collect(f"{name}.js", parts, set())
    return "\n".join(parts)


@cache
def stylesheet() -> str:
    """Return the style sheet that all widgets share."""
    return (STATIC / "course.css").read_text(encoding="utf-8")


def _collect(file: str, parts: list[str], seen: set[str]) -> None:
    if file in seen:
        return
    seen.add(file)
    text = (STATIC / file).read_text(encoding="utf-8")
    for imported in _IMPORT.findall(text):
        _collect(imported, parts, seen)
    parts.append(_EXPORT.sub("", _IMPORT.sub("", text)))
