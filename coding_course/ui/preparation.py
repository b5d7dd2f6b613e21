"""What takes seconds when it is first opened: the books of an edition, what each is called, and opening them ahead.

Each book is built once into a file of the cache folder (:mod:`coding_course.codesets.store`). A widget says so before
the wait, and ``coding-course doctor --warm`` builds all of them before anybody waits.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import msgspec

from coding_course.codesets.model import System
from coding_course.codesets.own import roles
from coding_course.codesets.store import Recipe, told_of_builds

if TYPE_CHECKING:
    from coding_course.codesets import Edition


class Book(msgspec.Struct, frozen=True):
    """One store, as a learner knows it."""

    ending: str
    """How the name of its recipe ends, or begins for one that belongs to no edition."""
    title: str
    open: Callable[[Edition], object]
    """Asks it the least that opens it."""


def _own(edition: Edition) -> object:
    return edition.own.code(System.HCPCS, "A0021")


def _group(edition: Edition) -> object:
    from coding_course.claims import Encounter, Setting, parse
    from coding_course.claims.grouping import group

    stay = Encounter(Setting.INPATIENT, edition=edition.name)
    return group(parse("pdx: A41.9 Y", Setting.INPATIENT).claim, stay, edition)


BOOKS = (
    Book("-tabular", "Tabular List", lambda edition: edition.chapters()),
    Book("-search", "search", lambda edition: edition.search("hypertension", 1, (System.CM,))),
    Book("-book", "Alphabetic Index", lambda edition: edition.index.volumes),
    Book("-pcs", "ICD-10-PCS tables", lambda edition: edition.pcs.count()),
    Book("-pcs-search", "search for procedures", lambda edition: edition.search("excision", 1, (System.PCS,))),
    Book("-drg", "MS-DRG weights", lambda edition: edition.groups.severity("J96.01")),
    Book("msdrg-", "MS-DRG grouper", _group),
    Book("-own", "tables that you imported", _own),
)
"""In the order in which a learner meets them."""


def title(recipe: Recipe) -> str:
    """Return what a learner calls the store that a recipe makes.

    Examples
    --------
    >>> title(Recipe("fy2026-pcs-search", (), (), print)), title(Recipe("other", (), (), print))
    ('search for procedures', 'code set')
    """
    fitting = [book for book in BOOKS if recipe.name.endswith(book.ending) or recipe.name.startswith(book.ending)]
    return max(fitting, key=lambda book: len(book.ending)).title if fitting else "code set"


def sentence(recipe: Recipe) -> str:
    """Return what to tell somebody who waits for a store.

    Examples
    --------
    >>> sentence(Recipe("fy2026-book", (), (), print))
    'The Alphabetic Index is being made ready. This happens once and takes some seconds.'
    """
    name = title(recipe)
    verb = "are" if name.endswith("s") else "is"
    return f"The {name} {verb} being made ready. This happens once and takes some seconds."


class Prepared(msgspec.Struct, frozen=True):
    """One book that was opened."""

    title: str
    seconds: float
    made: bool
    """False when it was there already."""


def prepare(edition: Edition) -> Iterator[Prepared]:
    """Open every book of an edition, and yield each when it is ready.

    Parameters
    ----------
    edition
        Whose books to open. What nobody imported anything for is left out.
    """
    for book in BOOKS:
        if book.open is _own and not roles(edition.holding):
            continue
        made: list[Recipe] = []
        began = time.perf_counter()
        with told_of_builds(made.append):
            book.open(edition)
        yield Prepared(book.title, time.perf_counter() - began, bool(made))
