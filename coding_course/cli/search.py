"""``coding-course search``: find a code by words."""

from __future__ import annotations

import argparse
from typing import Any

import msgspec

from coding_course.cli.lookup import open_edition
from coding_course.cli.terminal import DONE, FOUND, CommandFailed, add_json_flag, print_json, run_jsonl

_HELP = """\
Find codes by words, abbreviations, lay terms or part of a code. Typing errors are forgiven.

  coding-course search htn
  coding-course search sugar diabetes kidney
  coding-course search fx wrist --limit 5
  coding-course search laparoscopic cholecystectomy --system pcs
  coding-course search --jsonl < queries.jsonl

A search result is where to start reading, never the last step: verify the code in the Tabular List with
`coding-course lookup CODE --notes`.

With --jsonl each input line is {"query": "..."} and each output line
{"query": "...", "hits": [{"system", "code", "title", "score", "billable", "why", "more", "varies"}, ...]}.
"more" counts the codes that a hit stands for beside its own, "varies" says in what they differ.
"""


class _Query(msgspec.Struct):
    query: str
    limit: int | None = None


def add(subcommands: Any) -> None:
    """Add the subcommand to the parser."""
    parser = subcommands.add_parser(
        "search",
        help="find a code by words",
        description=_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("words", nargs="*", metavar="WORD", help="what the chart says")
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="at most N hits (default: 20)")
    parser.add_argument("--system", action="append", default=[], help="only this code system; may be repeated")
    parser.add_argument("--edition", default="", help="edition of the code sets (default: the one in use)")
    parser.add_argument("--jsonl", nargs="?", const="-", metavar="FILE", help="batch: a query a line")
    add_json_flag(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the hits of one query, or of a batch."""
    if arguments.limit < 1:
        raise CommandFailed("--limit takes a whole number from 1.")
    book = open_edition(arguments.edition)
    systems = [_system(name) for name in arguments.system]

    def hits(query: str, limit: int) -> list[dict[str, Any]]:
        return [
            {
                "system": hit.code.system.value,
                "code": hit.code.code,
                "title": hit.code.title,
                "score": round(float(hit.score), 4),
                "billable": hit.code.billable,
                "why": hit.why,
                "more": hit.more,
                "varies": list(hit.varies),
            }
            for hit in book.search(query, limit=limit, systems=systems)
        ]

    if arguments.jsonl is not None:
        if arguments.words:
            raise CommandFailed("Give either words or --jsonl, not both.")
        return run_jsonl(
            _Query,
            lambda one: {"query": one.query, "hits": hits(one.query, _limit(one.limit, arguments.limit))},
            arguments.jsonl,
            lambda _message: {"query": None, "hits": []},
        )
    query = " ".join(arguments.words)
    if not query.strip():
        raise CommandFailed("Say what to search for, such as: coding-course search heart attack")
    found = hits(query, arguments.limit)
    if arguments.json:
        print_json({"query": query, "hits": found})
    elif not found:
        from coding_course.codesets.subsets import not_held

        hint = not_held(query) or "Try fewer words, or another name for the condition."
        print(f"Nothing found for “{query}”. {hint}")
    else:
        width = max(len(hit["code"]) for hit in found)
        for hit in found:
            state = "" if hit["billable"] else "  (header)"
            why = f"  [{hit['why']}]" if hit["why"] else ""
            more = f"  (+{hit['more']} by {', '.join(hit['varies'])})" if hit["more"] else ""
            print(f"{hit['code']:<{width}}  {hit['title']}{state}{more}{why}")
    return DONE if found else FOUND


def _limit(own: int | None, default: int) -> int:
    return default if own is None or own < 1 else own


def _system(name: str) -> Any:
    from coding_course.codesets.model import System

    for system in System:
        if name.replace("-", "").lower() in {system.value.replace("-", "").lower(), system.name.lower()}:
            return system
    known = ", ".join(system.name.lower() for system in System)
    raise CommandFailed(f"There is no code system “{name}”. Known: {known}.")
