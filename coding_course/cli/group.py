"""``coding-course group``: the MS-DRG of an inpatient claim, and why."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

import msgspec

from coding_course.claims.parsed import shorten
from coding_course.cli.check import encounter_of
from coding_course.cli.lookup import open_edition
from coding_course.cli.terminal import (
    DONE,
    FOUND,
    CommandFailed,
    add_json_flag,
    print_json,
    read_text,
    run_jsonl,
)

if TYPE_CHECKING:
    from coding_course.claims.grouping import Grouping
    from coding_course.claims.model import Encounter
    from coding_course.claims.parsed import SyntaxProblem

_HELP = """\
Group an inpatient claim to its MS-DRG, and say what each code does to it.

  coding-course group claim.txt --age 71 --sex F --discharge-status 03 --los 6
  coding-course group - < claim.txt

A claim is text:
  pdx: A41.9 Y                 principal diagnosis with its present-on-admission indicator
  dx:  R65.20 Y, J96.01 N      secondary diagnoses
  px:  5A1945Z                 ICD-10-PCS

With --jsonl each input line is {"id", "age", "sex", "discharge_status", "los", "claim"} and each output line {"id",
"drg", "title", "mdc", "weight", "cc", "mcc", "why": [{"code", "effect", "message"}], "remarks", "errors"}, errors
being what could not be read. All fields but "claim" may be left out or null.

The exit code is 1 when the claim cannot be read whole or cannot be grouped; of a batch, when a line of it cannot be
answered at all: its answer then has an "error".
"""


class _Record(msgspec.Struct):
    claim: str
    id: Any = None
    age: int | float | str | None = None
    sex: str | None = None
    discharge_status: int | str | None = None
    los: int | float | str | None = None
    edition: str | None = None
    service_date: str | None = None


def add(subcommands: Any) -> None:
    """Add the subcommand to the parser."""
    parser = subcommands.add_parser(
        "group",
        help="the MS-DRG of an inpatient claim, and why",
        description=_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", nargs="?", metavar="FILE", help="text of the claim; - for standard input")
    parser.add_argument("--age", type=int, help="age in completed years")
    parser.add_argument("--sex", default="U", help="F, M or U")
    parser.add_argument("--discharge-status", default="", metavar="NN", help="two digits; 01 home, 20 died")
    parser.add_argument("--los", default="", metavar="DAYS", help="length of stay in days")
    parser.add_argument("--edition", default="", help="edition of the code sets (default: the one in use)")
    parser.add_argument("--date", default="", metavar="YYYY-MM-DD", help="day of discharge, when it matters")
    parser.add_argument("--jsonl", nargs="?", const="-", metavar="FILE", help="batch: a claim a line")
    add_json_flag(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the MS-DRG of one claim, or of a batch."""
    if arguments.jsonl is not None:
        return run_jsonl(_Record, _group_record, arguments.jsonl, _not_grouped)
    if not arguments.file:
        raise CommandFailed("Name the file with the claim, or - for standard input; see --help for its form.")
    grouping, errors = _group(
        _Record(
            claim=read_text(arguments.file),
            age=arguments.age,
            sex=arguments.sex,
            discharge_status=arguments.discharge_status,
            los=arguments.los,
            edition=arguments.edition,
            service_date=arguments.date,
        )
    )
    if arguments.json:
        print_json({**msgspec.to_builtins(grouping), "errors": list(map(_error, errors))})
    else:
        _print_text(grouping, errors)
    return DONE if grouping.grouped and not errors else FOUND


def _encounter(record: _Record) -> Encounter:
    encounter = encounter_of("inpatient", record.age, record.sex, record.edition, record.service_date)
    return msgspec.structs.replace(encounter, discharge_status=_status(record.discharge_status), days=_days(record.los))


def _status(text: int | str | None) -> str:
    status = "" if text is None else str(text).strip()
    if not status:
        return ""
    if not (status.isascii() and status.isdigit() and len(status) <= 2 and int(status)):
        raise CommandFailed(
            f"The discharge status has two digits, such as 01 for home or 20 for died; {shorten(status, 40)} has not."
        )
    return status.zfill(2)


def _days(text: float | str | None) -> int | None:
    if text is None or (isinstance(text, str) and not text.strip()):
        return None
    try:
        days = int(text)
    except (ValueError, OverflowError):
        days = -1
    if not 0 <= days <= 36_500:
        raise CommandFailed(f"The length of stay is in days, 0 or more; {shorten(str(text), 40)} is not.")
    return days


def _group(record: _Record) -> tuple[Grouping, tuple[SyntaxProblem, ...]]:
    from coding_course.claims import parse
    from coding_course.claims.grouping import group

    encounter = _encounter(record)
    parsed = parse(record.claim, encounter.setting)
    return group(parsed.claim, encounter, open_edition(encounter.edition)), parsed.errors


def _group_record(record: _Record) -> dict[str, Any]:
    grouping, errors = _group(record)
    return {
        "id": record.id,
        "drg": grouping.drg,
        "title": grouping.title,
        "mdc": grouping.mdc,
        "weight": float(grouping.weight),
        "cc": list(grouping.cc),
        "mcc": list(grouping.mcc),
        "why": [{"code": one.code, "effect": one.effect.value, "message": one.message} for one in grouping.why],
        "remarks": list(grouping.remarks),
        "errors": list(map(_error, errors)),
    }


def _not_grouped(message: str) -> dict[str, Any]:
    return {
        "id": None,
        "drg": "",
        "title": "",
        "mdc": "",
        "weight": 0.0,
        "cc": [],
        "mcc": [],
        "why": [],
        "remarks": [],
        "errors": [{"line": 0, "column": 0, "found": "", "message": message}],
    }


def _error(one: SyntaxProblem) -> dict[str, Any]:
    return {"line": one.line, "column": one.column, "found": one.found, "message": one.message}


def _print_text(grouping: Grouping, errors: tuple[SyntaxProblem, ...]) -> None:
    for one in errors:
        print(f"line {one.line}: cannot be read: {one.message}")
    print(f"MS-DRG {grouping.drg}  {grouping.title}")
    if grouping.mdc:
        print(f"MDC {grouping.mdc}  {grouping.mdc_title}")
    if grouping.grouped:
        print(
            f"{grouping.kind}, weight {grouping.weight:.4f}, mean stay {grouping.geometric_days:.1f} days (geometric), "
            f"{grouping.arithmetic_days:.1f} (arithmetic), version {grouping.version}"
        )
    if grouping.initial != grouping.drg:
        print(f"Without hospital-acquired conditions being left out it would be MS-DRG {grouping.initial}.")
    for title, sentences in (("Why", [one.message for one in grouping.why]), ("Note", grouping.remarks)):
        if sentences:
            print(f"\n{title}:")
            for sentence in sentences:
                print(f"  - {sentence}")
    changing = [one for one in grouping.without if one.drg != grouping.drg]
    if changing:
        print("\nWithout:")
        for two in changing:
            print(f"  {two.code:<9} MS-DRG {two.drg}, weight {two.weight:.4f}  {two.title}")
