"""The stores of search: what each is made from.

One holds the tabular list and the teaching subsets, one ICD-10-PCS; each is built when it is first searched.
"""

from __future__ import annotations

import sqlite3
from array import array
from pathlib import Path
from typing import TYPE_CHECKING

from coding_course.codesets.book.terms import ROLES as INDEXES
from coding_course.codesets.compiled import Entry, read_entries, read_rows, read_table
from coding_course.codesets.searching import phrases
from coding_course.codesets.searching.build_index import LEXICON, Index, fill, read_lexicon
from coding_course.codesets.searching.families import SIDE_WORDS, sevenths, side_families, sides_of
from coding_course.codesets.store import Recipe
from coding_course.codesets.subsets import ROLES, Subsets

if TYPE_CHECKING:
    from coding_course.codesets.holdings import Holding

NAMES = "disease-names"
"""Role of the names of diseases."""
DRUGS = "study-drugs"
"""Role of the common drugs and chemicals, which stand in for a Table of Drugs that is not loaded."""
HEADER, BILLABLE = 1, 2
"""Ranks of an entry: what codes stand below, and what is a code or needs its 7th character alone."""
_HERE = Path(__file__).parent
_BUILDERS = (
    *(_HERE / name for name in ("stores.py", "phrases.py", "build_index.py", "families.py", "words.py")),
    *(_HERE.parent / name for name in ("compiled.py", "expand.py", "subsets.py", "book/terms.py")),
)


def recipe(holding: Holding) -> Recipe:
    """Return how the store over the tabular list and the teaching subsets is made."""
    roles = ("tabular", *ROLES.values(), *LEXICON, NAMES, DRUGS, *(INDEXES[v] for v in INDEXES if v != "procedures"))
    return Recipe(
        f"{holding.edition.lower()}-search",
        tuple(holding.files[role] for role in roles if role in holding.files),
        _BUILDERS,
        lambda connection: build(connection, holding),
    )


def build(connection: sqlite3.Connection, holding: Holding, terms: list[tuple[str, str]] | None = None) -> None:
    """Create and fill all tables of an empty store.

    Parameters
    ----------
    connection
        The store.
    holding
        Whose files to read.
    terms
        Phrase and code of each term of an Alphabetic Index; when not given, those of the loaded one, if any.
    """
    entries = read_entries(holding.files["tabular"])
    number = {entry.code: place for place, entry in enumerate(entries, 1)}
    subsets = Subsets.read(holding.files)
    services = [code for system in ROLES for code in subsets.codes(system).values()]
    size = len(entries) + len(services)
    lexicon = read_lexicon(holding.files)
    found = [*phrases.of_tabular(entries, number), *phrases.of_lay_terms(lexicon[0], number)]
    if (path := holding.files.get(NAMES)) is not None and path.is_file():
        found += phrases.of_names(read_rows(path), number)
    if INDEXES["drugs"] not in holding.files and (path := holding.files.get(DRUGS)) is not None and path.is_file():
        found += phrases.of_drugs(read_table(path), {entry.code: entry.title for entry in entries}, number)
    found += phrases.of_index(phrases.index_terms(holding.files) if terms is None else terms, number)
    for place, code in enumerate(services, len(entries) + 1):
        found.append((place, phrases.TITLE, code.title))
        if service := subsets.services.get(code.code):
            if service.family:
                found.append((place, phrases.INCLUDES, service.family))
            found += [(place, phrases.LAY, name) for name in service.names]
    index = Index(found, size)
    parents = array("I", [0, *(number.get(entry.parent, 0) for entry in entries), *([0] * len(services))])
    sides = frozenset(index.numbers[word] for word in SIDE_WORDS if word in index.numbers)
    titles = [index.title(entry) for entry in range(1, size + 1)]
    none = bytes(len(services))
    families = side_families(entries, parents, titles[: len(entries)], sides) + array("I", bytes(4 * len(services)))
    connection.execute("CREATE TABLE service (number INTEGER PRIMARY KEY, system TEXT NOT NULL, code TEXT NOT NULL)")
    connection.executemany(
        "INSERT INTO service VALUES (?, ?, ?)",
        ((len(entries) + place, code.system, code.code) for place, code in enumerate(services, 1)),
    )
    fill(
        connection,
        index,
        lexicon,
        {
            "entry_parent": parents,
            "entry_target": _targets(entries, number, families),
            "entry_rank": bytearray([0, *_ranks(entries, parents), *([BILLABLE] * len(services))]),
            "entry_says": index.says(titles),
            "entry_family": families,
            "entry_side": sides_of(families, titles, index.numbers),
            "entry_seventh": sevenths(entries) + array("B", none),
        },
    )


def _ranks(entries: list[Entry], parents: array[int]) -> list[int]:
    """Return the rank of each entry, 0 for chapters and sections."""
    above = set(parents)
    return [
        0 if entry.kind in ("chapter", "section") else HEADER if place in above else BILLABLE
        for place, entry in enumerate(entries, 1)
    ]


def _targets(entries: list[Entry], number: dict[str, int], families: array[int]) -> array[int]:
    """Return for each entry what a bare mention of it is coded to: for a header its default, else itself.

    Where codes that differ in side alone stand below a header, it is the one that leaves the side unspecified; a
    poisoning of which no more is said is accidental (Official Guidelines, I.C.19.e.5.b).
    """
    target = array("I", range(len(families)))
    below: dict[int, list[int]] = {}
    for place in range(len(entries), 0, -1):  # what stands below comes later in the book
        entry = entries[place - 1]
        children = below.pop(place, [])
        if entry.default:
            target[place] = target[number[entry.default]] if entry.default in number else place
        elif accident := [child for child in children if entries[child - 1].title.endswith(phrases.ACCIDENT)]:
            target[place] = target[accident[0]]
        elif children and families[children[0]] and len({families[child] for child in children}) == 1:
            open_side = [child for child in children if "unspecified" in entries[child - 1].title]
            target[place] = target[min(open_side or children)]
        elif (least := _says_least(entry, [entries[child - 1] for child in children])) is not None:
            target[place] = target[children[least]]
        if entry.parent:
            below.setdefault(number[entry.parent], []).append(place)
    return target


def _says_least(header: Entry, children: list[Entry]) -> int | None:
    """Return which code below a header leaves open what the header does not speak of; None when not one does."""
    own = header.title.lower().count("unspecified")
    found = [n for n, child in enumerate(children) if child.title.lower().count("unspecified") > own]
    return found[0] if len(found) == 1 else None
