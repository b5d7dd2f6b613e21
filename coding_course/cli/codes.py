"""``coding-course codes``: the editions of the code sets, and bringing new ones."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from coding_course.cli.terminal import DONE, FAULT, FOUND, CommandFailed, add_json_flag, plural, print_json

_HELP = """\
The editions of the code sets that the course works with. One is built in; the publishers' own releases, which are free,
bring other years and the books that the built-in one lacks, such as the Alphabetic Index.

  coding-course codes list                        what there is, how complete, and which edition is in use
  coding-course codes import ~/Downloads/2027-code-tables-tabular-index.zip
  coding-course codes import FOLDER --edition FY2027   several files at once; the edition where files do not tell it
  coding-course codes fetch --edition FY2027      download from the publishers, then import
  coding-course codes use FY2027                  from now on; back with: coding-course codes use --default
  coding-course codes diff FY2026 FY2027          new, deleted and revised codes, and the lessons they touch
  coding-course codes translate 250.00            what an ICD-9-CM code became (with the GEMs imported)
  coding-course codes remove FY2027               take an import back

Imported are ICD-10-CM (tabular list, order file, addenda, index, neoplasm, drug and external cause tables, conversion
table, POA-exempt list), ICD-10-PCS (tables, order file, definitions, index, conversion table), HCPCS Level II, the
tables of the inpatient payment rule, and GEMs; plain, .xz, .gz, .zip or a folder. docs/code-sets.md says where to get
them. Whatever goes wrong, the editions you had stay as they were.
"""

_ACTIONS: dict[str, str] = {
    "list": "what editions there are",
    "import": "bring the publishers' files",
    "fetch": "download and import",
    "use": "choose the edition that is meant where none is named",
    "diff": "what changed between two editions",
    "translate": "ICD-9-CM and ICD-10-CM equivalents",
    "remove": "take imports back",
}


def add(subcommands: Any) -> None:
    """Add the subcommand to the parser."""
    parser = subcommands.add_parser(
        "codes",
        help="editions of the code sets: list, import, fetch, use, diff",
        description=_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", dest="action")
    made = {
        name: actions.add_parser(name, help=about, description=about.capitalize() + ".")
        for name, about in _ACTIONS.items()
    }
    made["import"].add_argument("files", nargs="+", metavar="FILE", help="release file, archive or folder")
    made["import"].add_argument("--edition", default="", help="fiscal year, for files that do not tell it: FY2027")
    fetch = made["fetch"]
    fetch.add_argument("--edition", default="", help="fiscal year: FY2027")
    fetch.add_argument(
        "--from", dest="base", default="", metavar="URL", help="a mirror that holds files of the same names"
    )
    fetch.add_argument(
        "--url", action="append", default=[], metavar="URL", help="download this file instead; repeatable"
    )
    fetch.add_argument("--checksum", default="", metavar="SHA256", help="what the one file must have")
    fetch.add_argument(
        "--timeout", type=_seconds, default=30.0, metavar="SECONDS", help="wait so long for a silent server"
    )
    made["use"].add_argument("edition", nargs="?", default="", metavar="EDITION", help="fiscal year: FY2027")
    made["use"].add_argument("--default", action="store_true", help="the course's own edition again")
    made["diff"].add_argument("old", metavar="OLD", help="fiscal year: FY2026")
    made["diff"].add_argument("new", metavar="NEW", help="fiscal year: FY2027")
    made["diff"].add_argument("--brief", action="store_true", help="numbers and what is touched, without every code")
    made["translate"].add_argument("codes", nargs="+", metavar="CODE", help="ICD-9-CM or ICD-10-CM code")
    made["remove"].add_argument("edition", metavar="EDITION", help="fiscal year: FY2027")
    made["remove"].add_argument(
        "kinds", nargs="*", metavar="KIND", help="only these, as list --json names them: poa-exempt"
    )
    for one in made.values():
        add_json_flag(one)
    parser.set_defaults(run=run, parser=parser)


def _seconds(text: str) -> float:
    with contextlib.suppress(ValueError):
        if 0 < (seconds := float(text)) <= 3600:
            return seconds
    raise argparse.ArgumentTypeError(f"it takes seconds, more than 0 and up to 3600; {text!r} is not that.")


def run(arguments: argparse.Namespace) -> int:
    """Carry out one action."""
    from coding_course.codesets.official.kinds import ReleaseProblem

    if arguments.action is None:
        arguments.parser.print_help()
        return DONE
    from coding_course.cli.codes_changes import diff, translate

    actions: dict[str, Callable[[argparse.Namespace], int]] = {
        "list": _list,
        "import": _import,
        "fetch": _fetch,
        "use": _use,
        "diff": diff,
        "translate": translate,
        "remove": _remove,
    }
    try:
        return actions[arguments.action](arguments)
    except ReleaseProblem as problem:
        raise CommandFailed(str(problem)) from problem
    except BrokenPipeError:
        raise
    except OSError as problem:
        from coding_course.codesets.official.placing import said

        raise CommandFailed(said(problem, folders()[1]), FAULT) from problem


def folders() -> tuple[Path, Path]:
    """Return the course's folder of editions, and the learner's."""
    from coding_course.codesets.holdings import user_folder
    from coding_course.resources import resource

    return resource("datasets", "codesets"), user_folder()


class Doing:
    """Says on standard error what is being done, on one line of a terminal, on lines of their own elsewhere."""

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet
        self._terminal = sys.stderr.isatty()
        self._wide = 0

    def say(self, words: str) -> None:
        """Show a few words in place of those before."""
        if self._quiet:
            return
        if self._terminal:
            print(f"\r{words[:100].ljust(self._wide)}", end="", file=sys.stderr, flush=True)
            self._wide = min(len(words), 100)
        else:
            print(words, file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave an empty line on a terminal."""
        if self._terminal and self._wide:
            print(f"\r{' ' * self._wide}\r", end="", file=sys.stderr, flush=True)
            self._wide = 0


def _import(arguments: argparse.Namespace) -> int:
    if not all(file.strip() for file in arguments.files):
        raise CommandFailed("Name the file or folder to import: coding-course codes import FILE")
    return bring([Path(file).expanduser() for file in arguments.files], arguments.edition, arguments.json)


def bring(paths: list[Path], edition: str, json: bool) -> int:
    """Import files, and print what became of each and of the editions that changed."""
    from coding_course.codesets.official.importing import prepare, put

    embedded, user = folders()
    doing = Doing(quiet=json or not sys.stderr.isatty())
    try:
        prepared = prepare(paths, edition, lambda path: doing.say(f"reading {path}"))
        doing.say("putting in place")
        changes = put(prepared, embedded, user)
    finally:
        doing.end()
    if json:
        print_json(
            {
                "imported": [
                    {
                        "file": part.piece,
                        "kind": part.kind.id,
                        "title": part.kind.title,
                        "edition": part.edition,
                        "sha256": part.sha256,
                        "counts": part.compiled.counts,
                        "remarks": part.compiled.remarks,
                    }
                    for part in prepared.parts
                ],
                "unused": prepared.unused,
                "editions": [
                    {"edition": one.edition, "remarks": one.remarks, "lacks": _lacking(one.edition)} for one in changes
                ],
            }
        )
    else:
        for part in prepared.parts:
            counted = ", ".join(f"{number:,} {what}" for what, number in part.compiled.counts.items() if number)
            print(f"{part.piece}\n  {part.kind.title}, {part.edition}: {counted}")
            for remark in part.compiled.remarks:
                print(f"  {remark}")
        if prepared.unused:
            print(f"\nNot needed ({plural(len(prepared.unused), 'file')}):")
            for unused in prepared.unused:
                print(f"  {unused.path}: {unused.reason}")
        for change in changes:
            print(f"\n{change.edition} now holds what you imported.")
            for remark in change.remarks:
                print(f"  {remark}")
            if missing := _lacking(change.edition):
                print(f"  It lacks: {', '.join(missing)}.")
            _say_how_to_use(change.edition)
    return FOUND if any(unused.named for unused in prepared.unused) else DONE


def _lacking(edition: str) -> tuple[str, ...]:
    """Return what an edition could have and lacks; nothing for parts of one, which lack nearly everything."""
    from coding_course.codesets import holdings
    from coding_course.codesets.official.listing import lacks

    holding = holdings.find(edition, *folders())
    return lacks(holding) if holding and holding.whole else ()


def _say_how_to_use(edition: str) -> None:
    from coding_course.codesets import holdings

    embedded, user = folders()
    holding = holdings.find(edition, embedded, user)
    if holding is None or not holding.whole:
        print(f"  It has no list of the codes of {edition}; what it holds serves the editions that lack it.")
    elif holdings.used_edition(user) != edition:
        print(f"  To use it from now on: coding-course codes use {edition}")
    else:
        print("  It is the edition in use. Restart open kernels, and they see it.")


def _list(arguments: argparse.Namespace) -> int:
    from coding_course.codesets.holdings import unreadable
    from coding_course.codesets.official.listing import list_editions

    embedded, user = folders()
    listed = list_editions(embedded, user)
    if arguments.json:
        print_json({"editions": listed, "folder": str(user)})
        return DONE
    for one in listed:
        state = [*(["in use"] if one.in_use else []), "built in" if one.embedded else "imported"]
        if not one.whole:
            state.append("parts only, which other editions borrow")
        print(f"{one.edition}  {one.title} ({', '.join(state)})")
        for held in one.systems:
            number = f"{held.codes:,} of {held.of:,} codes ({held.share} %)" if held.of else f"{held.codes:,}"
            print(f"  {held.system:<12} {number}{f', {held.about}' if held.about else ''}")
        if exempt := one.counts.get("poa exempt"):
            print(f"  {'POA exempt':<12} {exempt:,}")
        if one.index:
            for source in one.index:
                print(f"  {source.title}, {source.edition}")
        elif one.whole:
            print("  no official index: a study index, made from titles and inclusion terms, stands in")
        if one.maps:
            print(f"  general equivalence maps to and from ICD-9-CM, {one.maps}")
        for record in one.imported:
            print(f"  yours: {record.title}, from {record.path}, {record.when[:10]}")
        for remark in one.remarks:
            print(f"  {remark}")
        print(f"  last update: {one.updated[:10] if one.imported else one.updated}")
    for path in unreadable(user):
        print(f"{path} cannot be read and counts for nothing. Import the release of its year again.")
    print(f"\nYour imports lie in {user}")
    return DONE


def _use(arguments: argparse.Namespace) -> int:
    from coding_course.codesets.official.choosing import use

    if bool(arguments.edition) == arguments.default:
        raise CommandFailed(
            "Name an edition: coding-course codes use FY2027, or go back: coding-course codes use --default"
        )
    edition = use(arguments.edition, *folders())
    if arguments.json:
        print_json({"edition": edition})
    else:
        print(f"{edition} is the edition in use. Cases and questions keep the edition that they were keyed in.")
    return DONE


def _remove(arguments: argparse.Namespace) -> int:
    from coding_course.codesets.official.choosing import remove

    gone = remove(arguments.edition, arguments.kinds, *folders())
    if arguments.json:
        print_json({"edition": arguments.edition.upper(), "removed": gone})
    else:
        print(f"Taken back: {', '.join(gone)}.")
    return DONE


def _fetch(arguments: argparse.Namespace) -> int:
    from coding_course.cli.codes_fetch import fetch

    return fetch(arguments)
