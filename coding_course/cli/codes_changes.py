"""``coding-course codes diff`` and ``codes translate``: what changed between editions, and from ICD-9-CM."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from coding_course.cli.terminal import DONE, FOUND, CommandFailed, plural, print_json

if TYPE_CHECKING:
    from coding_course.codesets.difference import Difference
    from coding_course.study.touched import Touched


def diff(arguments: argparse.Namespace) -> int:
    """Print what changed between two editions, and what of the course that touches; 1 when anything changed."""
    from coding_course.bank import bank
    from coding_course.cli.codes import folders
    from coding_course.codesets.difference import differences
    from coding_course.codesets.official.choosing import whole_holding
    from coding_course.resources import resource
    from coding_course.study.touched import touched

    old, new = (whole_holding(name, *folders()) for name in (arguments.old, arguments.new))
    found = differences(old, new)
    concerned = {code: how for one in found for code, how in one.concerned.items()}
    touching = touched(concerned, bank(), resource("notebooks"))
    if arguments.json:
        print_json({"old": old.edition, "new": new.edition, "systems": [_plain(d) for d in found], "touched": touching})
    else:
        for one in found:
            _print_difference(one, old.edition, new.edition, brief=arguments.brief)
        _print_touched(touching)
    return FOUND if concerned else DONE


def _plain(one: Difference) -> dict[str, Any]:
    counts = {"new": len(one.new), "deleted": len(one.deleted), "revised": len(one.revised)}
    return {
        "system": one.system.value,
        "counts": counts,
        "new": one.new,
        "deleted": one.deleted,
        "revised": one.revised,
        "remarks": one.remarks,
    }


def _print_difference(one: Difference, old: str, new: str, *, brief: bool) -> None:
    print(
        f"{one.system.value}, {old} to {new}: {len(one.new):,} new, {len(one.deleted):,} deleted, "
        f"{len(one.revised):,} revised"
    )
    for remark in one.remarks:
        print(f"  {remark}")
    if brief:
        return
    for added in one.new:
        before = f"  (was {' or '.join(added.instead_of).replace('+', ' with ')})" if added.instead_of else ""
        print(f"  new      {added.code:<9} {added.title}{before}")
    for gone in one.deleted:
        print(f"  deleted  {gone.code:<9} {gone.title}{f'  (now {_few(gone.now)})' if gone.now else ''}")
    for revised in one.revised:
        print(f"  revised  {revised.code:<9} {revised.title}\n           {'':<9} before: {revised.before}")


def _few(codes: tuple[str, ...], number: int = 6) -> str:
    return ", ".join(codes[:number]) + (f" and {len(codes) - number} more" if len(codes) > number else "")


def _print_touched(touching: tuple[Touched, ...]) -> None:
    if not touching:
        print("\nNothing in the course names a code that changed.")
        return
    kinds = dict.fromkeys(one.kind for one in touching)
    counted = ", ".join(plural(sum(one.kind == kind for one in touching), kind) for kind in kinds)
    print(f"\nTouched in the course: {counted}")
    for one in touching:
        codes = ", ".join(f"{code} ({how})" for code, how in one.codes.items())
        through = f"through {_few(one.through)}" if one.through else ""
        print(f"  {one.kind} {one.id}: {'; '.join(part for part in (codes, through) if part)}")


def translate(arguments: argparse.Namespace) -> int:
    """Print what codes of ICD-9-CM became, or what codes of ICD-10-CM were; 1 when one has no equivalent."""
    from coding_course.cli.lookup import open_edition
    from coding_course.codesets.equivalents import Equivalents

    book = open_edition("")
    maps = Equivalents(book.holding.files)
    if not maps.held:
        raise CommandFailed(
            "The general equivalence maps are not there. Their last release is free: coding-course codes fetch "
            "--edition FY2018, or import 2018_I9gem.txt and 2018_I10gem.txt."
        )
    answers = []
    for asked in arguments.codes:
        system, found = maps.of(asked)
        answers.append(
            {
                "query": asked,
                "system": system,
                "equivalents": [
                    {
                        "code": one.code or None,
                        "title": getattr(book.lookup(one.code), "title", None)
                        if system == "ICD-9-CM" and one.code
                        else None,
                        "approximate": one.approximate,
                        "combination": one.combination,
                        "scenario": one.scenario,
                        "choice_list": one.choice_list,
                    }
                    for one in found
                ],
            }
        )
    if arguments.json:
        print_json(answers)
    else:
        for answer in answers:
            _print_equivalents(answer, book.name)
    return FOUND if any(not answer["equivalents"] for answer in answers) else DONE


def _print_equivalents(answer: dict[str, Any], edition: str) -> None:
    old = answer["system"] == "ICD-9-CM"
    if not answer["equivalents"]:
        print(f"{answer['query']}: the maps of 2018 have no such {answer['system']} code.")
        return
    print(f"{answer['query']} ({answer['system']}) {'became' if old else 'was'}")
    for one in answer["equivalents"]:
        if one["code"] is None:
            print("  nothing: the other system has no such code")
            continue
        title = f"  {one['title']}" if one["title"] else f"  (no code of {edition})" if old else ""
        notes = [*(["approximate"] if one["approximate"] else [])]
        if one["combination"]:
            notes.append(f"together with others: scenario {one['scenario']}, choice list {one['choice_list']}")
        print(f"  {one['code']}{title}{'  [' + '; '.join(notes) + ']' if notes else ''}")
