"""Puts the search of an edition together; each store is opened when it is first asked."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from coding_course.codesets.searching import procedure_families, stores
from coding_course.codesets.searching.diagnoses import Diagnoses
from coding_course.codesets.searching.searcher import Searcher
from coding_course.codesets.store import Store

if TYPE_CHECKING:
    from coding_course.codesets.edition import Edition
    from coding_course.codesets.searching.procedures import Procedures
    from coding_course.codesets.subsets import Subsets
    from coding_course.codesets.tabular import Tabular


def open_search(
    edition: Edition, tabular: Tabular, subsets: Subsets, caches: tuple[Path, ...] | None = None
) -> Searcher:
    """Return the search over an edition.

    Parameters
    ----------
    edition
        The edition, for its files and its ICD-10-PCS.
    tabular, subsets
        Its tabular list and teaching subsets.
    caches
        Folders to keep the stores in; the user's when not given.
    """
    holding = edition.holding

    @cache
    def procedures() -> Procedures | None:
        from coding_course.codesets.searching.procedures import Procedures

        if "pcs-tables" not in holding.files:
            return None
        return Procedures(edition.pcs, Store(procedure_families.recipe(holding), caches))

    return Searcher(
        Diagnoses(tabular, Store(stores.recipe(holding), caches), subsets),
        procedures,
        cache(lambda: procedure_families.deeds(holding.files)),
    )
