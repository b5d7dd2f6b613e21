"""Titles without what an index leaves to the tabular list: side, trimester, 7th character, "unspecified"."""

from __future__ import annotations

import re
from functools import lru_cache

_ASIDE = re.compile(r"\(([^()]*)\)")
_BRACKETS = re.compile(r"\s*\[[^\]]*\]")
_SEVENTH_WORDS = re.compile(
    r",? ?\b(initial encounter|subsequent encounter|sequela|fetus \d|(first|second|third|unspecified) trimester"
    r"|trimester unspecified)\b",
    re.IGNORECASE,
)
_SIDES = re.compile(
    r"\b(right and left|left and right|right|left|bilateral|both)\b(?! (?:heart|ventric|atri|bundle|upper quadrant"
    r"|lower quadrant|posterior|anterior|hepatic|main|circumflex))",
    re.IGNORECASE,
)
_SIDE_PART = re.compile(
    r",\s*(?:right|left|bilateral|both|unspecified)(?: (?:eyes?|ears?|side))?(?=,|$)|, (?:non)?-?dominant side$",
    re.IGNORECASE,
)
"""The part of a title that tells the side alone: ", right eye"."""
_UNSPECIFIED = re.compile(r"\b(?:other and unspecified|unspecified)\b", re.IGNORECASE)
_CLASSIFIED = re.compile(r",?\s*(?:so stated|not elsewhere classified|NEC|NOS|not otherwise specified)\b")
_FORMS = re.compile(r"^\s*(?:other )?(?:specified )?(?:forms?|types?|kinds?) of ", re.IGNORECASE)
_ENDING = re.compile(r"(?:, )?\b(?:of|in|to|at|with|by)(?=,|$)")
_SPACES = re.compile(r"\s+")
_LETTERS = re.compile(r"[A-Z0-9 .-]+")
_ENDINGS = (" ", ",", ";", ":")
_SEVENTH_SIGNS = ("rimester", "ncounter", "equela", "etus ")
_SIDE_WORDS = ("ight", "eft", "ilateral", "oth ")


def plain(title: str) -> tuple[str, str]:
    """Return a title without what the tabular list adds, and what it had in parentheses.

    Examples
    --------
    >>> plain("Essential (primary) hypertension"), plain("Age-related nuclear cataract, right eye")
    (('Essential hypertension', '(primary)'), ('Age-related nuclear cataract', ''))
    """
    if any(word in title for word in _SIDE_WORDS) or ", unspecified" in title:
        title = f"{_SIDES.sub('', _SIDE_PART.sub('', title))} "  # what was left out may leave a space or a word behind
    return _plain(title)


@lru_cache(4096)
def _plain(title: str) -> tuple[str, str]:
    text, aside = title, []
    if "[" in text:
        text = _BRACKETS.sub("", text)
    if "(" in text:
        aside = [a for a in _ASIDE.findall(text) if len(a) > 2]
        text = _ASIDE.sub(" ", text)
    if any(word in text for word in _SEVENTH_SIGNS):
        text = _SEVENTH_WORDS.sub("", text)
    if "lassified" in text or " NOS" in text or " NEC" in text or "tated" in text:
        text = _CLASSIFIED.sub("", text)
    if "nspecified" in text:
        first, *more = text.split(", ")
        text = ", ".join([first, *(p for p in more if not _only_unspecified(p))])
        text = _UNSPECIFIED.sub("", text)
    text = _FORMS.sub("Other ", text)
    if text is not title or text.endswith(_ENDINGS):
        text = _SPACES.sub(" ", text).replace(" ,", ",").strip(" ,;:")
        text = _ENDING.sub("", text).strip(" ,")
    return text, " ".join(f"({a})" for a in dict.fromkeys(aside) if not _LETTERS.fullmatch(a))


_FILLER = re.compile(
    r"(?:unspecified|the|of|as to|part|parts|sites?|types?|level|degree|organism|forms?|cause|side|nature|agent|eyes?"
    r"|ears?|severity|stage|location|position|trimester|limb|control|status|extent|class|region|origin|week|depth|\s)+",
    re.IGNORECASE,
)


def _only_unspecified(part: str) -> bool:
    """Say whether a part of a title tells nothing but that something is not told: ``unspecified organism``."""
    return "unspecified" in part.lower() and _FILLER.fullmatch(part) is not None
