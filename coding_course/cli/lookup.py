"""``coding-course lookup``: what a code says."""

from __future__ import annotations

import argparse
from typing import Any

from coding_course.cli.terminal import DONE, FOUND, CommandFailed, add_json_flag, print_json
from coding_course.resources import CURRENT_EDITION

_HELP = """\
Look codes up: title, billable or not, notes, 7th characters, and what would make a header billable.

  coding-course lookup E11.22          with or without the point, upper or lower case: e1122, E11-22
  coding-course lookup S52.5 --notes   with every instructional note that applies, also inherited ones
  coding-course lookup 99214 25 J1100  CPT, modifiers and HCPCS of the teaching subset
  coding-course lookup E11.22 i10 --json

With --json the answer is a list in the order of the arguments: an object for each code, null for one that does not
exist. The exit code is 1 when any of them does not exist.
"""


def add(subcommands: Any) -> None:
    """Add the subcommand to the parser."""
    parser = subcommands.add_parser(
        "lookup",
        help="what a code says",
        description=_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("codes", nargs="+", metavar="CODE", help="a code; - reads codes from standard input")
    parser.add_argument("--edition", default=CURRENT_EDITION, help="edition of the code sets (default: %(default)s)")
    parser.add_argument("--notes", action="store_true", help="show the notes, inherited ones too")
    add_json_flag(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print what each code says."""
    from coding_course.cli.terminal import read_text

    book = open_edition(arguments.edition)
    queries = [word for query in arguments.codes for word in (read_text("-").split() if query == "-" else [query])]
    found = [describe(book, query, notes=arguments.notes or not arguments.json) for query in queries]
    if arguments.json:
        print_json(found)
    else:
        print("\n\n".join(_text(query, answer) for query, answer in zip(queries, found, strict=True)))
    return FOUND if None in found else DONE


def open_edition(name: str) -> Any:
    """Return an edition, or fail with the sentence that says which ones there are."""
    from coding_course.codesets import UnknownEdition, edition

    try:
        return edition(name)
    except UnknownEdition as problem:
        raise CommandFailed(str(problem)) from problem


def describe(book: Any, query: str, *, notes: bool) -> dict[str, Any] | None:
    """Return everything that ``lookup`` says of one code, as plain data."""
    code = book.lookup(query)
    if code is None:
        return None
    sevenths = dict(book.seventh_characters(code.code))
    answer: dict[str, Any] = {
        "query": query,
        "system": code.system.value,
        "code": code.code,
        "title": code.title,
        "billable": code.billable,
        "kind": code.kind,
        "parent": code.parent or None,
        "edition": book.name,
        "valid_from": code.valid_from or None,
        "valid_to": code.valid_to or None,
        "ancestors": [{"code": one.code, "title": one.title} for one in book.ancestors(code.code)],
        "children": [{"code": one.code, "title": one.title} for one in book.children(code.code)],
        "seventh_characters": sevenths,
    }
    if not code.billable:
        answer["billable_below"] = [one.code for one in book.billable_below(code.code)]
    if notes:
        answer["notes"] = [
            {"kind": note.kind.value, "text": note.text, "source": note.source} for note in book.notes(code.code)
        ]
    return answer


def _text(query: str, answer: dict[str, Any] | None) -> str:
    if answer is None:
        return (
            f"{query}: no such code in this edition. Check the characters, or search for the words:\n"
            f"  coding-course search {query}"
        )
    lines = [f"{answer['code']}  {answer['title']}"]
    state = ", billable" if answer["billable"] else f", a header ({answer['kind']}), not billable"
    lines.append(f"  {answer['system']} {answer['edition']}{'' if answer['system'] == 'modifier' else state}")
    if answer["query"] != answer["code"]:
        lines.append(f"  understood from: {answer['query']}")
    for one in answer["ancestors"]:
        lines.append(f"  in {one['code']}  {one['title']}")
    if answer["seventh_characters"]:
        lines.append("  7th characters:")
        lines += [f"    {letter}  {text}" for letter, text in answer["seventh_characters"].items()]
    if not answer["billable"]:
        below = answer["billable_below"]
        lines.append(f"  billable codes below it: {', '.join(below[:12])}" + (" ..." if len(below) > 12 else ""))
    for note in answer["notes"]:
        origin = "" if note["source"] == answer["code"] else f"  [from {note['source']}]"
        lines.append(f"  {note['kind']}: {note['text']}{origin}")
    return "\n".join(lines)
