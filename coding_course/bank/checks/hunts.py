"""Checks of find exercises: their code, their quotation, the notes that decide, and what their own key earns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from coding_course.bank.checks.identifiers import identifiers
from coding_course.bank.checks.standing import check_standing
from coding_course.bank.hunts import Hunt, grade_hunt, solution_find
from coding_course.bank.problems import Level, Problem
from coding_course.codesets import System
from coding_course.grading.hunting import is_main_term
from coding_course.grading.trail import DEFINITION, NOTE_KINDS

if TYPE_CHECKING:
    from coding_course.bank.sources import Located
    from coding_course.codesets import Edition

_ID = re.compile(r"fd-[0-9]{3,}$")
_SPACE = re.compile(r"\s+")


def check_hunt(located: Located, edition: Edition, skills: frozenset[str]) -> Iterator[Problem]:
    """Yield every problem of one find exercise.

    Parameters
    ----------
    located
        The exercise, with its lines.
    edition
        The code set that its codes and notes are looked up in.
    skills
        Ids of the skills there are; none are checked when empty.
    """
    hunt: Hunt = located.value
    yield from _identity(located, hunt, edition, skills)
    yield from _codes(located, hunt, edition)
    yield from _chart(located, hunt)
    yield from _notes(located, hunt, edition)
    yield from _turns(located, hunt, edition)
    score = grade_hunt(hunt, solution_find(hunt), edition).score
    if score.points != score.max and not hunt.private:
        said = "; ".join(loss.message for loss in score.losses)
        yield located.problem(f"The exercise's own key does not earn full marks: {said}", "key")


def _identity(located: Located, hunt: Hunt, edition: Edition, skills: frozenset[str]) -> Iterator[Problem]:
    if not _ID.match(hunt.id):
        yield located.problem(f"The id {hunt.id!r} must be fd- and a number, such as fd-001.", "id")
    yield from check_standing(located, "exercise", ("title", "chart", "task"), edition, skills)


def _codes(located: Located, hunt: Hunt, edition: Edition) -> Iterator[Problem]:
    key = hunt.key
    for field in ("rationale", "citation"):
        if len(getattr(key, field).strip()) < 3:
            yield located.problem(f"The key has no {field}.", "key", field)
    listed = [(("key", "code"), key.code)]
    listed += [(("key", "alternates", place, "code"), each.code) for place, each in enumerate(key.alternates)]  # type: ignore[misc]
    system = System.PCS if hunt.is_procedure else System.CM
    for path, code in listed:
        found = edition.lookup(code, system)
        if found is None or found.code != code:
            yield located.problem(
                f"{code} is not a code of {edition.name} ({system}), written as it is printed.", *path
            )
        elif not found.billable:
            yield located.problem(f"{code} is a header ({found.title}), not billable.", *path)
    for place, code in enumerate(key.verify):
        if edition.lookup(code, System.CM) is None:
            yield located.problem(f"{code} is not an entry of the Tabular List.", "key", "verify", place)
    if hunt.is_procedure and key.verify:
        yield located.problem("A procedure is verified in its table; verify is for the Tabular List.", "key", "verify")
    if not key.terms and not hunt.is_procedure:
        yield located.problem("Name the main terms that lead to the code.", "key")
    if key.terms and len(key.look_up.strip()) < 10:
        yield located.problem("Say in look_up why these are the main terms.", "key")


def _chart(located: Located, hunt: Hunt) -> Iterator[Problem]:
    quote = _SPACE.sub(" ", hunt.key.evidence).strip()
    if len(quote) < 3 or quote not in _SPACE.sub(" ", hunt.chart):
        yield located.problem("The evidence does not stand in the chart, word for word.", "key", "evidence")
    for found in identifiers(hunt.chart):
        if found.sure:
            yield located.problem(f"{found.found!r} {found.message}.", "chart")
    for field in ("title", "task"):
        if hunt.key.code in getattr(hunt, field):
            yield located.problem(f"The {field} tells the code.", field)


def _notes(located: Located, hunt: Hunt, edition: Edition) -> Iterator[Problem]:
    for place, note in enumerate(hunt.key.notes):
        path = ("key", "notes", place)
        for field in ("why", "citation"):
            if len(getattr(note, field).strip()) < 3:
                yield located.problem(f"The note at {note.source} has no {field}.", *path, field)
        if note.kind not in NOTE_KINDS:
            yield located.problem(
                f"{note.kind!r} is no kind of note; there are {', '.join(NOTE_KINDS)}.", *path, "kind"
            )
        elif note.kind == DEFINITION:
            said = edition.pcs.axes(note.source)
            if not said or not said[-1].definition:
                yield located.problem(f"{note.source} is no ICD-10-PCS value with a definition.", *path, "source")
            elif not hunt.key.code.startswith(note.source):
                yield located.problem(f"{note.source} is not the beginning of {hunt.key.code}.", *path, "source")
        elif not any(each.kind.value == note.kind for each in edition.notes(note.source, inherited=False)):
            yield located.problem(f"{note.source} has no {note.kind} note of its own.", *path, "source")


def _turns(located: Located, hunt: Hunt, edition: Edition) -> Iterator[Problem]:
    if not hunt.traps:
        yield located.problem(
            "No trap: under which term do learners look, or what do they choose?", severity=Level.WARNING
        )
    accepted = {hunt.key.code, *(each.code for each in hunt.key.alternates)}
    for place, turn in enumerate(hunt.traps):
        path = ("traps", place)
        if bool(turn.term) == bool(turn.code):
            yield located.problem("A trap names either a term or a code.", *path)
        if len(turn.misconception.strip()) < 10:
            yield located.problem("The trap lacks its misconception.", *path)
        if turn.code in accepted:
            yield located.problem(f"The trap {turn.code} is accepted by the key.", *path, "code")
        elif turn.code and edition.lookup(turn.code) is None:
            yield located.problem(f"{turn.code} is not in {edition.name}.", *path, "code", severity=Level.WARNING)
        if turn.term and any(is_main_term(turn.term, wanted) for wanted in hunt.key.terms):
            yield located.problem(f"The trap {turn.term} is a main term of the key.", *path, "term")
