"""HTML that is escaped by construction: plain strings are escaped, :class:`Html` is not.

Everything that people wrote (charts, questions, answers, imported progress) passes through here on its way to a
static page, so a note that says ``<script>`` shows as those eight characters.
"""

from __future__ import annotations

import html as _html
from collections.abc import Iterable


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def element(name: str, *children: str | Html | None, **attributes: str | int | bool | None) -> Html:
    """Return an element, its children and attribute values escaped unless they are :class:`Html`.

    Parameters
    ----------
    name
        Tag name.
    *children
        Text or HTML; None is left out.
    **attributes
        ``class_`` is ``class``, underscores become hyphens; True is an attribute without value, False and None
        leave it out.

    Examples
    --------
    >>> element("p", "a < b", class_="note")
    '<p class="note">a &lt; b</p>'
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in {"input", "br", "hr", "img"}:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{join(children)}</{name}>")


def join(children: Iterable[str | Html | None], between: str = "") -> Html:
    """Return the children one after the other, plain strings escaped.

    Examples
    --------
    >>> join(["<", element("b", "x")], ", ")
    '&lt;, <b>x</b>'
    """
    return Html(between.join(escape(child) for child in children if child is not None))


def escape(text: str | Html) -> Html:
    """Return text as HTML, unless it is HTML already.

    Examples
    --------
    >>> escape('"<&')
    '&quot;&lt;&amp;'
    """
    return text if isinstance(text, Html) else Html(_html.escape(text, quote=True))


def _attribute(key: str, value: str | int | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{_html.escape(str(value), quote=True)}"'
