"""The tables of ICD-10-PCS: from what a code can be built.

Format: XML of the publisher. ``<ICD10PCS.tabular>`` holds ``<version>`` (the fiscal year) and for each table three
``<axis pos="1">`` to ``3`` with one ``<label code="0">`` each, then ``<pcsRow codes="99">`` with ``<axis pos="4">`` to
``7`` and their labels. A row allows every combination of its values, and its ``codes`` says how many there are, which
is checked. The definitions that stand at the third axis are left out: they come with the file of definitions.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from coding_course.codesets.official.kinds import Compiled, FileKind, ReleaseProblem
from coding_course.codesets.official.packing import pack
from coding_course.codesets.official.xml_guard import read_xml
from coding_course.codesets.official.years import from_name
from coding_course.codesets.pcs.tables import TableEntry, encode_tables

FILE = "icd10pcs-tables.jsonl.xz"
ROOT = "ICD10PCS.tabular"

_VALUE = re.compile(r"[0-9A-HJ-NP-Z]")


def recognizes(name: str, head: bytes) -> bool:
    """Say whether a file begins as the tables do."""
    return re.search(rb"<ICD10PCS\.tabular\b", head[:4096]) is not None


def fiscal_year(root: Element, name: str) -> str:
    """Return the edition that a file of ICD-10-PCS tells: in ``<version>``, else by its name."""
    version = (root.findtext("version") or "").strip()
    return f"FY{version}" if re.fullmatch(r"20\d\d", version) else from_name(name)


def read_tables(data: bytes, name: str) -> tuple[str, list[TableEntry]]:
    """Return the fiscal year that the file tells, and its tables in order.

    Raises
    ------
    ReleaseProblem
        When it is no such XML, was cut short, or a row does not hold what it says.
    """
    root = read_xml(data, name)
    if root.tag != ROOT:
        raise ReleaseProblem(
            f"{name} begins with <{root.tag}> and holds no ICD-10-PCS tables (<{ROOT}>). Download the file of tables."
        )
    tables = [_table(element, name) for element in root.iter("pcsTable")]
    if not tables:
        raise ReleaseProblem(f"{name} holds no table. Download the file of ICD-10-PCS tables again.")
    prefixes = [table.prefix for table in tables]
    if len(set(prefixes)) != len(prefixes):
        raise ReleaseProblem(f"{name} has a table twice; it is damaged. Download it again.")
    return fiscal_year(root, name), tables


def _table(element: Element, name: str) -> TableEntry:
    head = [_axis(axis, place, name) for place, axis in enumerate(_axes(element, 3, "a table", name), 1)]
    if any(len(labels) != 1 for _, labels in head):
        raise _damaged(name, "a table's first three characters are not one value each")
    prefix = "".join(character for _, labels in head for character in labels)
    titles = [title for title, _ in head]
    rows: list[list[dict[str, str]]] = []
    below: list[str] = []
    for row in element.iter("pcsRow"):
        axes = [_axis(axis, place, name) for place, axis in enumerate(_axes(row, 4, f"table {prefix}", name), 4)]
        columns = [labels for _, labels in axes]
        stated = row.get("codes", "")
        if stated.isdecimal() and int(stated) != math.prod(len(column) for column in columns):
            raise _damaged(name, f"a row of table {prefix} says {stated} codes and allows another number")
        rows.append(columns)
        below = below or [title for title, _ in axes]
    if not rows:
        raise _damaged(name, f"table {prefix} has no row")
    entry = TableEntry(prefix, titles + below, [label for _, labels in head for label in labels.values()], rows)
    codes = list(entry.codes())
    if len(set(codes)) != len(codes):
        raise _damaged(name, f"table {prefix} allows a code twice")
    return entry


def _axes(element: Element, number: int, where: str, name: str) -> Iterator[Element]:
    axes = element.findall("axis")
    if len(axes) != number:
        raise _damaged(name, f"{where} has {len(axes)} axes instead of {number}")
    return iter(axes)


def _axis(element: Element, place: int, name: str) -> tuple[str, dict[str, str]]:
    """Return what a place stands for, and its values with their labels."""
    if element.get("pos") != str(place):
        raise _damaged(name, f"an axis that should be number {place} is number {element.get('pos')}")
    labels: dict[str, str] = {}
    for label in element.findall("label"):
        character, said = label.get("code", ""), " ".join((label.text or "").split())
        if not _VALUE.fullmatch(character) or not said or character in labels:
            raise _damaged(name, f"the value {character!r} at place {place} cannot be read")
        labels[character] = said
    if not labels:
        raise _damaged(name, f"an axis at place {place} has no value")
    return " ".join((element.findtext("title") or "").split()), labels


def _damaged(name: str, what: str) -> ReleaseProblem:
    return ReleaseProblem(f"{name} is damaged: {what}. Download it again.")


def compile_tables(data: bytes, name: str) -> Compiled:
    """Read the tables and compile them to the role ``pcs-tables``."""
    edition, tables = read_tables(data, name)
    return Compiled(
        edition=edition,
        files={"pcs-tables": pack(encode_tables(tables))},
        counts={
            "pcs tables": len(tables),
            "pcs rows": sum(len(table.rows) for table in tables),
            "pcs codes of the tables": sum(1 for table in tables for _ in table.codes()),
        },
    )


KIND = FileKind(
    id="pcs-tables",
    title="ICD-10-PCS tables (XML)",
    publisher="CMS",
    roles={"pcs-tables": FILE},
    recognizes=recognizes,
    compile=compile_tables,
)
