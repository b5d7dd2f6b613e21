"""The codes that an instructional note names, and whether a given code is one of them.

The tabular list writes references in parentheses: ``(E08.-)``, ``(I10-I16)``, ``(E11.0-, E11.1)``,
``(T36-T50 with fifth or sixth character 5)``, ``(F10-F19 with .151, .251, .951)``. :func:`parse_references` reads
such a line; :func:`covers` answers the question that rules ask.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from coding_course.codesets.forms import compact

_CODE = r"[A-Z](?:[0-9][0-9A-Z]|A[0-9])(?:\.[0-9A-Z]{1,4})?"
_REFERENCE = re.compile(rf"(?<![\w:.])({_CODE})\.?(?:(-?)\s?-\s?({_CODE}))?(?![\w:])")
_TRAILING = re.compile(r"\.?-?")
_PLACES = {"fourth": 4, "fifth": 5, "sixth": 6, "six": 6, "seventh": 7, "4th": 4, "5th": 5, "6th": 6, "7th": 7}
_PLACE = rf"(?:{'|'.join(_PLACES)})"
_AT_PLACE = re.compile(
    rf"\s*,?\s*with\s+({_PLACE})(?:\s+or\s+({_PLACE}))?\s+characters?\s+"
    r"([0-9A-Z](?:\s?-\s?[0-9A-Z])?(?:\s+or\s+[0-9A-Z])?)(?![0-9A-Z])"
)
_AT_END = re.compile(r"\s*,?\s*with\s+(final characters?\s+)?([.-][0-9A-Z]+(?:(?:-|[.,]?\s+(?:or\s+)?)[.-][0-9A-Z]+)*)")
_CONDITION = re.compile(r" with (?:(\d)th(?: or (\d)th)? character ([0-9A-Z,-]+)|final (.+))$")


def parse_references(text: str, known: Callable[[str], bool] = lambda _: True) -> tuple[str, ...]:
    """Return the codes, categories and ranges that a line of a note names.

    Parameters
    ----------
    text
        The line as the tabular list prints it.
    known
        Says whether an undotted code stands in the tabular list; keeps vitamins (``B12``) and strains of bacteria
        from being taken for codes.

    Returns
    -------
    tuple of str
        In the order of the line, without trailing dashes; a condition on characters follows its reference.

    Examples
    --------
    >>> parse_references("diabetes mellitus due to underlying condition (E08.-)")
    ('E08',)
    >>> parse_references("hypertensive diseases (I10-I16, I1A.0)")
    ('I10-I16', 'I1A.0')
    >>> parse_references("adverse effect, if applicable, to identify drug (T36-T50 with fifth or sixth character 5)")
    ('T36-T50 with 5th or 6th character 5',)
    """
    found: list[tuple[str, int]] = []
    conditions: dict[int, str] = {}
    position = 0
    while match := _REFERENCE.search(text, position):
        position = match.end()
        first, _, last = match.groups()
        if not known(first.replace(".", "")):
            continue
        rest = _TRAILING.match(text, position)
        after = rest.end() if rest else position
        found.append((f"{first}-{last}" if last else first, after))
        condition, end = _condition(text, after)
        if condition:
            conditions[len(found) - 1] = condition
            position = end
    spread = _spread(text, found, conditions)
    return tuple(dict.fromkeys(ref + spread.get(i, "") for i, (ref, _) in enumerate(found)))


def _condition(text: str, start: int) -> tuple[str, int]:
    if match := _AT_PLACE.match(text, start):
        first, second, wanted = match.groups()
        places = f"{_PLACES[first]}th" + (f" or {_PLACES[second]}th" if second else "")
        return f" with {places} character {re.sub(r'[ ]or[ ]', ',', wanted).replace(' ', '')}", match.end()
    if match := _AT_END.match(text, start):
        ends = re.findall(r"[0-9A-Z]+", match[2])
        if "-." in match[2]:  # ".51-.52"
            ends = [str(n).zfill(len(ends[0])) for n in range(int(ends[0]), int(ends[1]) + 1)]
        kind = "-" if match[1] and "." not in match[2] else "."
        return " with final " + ", ".join(kind + e for e in ends), match.end()
    return "", start


def _spread(text: str, found: list[tuple[str, int]], conditions: dict[int, str]) -> dict[int, str]:
    """Give a condition to the references of its list: ``(E08, E09 with final characters .00 or .01)``."""
    result = dict(conditions)
    for place, condition in conditions.items():
        for earlier in range(place - 1, -1, -1):
            _, after = found[earlier]
            between = text[after : text.find(found[earlier + 1][0].split("-")[0], after)]
            if earlier in conditions or re.fullmatch(r"\s*,\s*", between) is None or "final" not in condition:
                break
            result[earlier] = condition
    return result


@lru_cache(maxsize=8192)
def _compiled(reference: str) -> tuple[str, str, Callable[[str], bool] | None]:
    body, test = reference, None
    if match := _CONDITION.search(reference):
        body = reference[: match.start()]
        place, other, characters, ends = match.groups()
        if ends:
            wanted = tuple(ends.split(", "))

            def test(code: str) -> bool:
                tail = code[3:]
                return any(tail.startswith(e[1:]) if e[0] == "." else tail.endswith(e[1:]) for e in wanted)
        else:
            places = tuple(int(p) for p in (place, other) if p)
            spans = [(part[0], part[-1]) for part in characters.split(",")]

            def test(code: str) -> bool:
                # "fifth or sixth character": the sixth where the code has one, the fifth otherwise.
                at = next((p for p in reversed(places) if len(code) >= p and code[p - 1] != "X"), 0)
                return bool(at) and any(low <= code[at - 1] <= high for low, high in spans)

    first, _, last = body.partition("-")
    low_code = compact(first)
    return low_code, compact(last) or low_code, test


def covers(reference: str, code: str) -> bool:
    """Say whether a code falls into a reference of an instructional note.

    Parameters
    ----------
    reference
        As :func:`parse_references` gives it and :attr:`Note.codes` holds it: a code, a category or subcategory (which
        stands for all below it), a range, with or without a condition on characters.
    code
        An ICD-10-CM code in any written form.

    Examples
    --------
    >>> covers("E08", "E08.22"), covers("I10-I16", "I13.0"), covers("E11.0", "E11.10")
    (True, True, False)
    >>> covers("T36-T50 with 5th or 6th character 5", "T45.515A")
    True
    >>> covers("T36-T50 with 5th or 6th character 5", "T45.511A")
    False
    """
    low, high, test = _compiled(reference)
    body = compact(code)
    if not (low <= body[: len(low)] and body[: len(high)] <= high):
        return False
    return test is None or test(body)
