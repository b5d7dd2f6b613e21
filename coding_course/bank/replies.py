"""Reading what a learner types as the answer to a question, forgivingly: ``b``, ``B.``, ``b, d``, ``1C 2A``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_COMMENT = re.compile(r"#.*")
_PAIR = re.compile(r"(?<![0-9A-Z])(\d{1,2})\s*(?:->|=>|[-.:=)>]|\bis\b)?\s*\(?([A-Z])(?![A-Z0-9])", re.I)
_FILLERS = re.compile(r"\b(?:and|or|then|answers?|options?|is|are|the|code)\b", re.I)
_MOST = 2000


class Unreadable(ValueError):
    """The text is not an answer to this type of question; the message says what to write."""


def plain(text: str) -> str:
    """Return the text without comments, in plain characters, at a length that an answer can have.

    Examples
    --------
    >>> plain("Ｂ ,  D   # my guess")
    'B , D'
    """
    kept = unicodedata.normalize("NFKC", text[:_MOST])
    kept = "".join(" " if unicodedata.category(each) in ("Cf", "Cc", "Zs") and each != "\n" else each for each in kept)
    kept = kept.replace("\N{EN DASH}", "-").replace("\N{EM DASH}", "-").replace("\N{RIGHTWARDS ARROW}", "->")
    return " ".join(_COMMENT.sub(" ", line).strip() for line in kept.split("\n")).strip().replace("  ", " ")


def read_letters(text: str, letters: Sequence[str], *, ordered: bool = False) -> tuple[str, ...]:
    """Return the letters of an answer, in the order typed.

    Parameters
    ----------
    text
        Already :func:`plain`.
    letters
        The letters there are.
    ordered
        True when the order is the answer; a letter that stands twice is then an error.

    Raises
    ------
    Unreadable
        With a sentence that says what was read and what to write.

    Examples
    --------
    >>> read_letters("b, D.", "ABCD"), read_letters("c > a > b", "ABC", ordered=True), read_letters("ac", "ABC")
    (('B', 'D'), ('C', 'A', 'B'), ('A', 'C'))
    """
    found: list[str] = []
    for word in re.findall(r"[^\W_]+", _FILLERS.sub(" ", text) if len(text) > 1 else text):
        upper = word.upper()
        if upper in letters:
            found.append(upper)
        elif all(each in letters for each in upper) and len(set(upper)) == len(upper):
            found += upper
        else:
            raise Unreadable(
                f"{word[:30]!r} is not one of the letters {letters[0]} to {letters[-1]}. Write "
                + ("all letters in their order, such as " if ordered else "a letter, or several such as ")
                + ", ".join(reversed(letters[:2]) if ordered else letters[:2])
                + "."
            )
    if ordered:
        twice = sorted({each for each in found if found.count(each) > 1})
        if twice:
            raise Unreadable(f"{' and '.join(twice)} stands in the order twice. Write every letter once.")
        return tuple(found)
    return tuple(dict.fromkeys(found))


def read_pairs(text: str, prompts: int, letters: Sequence[str]) -> dict[int, str]:
    """Return which letter was given to which prompt, by the prompt's number from 1.

    Parameters
    ----------
    text
        Already :func:`plain`.
    prompts
        How many there are.
    letters
        The letters there are.

    Raises
    ------
    Unreadable
        With a sentence that says what was read and what to write.

    Examples
    --------
    >>> read_pairs("1-C 2-A", 2, "ABC"), read_pairs("1c,2a", 2, "ABC"), read_pairs("C A", 2, "ABC")
    ({1: 'C', 2: 'A'}, {1: 'C', 2: 'A'}, {1: 'C', 2: 'A'})
    """
    example = f"Write a number and a letter for each, such as 1-{letters[-1]}, 2-{letters[0]}."
    pairs: dict[int, str] = {}
    matches = _PAIR.findall(text)
    rest = re.sub(r"[\W_]+", "", _FILLERS.sub(" ", _PAIR.sub(" ", text)))
    if not matches:
        given = [each.upper() for each in re.findall(r"[^\W_]+", text)]
        if len(given) == prompts and all(each in letters for each in given):
            return dict(enumerate(given, 1))  # letters alone, one a prompt, in the order of the prompts
        raise Unreadable(f"{text[:40]!r} does not say which belongs to which. {example}")
    if rest:
        raise Unreadable(f"{rest[:30]!r} was not understood. {example}")
    for number, letter in matches:
        place, upper = int(number), letter.upper()
        if not 1 <= place <= prompts:
            raise Unreadable(f"There is no {place}; the numbers run from 1 to {prompts}. {example}")
        if upper not in letters:
            raise Unreadable(f"There is no {upper}; the letters run from {letters[0]} to {letters[-1]}. {example}")
        if pairs.get(place, upper) != upper:
            raise Unreadable(f"{place} has two letters, {pairs[place]} and {upper}. Give it one.")
        pairs[place] = upper
    return pairs


def read_code(text: str) -> str:
    """Return the one code of an answer as typed.

    Raises
    ------
    Unreadable
        If there is not exactly one.

    Examples
    --------
    >>> read_code("e11.22."), read_code("E11-22"), read_code("dx: E11 22")
    ('e11.22', 'E11-22', 'E1122')
    """
    kept = re.sub(r"^\s*(?:dx|pdx|px|line|cpt|icd-?10(?:-?(?:cm|pcs))?|code)\s*[:=]\s*", "", text, flags=re.I)
    words = [each.strip(".,;:!?'\"()[]") for each in re.split(r"[\s,;]+", kept)]
    words = [each for each in words if each]
    if (
        len(words) == 2
        and re.fullmatch(r"[A-Za-z]\d[0-9A-Za-z]", words[0])
        and re.fullmatch(r"[0-9A-Za-z]{1,4}", words[1])
        and any(each.isdigit() for each in words[1])
    ):
        return "".join(words)
    if len(words) != 1:
        raise Unreadable("Write one code, such as E11.22, and nothing else; your own words may stand behind a #.")
    return words[0]
