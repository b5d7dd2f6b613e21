"""Trying an edition out before it is put in place: its books are built and asked, so that a broken one never is.

What is built lies in the cache and serves the first look-up after the import.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from coding_course.codesets.official.kinds import ReleaseProblem
from coding_course.codesets.official.records import OwnManifest


def try_out(manifest: OwnManifest, embedded: Path, user: Path) -> None:
    """Open an edition as it will be, and ask each book of it whose files the learner imported.

    Raises
    ------
    ReleaseProblem
        When a book cannot be built or does not answer; the sentence names the file that it rests on.
    """
    from coding_course.codesets import holdings
    from coding_course.codesets.compiled import read_manifest
    from coding_course.codesets.edition import Edition
    from coding_course.codesets.model import System

    name = manifest.edition
    holding = holdings.compose(name, manifest, read_manifest(embedded, name), embedded, user)
    if holding is None or not holding.whole:
        return  # a part of an edition, such as an index of another year: opened by the editions that borrow it
    book = Edition(holding)

    def tabular() -> None:
        entry = book.chapters()[0]
        while below := book.children(entry.code):
            entry = below[0]
        if not entry.billable or book.lookup(entry.code) is None:
            raise LookupError(f"its first entry, {entry.code}, is no code")

    questions: tuple[tuple[tuple[str, ...], Callable[[], object]], ...] = (
        (("tabular", "facts"), tabular),
        (("pcs-",), lambda: book.pcs.count()),
        (("index",), lambda: book.index.volumes),
        (("drg-",), lambda: book.groups.weight("001")),
        (("hcpcs", "cpt", "rvu", "ncci"), lambda: (book.own.counts(), book.own.code(System.HCPCS, "A0428"))),
    )
    try:
        for roles, ask in questions:
            if any(role.startswith(roles) for role in manifest.files):
                _ask(ask, manifest, roles)
    finally:
        book.close()


def _ask(ask: Callable[[], object], manifest: OwnManifest, roles: tuple[str, ...]) -> None:
    try:
        ask()
    except Exception as problem:  # whatever a book stumbles over, the old edition stays
        sources = [record.path for record in manifest.imports if any(role.startswith(roles) for role in record.files)]
        raise ReleaseProblem(
            f"{', '.join(sources) or manifest.edition} was read, but {manifest.edition} cannot be opened with it "
            f"({type(problem).__name__}: {problem}). Nothing was changed. The file may be damaged; download it again."
        ) from problem
