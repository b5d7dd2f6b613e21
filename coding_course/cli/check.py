"""``coding-course check``: the edits of a claim."""

from __future__ import annotations

import argparse
import datetime
from typing import Any

import msgspec

from coding_course.claims.model import Encounter, Setting, Sex
from coding_course.claims.parsed import shorten
from coding_course.cli.lookup import open_edition
from coding_course.cli.terminal import (
    DONE,
    FOUND,
    CommandFailed,
    add_json_flag,
    plural,
    print_json,
    read_text,
    run_jsonl,
)

_HELP = """\
Check a claim against the edits: what is wrong whatever the chart says, what usually is, and what to look at again.

  coding-course check claim.txt --setting professional --age 58 --sex F
  coding-course check - --setting inpatient < claim.txt
  coding-course check --rules                  every edit with its source

A claim is text:
  pdx: A41.9 Y                 principal diagnosis (inpatient) with its present-on-admission indicator
  dx:  R65.20 Y, N39.0 Y       further diagnoses; elsewhere the first dx is first-listed
  px:  5A1945Z                 ICD-10-PCS
  line: 99214-25  A,B          CPT or HCPCS, modifiers, xUNITS, diagnosis pointers (A is the first dx)

With --jsonl each input line is {"id", "setting", "age", "sex", "edition", "claim"} and each output line
{"id", "errors": [...], "findings": [{"rule", "severity", "codes", "message", "citation"}]}, errors being what
could not be read. All fields but "claim" may be left out or null.

The exit code is 1 when a claim cannot be read whole or an edit of severity error fires; of a batch, when a line of
it cannot be answered at all: its answer then has an "error".
"""


class _Record(msgspec.Struct):
    claim: str
    id: Any = None
    setting: str | None = None
    age: int | float | str | None = None
    sex: str | None = None
    edition: str | None = None
    service_date: str | None = None


def add(subcommands: Any) -> None:
    """Add the subcommand to the parser."""
    parser = subcommands.add_parser(
        "check",
        help="the edits of a claim",
        description=_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", nargs="?", metavar="FILE", help="text of the claim; - for standard input")
    parser.add_argument("--setting", default="professional", help=", ".join(one.value for one in Setting))
    parser.add_argument("--age", type=int, help="age in completed years")
    parser.add_argument("--sex", default="U", help="F, M or U")
    parser.add_argument("--edition", default="", help="edition of the code sets (default: the one in use)")
    parser.add_argument(
        "--date",
        default="",
        metavar="YYYY-MM-DD",
        help="day of service, when it matters; of a stay, the day of discharge",
    )
    parser.add_argument("--rules", action="store_true", help="list every edit with its source")
    parser.add_argument("--jsonl", nargs="?", const="-", metavar="FILE", help="batch: a claim a line")
    add_json_flag(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the findings of one claim, or of a batch."""
    if arguments.rules:
        return _print_rules(arguments)
    if arguments.jsonl is not None:
        return run_jsonl(_Record, _check_record, arguments.jsonl, _not_checked)
    if not arguments.file:
        raise CommandFailed("Name the file with the claim, or - for standard input; see --help for its form.")
    record = _Record(
        claim=read_text(arguments.file),
        setting=arguments.setting,
        age=arguments.age,
        sex=arguments.sex,
        edition=arguments.edition,
        service_date=arguments.date,
    )
    answer = _check_record(record)
    if arguments.json:
        del answer["id"]
        print_json(answer)
    else:
        _print_text(answer)
    stopped = answer["errors"] or any(one["severity"] == "error" for one in answer["findings"])
    return FOUND if stopped else DONE


def encounter_of(
    setting: str | None, age: float | str | None, sex: str | None, edition: str | None, date: str | None
) -> Encounter:
    """Return the encounter that these words describe; what is left out takes its usual value.

    Raises
    ------
    CommandFailed
        If a word is none that a claim form knows; the message lists those there are.

    Examples
    --------
    >>> encounter_of("ED", "90+", "female", None, None).age
    90
    """
    try:
        where = Setting((setting or "professional").strip().lower().replace("_", "-").replace(" ", "-"))
    except ValueError:
        known = ", ".join(one.value for one in Setting)
        raise CommandFailed(f"There is no setting “{shorten(str(setting), 40)}”. Known: {known}.") from None
    try:
        who = Sex((sex or "U").strip().upper()[:1] or "U")
    except ValueError:
        raise CommandFailed(f"Sex is F, M or U; “{shorten(str(sex), 40)}” is none of them.") from None
    from coding_course.codesets.holdings import used_edition

    return Encounter(
        setting=where, age=_years(age), sex=who, edition=edition or used_edition(), service_date=_day(date)
    )


def _years(age: float | str | None) -> int | None:
    """Return completed years; a month-old child of 0.1 years is 0, and ``90+`` is 90, as charts write it."""
    if age is None or (isinstance(age, str) and not age.strip()):
        return None
    try:
        years = int(float(age.strip().removesuffix("+")) if isinstance(age, str) else age)
    except (ValueError, OverflowError):
        years = -1
    if not 0 <= years <= 130 or (isinstance(age, float) and age < 0):
        raise CommandFailed(f"Age is in completed years, 0 to 130; {shorten(str(age), 40)} is not.")
    return years


def _day(date: str | None) -> str:
    if not date or not date.strip():
        return ""
    try:
        return datetime.date.fromisoformat(date.strip()).isoformat()
    except ValueError:
        raise CommandFailed(
            f"The day of service is written year-month-day, such as 2026-03-31; “{shorten(date, 40)}” is not."
        ) from None


def _not_checked(message: str) -> dict[str, Any]:
    return {"id": None, "errors": [{"line": 0, "column": 0, "found": "", "message": message}], "findings": []}


def _check_record(record: _Record) -> dict[str, Any]:
    from coding_course.claims import parse
    from coding_course.edits import check

    encounter = encounter_of(record.setting, record.age, record.sex, record.edition, record.service_date)
    parsed = parse(record.claim, encounter.setting)
    findings = check(parsed.claim, encounter, open_edition(encounter.edition))
    return {
        "id": record.id,
        "errors": [
            {"line": one.line, "column": one.column, "found": one.found, "message": one.message}
            for one in parsed.errors
        ],
        "findings": [
            {
                "rule": one.rule,
                "severity": one.severity.value,
                "codes": list(one.codes),
                "message": one.message,
                "citation": one.citation,
                "line": one.line,
            }
            for one in findings
        ],
    }


def _print_text(answer: dict[str, Any]) -> None:
    for one in answer["errors"]:
        print(f"line {one['line']}: cannot be read: {one['message']}")
    for one in answer["findings"]:
        place = f"line {one['line']}: " if one["line"] else ""
        print(f"{place}{one['severity']}: {one['message']}\n    {one['rule']} - {one['citation']}")
    total = len(answer["findings"])
    if total or answer["errors"]:
        print(
            f"\n{plural(total, 'finding')}, {plural(len(answer['errors']), 'unreadable entry')}.".replace(
                "entrys", "entries"
            )
        )
    else:
        print("No edit has anything to say of this claim. Whether it fits the chart, only the chart can tell.")


def _print_rules(arguments: argparse.Namespace) -> int:
    from coding_course.edits import RULES

    rules = [
        {"id": rule.id, "title": rule.title, "severity": rule.severity.value, "citation": rule.citation}
        for rule in RULES.values()
    ]
    if arguments.json:
        print_json(rules)
    else:
        for rule in rules:
            print(f"{rule['id']} ({rule['severity']}): {rule['title']}\n    {rule['citation']}")
    return DONE
