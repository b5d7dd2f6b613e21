"""The publishers' index XML: letters, main terms and terms, as the terms of a volume.

The CM files (index, external causes, Neoplasm Table, Table of Drugs) and the PCS index share one form: ``letter``,
``mainTerm`` and nested ``term``, each with a ``title`` in which ``nemod`` holds the nonessential modifiers, then
``code`` and ``manif``, ``see``, ``seeAlso``, ``seecat``, ``subcat``, in the tables ``cell`` by column, in PCS
``codes`` (the beginning of a code), ``tab`` (a table), ``use``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from coding_course.codesets.book.terms import Head, Term, Terms, first_letter
from coding_course.codesets.official.kinds import ReleaseProblem
from coding_course.codesets.official.texts import plain
from coding_course.codesets.official.xml_guard import read_xml

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

FEWEST = {"diseases": 40_000, "neoplasms": 1_000, "drugs": 4_000, "external-causes": 4_000, "procedures": 10_000}
"""Main terms and subterms together; about half of what the smallest edition had."""
_SPACE = re.compile(r"\s+")
_NO_CODE = frozenset(("", "-", "--"))
_ANNOUNCES = re.compile(r"categor(?:y|ies)(?: \S+ and)?$|^Note at$|^also$")
_YEAR = re.compile(r"20[0-9]{2}")


def read_index(data: bytes, name: str, volume: str, root: str) -> tuple[Terms, Counter[str], str]:
    """Return a volume, what was counted in its file, and its fiscal year.

    Parameters
    ----------
    data
        The whole file.
    name
        Of the file, for messages.
    volume
        ``diseases``, ``neoplasms``, ``drugs``, ``external-causes`` or ``procedures``.
    root
        The element that the file must be.

    Raises
    ------
    ReleaseProblem
        When it is no such file, or not whole.
    """
    top = read_xml(plain(data), name)
    if top.tag != root:
        raise ReleaseProblem(f"{name} is no index: it begins with <{top.tag[:40]}>, where <{root}> was expected.")
    year = _text(top.find("version"))
    if not _YEAR.fullmatch(year):
        raise ReleaseProblem(f"{name} does not tell its year: <version> holds {year[:20]!r}. Download it again.")
    counts = Counter(element.tag for element in top.iter() if isinstance(element.tag, str))
    columns = [_text(h) for h in top.findall("indexHeading/head")][1:]
    terms: list[Term] = []
    for letter in top.findall("letter"):
        under = _text(letter.find("title")) or "#"
        for main in letter.findall("mainTerm"):
            start = len(terms)
            terms.extend(_terms(main, 0, len(columns)))
            if first_letter(terms[start].title) != under:
                terms[start].letter = under
    main_terms = sum(term.level == 0 for term in terms)
    if len(terms) < FEWEST[volume]:
        raise ReleaseProblem(
            f"{name} holds {main_terms:,} main terms and {len(terms) - main_terms:,} subterms, fewer than any edition "
            "has. It is a part of the whole; download it again from the publisher."
        )
    return Terms(Head(volume, f"Official index, FY{year}", True, columns), terms), counts, f"FY{year}"


def _text(element: Element | None) -> str:
    return "" if element is None else _SPACE.sub(" ", "".join(element.itertext())).strip()


def _own_text(element: Element) -> str:
    """Return what stands in an element itself, not in the elements in it."""
    pieces = [element.text or "", *(child.tail or "" for child in element)]
    return _SPACE.sub(" ", " ".join(pieces)).strip(" ,")


def _terms(element: Element, level: int, columns: int) -> Iterator[Term]:
    yield _term(element, level, columns)
    for below in element.findall("term"):
        yield from _terms(below, level + 1, columns)


def _term(element: Element, level: int, columns: int) -> Term:
    term = Term(level, "")
    codes: list[str] = []
    cells = [""] * columns
    aside = ""
    for child in element:
        text = _text(child)
        match child.tag:
            case "title":
                term.title = _own_text(child)
                term.nonessential = " ".join(_text(n) for n in child.findall("nemod"))
            case "code" | "codes" | "tab":
                codes.append(text)
            case "manif":
                if text[:1].isupper() and text[1:2].isdigit():
                    term.manifestation = text
                else:  # the Neoplasm Table has words there
                    aside = f"({text})"
            case "see" | "seeAlso" | "use":
                field = {"see": "see", "seeAlso": "see_also", "use": "use"}[child.tag]
                before = getattr(term, field)
                setattr(term, field, f"{before}; {_own_text(child)}" if before else _own_text(child))
                codes += [_text(c) for c in child if c.tag in ("codes", "tab")]
            case "seecat" | "subcat":
                _name_category(term, "category" if child.tag == "seecat" else "subcategory", text)
            case "cell":
                place = int(child.get("col", "0")) - 2 if child.get("col", "").isdigit() else -1
                if not 0 <= place < columns:
                    raise ReleaseProblem(
                        f"{term.title!r} has a cell in column {child.get('col')!r}, which is not there."
                    )
                cells[place] = "" if text in _NO_CODE else text
            case _:
                pass
    term.nonessential = f"{term.nonessential} {aside}".strip() if aside else term.nonessential
    term.codes = [c for c in codes if c]
    term.cells = cells if any(cells) else []
    _complete(term)
    return term


def _name_category(term: Term, kind: str, code: str) -> None:
    """Add a category to the references of a term."""
    term.see = f"{term.see}; {kind} {code}" if term.see else f"{kind} {code}"


def _complete(term: Term) -> None:
    """Give a reference the code that it announces: the publisher divides "see also subcategory H83.3" in two."""
    for field in ("see", "see_also"):
        text = getattr(term, field)
        if term.codes and _ANNOUNCES.search(text):
            text = "category" if text == "also" else text.replace("Note at", "category")
            setattr(term, field, f"{text} {term.codes[0]}")
            term.codes = term.codes[1:]


def counted(counts: Counter[str]) -> dict[str, int]:
    """Return what was read, in words."""
    named = {
        "letter": "letters", "mainTerm": "main terms", "term": "terms", "cell": "cells", "code": "code elements",
        "codes": "beginnings of codes", "tab": "tables named", "see": "see", "seeAlso": "see also",
        "seecat": "see category", "subcat": "see subcategory", "use": "use", "manif": "manifestation codes",
        "nemod": "nonessential modifiers",
    }  # fmt: skip
    return {words: counts[tag] for tag, words in named.items() if counts[tag]}
