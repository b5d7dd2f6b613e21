"""An entry of the Tabular List as the encoder shows it: where it stands, its notes in groups, what lies below it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from coding_course.codesets.model import Code, Note, NoteKind, System
from coding_course.ui import words
from coding_course.ui.browser import label, linked

if TYPE_CHECKING:
    from coding_course.codesets import Edition

_NAMED_BY_KIND = ("chapter", "section")


def note_key(source: str, kind: str) -> str:
    """Return the name of a group of notes: where they stand, and their kind.

    Examples
    --------
    >>> note_key("E11.22", "use additional code")
    'E11.22 use additional code'
    """
    return f"{source} {kind}"


def find_entry(edition: Edition, text: str) -> Code | None:
    """Return the entry that a text names; for a note's ``T36-T50 with ...`` the range, else its first category."""
    text = text.split(" with ")[0].strip().rstrip("-").rstrip(".")
    found = edition.lookup(text, System.CM) if text else None
    return found if found or "-" not in text else edition.lookup(text.split("-")[0], System.CM)


def entry_view(edition: Edition, code: Code, opened: Collection[str]) -> dict[str, Any]:
    """Return an entry as plain values.

    Parameters
    ----------
    edition
        The code set.
    code
        A code, header, section or chapter of ICD-10-CM.
    opened
        Keys of the groups of notes that the learner has opened, see :func:`note_key`.
    """
    children = edition.children(code.code)
    family = edition.children(code.parent) if code.parent and code.billable else ()
    return {
        "code": code.code,
        "label": label(code),
        "title": code.title,
        "billable": code.billable,
        "billing": billing(edition, code),
        "ancestors": short(reversed(edition.ancestors(code.code))),
        "sevenths": [list(pair) for pair in edition.seventh_characters(code.code).items()],
        "notes": note_groups(edition.notes(code.code), code.code, edition, opened),
        "children": short(children),
        "family": short(family),
    }


def billing(edition: Edition, code: Code) -> str:
    """Return in a sentence whether an entry can be reported, and from when to when."""
    if code.billable:
        dates = f" Valid from {code.valid_from}." if code.valid_from else ""
        dates += f" Ends on {code.valid_to}." if code.valid_to else ""
        return f"It can be reported as it stands.{dates}"
    below = len(edition.billable_below(code.code))
    return f"It is a {code.kind}: choose one of the {words.count(below, 'billable code')} below it."


def short(codes: Iterable[Code]) -> list[dict[str, Any]]:
    """Return codes as lines of a list."""
    return [{"code": code.code, "label": label(code), "title": code.title, "billable": code.billable} for code in codes]


def note_groups(notes: Iterable[Note], code: str, edition: Edition, opened: Collection[str]) -> list[dict[str, Any]]:
    """Return notes in groups of one kind at one place, own ones first, as the tabular list has them."""
    groups: dict[str, dict[str, Any]] = {}
    for note in notes:
        key = note_key(note.source, note.kind.value)
        if key not in groups:
            source = edition.lookup(note.source, System.CM) if note.source != code else None
            where = label(source) if source and source.kind in _NAMED_BY_KIND else note.source
            groups[key] = {
                "key": key,
                "source": note.source,
                "kind": note.kind.value,
                "label": words.NOTES[note.kind],
                "short": words.NOTES[note.kind].split(":")[0],
                "from": where,
                "inherited": note.source != code,
                "instruction": note.kind not in (NoteKind.INCLUDES, NoteKind.INCLUSION_TERM),
                "open": key in opened,
                "lines": [],
            }
        groups[key]["lines"].append(linked(note))
    return list(groups.values())
