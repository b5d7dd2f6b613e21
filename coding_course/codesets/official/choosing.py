"""Which edition is in use, and taking imports back."""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from pathlib import Path

import msgspec

from coding_course.codesets import holdings
from coding_course.codesets.compiled import MANIFEST, read_manifest
from coding_course.codesets.editions import forget
from coding_course.codesets.official.importing import commit, restage
from coding_course.codesets.official.kinds import ReleaseProblem
from coding_course.codesets.official.placing import locked, said, sweep, write_whole
from coding_course.codesets.official.records import read_own
from coding_course.codesets.official.years import edition_name


def use(name: str, embedded: Path, user: Path) -> str:
    """Make an edition the one that is meant where none is named; an empty name means the course's own.

    Returns
    -------
    str
        The edition now in use.

    Raises
    ------
    ReleaseProblem
        When it is not held, or only in part; the sentence says what is.
    """
    if not name:
        try:
            (user / holdings.USED).unlink(missing_ok=True)
        except OSError as problem:
            raise ReleaseProblem(said(problem, user)) from problem
        return holdings.used_edition(user)
    edition = whole_holding(name, embedded, user).edition
    with locked(user):
        try:
            write_whole(user / holdings.USED, msgspec.json.encode({"edition": edition}) + b"\n")
        except OSError as problem:
            raise ReleaseProblem(said(problem, user)) from problem
    return edition


def whole_holding(name: str, embedded: Path, user: Path) -> holdings.Holding:
    """Return the files of an edition that can be opened, named as people write it: ``fy27``, ``2027``.

    Raises
    ------
    ReleaseProblem
        When it is not held, or only in part; the sentence says what is.
    """
    edition = edition_name(name)
    holding = holdings.find(edition, embedded, user) if edition else None
    if holding is None or not holding.whole:
        part = "" if holding is None else " Of that year there are only parts, without a list of its codes."
        whole = ", ".join(holdings.whole_editions(embedded, user))
        raise ReleaseProblem(
            f"There is no edition {name}.{part} There are: {whole}. Import another: coding-course codes import FILE"
        )
    return holding


def remove(name: str, kinds: Collection[str], embedded: Path, user: Path) -> tuple[str, ...]:
    """Take imports of an edition back.

    Parameters
    ----------
    name
        The edition.
    kinds
        Ids of the kinds of file to take back: ``poa-exempt``; all when empty.
    embedded, user
        The course's folder of editions, and the learner's.

    Returns
    -------
    tuple of str
        The paths of the files whose import was taken back.

    Raises
    ------
    ReleaseProblem
        When nothing of the kind was imported.
    """
    edition = edition_name(name)
    with locked(user):
        own = read_own(user, edition) if edition else None
        if own is None:
            mine = [one for one in holdings.editions(embedded, user) if read_own(user, one)]
            there = f"You imported files of: {', '.join(mine)}." if mine else "You imported nothing yet."
            raise ReleaseProblem(f"Nothing was imported for {name}. {there}")
        gone = [record for record in own.imports if not kinds or record.kind in kinds]
        if unknown := set(kinds) - {record.kind for record in gone}:
            there = ", ".join(record.kind for record in own.imports)
            raise ReleaseProblem(f"No {', '.join(sorted(unknown))} was imported for {edition}. There are: {there}.")
        kept = [record for record in own.imports if record not in gone]
        if kept:
            commit([restage(edition, kept, {}, own, embedded, user)], embedded, user)
        else:
            _remove_all(edition, user)
            if holdings.used_edition(user) == edition and read_manifest(embedded, edition) is None:
                with contextlib.suppress(OSError):
                    (user / holdings.USED).unlink(missing_ok=True)
    forget()
    return tuple(record.path for record in gone)


def _remove_all(edition: str, user: Path) -> None:
    folder = user / edition.lower()
    try:
        (folder / MANIFEST).unlink()  # the moment at which the edition is gone
    except OSError as problem:
        raise ReleaseProblem(said(problem, folder)) from problem
    sweep(folder, ())
