"""Codes offered while someone types: from the edition's search, limited to what the field takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coding_course.codesets.model import System

if TYPE_CHECKING:
    from coding_course.codesets import Edition

SYSTEMS: dict[str, tuple[System, ...]] = {
    "pdx": (System.CM,),
    "dx": (System.CM,),
    "px": (System.PCS,),
    "line": (System.CPT, System.HCPCS),
    "modifier": (System.MODIFIER,),
}
"""What each kind of entry takes."""


def _reason(why: str) -> str:
    """Return why a hit was found when it says more than its code and title do: "inclusion term: ..."."""
    return why if ":" in why else ""


def suggest(edition: Edition, query: str, kind: str = "", limit: int = 8) -> list[dict[str, Any]]:
    """Return codes that fit what was typed so far.

    Parameters
    ----------
    edition
        Where to look.
    query
        A code, the beginning of one, or words.
    kind
        Kind of entry, see :data:`SYSTEMS`; any system when it is another word.
    limit
        How many at most.

    Returns
    -------
    list
        ``code``, ``title``, ``billable`` and ``why`` of each.
    """
    query = " ".join(query.split())[:100]
    if len(query) < 2:
        return []
    return [
        {"code": hit.code.code, "title": hit.code.title, "billable": hit.code.billable, "why": _reason(hit.why)}
        for hit in edition.search(query, limit, SYSTEMS.get(kind, ()))
    ]
