"""``coding-course lookup``: what a code says."""

from __future__ import annotations

import argparse
from typing import Any

from coding_course.cli.describing import describe
from coding_course.cli.terminal import DONE, FOUND, CommandFailed, add_json_flag, print_json

_HELP = """\
Look codes up: title, billable or not, notes, 7th characters, what would make a header billable; of a procedure code
what each character says; of a service its unit and indicators; of a diagnosis its CC or MCC and POA exemption; of an
MS-DRG its weight and mean stay.

  coding-course lookup E11.22          with or without the point, upper or lower case: e1122, E11-22
  coding-course lookup S52.5 --notes   with every instructional note that applies, also inherited ones
  coding-course lookup 99214 25 J1100  CPT, modifiers and HCPCS of the teaching subset
  coding-course lookup 0FT44ZZ 0FT     ICD-10-PCS: a code, or the beginning of one with what may follow
  coding-course lookup 871 DRG302      MS-DRG; DRG before its number where 302 alone begins a procedure code
  coding-course lookup POS11           a place of service
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
    parser.add_argument("--edition", default="", help="edition of the code sets (default: the one in use)")
    parser.add_argument("--notes", action="store_true", help="show the notes, inherited ones too")
    add_json_flag(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print what each code says."""
    from coding_course.cli.terminal import read_text

    book = open_edition(arguments.edition)
    typed = [word for query in arguments.codes for word in (read_text("-").split() if query == "-" else [query])]
    queries = _joined(typed)
    found = [describe(book, query, notes=arguments.notes or not arguments.json) for query in queries]
    if arguments.json:
        print_json(found)
    else:
        print("\n\n".join(_text(query, answer) for query, answer in zip(queries, found, strict=True)))
    return FOUND if None in found else DONE


def _joined(typed: list[str]) -> list[str]:
    """Return what was typed with DRG and POS put to the number behind them: ``MS-DRG 470``, ``POS 11``."""
    queries: list[str] = []
    for word in typed:
        if queries and queries[-1].upper() in ("DRG", "MS-DRG", "MSDRG", "POS") and word.isdigit() and len(word) < 4:
            queries[-1] += word
        else:
            queries.append(word)
    return queries


def open_edition(name: str) -> Any:
    """Return an edition, or fail with the sentence that says which ones there are."""
    from coding_course.codesets import UnknownEdition, edition

    try:
        return edition(name)
    except UnknownEdition as problem:
        raise CommandFailed(str(problem)) from problem


def _text(query: str, answer: dict[str, Any] | None) -> str:
    if answer is None:
        from coding_course.codesets.subsets import not_held

        if said := not_held(query):
            return f"{query.strip().upper()}: not found. {said}"
        return (
            f"{query}: no such code in this edition. Check the characters, or search for the words:\n"
            f"  coding-course search {query}"
        )
    lines = [f"{answer['code']}  {answer['title']}"]
    if answer["kind"] == "group":
        return "\n".join([*lines, f"  MS-DRG {answer['edition']}", *_group_lines(answer["group"])])
    if answer["kind"] == "place":
        paid = f"\n  Medicare pays the physician the {answer['payment']} rate" if answer["payment"] else ""
        return f"{lines[0]}\n  place of service of the professional claim\n  {answer['use']}{paid}"
    state = ", billable" if answer["billable"] else f", a header ({answer['kind']}), not billable"
    lines.append(f"  {answer['system']} {answer['edition']}{'' if answer['system'] == 'modifier' else state}")
    if answer["query"] != answer["code"]:
        lines.append(f"  understood from: {answer['query']}")
    if "axes" not in answer:
        lines += [f"  in {one['code']}  {one['title']}" for one in answer["ancestors"]]
    lines += _procedure_lines(answer) + _fact_lines(answer)
    if answer["seventh_characters"]:
        lines.append("  7th characters:")
        lines += [f"    {letter}  {text}" for letter, text in answer["seventh_characters"].items()]
    below = answer.get("billable_below", ())
    if below:
        lines.append(f"  billable codes below it: {', '.join(below[:12])}" + (" ..." if len(below) > 12 else ""))
    for note in answer["notes"]:
        origin = "" if note["source"] == answer["code"] else f"  [from {note['source']}]"
        lines.append(f"  {note['kind']}: {note['text']}{origin}")
    return "\n".join(lines)


def _group_lines(facts: dict[str, Any]) -> list[str]:
    kind = f"{facts['mdc']}, {facts['type']}" if facts["type"] else facts["mdc"] or "any"
    lines = [f"  major diagnostic category: {kind}"]
    if not facts["weight"]:
        return [*lines, "  no weight: nothing is paid by it"]
    lines += [
        f"  relative weight: {facts['weight']:.4f}",
        f"  mean stay in days: {facts['geometric_days']} geometric, {facts['arithmetic_days']} arithmetic",
    ]
    if facts["post_acute"]:
        special = ", half of it on the first day" if facts["special_pay"] else ""
        lines.append(f"  paid by the day when a short stay ends in post-acute care{special}")
    return lines


def _procedure_lines(answer: dict[str, Any]) -> list[str]:
    lines = [f"  {one['character']}  {one['axis']}: {one['label']}" for one in answer.get("axes", ())]
    following = answer.get("next")
    if following:
        lines.append(f"  next, {following['axis']}:")
        lines += [f"    {one['character']}  {one['label']}" for one in following["values"]]
    return lines


def _fact_lines(answer: dict[str, Any]) -> list[str]:
    lines = [
        f"  {name.replace('_', ' ')}: {', '.join(value) if isinstance(value, (list, tuple)) else value}"
        for name, value in answer.get("service", {}).items()
    ]
    if answer.get("severity"):
        lines.append(f"  {answer['severity']} as a secondary diagnosis of a stay")
    if answer.get("poa_exempt"):
        lines.append("  exempt from the present-on-admission indicator")
    if answer.get("use"):
        lines += [f"  {answer['use']}", f"  on: {', '.join(answer['applies'])}"]
    return lines
