"""The editions that this process has open: one object each, opened when it is first asked for."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from coding_course.codesets import holdings
from coding_course.codesets.edition import Edition
from coding_course.resources import CURRENT_EDITION, resource


class UnknownEdition(LookupError):
    """An edition was asked for that the course does not hold."""


@lru_cache(maxsize=8)
def _opened(name: str, embedded: Path, user: Path) -> Edition:
    holding = holdings.find(name, embedded, user)
    if holding is None or not holding.whole:
        held = ", ".join(holdings.whole_editions(embedded, user)) or "none"
        raise UnknownEdition(
            f"The course holds no edition {name!r}. It holds: {held}. Name one of these, or import the publisher's "
            "files: `coding-course codes import FILE`."
        )
    return Edition(holding)


def edition(name: str = "") -> Edition:
    """Return an edition of the code sets, the same object for the whole process.

    Parameters
    ----------
    name
        Fiscal year, ``FY2026``; case does not matter. Empty for the one in use: what ``coding-course codes use`` chose,
        else the course's own.

    Raises
    ------
    UnknownEdition
        When the course does not hold it; the message lists those it holds.

    Examples
    --------
    >>> edition("fy2026").name
    'FY2026'
    """
    user, embedded = holdings.user_folder(), resource("datasets", "codesets")
    wanted = name.strip().upper() or holdings.used_edition(user)
    try:
        return _opened(wanted, embedded, user)
    except UnknownEdition:
        if name.strip() or wanted == CURRENT_EDITION:
            raise
        return _opened(CURRENT_EDITION, embedded, user)  # what was in use was removed: the course's own is there


def forget() -> None:
    """Let go of the editions that are open, so that the next look-up opens them anew: after an import, for example."""
    _opened.cache_clear()
