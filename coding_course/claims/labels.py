"""The labels that begin a line of claim notation, with the other words that people use for them.

``segments`` cuts one line at its labels, so that ``pdx: A41.9 Y dx: N39.0 Y`` reads as two entries.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple


class Label(StrEnum):
    """What an entry is, in the words of the notation."""

    PRINCIPAL = "pdx"
    FIRST = "first-listed"
    """The first-listed diagnosis; on an inpatient claim the principal one."""
    DIAGNOSIS = "dx"
    PROCEDURE = "px"
    LINE = "line"
    POINTER = "pointer"
    """Only within a service line: ``line: 99213 dx: A``."""
    UNKNOWN = ""


_WORDS = {
    Label.PRINCIPAL: "pdx|principal|principal dx|principal diagnosis|prin dx|pd",
    Label.FIRST: (
        "first-listed|first listed|first-listed dx|first listed dx|first-listed diagnosis|first listed diagnosis|"
        "fdx|first dx|first diagnosis|primary|primary dx|primary diagnosis"
    ),
    Label.DIAGNOSIS: (
        "dx|dxs|sdx|dx code|dx codes|diag|diagnosis|diagnoses|secondary|secondary dx|secondary diagnosis|"
        "secondary diagnoses|other dx|other diagnosis|other diagnoses|additional|additional dx|"
        "additional diagnosis|additional diagnoses|icd|icd10|icd-10|icd10cm|icd-10-cm|cm|ddx"
    ),
    Label.PROCEDURE: (
        "px|pxs|proc|procs|procedure|procedures|pcs|icd10pcs|icd-10-pcs|principal procedure|principal px|"
        "primary procedure|other procedure|other procedures|secondary procedure|secondary procedures"
    ),
    Label.LINE: (
        "line|lines|service line|service lines|service|services|svc|cpt|hcpcs|cpt/hcpcs|cpt code|cpt codes|"
        "hcpcs code|hcpcs codes|charge|charges"
    ),
    Label.POINTER: "pointer|pointers|ptr|ptrs|diagnosis pointer|diagnosis pointers|dx pointer|dx pointers",
}
_LABELS = {word: label for label, words in _WORDS.items() for word in words.split("|")}

_ALTERNATIVES = "|".join(re.escape(word).replace(r"\ ", r"\s{1,3}") for word in sorted(_LABELS, key=len, reverse=True))
# "dx:", "dx 2:", "principal diagnosis =" anywhere in a line; at its start also "dx I10" and "dx - I10".
_WITH_COLON = re.compile(rf"(?<![\w-])({_ALTERNATIVES})\s{{0,3}}(?:no\.?\s{{0,3}})?\d{{0,2}}\s{{0,3}}[:=]", re.I)
_AT_START = re.compile(rf"({_ALTERNATIVES})(?=[\s.,>-]|$)[\s.,>-]{{0,6}}", re.I)
_BULLET = re.compile(r"(?:[-*>+]\s+|\d{1,2}[.)]\s+)")
_OTHER_LABEL = re.compile(r"([A-Za-z][A-Za-z /-]{0,30}?)\s{0,3}[:=]")


class Segment(NamedTuple):
    """A label and what follows it, up to the next label or the end of the line."""

    label: Label | None
    """None when the line begins without any label; ``UNKNOWN`` for a word with a colon that is no label."""
    word: str
    """The label as typed."""
    text: str
    column: int
    """Column of ``text``, from 1."""


def segments(line: str) -> list[Segment]:
    """Cut a line, already in plain characters and without its comment, at its labels.

    Examples
    --------
    >>> [(part.label.value, part.text.strip()) for part in segments("pdx: A41.9 Y  dx: N39.0 Y")]
    [('pdx', 'A41.9 Y'), ('dx', 'N39.0 Y')]
    >>> segments("I10, E11.9")[0].label is None
    True
    """
    start = len(line) - len(line.lstrip())
    if bullet := _BULLET.match(line, start):
        start = bullet.end()
    found: list[Segment] = []
    label: Label | None = None
    word = ""
    at = start
    for match in _WITH_COLON.finditer(line, start):
        if line[at : match.start()].strip() or label is not None:
            found.append(_segment(line, label, word, at, match.start()))
        label, word, at = _label(match[1]), match[1], match.end()
    found.append(_segment(line, label, word, at, len(line)))
    return found


def _segment(line: str, label: Label | None, word: str, at: int, end: int) -> Segment:
    if label is None:
        if match := _AT_START.match(line, at, end):
            return _after(line, _label(match[1]), match[1], match.end(), end)
        if match := _OTHER_LABEL.match(line, at, end):
            return _after(line, Label.UNKNOWN, match[1], match.end(), end)
    return _after(line, label, word, at, end)


def _after(line: str, label: Label | None, word: str, at: int, end: int) -> Segment:
    text = line[at:end]
    return Segment(label, word, text.strip(), at + len(text) - len(text.lstrip()) + 1)


def _label(word: str) -> Label:
    return _LABELS[re.sub(r"\s+", " ", word).lower()]
