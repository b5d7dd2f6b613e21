"""The encoder as static HTML and as text: what it opens with, and a find exercise with how to answer it by hand.

Shown where no widget can be: on GitHub, in an nbconvert page, on paper, to some screen readers. Never a key.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from coding_course.ui.markup import Html, element

if TYPE_CHECKING:
    from coding_course.bank import Hunt

_OFFERS = (
    "Book: look a main term up in the Index, open its subterms, follow its references, verify in the Tabular List.",
    "Guided: questions that narrow a family of codes, or a procedure from its intent.",
    "PCS tables: seven characters, with what is still possible.",
    "Code: hierarchy, notes, POA, CC and MCC, age, editor, and what it does to the claim.",
    "Claim: edits as it grows, and the MS-DRG of a stay.",
    "Bookmarks, your notes, and the path that you took.",
)
_BY_HAND = (
    "index: Main term > subterm",
    "tabular: CODE",
    "note: CODE kind of note",
    "code: CODE",
)


def encoder_html(view: dict[str, Any]) -> Html:
    """Return what the encoder opens with as HTML."""
    title, lines = _opened(view["shown"])
    parts: list[Html | None] = [element("h3", f"{view['title']}, {view['edition']}")]
    if title:
        parts += [
            element("h4", element("code", title[0]), f" {title[1]}".rstrip()),
            element("ul", *(element("li", line) for line in lines)),
        ]
    entry = view["shown"].get("entry")
    if entry:
        parts += [
            element(
                "div",
                element("strong", note["label"]),
                f" (from {note['from']})" if note["inherited"] else None,
                element("ul", *(element("li", _plain(line)) for line in note["lines"])),
            )
            for note in entry["notes"]
        ]
        below = (element("li", element("code", one["label"]), f" {one['title']}") for one in entry["children"])
        parts.append(element("ul", *below))
    parts.append(element("ul", *(element("li", each) for each in _OFFERS)))
    return element("section", *parts)


def encoder_text(view: dict[str, Any]) -> str:
    """Return what the encoder opens with as text."""
    title, opened = _opened(view["shown"])
    lines = [f"{view['title']}, {view['edition']}"]
    if title:
        lines += ["", " ".join(title), *(textwrap.fill(line, 96, subsequent_indent="  ") for line in opened)]
    entry = view["shown"].get("entry")
    if entry:
        for note in entry["notes"]:
            lines += ["", note["label"] + (f" (from {note['from']})" if note["inherited"] else "")]
            lines += [textwrap.fill(f"- {_plain(line)}", 96, subsequent_indent="  ") for line in note["lines"]]
        lines += ["", *(f"  {one['label']} {one['title']}" for one in entry["children"])]
    return "\n".join([*lines, "", *(textwrap.fill(each, 96, subsequent_indent="  ") for each in _OFFERS)])


def _opened(shown: dict[str, Any]) -> tuple[tuple[str, ...], list[str]]:
    """Return code and title of what an encoder opens with, and lines about it; nothing for the chapters."""
    entry = shown.get("entry")
    if entry:
        where = [f"In {up['label']} {up['title']}" for up in entry["ancestors"]]
        return (entry["label"], entry["title"]), [f"{_billable(entry)}{entry['billing']}", *where]
    if shown.get("code") and shown.get("title"):
        told = [f"{one['label']}: {one['text']}" for one in shown["facts"] if one["text"]]
        axes = [f"{place} {axis}: {value} {label}" for place, (axis, value, label, _) in enumerate(shown["axes"], 1)]
        return (shown["code"], shown["title"]), [*told, *axes]
    if shown.get("prefix"):
        built = [f"{one['title']}: {one['character']} {one['label']}" for one in shown["places"] if one["character"]]
        return ("ICD-10-PCS", shown["prefix"]), [*built, *_rows(shown)]
    return (), []


def _rows(shown: dict[str, Any]) -> list[str]:
    """Return the rows of a table, each with the values of its four columns."""
    table = shown.get("table")
    if not table:
        return []
    return [
        "; ".join(
            f"{title}: {', '.join(f'{value} {label}' for value, label, _ in cell)}"
            for title, cell in zip(table["titles"], row["cells"], strict=True)
        )
        for row in table["rows"]
        if row["fits"]
    ]


def _billable(entry: dict[str, Any]) -> str:
    return "Billable. " if entry["billable"] else "Not billable. "


def hunt_html(hunt: Hunt) -> Html:
    """Return a find exercise as HTML, with how to answer it without the encoder."""
    return element(
        "section",
        element("h3", hunt.title),
        element("blockquote", hunt.chart, style="white-space: pre-wrap"),
        element("p", hunt.task),
        element("p", f"With your books, write the way that you took under %%find {hunt.id}, a step a line:"),
        element("pre", "\n".join(_lines(hunt))),
    )


def hunt_text(hunt: Hunt) -> str:
    """Return a find exercise as text."""
    chart = textwrap.indent(hunt.chart.rstrip(), "    ")
    task = textwrap.fill(hunt.task, 96)
    how = f"With your books, write the way that you took under %%find {hunt.id}, a step a line:"
    return "\n".join([hunt.title, "", chart, "", task, how, *(f"    {line}" for line in _lines(hunt))])


def _lines(hunt: Hunt) -> tuple[str, ...]:
    return ("table: 0XX", "value: 0XX...", "note: 0XX definition", "code: 0XX....") if hunt.is_procedure else _BY_HAND


def _plain(line: list[list[str]]) -> str:
    return "".join(text for text, _ in line)
