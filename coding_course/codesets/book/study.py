"""The study index of diseases: made from titles, inclusion terms and lay terms where no official index is loaded.

Side, trimester, fetus and 7th character never make a line of their own: such a line names the beginning of the code
with a dash (``M25.56-``), and the tabular list completes it, as in the official index (Official Guidelines, I.B.13).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from coding_course.codesets.book.headings import Heading, Headings
from coding_course.codesets.book.terms import Head, Term, Terms
from coding_course.codesets.book.tree import Node, flatten
from coding_course.codesets.compiled import Entry
from coding_course.codesets.expand import seventh_by_leaf
from coding_course.codesets.forms import compact, dotted
from coding_course.codesets.model import NoteKind
from coding_course.codesets.searching.words import words

SOURCE = "Study index, made from titles and inclusion terms"
_BY_SITE = re.compile(
    r"(?:secondary |other (?:and unspecified )?(?:specified )?)?(?:malignant neoplasms?|carcinoma in situ"
    r"|benign neoplasm|neoplasms? of (?:uncertain|unspecified) behavior)\b",
    re.IGNORECASE,
)
_TITLE, _INCLUSION = 0, 1


def is_neoplasm(title: str) -> bool:
    """Say whether a title belongs to the Neoplasm Table rather than to the index."""
    return _BY_SITE.match(title) is not None


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

    def code(self, code: str) -> str:
        """Return a code with its dash when the tabular list must complete it; of a header its default code."""
        seen = code
        while seen in self._default:
            seen = self._default[seen]
        return f"{seen}-" if seen in self._headers or seen in self._extended else seen

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
                result += members
                continue
            result.append(f"{dotted(_beginning(members))}-")
        return result


def _beginning(codes: Iterable[str]) -> str:
    """Return the characters with which all codes begin."""
    bodies = sorted(compact(code) for code in codes)
    first, last = bodies[0], bodies[-1]
    same = 0
    while same < min(len(first), len(last)) and first[same] == last[same]:
        same += 1
    return first[:same]


def diseases(entries: list[Entry], headings: Headings, lay: Iterable[Mapping[str, str]]) -> Terms:
    """Return the study index.

    Parameters
    ----------
    entries
        The tabular list.
    headings
        The rules by which a title becomes a line.
    lay
        Rows of ``lay-terms.tsv``.
    """
    printed = Printed(entries)
    lines: dict[Heading, dict[str, int]] = {}
    for entry in printed.entries:
        if not of_diseases(entry.code):
            continue
        code = printed.code(entry.code)
        if not is_neoplasm(entry.title):
            for heading in headings.of(entry.title):
                lines.setdefault(heading, {}).setdefault(code, _TITLE)
        for kind, text, _ in entry.notes:
            if kind == NoteKind.INCLUSION_TERM and not is_neoplasm(text):
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
    _add_lay(top, shortest, printed, headings, lay)
    return Terms(Head("diseases", SOURCE, False), list(flatten(top)))


def _add_lay(
    top: Node,
    shortest: Mapping[str, tuple[str, ...]],
    printed: Printed,
    headings: Headings,
    lay: Iterable[Mapping[str, str]],
) -> None:
    """Send lay terms and abbreviations to the term that a coder uses."""
    held = {e.code for e in printed.entries}
    for row in lay:
        targets = [c for c in row["codes"].split() if c in held and of_diseases(c)]
        if not targets:
            continue
        way = shortest.get(printed.code(targets[0]))
        if way is None:
            continue
        term = row["term"]
        if set(words(term)) <= {w for step in way for w in words(step)}:
            continue
        title = term.upper() if _abbreviation(term) else term[:1].upper() + term[1:]
        node = top.at((title,))
        if not node.codes and not node.see:
            target = ", ".join((way[0].split(",")[0], *way[1:]))
            if node.below:
                node.see_also = target
            else:
                node.see = target


def _abbreviation(term: str) -> bool:
    return len(term) <= 6 and " " not in term and (not re.search("[aeiouy]", term[1:]) or len(term) <= 3)


def study_terms(volume: str, terms: list[Term], columns: Iterable[str] = ()) -> Terms:
    """Return a volume of the study index."""
    return Terms(Head(volume, SOURCE, False, list(columns)), terms)
