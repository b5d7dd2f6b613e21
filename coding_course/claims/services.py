"""Reading CPT and HCPCS service lines: code, modifiers, units, diagnosis pointers.

The canonical form is ``99214-25 x2 A,B``. Learners also write ``99214 25 AB``, ``J1100 10 units B`` or
``36415 x1 1,2``; a two-letter word without a hyphen is pointers when both letters name a listed diagnosis, and a
modifier otherwise, so reading waits until all diagnoses are known.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from coding_course.claims.model import POINTER_LETTERS, ServiceLine

if TYPE_CHECKING:
    from coding_course.claims.parsed import Problems

MAX_UNITS = 99_999
_CODE = re.compile(r"(?:[0-9]{4}[0-9A-Z]|[A-Z][0-9]{4})$")
_CODE_AHEAD = re.compile(r"([0-9]{4}[0-9A-Z]|[A-Z][0-9]{4})(?![0-9A-Z])")
_UNITS = re.compile(
    r"(?<![0-9A-Z-])(?:"
    r"(?:[X*]|UNITS?|QTY)\s{0,3}[:=]?\s{0,3}(?P<after>[0-9]{1,12}(?:\.[0-9]{1,6})?)(?:\s{0,3}UNITS?)?"
    r"|(?P<before>[0-9]{1,4}(?:\.[0-9]{1,6})?|[0-9]{5,12})\s{0,3}(?:(?<![0-9]{5} )(?<![0-9]{5})X|UNITS?)"
    r"(?!\s{0,3}[:=]?\s{0,3}[0-9])"
    r")(?![0-9A-Z])"
)
_TOKEN = re.compile(r"-\s{0,3}[^\s,;/|&()\[\]{}<>:=-]+|[^\s,;/|&()\[\]{}<>:=-]+")
_STRIPPED = "'\"`.!?†+_~^*"
_FILLERS = frozenset({"MOD", "MODS", "MODIFIER", "MODIFIERS", "AND", "WITH", "DX", "PTR", "POINTER", "POINTERS", "TO"})


class Reading(NamedTuple):
    """A service line whose two-letter words are not yet told apart."""

    code: str
    tokens: tuple[tuple[str, int], ...]
    """Words behind the code, with their columns; modifiers keep their hyphen."""
    units: int
    line: int


def read_services(text: str, line: int, column: int, problems: Problems) -> list[Reading]:
    """Cut the text behind ``line:`` into service lines; a new one begins at each word that has a code's shape.

    Parameters
    ----------
    text
        What stands behind the label, in plain characters.
    line, column
        Where ``text`` begins, for the problems.
    problems
        Takes what could not be read.
    """
    readings: list[Reading] = []
    upper = text.upper() if text.isascii() else "".join(c.upper() if c.isascii() else c for c in text)
    for part, start in _parts(upper):
        reading = _read_part(part, line, column + start, problems)
        if reading is not None:
            readings.append(reading)
    return readings


def _parts(text: str) -> list[tuple[str, int]]:
    """Cut at semicolons and in front of codes that stand alone; a number behind an x is units, not a code."""
    starts = [0]
    units = {at for match in _UNITS.finditer(text) for at in range(*match.span())}
    for match in _CODE_AHEAD.finditer(text):
        at = match.start()
        before = text[max(at - 4, 0) : at].rstrip()[-1:]
        if at in units or before in {"-", "."} or (at and text[at - 1].isalnum()):
            continue
        starts.append(at)
    starts += [place + 1 for place, character in enumerate(text) if character == ";"]
    cuts = [*sorted(set(starts)), len(text)]
    parts = [(text[a:b], a) for a, b in pairwise(cuts)]
    return [(part, at) for part, at in parts if part.strip(" \t,;|&-")]


def _read_part(part: str, line: int, column: int, problems: Problems) -> Reading | None:
    units = 1
    seen_units = ""
    blanked = list(part)
    for match in _UNITS.finditer(part):
        typed = match["after"] or match["before"]
        if not part[: match.start()].strip() and _CODE.match(match[0]):
            continue  # "X1234" in the place of the code is the code
        blanked[match.start() : match.end()] = " " * (match.end() - match.start())
        at = column + match.start()
        if seen_units:
            problems.add(
                line,
                at,
                match[0],
                f"The units were already given as {seen_units}, so {{found}} was left out. Write units once.",
            )
        elif not typed.isdigit() or not 1 <= int(typed) <= MAX_UNITS:
            problems.add(
                line,
                at,
                match[0],
                f"{{found}} cannot be the units of a line. Write a whole number from 1 to {MAX_UNITS}, such as x10.",
            )
        else:
            units = int(typed)
            seen_units = match[0].strip()
    rest = "".join(blanked)
    words = [(match[0].replace(" ", ""), column + match.start()) for match in _TOKEN.finditer(rest)]
    words = [(word, at) for raw, at in words if (word := _trim(raw))]
    if not words:
        return None
    code, at = words[0]
    if code.startswith("-") or not re.match(r"(?=[^0-9]*[0-9])[0-9A-Z]{3,10}$", code):
        found = rest.strip(" ,;")
        problems.add(
            line,
            column,
            found,
            "No service code was found in {found}. Begin the line with a CPT or HCPCS code of five characters, "
            "then modifiers, units and diagnosis pointers: line: 99214-25 x1 A,B.",
        )
        return None
    if not _CODE.match(code):
        problems.add(line, at, code, _shape_message(code))
    return Reading(code, tuple(words[1:]), units, line)


def _trim(word: str) -> str:
    hyphen = word.startswith("-")
    bare = word.lstrip("-").strip(_STRIPPED)
    if not bare or (bare in _FILLERS and not hyphen):
        return ""
    return f"-{bare}" if hyphen else bare


def _shape_message(code: str) -> str:
    if re.match(r"[0-9]{4}[0-9A-Z][0-9A-Z]{2}$", code):
        return (
            f"{{found}} has seven characters. If {code[5:]} is a modifier, put a hyphen in front of it: "
            f"{code[:5]}-{code[5:]}."
        )
    return (
        "{found} does not have the form of a CPT or HCPCS code: five characters, such as 99214 or J1100. "
        "Check it for a typing mistake."
    )


def settle(reading: Reading, listed: int, problems: Problems) -> ServiceLine:
    """Tell modifiers and pointers apart, now that the number of listed diagnoses is known.

    Parameters
    ----------
    reading
        A line from :func:`read_services`.
    listed
        How many diagnoses the claim lists.
    problems
        Takes what is neither.
    """
    modifiers: list[str] = []
    pointers: list[str] = []
    within = POINTER_LETTERS[:listed]
    for word, at in reading.tokens:
        hyphen = word.startswith("-")
        bare = word.lstrip("-")
        if hyphen and re.match(r"[A-Z]$", bare) and pointers:
            problems.add(
                reading.line,
                at,
                word,
                "{found} behind a diagnosis pointer was left out. Write each pointer by itself, such as A,B,C.",
            )
        elif hyphen and re.match(r"[0-9A-Z]{1,4}$", bare):
            modifiers.append(bare)
        elif re.match(r"[A-Z]$", bare):
            pointers.append(bare)
        elif re.match(r"(?:[1-9]|1[0-2])$", bare):
            pointers.append(POINTER_LETTERS[int(bare) - 1])
        elif (
            re.match(r"[A-L]{2,4}$", bare)
            and len(set(bare)) == len(bare)
            and (len(bare) > 2 or all(letter in within for letter in bare))
        ):
            pointers += bare
        elif re.match(r"[0-9A-Z]{2}$", bare):
            modifiers.append(bare)
        else:
            problems.add(
                reading.line,
                at,
                word,
                "{found} was not understood and was left out. Behind the code come modifiers with a hyphen (-25), "
                "units with an x (x10) and diagnosis pointers as letters (A,B).",
            )
    return ServiceLine(reading.code, tuple(modifiers), reading.units, tuple(pointers), reading.line)
