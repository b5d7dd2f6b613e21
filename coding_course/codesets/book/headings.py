"""From the title of a code to the line of an index: the main term first, then its subterms.

An index is sorted by what is wrong, not by where (Official Guidelines, I.A.1; I.B.1): ``Acute bronchitis due to
streptococcus`` stands under ``Bronchitis``, then ``acute``, then ``due to``, then ``streptococcus``. The rules here
find the noun and bring the rest of a title into that order. They are ours, and no line of the official index was
used to make them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec

from coding_course.codesets.searching.words import stem

SPECIFIED = "specified NEC"
"""The subterm of what a title calls "other"."""

_PREPOSITIONS = (
    "associated with", "resulting from", "secondary to", "caused by", "complicated by", "due to", "other than",
    "with", "without", "in", "of", "following", "by", "after", "during", "from", "to", "for", "on", "at", "affecting",
    "involving", "complicating", "as", "causing", "between", "before", "through", "into", "within", "under", "over",
    "because", "that",
)  # fmt: skip
_SPLIT = re.compile(rf"\s+({'|'.join(sorted(_PREPOSITIONS, key=len, reverse=True))})\s+|\s*(,)\s+", re.IGNORECASE)
_NESTED = frozenset(("with", "without", "due to", "in", "following", "associated with", "resulting from"))
"""Words that an index prints on a line of their own, above what they introduce."""
_SITE = frozenset(("of", "to", "at", "on"))
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
_BARE_SIDE = re.compile(r",\s*(?:dominant side|non-dominant side|side|upper extremity limb)\s*$", re.IGNORECASE)
_UNSPECIFIED = re.compile(r"\b(?:other and unspecified|unspecified)\b", re.IGNORECASE)
_CLASSIFIED = re.compile(r",?\s*(?:so stated|not elsewhere classified|NEC|NOS|not otherwise specified)\b")
_OTHER = re.compile(r"^(?:other specified|other|specified)\b\s*", re.IGNORECASE)
_EMPTY = re.compile(
    r"(?:\b(?:part|parts|site|sites|type|types|level|degree|organism|forms?|cause|eye|ear|side|limb|nature|agent|the|a"
    r"|and|or|by|of|as to)\b[\s,]*)+",
    re.IGNORECASE,
)
_SUFFIXES = (
    "itis", "osis", "oses", "asis", "oma", "omas", "emia", "pathy", "pathies", "algia", "uria", "plegia", "rrhea",
    "rrhage", "ectasis", "ectasia", "cele", "penia", "trophy", "plasia", "megaly", "sclerosis", "stenosis", "lysis",
    "phagia", "phasia", "praxia", "paresis", "phobia", "mania", "opia", "pnea", "cardia", "thorax", "philia",
    "kinesia", "toxicity", "edema", "blastoma", "sarcoma", "esthesia", "malacia", "dynia", "ptosis", "spasm",
    "iasis", "globinuria", "somnia", "phoria", "tropia", "coria", "derma", "dactyly", "cephaly", "cephalus",
)  # fmt: skip


class Noun(msgspec.Struct, frozen=True):
    """A word that is a main term."""

    title: str
    """How the main term is printed: ``Diabetes, diabetic``."""
    kind: str = ""
    """``injury``: the site comes before everything else. ``site``: the adjective next to the noun comes first."""


class Heading(msgspec.Struct, frozen=True):
    """One line of an index: the way to it, and what it prints in parentheses."""

    path: tuple[str, ...]
    """The main term, then each subterm."""
    nonessential: str = ""


class Headings:
    """Rules of one list of main terms."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        self._nouns: dict[str, Noun] = {}
        self._behind: set[str] = set()
        self._names: set[str] = set()
        together = [r"(?:type|stage|grade|class) [0-9ivx]+[a-c]?"]
        for row in rows:
            if row["kind"] == "together":
                together.append(re.escape(row["word"]))
            elif row["kind"] == "behind":
                self._behind.update(row["word"].split())
            elif row["kind"] == "name":
                self._names.update(row["word"].split())
            else:
                for word in row["word"].split():
                    self._nouns[word] = Noun(row["term"], row["kind"])
        self._together = re.compile(rf"\b(?:{'|'.join(together)})\b", re.IGNORECASE)
        self._noun = lru_cache(8192)(self._find_noun)

    def of(self, title: str) -> tuple[Heading, ...]:
        """Return the lines under which a title is found, the main one first.

        Parameters
        ----------
        title
            Of a code or an inclusion term; side, trimester and 7th character are left to the tabular list.
        """
        text, nonessential = _plain(title)
        specified = bool(_OTHER.match(text))
        text = _OTHER.sub("", text)
        text = self._together.sub(lambda m: m[0].replace(" ", "_"), text)
        segments = _segments(text)
        if not segments or not segments[0][1]:
            return ()
        lead = segments[0][1]
        names = [n for n in re.split(r"\s*(?:,|\band\b|\bor\b|/)\s*", lead) if n]
        last = names[-1] if names else lead
        if len(names) > 1 and all(self._noun(n.split()[-1].lower()) for n in names):
            found = [self._heading(n, segments[1:], specified, nonessential) for n in names]
        else:
            found = [self._heading(lead if len(names) == 1 else last if self._named(last) else lead, segments[1:],
                                   specified, nonessential)]  # fmt: skip
        return tuple(dict.fromkeys(f for f in found if f is not None))

    def _named(self, phrase: str) -> bool:
        return self._noun(phrase.split()[-1].lower()) is not None

    def _find_noun(self, word: str) -> Noun | None:
        word = word.strip("()[]'\".;:")
        singular = stem(word)
        if (noun := self._nouns.get(word) or self._nouns.get(singular)) is not None:
            return noun
        if len(word) > 5 and (word.endswith(_SUFFIXES) or singular.endswith(_SUFFIXES)):
            return Noun(_capital(word if word.endswith(("is", "us", "ss")) else singular))
        return None

    def _heading(self, lead: str, rest: list[tuple[str, str]], specified: bool, nonessential: str) -> Heading | None:
        tokens = lead.split()
        at = next((i for i in range(len(tokens) - 1, -1, -1) if self._noun(tokens[i].lower())), len(tokens) - 1)
        if tokens[at].lower() in self._behind and at:
            at -= 1
        noun = self._noun(tokens[at].lower()) or Noun(_capital(_singular(tokens[at])))
        before, behind = tokens[:at], tokens[at + 1 :]
        own = stem(tokens[at].lower())[:6]
        before = [b for b in before if stem(b.lower())[:6] != own]
        first: list[str] = []
        if behind:
            first.append(" ".join(behind).lower() if " ".join(behind).lower() not in self._behind else behind[0])
        adjectives = list(reversed(before)) if noun.kind == "site" else ([" ".join(before)] if before else [])
        sites, conditions = _order(rest, noun.kind)
        conditions = [_without_own(c, own) for c in conditions]
        if first == ["mellitus"]:
            first = []
        adjectives = [_lower(a) for a in adjectives]
        path = [*first, *sites, *adjectives] if noun.kind == "injury" else [*first, *adjectives, *sites]
        path += conditions
        if specified:
            path.append(SPECIFIED)
        path = [p.replace("_", " ") for p in path if p]
        return Heading((noun.title, *path), nonessential)


def _plain(title: str) -> tuple[str, str]:
    """Return a title without what the tabular list adds, and what it had in parentheses."""
    text = _BRACKETS.sub("", title)
    aside = [a for a in _ASIDE.findall(text) if len(a) > 2]
    text = _ASIDE.sub(" ", text)
    text = _SEVENTH_WORDS.sub("", text)
    text = _CLASSIFIED.sub("", text)
    text = _SIDES.sub("", text)
    parts = [p for p in text.split(", ") if not _only_unspecified(p)]
    text = ", ".join(parts)
    text = _UNSPECIFIED.sub("", text)
    text = re.sub(r"\s+", " ", text).replace(" ,", ",").strip(" ,;:")
    text = re.sub(r"(?:, )?\b(?:of|in|to|at|with|by)(?=,|$)", "", text).strip(" ,")
    return text, " ".join(f"({a})" for a in aside if not re.fullmatch(r"[A-Z0-9 .-]+", a))


def _only_unspecified(part: str) -> bool:
    if "unspecified" not in part.lower():
        return False
    return len(part.split()) <= 3


def _segments(text: str) -> list[tuple[str, str]]:
    """Return a title cut at prepositions and commas: what introduces a part, and the part."""
    pieces = _SPLIT.split(text)
    found = [("", pieces[0].strip())]
    for place in range(1, len(pieces), 3):
        word = (pieces[place] or pieces[place + 1]).lower()
        part = pieces[place + 2].strip(" ,")
        if word == "," and re.search(r"\b(?:and|or)\b", part) and found[-1][1] and len(part.split()) <= 5:
            found[-1] = (found[-1][0], f"{found[-1][1]}, {part}")
        elif part:
            found.append((word, part))
    return found


_NO_SITE = re.compile(r"(?:diseases?|pregnancy|childbirth|puerperium|newborn|remission|neonat|type|adult|conditions)\b")


def _without_own(part: str, own: str) -> str:
    """Return a part without the adjective of its own main term: under ``Diabetes`` nothing is called diabetic."""
    kept = [w for w in part.split() if stem(w.lower())[:6] != own]
    return " ".join(kept) or part


def _order(rest: list[tuple[str, str]], kind: str) -> tuple[list[str], list[str]]:
    """Return sites, the larger first, and the conditions that follow."""
    sites: list[str] = []
    conditions: list[str] = []
    open_site = True
    for word, part in rest:
        part = _lower(re.sub(rf"^(?:{_EMPTY.pattern})$", "", part, flags=re.IGNORECASE).strip())
        part = _OTHER.sub("", part) if word in _SITE and _OTHER.match(part) else part
        if not part:
            continue
        if word in _SITE and open_site and (word == "of" or not conditions):
            sites.insert(0, part)
        elif word == "of" and kind == "injury" and conditions and not sites:  # "without foreign body of scalp"
            sites.append(part)
        elif word == "in" and kind and not conditions and not _NO_SITE.match(part):  # "pain in knee"
            sites.insert(0, part)
        elif word in _SITE and conditions:
            conditions[-1] += f" {word} {part}"
        elif word in _NESTED:
            conditions += [word, part]
            open_site = False
        elif word == ",":
            conditions.append(part)
        else:
            conditions.append(f"{word} {part}")
            open_site = False
    return sites, conditions


def _lower(phrase: str) -> str:
    """Return a phrase without the capital of a sentence's first word; names and abbreviations keep theirs."""
    first, _, _ = phrase.partition(" ")
    keep = any(c.isupper() for c in first[1:]) or "'" in first
    return phrase if keep else phrase[:1].lower() + phrase[1:]


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _singular(word: str) -> str:
    if word.endswith(("ss", "us", "is")) or not word.endswith("s") or len(word) < 5:
        return word
    return stem(word) if word.islower() else word[:-1]
