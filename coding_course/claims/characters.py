"""The characters of a claim's text: what people paste, made into what a keyboard types.

Text comes from word processors, web pages, PDF files and keyboards with other scripts. Full-width forms,
typographic dashes and spaces, look-alike Cyrillic and Greek letters and the multiplication sign mean what they look
like; characters that show nothing (byte order mark, zero-width space, soft hyphen) mean nothing. Every other
character keeps its place, so that a column still points at it.
"""

from __future__ import annotations

import unicodedata

_COMMAS = "،、﹐﹑，､٫"
_SEMICOLONS = "；;⁏؛"
_COLONS = "：﹕∶꞉ː"
_DASHES = "−﹣－─"
_DOTS = "。．·•∙⋅․｡"
_TIMES = "×✕✖⨯╳"

# Letters that look like the ones in codes, by the letter they look like.
_LOOK_ALIKES = {
    "A": "АΑ",
    "B": "ВΒ",
    "C": "СϹ",
    "E": "ЕΕ",
    "H": "НΗ",
    "I": "ІΙ",
    "J": "Ј",
    "K": "КΚ",
    "M": "МΜ",
    "N": "Ν",
    "O": "ОΟ",
    "P": "РΡ",
    "S": "Ѕ",
    "T": "ТΤ",
    "X": "ХΧ",
    "Y": "ΥҮ",
    "Z": "Ζ",
    "a": "а",
    "c": "с",
    "e": "е",
    "o": "оο",
    "p": "р",
    "s": "ѕ",
    "x": "х",
    "y": "у",
}


def _known() -> dict[int, str]:
    """Return the fixed part of the table; the rest follows from Unicode's own properties."""
    table = {code: chr(code) for code in range(0x20, 0x7F)}
    table |= dict.fromkeys((*range(32), 127), " ")
    for characters, meant in (
        (_COMMAS, ","),
        (_SEMICOLONS, ";"),
        (_COLONS, ":"),
        (_DASHES, "-"),
        (_DOTS, "."),
        (_TIMES, "x"),
        *((looks, letter) for letter, looks in _LOOK_ALIKES.items()),
    ):
        table |= {ord(character): meant for character in characters}
    return table


class _Table(dict[int, str]):
    """A translation table that works an unknown character out once, from its Unicode properties."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        meant = character
        if category in {"Cf", "Mn", "Me"}:
            meant = ""
        elif category.startswith(("Z", "C")):
            meant = " "
        elif category == "Pd":
            meant = "-"
        elif (digit := unicodedata.digit(character, None)) is not None:
            meant = str(digit)
        else:
            plain = unicodedata.normalize("NFKC", character)
            if len(plain) == 1 and plain.isascii():
                meant = plain
        self[code] = meant
        return meant


_TABLE = _Table(_known())
_PRINTABLE_CONTROLS = frozenset("\t\v\f\x1c\x1d\x1e")


def plain(line: str) -> str:
    r"""Return one line with every character in the form that a keyboard types.

    Parameters
    ----------
    line
        One line of text, without its line end.

    Examples
    --------
    >>> plain("ｄｘ：Ｅ１１．２２，I10")
    'dx:E11.22,I10'
    >>> plain("\ufeffJ1100\u00a0×10")
    'J1100 x10'
    """
    return line if line.isascii() and line.isprintable() else line.translate(_TABLE)


def is_binary(text: str) -> bool:
    r"""Tell whether the text looks like a file that is no text: control characters that nobody types.

    Examples
    --------
    >>> is_binary("PK\x03\x04")
    True
    >>> is_binary("dx:\tI10")
    False
    """
    return any(
        (character < " " and character not in "\r\n" and character not in _PRINTABLE_CONTROLS) or character == "\ufffd"
        for character in text
    )
