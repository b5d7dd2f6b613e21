"""Guided questions for an ICD-10-CM family, computed from the titles below a header. Pure: edition in, question out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from coding_course.codesets.model import Code, NoteKind, System
from coding_course.ui.encoder.distinctions import (
    BY_ID,
    DISTINCTIONS,
    EPISODE,
    OTHER,
    SEVENTH,
    SIDE,
    UNSPECIFIED,
    Distinction,
)

if TYPE_CHECKING:
    from coding_course.codesets import Edition

_MOST_TERMS = 3
_KEPT = frozenset(("stage", "type", "grade", "degree", "number"))
"""A label begins with such a word rather than with a bare number."""
_SHARED = 0.6
"""A beginning that so many labels share is left out of them."""


class Choice(msgspec.Struct, frozen=True):
    """One answer."""

    code: str
    """The header or code that it leads to."""
    label: str
    """What it says beyond the others: ``Right``, ``With ketoacidosis``."""
    title: str
    explanation: str
    billable: bool
    left: int
    """How many billable codes are left after it."""


class Question(msgspec.Struct, frozen=True):
    """What has to be known to go on from a header."""

    code: str
    distinction: Distinction
    choices: tuple[Choice, ...]


def question(edition: Edition, code: str) -> Question | None:
    """Return what tells the entries below a header apart, or None for a billable code.

    Parameters
    ----------
    edition
        The code set.
    code
        A chapter, section, category or subcategory. A header with one entry below asks for what lies below that.

    Examples
    --------
    >>> from coding_course.codesets import edition
    >>> [question(edition(), code).distinction.id for code in ("M25.5", "M25.56", "S93.401", "E11")]
    ['site', 'side', 'episode', 'with']
    """
    children = edition.children(code)
    while len(children) == 1 and not children[0].billable:
        code, children = children[0].code, edition.children(children[0].code)
    if not children:
        return None
    found = _distinction(edition, code, children)
    parent = edition.lookup(code, System.CM)
    labels = _labels(edition, found, parent.title if parent else "", children)
    return Question(
        code,
        found,
        tuple(
            Choice(
                child.code,
                label,
                child.title,
                _explanation(edition, found, child, label),
                child.billable,
                1 if child.billable else len(edition.billable_below(child.code)),
            )
            for child, label in zip(children, labels, strict=True)
        ),
    )


def _distinction(edition: Edition, code: str, children: Sequence[Code]) -> Distinction:
    if _has_sevenths(children):
        return BY_ID[_seventh(edition.seventh_characters(children[0].code).values())]
    sides = {edition.laterality(child.code) for child in children}
    if len(sides) > 1 and "" not in sides:
        return BY_ID[SIDE]
    if children[0].kind in ("section", "category"):
        return BY_ID["kind"]
    parent = edition.lookup(code, System.CM)
    said = [_beyond(child.title, parent.title if parent else "") for child in children]
    return next(each for each in DISTINCTIONS if each.tells(said))


def _has_sevenths(children: Sequence[Code]) -> bool:
    """Say whether siblings are one leaf with its 7th characters."""
    stems = {child.code[:-1] for child in children}
    return len(stems) == 1 and all(child.billable and len(child.code) == 8 for child in children)


def _seventh(meanings: Iterable[str]) -> str:
    """Return which distinction a list of 7th characters makes.

    Examples
    --------
    >>> _seventh(["initial encounter", "sequela"]), _seventh(["mild stage"]), _seventh(["fetus 1"])
    ('episode', 'stage', 'seventh')
    """
    said = " ".join(meanings)
    return EPISODE if "encounter" in said else "stage" if "stage" in said else SEVENTH


def _labels(edition: Edition, found: Distinction, parent: str, children: Sequence[Code]) -> list[str]:
    if _has_sevenths(children):
        sevenths = edition.seventh_characters(children[0].code)
        return [f"{child.code[-1]}: {sevenths.get(child.code[-1], child.title)}" for child in children]
    if found.id == SIDE and len({edition.laterality(child.code) for child in children}) == len(children):
        return [_capital(edition.laterality(child.code)) for child in children]
    said = [_beyond(child.title, parent) for child in children]
    shared = _shared(said)
    said = [each.removeprefix(shared) for each in said]
    return [_capital(label.strip(" ,") or child.title) for label, child in zip(said, children, strict=True)]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _beyond(title: str, parent: str) -> str:
    """Return what a title says beyond the header's, the whole title when it is worded otherwise.

    Examples
    --------
    >>> _beyond("Type 2 diabetes mellitus with ketoacidosis", "Type 2 diabetes mellitus")
    'with ketoacidosis'
    """
    rest = title[len(parent) :]
    begins = bool(parent) and title.lower().startswith(parent.lower()) and not rest[:1].isalnum()
    return rest.strip(" ,") if begins else title


def _shared(said: Sequence[str]) -> str:
    """Return the longest beginning of two words or more that most labels share, or nothing.

    Examples
    --------
    >>> _shared(["Pain in shoulder", "Pain in elbow", "Pain in knee", "Other pain"])
    'Pain in '
    """
    counted: dict[str, int] = {}
    for each in said:
        words = each.split(" ")
        for number in range(2, len(words)):
            start = " ".join(words[:number]) + " "
            counted[start] = counted.get(start, 0) + 1
    common = [start for start, count in counted.items() if count > 1 and count >= _SHARED * len(said)]
    longest = max(common, key=len, default="").split()
    while longest and longest[-1] in _KEPT:
        longest.pop()
    return " ".join(longest) + " " if len(longest) > 1 else ""


def _explanation(edition: Edition, found: Distinction, child: Code, label: str) -> str:
    told = next((text for pattern, text in found.answers if re.search(pattern, label, re.I)), "")
    if told or child.code[7:]:
        return told
    # Only what stands at the entry itself: inherited terms would explain every answer alike.
    notes = edition.notes(child.code, inherited=False)
    terms = [note.text for note in notes if note.kind in (NoteKind.INCLUSION_TERM, NoteKind.INCLUDES)]
    more = f", and {len(terms) - _MOST_TERMS} more" if len(terms) > _MOST_TERMS else ""
    included = f"Also called: {'; '.join(terms[:_MOST_TERMS])}{more}." if terms else ""
    kind = ""
    if re.match(r"other\b", child.title, re.I):
        kind = OTHER
    elif edition.unspecified(child.code):
        kind = UNSPECIFIED
    return " ".join(part for part in (kind, included) if part)
