"""The store of search over ICD-10-PCS: its tables, and in each the families of codes that share a body part.

79,000 codes have few names of their own: a code is built from its table, so what can be looked for by name is the
root operation on a body part (four characters), and the values that complete it.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from coding_course.codesets.book.terms import ROLES, decode
from coding_course.codesets.compiled import read_table
from coding_course.codesets.pcs.tables import TableEntry, read_tables
from coding_course.codesets.searching.build_index import LEXICON, Index, Rows, fill, read_lexicon
from coding_course.codesets.searching.phrases import INCLUDES, INDEX, TITLE, Phrase
from coding_course.codesets.searching.words import STOP_WORDS, words
from coding_course.codesets.store import Recipe

if TYPE_CHECKING:
    from coding_course.codesets.holdings import Holding

WORDS, NAMES = "procedure-words", "study-procedures"
"""Roles: words that say a root operation, an approach or a device; names of procedures."""
HEADER, BILLABLE = 1, 2
_HERE = Path(__file__).parent
_BUILDERS = (
    *(_HERE / name for name in ("procedure_families.py", "phrases.py", "build_index.py", "words.py")),
    *(_HERE.parent / name for name in ("compiled.py", "pcs/tables.py", "book/terms.py")),
)
_NO_DEEDS = frozenset(
    (
        "activity", "aid", "arteriovenous", "bladder", "body", "cardiac", "caregiver", "carpal", "cataract", "change",
        "cochlear", "compression", "control", "corneal", "crisis", "daily", "device", "division", "external", "family",
        "feeding", "fitting", "fracture", "function", "group", "hearing", "hernia", "hip", "hyperthermia",
        "hypothermia", "individual", "kidney", "knee", "light", "liver", "living", "look", "lumbar", "management",
        "map", "medication", "medicine", "motor", "nerve", "open", "other", "place", "procedure", "psychological",
        "service", "setting", "shock", "sinus", "skin", "speech", "spinal", "suprapubic", "systemic", "test", "tip",
        "total", "training", "tube", "ureteral", "valve", "varicose", "vessel", "vestibular", "wave", "whipple", "x",
    )
)  # fmt: skip
"""Words of names of procedures, and root operations of smaller sections, that say nothing of what is done."""
_WHOLE = frozenset(("total", "complete", "radical", "simple"))
_OBJECTS = {
    "Removal": "of Device from",
    "Revision": "of Device in",
    "Change": "Device in",
    "Insertion": "of Device into",
    "Extirpation": "of Matter from",
}
"""What some root operations are done to, between operation and body part: not the body part itself."""
_SIDES = frozenset(("right", "left"))


class Family(msgspec.Struct):
    """The codes that share the first four characters."""

    prefix: str
    table: int
    """Number of its table."""
    operation: str
    body_part: str
    values: dict[str, None]
    """What the further characters may say, each once, in order."""
    varies: tuple[str, ...] = ()
    """In which axes its codes differ."""
    size: int = 0
    """How many codes it has."""


def recipe(holding: Holding) -> Recipe:
    """Return how the store over ICD-10-PCS is made."""
    roles = ("pcs-tables", WORDS, NAMES, *LEXICON, ROLES["procedures"])
    return Recipe(
        f"{holding.edition.lower()}-pcs-search",
        tuple(holding.files[role] for role in roles if role in holding.files),
        _BUILDERS,
        lambda connection: build(connection, holding),
    )


def families(table: TableEntry, number: int) -> list[Family]:
    """Return the families of a table, in order."""
    found: dict[str, Family] = {}
    differing: dict[str, list[set[str]]] = {}
    for row in table.rows:
        size = len(row[1]) * len(row[2]) * len(row[3])
        for character, label in row[0].items():
            prefix = table.prefix + character
            family = found.get(prefix)
            if family is None:
                family = found[prefix] = Family(prefix, number, table.head[2], label, {})
            elif label not in family.body_part:
                family.body_part += f" or {label}"
            family.size += size
            for column, values in zip(row[1:], differing.setdefault(prefix, [set(), set(), set()]), strict=True):
                values.update(column)
                family.values.update(dict.fromkeys(label for c, label in column.items() if c != "Z"))
    for prefix, family in found.items():
        family.varies = tuple(
            axis.lower() for axis, values in zip(table.axes[4:], differing[prefix], strict=True) if len(values) > 1
        )
    return sorted(found.values(), key=lambda f: f.prefix)


def _phrases(tables: list[TableEntry], below: list[Family], number: Mapping[str, int]) -> Iterator[Phrase]:
    for place, table in enumerate(tables, 1):
        section, system, operation = table.head
        yield place, TITLE, f"{operation}, {system}"
        if not table.prefix.startswith("0"):
            yield place, INCLUDES, section
    for family in below:
        here = number[family.prefix]
        yield here, TITLE, f"{family.operation} {_OBJECTS.get(family.operation, 'of')} {family.body_part}"
        if family.values:
            yield here, INCLUDES, "; ".join(family.values)


def _named(files: Mapping[str, Path]) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield names of procedures with the beginnings of their codes: our own, and those of a loaded index."""
    for row in read_table(files[NAMES]) if NAMES in files else ():
        yield f"{row['term']}, {row['subterm']}".rstrip(", "), row["codes"].split()
        if row["subterm"] in _WHOLE:
            yield row["term"], row["codes"].split()  # a bare "nephrectomy" is a total one
    path = files.get(ROLES["procedures"])
    if path is not None and path.is_file():
        above: list[str] = []
        for term in decode(path.read_bytes()).terms:
            del above[term.level :]
            above.append(term.title)
            if term.codes:
                yield ", ".join(filter(None, above)), term.codes


def _names(files: Mapping[str, Path], number: Mapping[str, int]) -> Iterator[tuple[Phrase, str]]:
    """Yield the names of procedures at the families they are built in, and the whole code where the name says it."""
    for text, codes in _named(files):
        for code in codes:
            here = number.get(code[:4]) or number.get(code[:3])
            if here:
                yield (here, INDEX, text), code


def _lexicon(files: Mapping[str, Path]) -> tuple[Rows, Rows, Rows]:
    """Return lay terms, related words and word parts for procedures.

    The lay terms of diagnoses are left out: there "CABG" is the presence of a graft.
    """
    _, related, parts = read_lexicon(files)
    own = list(read_table(files[WORDS])) if WORDS in files else []
    endings = {row["word"][1:]: row["toward"] for row in own if row["word"].startswith("-")}
    return (
        [{"term": row["word"], "means": row["toward"], "codes": ""} for row in own if not row["worth"]],
        [*related, *(row for row in own if row["worth"])],
        [*(row for row in parts if row["part"] not in endings), *({"part": p, "means": m} for p, m in endings.items())],
    )


def build(connection: sqlite3.Connection, holding: Holding) -> None:
    """Create and fill all tables of an empty store."""
    files = holding.files
    tables = read_tables(files["pcs-tables"]) if "pcs-tables" in files else []
    tables.sort(key=lambda table: table.prefix)
    below = [family for place, table in enumerate(tables, 1) for family in families(table, place)]
    number = {table.prefix: place for place, table in enumerate(tables, 1)}
    number.update({family.prefix: place for place, family in enumerate(below, len(tables) + 1)})
    size = len(number)
    names = list(_names(files, number))
    lexicon = _lexicon(files)
    index = Index([*_phrases(tables, below, number), *(phrase for phrase, _ in names)], size)

    connection.executescript(
        "CREATE TABLE family (number INTEGER PRIMARY KEY, prefix TEXT NOT NULL, title TEXT NOT NULL, "
        "size INTEGER NOT NULL, varies TEXT NOT NULL);"
        "CREATE TABLE whole (entry INTEGER NOT NULL, text TEXT NOT NULL, code TEXT NOT NULL);"
    )
    connection.executemany(
        "INSERT INTO family VALUES (?, ?, ?, 0, '')",
        ((number[t.prefix], t.prefix, ", ".join(t.head[1:])) for t in tables),
    )
    connection.executemany(
        "INSERT INTO family VALUES (?, ?, ?, ?, ?)",
        (
            (
                number[f.prefix],
                f.prefix,
                ", ".join((*tables[f.table - 1].head[1:], f.body_part)),
                f.size,
                "\t".join(f.varies),
            )
            for f in below
        ),
    )
    connection.executemany(
        "INSERT INTO whole VALUES (?, ?, ?)",
        ((entry, text, code) for (entry, _, text), code in names if len(code) > 4),
    )
    fill(
        connection,
        index,
        lexicon,
        {
            "entry_parent": array("I", [0, *([0] * len(tables)), *(family.table for family in below)]),
            "entry_target": array("I", range(size + 1)),
            "entry_rank": bytearray([0, *([HEADER] * len(tables)), *([BILLABLE] * len(below))]),
            "entry_says": bytearray(size + 1),
            "entry_family": _side_families(below, len(tables)),
        },
    )


def _side_families(below: list[Family], tables: int) -> array[int]:
    """Return for each entry the first of its table that it differs from in side alone, 0 when there is none."""
    first: dict[tuple[int, str], list[int]] = {}
    for place, family in enumerate(below, tables + 1):
        words = family.body_part.replace(",", " ").lower().split()
        if not _SIDES.isdisjoint(words):
            frame = " ".join(word for word in words if word not in _SIDES)
            first.setdefault((family.table, frame), []).append(place)
    result = array("I", bytes(4 * (tables + len(below) + 1)))
    for members in first.values():
        if len(members) > 1:
            for place in members:
                result[place] = members[0]
    return result


def deeds(files: Mapping[str, Path]) -> frozenset[str]:
    """Return the words and phrases that say what is done: root operations, other words for them, names of procedures.

    They tell whether a query may be answered by a procedure at all.
    """
    roles = ("pcs-root-operations", WORDS, NAMES)
    tables = {role: list(read_table(files[role])) if role in files else [] for role in roles}
    operations = {word for row in tables["pcs-root-operations"] for word in words(row["title"])}
    said = {
        row["word"]
        for row in tables[WORDS]
        if not row["word"].startswith("-") and (not row["worth"] or not operations.isdisjoint(words(row["toward"])))
    }
    names = {words(row["term"])[0] for row in tables[NAMES]}
    return frozenset((operations | said | names | {"surgery", "operation", "x-ray"}) - STOP_WORDS - _NO_DEEDS)
