"""The study index of diseases: made from titles, inclusion terms and lay terms where no official index is loaded.

Side, trimester, fetus and 7th character never make a line of their own: such a line names the beginning of the code
with a dash (``M25.56-``), and the tabular list completes it, as in the official index (Official Guidelines, I.B.13).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from coding_course.codesets.book.headings import Heading, Headings
from coding_course.codesets.book.terms import Head, Terms
from coding_course.codesets.book.tree import Node, flatten
from coding_course.codesets.compiled import Entry
from coding_course.codesets.expand import seventh_by_leaf
from coding_course.codesets.forms import compact, dotted
from coding_course.codesets.model import NoteKind
from coding_course.codesets.searching.words import words

SOURCE = "Study index, made from titles and inclusion terms"
SOURCE_TABLE = "Study index, made from titles and tables of common names"
_BY_SITE = re.compile(
    r"(?:secondary |other (?:and unspecified )?(?:specified )?)?(?:malignant neoplasms?|carcinoma in situ"
    r"|benign neoplasm|neoplasms? of (?:uncertain|unspecified) behavior)\b",
    re.IGNORECASE,
)
_SIDE = re.compile(r"\b(?:right|left|(?:first|second|third) trimester)\b", re.IGNORECASE)
_NO_TERM = re.compile(
    r"\b(?:classifiable|listed|classified|any condition|conditions? in|coded?)\b|\b[A-Z][0-9]{2}\b|^this category\b",
    re.IGNORECASE,
)
"""Inclusion terms that name codes and not conditions."""
_LONGEST = 110
"""A longer inclusion term explains and does not name."""
_SMALL = re.compile(r"\b[a-z][a-z]+\b")
_TITLE, _INCLUSION = 0, 1


def is_neoplasm(title: str) -> bool:
    """Say whether a title belongs to the Neoplasm Table rather than to the index."""
    return _BY_SITE.match(title) is not None


def _is_term(text: str) -> bool:
    """Say whether an inclusion term names a condition that the index of diseases lists."""
    return not is_neoplasm(text) and not _NO_TERM.search(text) and len(text) <= _LONGEST


def of_diseases(code: str) -> bool:
    """Say whether the index of diseases leads to a code: external causes and poisonings have volumes of their own."""
    return code[0] not in "VWXY" and not "T36" <= code[:3] <= "T65"


class Printed:
    """How an index prints the codes of a tabular list."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        listed = [e for e in entries if e.kind not in ("chapter", "section")]
        self.entries = listed
        self._headers = {e.parent for e in listed}
        self._default = {e.code: e.default for e in listed if e.default}
        self._extended = seventh_by_leaf(listed)
        self._parent = {e.code: e.parent for e in listed}
        self._sided = _sided(listed)
        self._known = frozenset(e.code for e in listed)

    def code(self, code: str) -> str:
        """Return a code with its dash when the tabular list must complete it; of a header its default code.

        Where the default differs from others in side alone, the header stands: ``M25.56-``, not ``M25.569``.
        """
        seen = code
        while (default := self._default.get(seen)) is not None:
            if (above := self._sided_above(default)) is not None:
                return self.dashed(above if above.startswith(seen) else seen)
            seen = default
        return self.dashed(seen)

    def _sided_above(self, code: str) -> str | None:
        """Return the highest header above a code whose entries differ in side."""
        found = None
        above = self._parent.get(code)
        while above is not None and "-" not in above:
            if above in self._sided:
                found = above
            above = self._parent.get(above)
        return found

    def has(self, code: str) -> bool:
        """Say whether the tabular list has a code or header."""
        return code in self._known

    def extends(self, code: str) -> bool:
        """Say whether a code takes a 7th character."""
        return code in self._extended

    def dashed(self, code: str) -> str:
        """Return a code as it is, with a dash when the tabular list must complete it."""
        if code not in self._headers and code not in self._extended:
            return code
        return f"{code}-" if len(code) > 3 else f"{code}.-"

    def together(self, codes: Iterable[str]) -> list[str]:
        """Return what an index prints for codes that one line leads to.

        Examples
        --------
        >>> Printed(()).together(["M25.561", "M25.562", "M25.569"])
        ['M25.56-']
        """
        by_category: dict[str, set[str]] = {}
        for code in codes:
            by_category.setdefault(code[:3], set()).add(code)
        result: list[str] = []
        for members in by_category.values():
            if len(members) == 1:
                result.append(self.dashed(members.pop().rstrip("-.")))
                continue
            stem = dotted(_beginning(members))
            result.append(f"{stem}-" if len(stem) > 3 else f"{stem}.-")
        return result


def _sided(entries: Iterable[Entry]) -> set[str]:
    """Return the headers under which codes stand that differ in side, or trimester, alone."""
    frames = Counter((e.parent, _SIDE.sub("", e.title)) for e in entries if _SIDE.search(e.title))
    return {parent for (parent, _), number in frames.items() if number > 1}


def _beginning(codes: Iterable[str]) -> str:
    """Return the characters with which all codes begin."""
    bodies = sorted(compact(code) for code in codes)
    first, last = bodies[0], bodies[-1]
    same = 0
    while same < min(len(first), len(last)) and first[same] == last[same]:
        same += 1
    return first[:same]


def diseases(
    printed: Printed, headings: Headings, rows: Sequence[Mapping[str, str]], sites: Mapping[str, str]
) -> Terms:
    """Return the study index.

    Parameters
    ----------
    printed
        The tabular list.
    headings
        The rules by which a title becomes a line.
    rows
        Of ``lay-terms.tsv``.
    sites
        Code of a neoplasm to what a reference to its line of the Neoplasm Table says.
    """
    lines: dict[Heading, dict[str, int]] = {}
    for entry in printed.entries:
        if not of_diseases(entry.code):
            continue
        code = printed.code(entry.code)
        if not is_neoplasm(entry.title):
            for heading in headings.of(entry.title):
                lines.setdefault(heading, {}).setdefault(code, _TITLE)
        for kind, text, _ in entry.notes:
            if kind == NoteKind.INCLUSION_TERM and _is_term(text):
                for heading in headings.of(text):
                    lines.setdefault(heading, {}).setdefault(code, _INCLUSION)
    top = Node("")
    shortest: dict[str, tuple[str, ...]] = {}
    for heading, codes in lines.items():
        node = top.at(heading.path)
        rank = min(codes.values())
        own = printed.together(c for c, r in codes.items() if r == rank)
        node.codes = list(dict.fromkeys([*node.codes, *own])) if rank == _TITLE or not node.codes else node.codes
        node.nonessential = node.nonessential or heading.nonessential
        for code in codes:
            if code not in shortest or len(heading.path) < len(shortest[code]):
                shortest[code] = heading.path
    _add_eponyms(top)
    lay = _Lay(top, printed, headings, sites, rows)
    for row in rows:
        lay.add(row, shortest)
    for title, kind, text in headings.references:
        _refer(top.at((title,)), kind, text)
    return Terms(Head("diseases", SOURCE, False), list(flatten(top)))


def _refer(node: Node, kind: str, text: str) -> None:
    """Send a line elsewhere; a line with a code or subterms of its own sends there also."""
    if node.codes or node.below or kind == "see also":
        node.see_also = node.see_also or text
    elif not node.see:
        node.see = text


def _add_eponyms(top: Node) -> None:
    """List diseases and syndromes of a name under the name too: ``Parkinson's disease, see Disease, Parkinson's``."""
    for key in ("disease, diseased", "syndrome", "disorder"):
        main = top.below.get(key)
        for line in list(main.below.values()) if main else ():
            name = line.title
            if "'" not in name or not name[:1].isupper():
                continue
            word = main.title.split(",")[0] if main else ""
            _refer(top.at((f"{name} {word.lower()}",)), "see", f"{word}, {name}")


class _Lay:
    """Lay terms, abbreviations and older names: each sees the line that a coder would use."""

    def __init__(
        self,
        top: Node,
        printed: Printed,
        headings: Headings,
        sites: Mapping[str, str],
        rows: Iterable[Mapping[str, str]],
    ) -> None:
        self._top = top
        self._printed = printed
        self._headings = headings
        self._sites = sites
        self._words = {w for e in printed.entries for w in _SMALL.findall(e.title)} | headings.plain
        self._short = {row["term"] for row in rows if self._abbreviation(row["term"])} | headings.short

    def add(self, row: Mapping[str, str], shortest: Mapping[str, tuple[str, ...]]) -> None:
        """Add one row of ``lay-terms.tsv``."""
        term = row["term"]
        targets = [c for c in row["codes"].split() if self._printed.has(c) and of_diseases(c)]
        if not targets:
            return
        code = self._printed.code(targets[0])
        self._give_default(row, code)
        way = shortest.get(code)
        if way is not None and not set(words(way[0])) & set(words(row["means"])):
            way = self._meant(row["means"], code) or way
        if way is not None:
            target = ", ".join((way[0].split(",")[0].removesuffix(" (of)").removesuffix(" (for)"), *way[1:]))
        elif not (target := self._site(code)):
            return
        said = self._meant(term, code) or way or ()
        if set(words(term)) <= {w for step in said for w in words(step)}:
            return  # the term is a line by itself
        _refer(self._top.at((self._title(term),)), "see", target)

    def _meant(self, means: str, code: str) -> tuple[str, ...] | None:
        """Return the way to the line that the clinical words of a lay term name, where it leads to the same code.

        The shortest way to N18.9 is that of uremia; who looks up "ckd" means a disease of the kidney.
        """
        for heading in self._headings.of(means[:1].upper() + means[1:]) if means else ():
            node = self._top.found(heading.path)
            if node is not None and code in node.codes:
                steps = (self._top.found(heading.path[:length]) for length in range(1, len(heading.path) + 1))
                return tuple(step.title for step in steps if step is not None)
        return None

    def _site(self, code: str) -> str:
        """Return the line of the Neoplasm Table that has a code, or the beginning of one."""
        shorter = (code[:n].rstrip("-.") for n in range(len(code), 2, -1))
        return next((self._sites[c] for c in shorter if c in self._sites), "") if code[0] in "CD" else ""

    def _give_default(self, row: Mapping[str, str], code: str) -> None:
        """Give a main term the code of its bare mention: ``Hypertension`` is what "htn" means, and is I10."""
        for text in (row["term"], row["means"]):
            for heading in self._headings.of(text[:1].upper() + text[1:]) if text else ():
                node = self._top.found(heading.path)
                if node is not None and not node.codes:
                    node.codes = [code]

    def _title(self, term: str) -> str:
        *first, last = term.split()
        words_ = [*(self._spelled(w, single=w != "a") for w in first), self._spelled(last)]
        spelled = " ".join(words_)
        return spelled[:1].upper() + spelled[1:]

    def _spelled(self, word: str, single: bool = True) -> str:
        """Return a word of a lay term as it is written: names, abbreviations, and letters that stand alone."""
        if word in self._short or (single and len(word) == 1):
            return self._headings.proper.get(word, word.upper())
        return self._headings.proper.get(word, word)

    def _abbreviation(self, word: str) -> bool:
        short = len(word) <= 6 and (not re.search("[aeiouy]", word[1:]) or len(word) <= 4)
        return " " not in word and short and word not in self._words
