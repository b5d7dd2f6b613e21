"""The phrases of an edition: every way to say what an entry means, and which entry a phrase leads to.

A phrase is a title, an inclusion term, a line of another entry's note that sends the reader here, a lay term, or a
term of an Alphabetic Index that the learner loaded, a name of a disease.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from coding_course.codesets.book.terms import ROLES, decode
from coding_course.codesets.compiled import Entry
from coding_course.codesets.model import NoteKind

TITLE, INCLUSION, INCLUDES, REFERRED, LAY, INDEX, NAME, SUBSTANCE = range(8)
"""Kinds of phrase."""

ACCIDENT = "accidental (unintentional)"
"""Ends the titles that a poisoning is coded to of which no more is said (Official Guidelines, I.C.19.e.5.b)."""

Phrase = tuple[int, int, str]
"""Number of the entry, kind, text."""

_REFERENCE = re.compile(r"\s*\([^()]*[A-Z]\d[0-9A-Z][^()]*\)")
_INTENTS = {
    "1": f"Poisoning by {{}}, {ACCIDENT}",
    "2": "Poisoning by {}, intentional self-harm",
    "3": "Poisoning by {}, assault",
    "4": "Poisoning by {}, undetermined",
    "5": "Adverse effect of {}",
    "6": "Underdosing of {}",
}
"""How the title of a code of T36-T65 speaks of a substance, by the last character before the 7th."""
_REFERRING = frozenset((NoteKind.EXCLUDES1, NoteKind.EXCLUDES2, NoteKind.CODE_FIRST, NoteKind.USE_ADDITIONAL))


def of_tabular(entries: Iterable[Entry], number: Mapping[str, int]) -> Iterator[Phrase]:
    """Yield titles, inclusion terms and the lines of notes that send the reader to one entry."""
    for entry in entries:
        if entry.kind in ("chapter", "section"):
            continue
        here = number[entry.code]
        yield here, TITLE, entry.title
        for kind, text, codes in entry.notes:
            if kind == NoteKind.INCLUSION_TERM:
                yield here, INCLUSION, text
            elif kind == NoteKind.INCLUDES:
                yield here, INCLUDES, text
            elif kind in _REFERRING and len(codes) == 1 and codes[0] in number and "-" not in codes[0]:
                yield number[codes[0]], REFERRED, _REFERENCE.sub("", text)


def of_lay_terms(rows: Iterable[Mapping[str, str]], number: Mapping[str, int]) -> Iterator[Phrase]:
    """Yield lay terms at the codes that they name; the lay terms serve every edition, and codes come and go."""
    for row in rows:
        for code in row["codes"].split():
            if code in number:
                yield number[code], LAY, row["term"]


def of_names(rows: Iterable[tuple[str, ...]], number: Mapping[str, int]) -> Iterator[Phrase]:
    """Yield names of diseases at the entries that an ontology refers to."""
    for text, code in rows:
        if code in number:
            yield number[code], NAME, text


def of_drugs(
    rows: Iterable[Mapping[str, str]], titles: Mapping[str, str], number: Mapping[str, int]
) -> Iterator[Phrase]:
    """Yield the names of common drugs and chemicals at the codes of their class, each as its title would say it.

    A drug is poisoned with, tolerated badly, or taken too little of: ``T39.1X`` stands for the six codes that end so.
    """
    for row in rows:
        names = [row["substance"], *filter(None, row.get("names", "").split(", "))]
        for intent, said in _INTENTS.items():
            code = row["codes"] + intent
            if code in number:
                if titles[code].startswith("Toxic effect"):
                    said = said.replace("Poisoning by", "Toxic effect of")
                for name in names:
                    yield number[code], SUBSTANCE, said.format(name)


def of_index(terms: Iterable[tuple[str, str]], number: Mapping[str, int]) -> Iterator[Phrase]:
    """Yield the terms of an Alphabetic Index, each at the entry of its code.

    A code that the index leaves to be completed (``M25.56-``) leads to its header, one with a 7th character to its
    leaf.
    """
    for text, code in terms:
        body = code.rstrip("-.")
        here = number.get(body) or (number.get(body[:-1].rstrip("Xx.")) if len(body) == 8 else None)
        if here:
            yield here, INDEX, text


def index_terms(files: Mapping[str, Path]) -> Iterator[tuple[str, str]]:
    """Yield phrase and code of each term of the loaded indexes: diseases, external causes, neoplasms, drugs.

    A term of an index is said with those above it: "Pneumonia, aspiration". A neoplasm is said with the column of its
    code; a substance leads to the header of its poisoning, adverse effect and underdosing.
    """
    for volume in ("diseases", "external-causes", "neoplasms", "drugs"):
        path = files.get(ROLES[volume])
        if path is None or not path.is_file():
            continue
        found = decode(path.read_bytes())
        above: list[str] = []
        for term in found.terms:
            del above[term.level :]
            above.append(term.title)
            said = ", ".join(filter(None, above))
            for code in term.codes:
                yield said, code
            if volume == "neoplasms":
                for column, code in zip(found.head.columns, term.cells, strict=False):
                    if code:
                        yield f"{said}, {column}", code
            elif volume == "drugs" and term.cells and len(term.cells[0]) > 4:
                yield f"{said}, poisoning", term.cells[0][:-1]
