"""``coding-course score``: a claim against the key of a case."""

from __future__ import annotations

import argparse
from typing import Any

import msgspec

from coding_course.cli.terminal import (
    DONE,
    FOUND,
    CommandFailed,
    add_json_flag,
    print_json,
    read_text,
    run_jsonl,
)

_HELP = """\
Grade a claim against the key of a case. Every lost point is explained, with the words of the chart.

  coding-course score pc-001 claim.txt
  coding-course score ip-001 - < claim.txt
  coding-course score --list                  the cases there are

With --jsonl each input line is {"id", "case", "claim"} and each output line {"id", "points", "max", "differences":
[{"kind", "code", "expected", "points", "message"}]}. The exit code is 1 when a case does not exist or a line
cannot be read; its answer then has an "error".
"""


class _Record(msgspec.Struct):
    case: str
    claim: str
    id: Any = None


def add(subcommands: Any) -> None:
    """Add the subcommand to the parser."""
    parser = subcommands.add_parser(
        "score",
        help="a claim against the key of a case",
        description=_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("case", nargs="?", metavar="CASE", help="id of the case")
    parser.add_argument("file", nargs="?", metavar="FILE", help="text of the claim; - for standard input")
    parser.add_argument("--list", action="store_true", help="list the cases")
    parser.add_argument("--jsonl", nargs="?", const="-", metavar="FILE", help="batch: a claim a line")
    add_json_flag(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the explained score of one claim, or of a batch."""
    if arguments.list:
        return _print_cases(arguments)
    if arguments.jsonl is not None:
        return run_jsonl(_Record, _score_record, arguments.jsonl, _not_scored)
    if not (arguments.case and arguments.file):
        raise CommandFailed("Name the case and the file with the claim; `coding-course score --list` lists cases.")
    graded = _grade(arguments.case, read_text(arguments.file))
    if arguments.json:
        answer = _answer(graded, None)
        del answer["id"]
        print_json(answer)
        return DONE
    from coding_course.ui.explain import to_text

    print(to_text(graded))
    return DONE


def _grade(case: str, claim: str) -> Any:
    from coding_course.bank import UnknownItem, grade_claim

    try:
        return grade_claim(case, claim)
    except UnknownItem as problem:
        raise CommandFailed(str(problem), FOUND) from problem


def _score_record(record: _Record) -> dict[str, Any]:
    return _answer(_grade(record.case, record.claim), record.id)


def _not_scored(_message: str) -> dict[str, Any]:
    return {"id": None, "points": 0.0, "max": 0.0, "differences": []}


def _answer(graded: Any, identity: Any) -> dict[str, Any]:
    score = graded.score
    return {
        "id": identity,
        "case": graded.case.id,
        "points": float(score.points),
        "max": float(score.max),
        "attempted": score.attempted,
        "differences": [
            {
                "kind": one.kind.value,
                "code": one.code,
                "expected": one.expected,
                "points": float(one.points),
                "message": one.message,
                "citation": one.citation,
                "evidence": [{"document": quote.document, "quote": quote.quote} for quote in one.evidence],
                "line": one.line,
            }
            for one in score.differences
        ],
    }


def _print_cases(arguments: argparse.Namespace) -> int:
    from coding_course.bank import bank

    cases = [
        {"id": case.id, "title": case.title, "setting": case.setting.value, "difficulty": case.difficulty}
        for case in bank().cases
    ]
    if arguments.json:
        print_json(cases)
    else:
        for case in cases:
            print(f"{case['id']}  {case['title']} ({case['setting']}, difficulty {case['difficulty']})")
    return DONE
