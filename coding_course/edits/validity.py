"""Why a reported diagnosis code is not one that can be reported: four reasons, one for each code.

The rules on validity, completeness, 7th characters and placeholders share this decision, so that one mistake is
explained by exactly one of them.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from coding_course.codesets import System, normalize

if TYPE_CHECKING:
    from coding_course.codesets import Code, Edition
    from coding_course.edits.facts import Facts

_FORM = re.compile(r"[A-Z](?:[0-9][0-9A-Z]|A[0-9])(?:\.[0-9A-Z]{1,4})?$")


class Fault(Enum):
    """What is wrong with the form or the completeness of a code."""

    UNKNOWN = "unknown"
    HEADER = "header"
    SEVENTH_MISSING = "seventh missing"
    SEVENTH_WRONG = "seventh wrong"
    PLACEHOLDER = "placeholder"


class Verdict(NamedTuple):
    """A fault with what a learner needs to put it right."""

    fault: Fault
    base: str = ""
    """The longest part of the code that the edition holds."""
    suggestion: str = ""
    """A valid code that was probably meant, when there is exactly one."""
    characters: tuple[tuple[str, str], ...] = ()
    """The 7th characters that apply, with their meanings."""


def verdict(facts: Facts, edition: Edition) -> Verdict | None:
    """Return what is wrong with a code, or None when it is valid for reporting in the edition."""
    if facts.billable:
        return None
    return _verdict(facts.code, edition)


@lru_cache(maxsize=4096)
def _verdict(code: str, edition: Edition) -> Verdict:
    record = _record(code, edition)
    if record is not None:
        characters = edition.seventh_characters(code)
        below = edition.billable_below(code)
        if characters and below and _only_seventh_open(code, below):
            return Verdict(Fault.SEVENTH_MISSING, code, "", tuple(characters.items()))
        return Verdict(Fault.HEADER, code)
    if not _FORM.match(code):
        return Verdict(Fault.UNKNOWN)
    bare = code.replace(".", "")
    base = next((bare[:size] for size in range(len(bare) - 1, 2, -1) if _record(bare[:size], edition)), "")
    if not base:
        return Verdict(Fault.UNKNOWN)
    dotted = normalize(base, System.CM)
    with_placeholder = _with_placeholder(bare, edition)
    if with_placeholder:
        return Verdict(Fault.PLACEHOLDER, dotted, with_placeholder)
    characters = edition.seventh_characters(dotted)
    rest = bare[len(base) :]
    if characters and len(bare) == 7 and rest.strip("X") == bare[6] and bare[6] not in characters:
        return Verdict(Fault.SEVENTH_WRONG, dotted, "", tuple(characters.items()))
    if characters and len(bare) == 7 and len(base) == 6:
        return Verdict(Fault.SEVENTH_WRONG, dotted, "", tuple(characters.items()))
    padded = _record(base.ljust(6, "X"), edition) or _record(base, edition)
    if characters and rest and not rest.strip("X") and padded is not None:
        return Verdict(Fault.SEVENTH_MISSING, dotted, "", tuple(characters.items()))
    return Verdict(Fault.UNKNOWN, dotted)


def _record(code: str, edition: Edition) -> Code | None:
    record = edition.lookup(code, System.CM)
    return None if record is None or record.kind in {"chapter", "section"} else record


def _only_seventh_open(code: str, below: tuple[Code, ...]) -> bool:
    """Tell whether nothing but placeholders and the 7th character is missing."""
    start = code.replace(".", "")
    return all(len(bare := each.code.replace(".", "")) == 7 and not bare[len(start) : 6].strip("X") for each in below)


def _with_placeholder(bare: str, edition: Edition) -> str:
    """Return the billable code that one to three more placeholders make of it, or empty."""
    for missing in range(1, 8 - len(bare)):
        for place in range(3, len(bare)):
            record = _record(bare[:place] + "X" * missing + bare[place:], edition)
            if record is not None and record.billable:
                return record.code
    return ""


def list_characters(characters: tuple[tuple[str, str], ...], limit: int = 6) -> str:
    """Return 7th characters for a sentence: ``A (initial encounter), D (subsequent encounter)``."""
    shown = ", ".join(f"{character} ({meaning})" for character, meaning in characters[:limit])
    return shown + (", ..." if len(characters) > limit else "")
