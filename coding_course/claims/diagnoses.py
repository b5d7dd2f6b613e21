"""Reading diagnoses and ICD-10-PCS procedures out of the text behind ``pdx:``, ``dx:`` and ``px:``.

Only the form is read here. Whether a code exists is for ``coding_course.edits`` to say, so whatever has the
rough shape of a code is kept as typed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from coding_course.claims.parsed import Problems

POA_INDICATORS = ("Y", "N", "U", "W", "1")
"""Official Guidelines, Appendix I: Y, N, U (unknown), W (clinically undetermined), and 1 for exempt."""

_POA_WORDS = {
    **{indicator: indicator for indicator in POA_INDICATORS},
    "YES": "Y",
    "NO": "N",
    "EXEMPT": "1",
    "UNKNOWN": "U",
    "UNDETERMINED": "W",
}

_CM = re.compile(r"[A-Z](?:[0-9][0-9A-Z]|A[0-9])(?:[0-9A-Z]{0,4})$")
_CATEGORY = re.compile(r"[A-Z](?:[0-9][0-9A-Z]|A[0-9])\.?$")
_KEPT = re.compile(r"(?=[^0-9]*[0-9])[A-Z0-9][A-Z0-9.]{1,11}$")
_TAIL = re.compile(r"[0-9][0-9A-Z]{0,3}$|X{1,3}[0-9A-Z]?$")
_TOKEN = re.compile(r"[^\s,;/|&()\[\]{}<>:=]+|[,;|&]")
_STRIPPED = "'\"`.!?*†+-_~^"
_SEPARATORS = frozenset(",;|&")


class Entry(NamedTuple):
    """One code as read."""

    code: str
    poa: str
    column: int


def cm_form(text: str) -> str:
    """Return a diagnosis code upper case with its point, when it has the shape of one; else as typed, upper case.

    Examples
    --------
    >>> cm_form("e1122"), cm_form("E11-22"), cm_form("i10"), cm_form("EE11")
    ('E11.22', 'E11.22', 'I10', 'EE11')
    """
    typed = text.upper()
    bare = typed.replace(".", "").replace("-", "")
    if not _CM.match(bare):
        return typed
    return bare if len(bare) == 3 else f"{bare[:3]}.{bare[3:]}"


def read_diagnoses(text: str, line: int, column: int, problems: Problems) -> list[Entry]:
    """Read the codes, with their present-on-admission indicators, out of ``text``.

    Parameters
    ----------
    text
        What stands behind the label, in plain characters.
    line, column
        Where ``text`` begins, for the problems.
    problems
        Takes what could not be read.

    Returns
    -------
    list of Entry
        In the order typed.
    """
    entries: list[Entry] = []
    words: list[str] = []
    words_at = 0
    in_words = False  # behind a word, single letters and digits are part of the words
    after_poa_word = False

    def flush() -> None:
        if words:
            problems.add(line, column + words_at, " ".join(words), _WORDS_MESSAGE)
            words.clear()

    for match in _TOKEN.finditer(text):
        token, at = match[0].upper(), match.start()
        if token in _SEPARATORS:
            in_words = False
            continue
        if token in {"POA", "AND", "PLUS", "-"}:
            after_poa_word = token == "POA"
            continue
        bare = token.strip(_STRIPPED)
        if entries and not in_words and bare in _POA_WORDS and (len(bare) == 1 or after_poa_word or len(bare) > 2):
            _attach(entries, _POA_WORDS[bare], bare, line, column + at, problems)
            after_poa_word = False
            continue
        after_poa_word = False
        if entries and not in_words and _continues(text, entries[-1], token, at, column):
            last = entries[-1]
            entries[-1] = Entry(cm_form(last.code.rstrip(".") + bare), last.poa, last.column)
            continue
        read = _codes(token, line, column + at, problems)
        if read:
            flush()
            in_words = False
            entries += read
        elif bare:
            if not words:
                words_at = at
            words.append(match[0])
            in_words = True
    flush()
    return entries


def _continues(text: str, last: Entry, token: str, at: int, column: int) -> bool:
    """Tell whether the token is the rest of the code before it: ``E11 .22``, ``E11. 22``, ``E11 22``, ``E11,22``."""
    if last.poa or not _CATEGORY.match(last.code):
        return False
    if token.startswith("."):
        return bool(_TAIL.match(token.strip(_STRIPPED)))
    dotted = text[last.column - column : at].rstrip().endswith(".")
    return bool(_TAIL.match(token)) and (dotted or len(token) > 1 or token not in POA_INDICATORS)


def _attach(entries: list[Entry], poa: str, typed: str, line: int, column: int, problems: Problems) -> None:
    last = entries[-1]
    if last.poa:
        problems.add(
            line,
            column,
            typed,
            f"{last.code} already has the present-on-admission indicator {last.poa}, so {{found}} was left out. "
            "Write one indicator behind each code, such as R65.20 Y.",
        )
        return
    entries[-1] = Entry(last.code, poa, last.column)


def _codes(token: str, line: int, column: int, problems: Problems) -> list[Entry]:
    """Read one word: a code, a code with its indicator (``A41.9-Y``), or codes joined by a dash."""
    dashed = token.endswith("-") and len(token) > 2
    token = token.strip(_STRIPPED)
    if not token:
        return []
    whole = token.replace("-", "")
    if "-" in token and not (_CATEGORY.match(token[:3]) and token[3] == "-" and _tail_only(token[4:])):
        head, _, rest = token.partition("-")
        if rest in POA_INDICATORS or rest in _POA_WORDS:
            return [entry._replace(poa=_POA_WORDS[rest]) for entry in _codes(head, line, column, problems)]
        parts = [part for part in token.split("-") if part]
        if all(_CM.match(part.replace(".", "")) for part in parts):
            return [Entry(cm_form(part), "", column + token.find(part)) for part in parts]
    if not _KEPT.match(whole):
        return []
    code = cm_form(whole)
    bare = code.replace(".", "")
    if not _CM.match(bare):
        problems.add(line, column, token, _shape_message(bare))
    elif dashed:
        problems.add(
            line,
            column,
            token + "-",
            "The dash in {found} stands for characters that are still to be chosen. "
            "Look the code up and write it in full.",
        )
    return [Entry(code, "", column)]


def _tail_only(text: str) -> bool:
    return bool(_TAIL.match(text)) and text not in {"Y", "N", "U", "W"}


def _shape_message(bare: str) -> str:
    if re.match(r"[0-9]{4}[0-9A-Z]$", bare):
        return (
            "{found} looks like a CPT code, and diagnoses are ICD-10-CM codes. "
            "Move it to a line of its own that begins with line:."
        )
    if re.match(r"[0-9A-HJ-NP-Z]{7}$", bare) and not bare[0].isalpha():
        return (
            "{found} looks like an ICD-10-PCS code, and diagnoses are ICD-10-CM codes. "
            "Move it to a line of its own that begins with px:."
        )
    repaired = bare[:1] + bare[1:].replace("O", "0").replace("I", "1").replace("L", "1")
    if _CM.match(repaired):
        return "{found} has a letter where a digit belongs: check O against 0, and I or L against 1."
    return (
        "{found} does not have the form of an ICD-10-CM code: a letter, a digit, and one to five more characters, "
        "such as I10 or E11.22. Check it for a typing mistake."
    )


_WORDS_MESSAGE = (
    "{found} is not a code and was left out. Write codes only, such as E11.22, and put your own words behind a #."
)

_PCS = re.compile(r"[0-9A-HJ-NP-Z]{7}$")


def read_procedures(text: str, line: int, column: int, problems: Problems) -> list[Entry]:
    """Read ICD-10-PCS codes out of ``text``; parameters and returns as for :func:`read_diagnoses`.

    Examples
    --------
    >>> from coding_course.claims.parsed import Problems
    >>> [entry.code for entry in read_procedures("5a1945z, 0BH17EZ", 1, 1, Problems())]
    ['5A1945Z', '0BH17EZ']
    """
    entries: list[Entry] = []
    words: list[str] = []
    words_at = 0
    for match in _TOKEN.finditer(text):
        token = match[0].upper()
        bare = token.strip(_STRIPPED).replace("-", "").replace(".", "")
        if token in _SEPARATORS or not bare or token == "AND":
            continue
        at = column + match.start()
        # Some codes of the psychotherapy tables have no digit at all: GZHZZZZ.
        if not _KEPT.match(bare) and not (_PCS.match(bare) and "Z" in bare):
            words_at = words_at or at
            words.append(match[0])
            continue
        if not _PCS.match(bare):
            problems.add(line, at, match[0], _procedure_message(bare))
        entries.append(Entry(bare, "", at))
    if words:
        problems.add(
            line,
            words_at,
            " ".join(words),
            "{found} is not an ICD-10-PCS code and was left out. Write codes of seven characters, such as 5A1945Z, "
            "and put your own words behind a #.",
        )
    return entries


def _procedure_message(bare: str) -> str:
    if re.match(r"[0-9A-Z]{7}$", bare):
        return "{found} holds the letter O or I, which ICD-10-PCS never uses. Write the digit 0 or 1 in its place."
    if re.match(r"(?:[0-9]{4}[0-9A-Z]|[A-Z][0-9]{4})$", bare):
        return (
            "{found} looks like a CPT or HCPCS code, and px: takes ICD-10-PCS codes of seven characters. "
            "Begin the line with line: instead."
        )
    return (
        f"{{found}} has {len(bare)} characters, and an ICD-10-PCS code has exactly seven, such as 5A1945Z. "
        "Build it again from its table."
    )
