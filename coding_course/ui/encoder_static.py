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
    entry = view["shown"].get("entry")
    parts: list[Html | None] = [element("h3", f"{view['title']}, {view['edition']}")]
    if entry:
        notes = [
            element(
                "div",
                element("strong", note["label"]),
                f" (from {note['from']})" if note["inherited"] else None,
                element("ul", *(element("li", _plain(line)) for line in note["lines"])),
            )
            for note in entry["notes"]
        ]
        parts += [
            element("h4", element("code", entry["label"]), f" {entry['title']}"),
            element("p", "Billable. " if entry["billable"] else "Not billable. ", entry["billing"]),
            element("p", "In: ", " › ".join(f"{up['label']} {up['title']}" for up in entry["ancestors"])),
            *notes,
            element(
                "ul", *(element("li", element("code", one["label"]), f" {one['title']}") for one in entry["children"])
            ),
        ]
    parts.append(element("ul", *(element("li", each) for each in _OFFERS)))
    return element("section", *parts)


def encoder_text(view: dict[str, Any]) -> str:
    """Return what the encoder opens with as text."""
    lines = [f"{view['title']}, {view['edition']}"]
    entry = view["shown"].get("entry")
    if entry:
        lines += ["", f"{entry['label']} {entry['title']}"]
        lines.append(("Billable. " if entry["billable"] else "Not billable. ") + entry["billing"])
        lines += [f"In {up['label']} {up['title']}" for up in entry["ancestors"]]
        for note in entry["notes"]:
            lines += ["", note["label"] + (f" (from {note['from']})" if note["inherited"] else "")]
            lines += [textwrap.fill(f"- {_plain(line)}", 96, subsequent_indent="  ") for line in note["lines"]]
        lines += ["", *(f"  {one['label']} {one['title']}" for one in entry["children"])]
    return "\n".join([*lines, "", *(textwrap.fill(each, 96, subsequent_indent="  ") for each in _OFFERS)])


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
