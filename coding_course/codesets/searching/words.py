"""Words of titles and queries brought to one form: case, accents, plurals, British spelling, word families."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"[a-z0-9]+")
_PIECE = re.compile(r"[a-z0-9]+|[,;()\[\]]")
_DENIES = re.compile(r"\b(?:without|not|except|excluding)\b")
_DENYING = frozenset(("without", "not", "except", "excluding"))
_AFFIRMING = frozenset(("with", "due", "but", "in", "following", "from"))
_POSSESSIVE = re.compile(r"['’]s?\b")
_BRITISH = (
    (re.compile(r"(?<=[b-df-hj-np-tv-z])oe(?=[b-df-hj-np-tv-z][a-z])|^oe(?=[a-z]{3})"), "e"),
    (re.compile(r"ae(?=[a-z]{2})"), "e"),
    (re.compile(r"(?<=[a-z]{3})our$"), "or"),
    (re.compile(r"(?<=[a-z]{3})tre$"), "ter"),
    (re.compile(r"(?<=[a-z]{3})isation$"), "ization"),
    (re.compile(r"lyse(d?)$"), r"lyze\1"),
    (re.compile(r"sulph"), "sulf"),
)
_SPECIAL = {
    "ii": "2", "iii": "3", "feet": "foot", "teeth": "tooth", "vertebrae": "vertebra", "vertebre": "vertebra",
    "bursae": "bursa", "burse": "bursa", "children": "child", "women": "female", "men": "male", "lice": "louse",
    "paraesthesia": "paresthesia", "diarrhoea": "diarrhea", "diarrhea": "diarrhea", "metastases": "metastasis",
    "diagnoses": "diagnosis", "calculi": "calculus", "fungi": "fungus", "bacteria": "bacterium",
    "foci": "focus", "thrombi": "thrombus", "emboli": "embolus", "ganglia": "ganglion", "phalanges": "phalanx",
    "varices": "varix", "testes": "testis", "pelves": "pelvis", "sclerae": "sclera", "lenses": "lens", "lens": "lens",
    "leukaemia": "leukemia", "anaesthesia": "anesthesia", "grey": "gray", "plough": "plow", "tyre": "tire",
    "mould": "mold", "fibre": "fiber", "disc": "disk", "pus": "pus",
}  # fmt: skip
# fmt: off
_ENDINGS = [
    "ization", "isation", "ational", "ation", "ition", "ular", "ally", "ical", "eous", "ious", "ment", "ness",
    "ated", "ating", "ing", "ion", "ive", "ity", "ous", "ual", "ial", "ary", "ory", "ant", "ent", "ance",
    "ence", "al", "ic", "ed", "er", "or", "ar", "y", "e", "a", "um", "us", "is", "es", "o", "i", "ia", "sia",
    "tic", "osis", "otic", "itis", "itic", "ure", "en", "ting", "ism", "ist",
]
# fmt: on
_ENDED = re.compile(rf"(.{{4,}}?)(?:{'|'.join(_ENDINGS)})")
# fmt: off
STOP_WORDS = frozenset(
    [
        "a", "an", "the", "of", "in", "on", "at", "by", "for", "from", "to", "with", "and", "or", "as", "due",
        "its", "any", "all", "this", "that", "be", "is", "are", "was", "were", "has", "have", "had", "my", "i",
        "he", "she", "it", "patient", "patients", "pt", "status",
    ]
)
# fmt: on
"""Words of a query that say nothing about what is looked for."""

# fmt: off
FILLERS = frozenset(
    [
        "unspecified", "nos", "nec", "other", "specified", "elsewhere", "classified", "not", "without",
        "uncomplicated", "complication", "part",
    ]
)
# fmt: on
"""Words of a title that a coder does not type: they cost a title nothing when the query lacks them."""


def fold(text: str) -> str:
    """Return text in lower case without accents and possessives.

    Examples
    --------
    >>> fold("Ménière's disease")
    'meniere disease'
    """
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        text = text.replace("\u2019", "'")
    return _POSSESSIVE.sub("", text.lower()) if "'" in text else text.lower()


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """Return a word in the singular and in American spelling.

    Examples
    --------
    >>> stem("fractures"), stem("anaemia"), stem("tumours"), stem("biopsies"), stem("pancreatitis")
    ('fracture', 'anemia', 'tumor', 'biopsy', 'pancreatitis')
    """
    if (special := _SPECIAL.get(word)) is not None:
        return special
    if len(word) < 4 or word.isdigit():
        return word
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        if word.endswith("ies") and len(word) > 4:
            word = word[:-3] + "y"
        elif word.endswith(("sses", "shes", "ches", "xes")):
            word = word[:-2]
        else:
            word = word[:-1]
    if "oe" in word or "ae" in word or word.endswith(("our", "tre", "isation", "lyse", "lysed")) or "sulph" in word:
        for pattern, american in _BRITISH:
            word = pattern.sub(american, word)
    return _SPECIAL.get(word, word)


@lru_cache(maxsize=16384)
def root(word: str) -> str:
    """Return what a word shares with its family: ``allergy`` and ``allergic``, ``syphilis`` and ``syphilitic``.

    Examples
    --------
    >>> root("allergic") == root("allergy"), root("obstructed") == root("obstruction")
    (True, True)
    """
    if word.endswith("ed") and len(word) > 5:
        word = word[:-1]  # "fractured" as "fracture"
    for _ in range(2):
        if len(word) < 6 or not (match := _ENDED.fullmatch(word)):
            break
        word = match[1]
    return word


def words(text: str) -> list[str]:
    """Return the words of a text, each in its one form, in order.

    Examples
    --------
    >>> words("Fractures of the carpal bones, type II")
    ['fracture', 'of', 'the', 'carpal', 'bone', 'type', '2']
    """
    return [stem(w) for w in WORD.findall(fold(text))]


ABSENT = "~"
"""Begins the term of a word that a text denies: ``~bleeding`` of "without bleeding"."""


def denies(folded: str) -> bool:
    """Say whether a folded text denies anything, so that :func:`terms` finds more in it than its words."""
    # Looking for pieces first is ten times as fast, and most texts deny nothing.
    return ("not" in folded or "without" in folded or "exc" in folded) and _DENIES.search(folded) is not None


def terms(text: str) -> list[str]:
    """Return the words of a text as :func:`words` does, those that it denies marked as absent.

    Examples
    --------
    >>> terms("Gastritis with bleeding, without perforation or obstruction")
    ['gastritis', 'with', 'bleeding', '~perforation', 'or', '~obstruction']
    """
    folded = fold(text)
    if not denies(folded):
        return [stem(w) for w in WORD.findall(folded)]
    found: list[str] = []
    absent, before = False, ""
    for piece in _PIECE.findall(folded):
        if not piece.isalnum():
            absent = False
        elif piece in _DENYING:
            absent = before != "or"  # "with or without" denies nothing
        elif piece in _AFFIRMING:
            absent = False
            found.append(piece)
        else:
            word = stem(piece)
            found.append(ABSENT + word if absent and word not in STOP_WORDS and word not in FILLERS else word)
        before = piece
    return found
