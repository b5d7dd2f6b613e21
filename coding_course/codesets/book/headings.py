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

from coding_course.codesets.book.plain import plain
from coding_course.codesets.searching.words import stem

SPECIFIED = "specified NEC"
"""The subterm of what a title calls "other"."""

_PREPOSITIONS = (
    "not carried out because of", "originating in", "affected by", "identified by", "not due to", "not from",
    "related to", "colliding with", "associated with", "resulting from", "secondary to", "caused by",
    "complicated by", "due to", "other than", "with", "without", "in", "of", "following", "by", "after",
    "during", "from", "to", "for", "on", "at", "affecting", "involving", "complicating", "as", "causing",
    "between", "before", "through", "into", "within", "under", "over", "because", "that",
)  # fmt: skip
_SPLIT = re.compile(rf"\s+({'|'.join(sorted(_PREPOSITIONS, key=len, reverse=True))})\s+|\s*(,)\s+", re.IGNORECASE)
_COMMA = "\N{SINGLE LOW-9 QUOTATION MARK}"
"""Stands for the commas of a list while a title is cut at its other commas."""
_AND = re.compile(rf"\s*(?:{_COMMA}|,|\band\b|\bor\b|/)\s*")
_LIST = re.compile(r"\b([\w-]+)((?:, [\w-]+)+),? (?:or|and) (?=\w)")
_NESTED = frozenset(("with", "without", "due to", "in", "following", "associated with", "resulting from"))
"""Words that an index prints on a line of their own, above what they introduce."""
_SITE = frozenset(("of", "to", "at", "on"))
_OTHER = re.compile(r"^(?:other specified|other|specified)\b\s*", re.IGNORECASE)
_EMPTY = re.compile(
    r"(?:\b(?:part|parts|site|sites|type|types|level|degree|organism|forms?|cause|side|nature|agent|the|a"
    r"|and|or|by|of|as to)\b[\s,]*)+",
    re.IGNORECASE,
)
_ASKED = re.compile(r"\((for|of|to|with)\)$")
_NO_HEAD = frozenset(("", "and", "or", "and/or", "the", "a", "an", "so", "also"))
_NO_NOUN = re.compile(
    r"\W*(?:\w*\d\S*|[IVX]+|\w|\S+'s?|\S+/\S+|not|out|plus|zero|is|unable|positive|negative|only|late|small|low|high|deep|mild"
    r"|moderate|severe|complete|partial|poor|heavy|slow|warm|tight|irregular|inadequate|inconclusive|premature|recessive"
    r"|away|below|more|over|toward|towards|up|well|due|found|seen|partially|previously|visually"
    r"|class|categor(?:y|ies)|codes?|forms?|regions?|sites?|stages?|types?"
    r"|\w+(?:ed|ing|ous|ic|al|ive|ary|able|ible|less|ular))\W*",
    re.IGNORECASE,
)
"""Words that are no main term even at the end: numbers, adjectives, participles, and what a condition only has."""
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
    """``injury``: the site comes before everything else. ``site``: the adjective next to the noun comes first.
    ``order``: what follows stays in the order of the title."""


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
        self.proper: dict[str, str] = {}
        """Names as they are written, by their small letters."""
        self.plain: set[str] = set()
        """Short words of lay terms that are no abbreviations."""
        self.short: set[str] = set()
        """Abbreviations that stand in longer lay terms."""
        self.references: list[tuple[str, str, str]] = []
        together = [r"(?:type|stage|grade|class) (?:[0-9ivx]+[a-c]?|[a-d])"]
        for row in rows:
            if row["kind"] == "together":
                together.append(re.escape(row["word"]))
            elif row["kind"] == "behind":
                self._behind.update(row["word"].split())
            elif row["kind"] == "name":
                self._names.update(row["word"].split())
                self.proper.update((word.lower(), word) for word in row["word"].split())
            elif row["kind"] == "plain":
                self.plain.update(row["word"].split())
            elif row["kind"] == "short":
                self.short.update(row["word"].split())
            elif row["kind"].startswith("see"):
                self.references.append((row["word"], row["kind"], row["term"]))
            else:
                for word in row["word"].split():
                    self._nouns[word] = Noun(row["term"], row["kind"])
        self._together = re.compile(rf"\b(?:{'|'.join(together)})\b", re.IGNORECASE)
        self._noun = lru_cache(8192)(self._find_noun)
        self._lines = lru_cache(16384)(self._read_lines)  # titles that differ in side alone become one

    def of(self, title: str) -> tuple[Heading, ...]:
        """Return the lines under which a title is found, the main one first.

        Parameters
        ----------
        title
            Of a code or an inclusion term; side, trimester and 7th character are left to the tabular list.
        """
        return self._lines(*plain(title))

    def _read_lines(self, text: str, nonessential: str) -> tuple[Heading, ...]:
        specified = bool(_OTHER.match(text))
        text = _OTHER.sub("", text)
        text = self._together.sub(lambda m: m[0].replace(" ", "_"), text)
        text = _LIST.sub(self._joined, text)
        segments = _segments(text)
        if not segments or not segments[0][1]:
            return ()
        lead = segments[0][1]
        names = [n for n in _AND.split(lead) if n]
        rest = segments[1:]
        if len(names) > 1 and all(self._named(n) for n in names):
            # "Acute embolism and thrombosis": what stands before the first noun goes with all.
            *shared, _ = names[0].split()
            names = [names[0], *(" ".join((*shared, n)) if " " not in n else n for n in names[1:])]
            found = [self._heading(n, rest, specified, nonessential) for n in names]
        else:
            found = [self._heading(lead, rest, specified, nonessential, several=len(names) > 1)]
        return tuple(dict.fromkeys(f for f in found if f is not None))

    def _joined(self, match: re.Match[str]) -> str:
        """Keep "muscle, fascia and tendon" together; not "stress fracture, pelvis and femur", where a noun is first."""
        return match[0] if self._noun(match[1].lower()) else match[0].replace(",", _COMMA)

    def _named(self, phrase: str) -> bool:
        return self._noun(phrase.split()[-1].lower()) is not None

    def _find_noun(self, word: str) -> Noun | None:
        word = word.strip("()[]'\".;:")
        singular = _singular(word)
        if (noun := self._nouns.get(word) or self._nouns.get(stem(word))) is not None:
            return noun
        if len(word) > 5 and (word.endswith(_SUFFIXES) or singular.endswith(_SUFFIXES)):
            return Noun(_capital(singular))
        return None

    def _head(self, tokens: list[str]) -> int:
        """Return the place of the noun: the last word that is a main term, else the last that looks like a noun."""
        places = range(len(tokens) - 1, -1, -1)
        at = next((i for i in places if self._noun(tokens[i].lower())), -1)
        if at < 0:
            fit = (i for i in places if not _NO_NOUN.fullmatch(tokens[i]) and tokens[i].lower() not in _NO_HEAD)
            at = next(fit, len(tokens) - 1)
        while at and tokens[at].lower() in self._behind and not _NO_NOUN.fullmatch(tokens[at - 1]):
            at -= 1
        return at

    def _heading(
        self, lead: str, rest: list[tuple[str, str]], specified: bool, nonessential: str, several: bool = False
    ) -> Heading | None:
        """Return the line of one name, or None when no word of it can be a main term.

        ``several`` says that what describes the noun is a list, "heart and chronic kidney", which stays one subterm.
        """
        tokens = [t for t in (t.strip(f"{_COMMA},'\"") for t in lead.split()) if several or t.lower() not in _NO_HEAD]
        if not tokens:
            return None
        at = self._head(tokens)
        if not tokens[at][:1].isalpha():
            return None
        noun = self._noun(tokens[at].lower()) or Noun(_capital(_singular(tokens[at])).replace("_", " "))
        before, behind = tokens[:at], tokens[at + 1 :]
        own = stem(tokens[at].lower())[:6]
        before = [b for b in before if stem(b.lower())[:6] != own]
        first: list[str] = []
        if behind:
            first.append(_lower(" ".join(behind)))
        while before and before[-1].lower() in _NO_HEAD:
            before.pop()
        apart = noun.kind == "site" and not several
        adjectives = list(reversed(before)) if apart else ([" ".join(before)] if before else [])
        sites, conditions = _order(rest, noun.kind)
        if noun.kind == "order":  # "History, personal, malignant neoplasm, breast"
            sites.reverse()
        if conditions and (asked := _ASKED.search(noun.title)):  # "Encounter (for)", "for screening"
            conditions[0] = conditions[0].removeprefix(f"{asked[1]} ")
        conditions = [_without_own(c, own) for c in conditions]
        if first == ["mellitus"]:
            first = []
        adjectives = [a if a.split("_")[0].split()[0] in self._names else _lower(a) for a in adjectives]
        path = [*first, *sites, *adjectives] if noun.kind == "injury" else [*first, *adjectives, *sites]
        path += conditions
        if specified:
            path.append(SPECIFIED)
        path = [p.replace("_", " ").replace(_COMMA, ",") for p in path if p]
        return Heading((noun.title, *path), nonessential)


_TISSUES = ("skin", "connective and soft tissue", "bone and articular cartilage", "peripheral nerves", "lymph nodes")


_NO_PART = re.compile(r"$|(?:parts?|sites?|other parts?|other sites?|not specified|as |primary$|to type|whether)")


def site_path(site: str) -> list[tuple[str, ...]]:
    """Return the lines of a site in the Neoplasm Table, the larger part first; several where a title names several.

    Examples
    --------
    >>> site_path("upper lobe, right bronchus or lung")
    [('bronchus', 'upper lobe'), ('lung', 'upper lobe')]
    >>> site_path("skin of left ear and external auricular canal")
    [('skin', 'ear and external auricular canal')]
    """
    text, _ = plain(re.sub(r"\b(?:right|left|unspecified) ", "", site, flags=re.IGNORECASE))
    text = re.sub(r"\b((?:fe)?male) breast", r"breast, \1", text)
    if tissue := next((t for t in _TISSUES if text.lower().startswith(f"{t} of ")), ""):
        return [(tissue, _lower(text[len(tissue) + 4 :]))]
    if both := re.fullmatch(r"(.+), (\w+ or \w+)", text):  # "upper lobe, bronchus or lung"
        return [(one, _lower(both[1])) for one in both[2].split(" or ")]
    segments = _segments(text)
    names = [part for word, part in segments if word in ("", "of")]
    rest = [part if word == "," else f"{word} {part}" for word, part in segments if word not in ("", "of")]
    whole = _lower(names[-1]) if names else ""
    parts = [_lower(n) for n in reversed(names[:-1])]
    below = [p for p in (*parts, *rest) if not _NO_PART.match(p)]
    return [(one, *below) for one in whole.split(" or ") if one and not _NO_PART.match(one)]


def _segments(text: str) -> list[tuple[str, str]]:
    """Return a title cut at prepositions and commas: what introduces a part, and the part."""
    pieces = _SPLIT.split(text)
    found = [("", pieces[0].strip())]
    for place in range(1, len(pieces), 3):
        word = (pieces[place] or pieces[place + 1]).lower()
        if part := pieces[place + 2].strip(" ,"):
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
        if _EMPTY.fullmatch(part):
            continue
        part = _lower(part)
        if word in _SITE:
            part = _OTHER.sub("", part)
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
    if first.islower() or (len(first) == 1 and first != "A"):
        return phrase
    keep = first[1:] != first[1:].lower() or "'" in first
    return phrase if keep else phrase[:1].lower() + phrase[1:]


_ONE = (
    "ss", "us", "is", "ans", "ens", "ees", "ops", "pes", "abes", "cites", "etes", "nites", "menses", "oides", "nities",
    "itas", "eas", "glanders", "atlas", "spadias", "pelas", "domonas", "thalmos", "phalos", "amnios", "colpos",
)  # fmt: skip
"""Endings of words that are singular, though they end in "s"."""


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _singular(word: str) -> str:
    if word.endswith(_ONE) or not word.endswith("s") or len(word) < 5:
        return word
    if word.endswith(("oses", "iases", "tases", "yses", "eses", "rises")) and len(word) > 6:
        return f"{word[:-2]}is"
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("ches", "shes", "sses", "ruses", "nuses", "xes", "zes")) else word[:-1]
