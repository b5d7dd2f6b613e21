"""Codes offered while someone types: from the edition's search, limited to what the field takes.

One hit stands for the codes that differ from it in side, 7th character or the last characters of a procedure alone; it
unfolds on request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coding_course.codesets.model import NO_SUCH, System

if TYPE_CHECKING:
    from coding_course.codesets import Edition, Hit

SYSTEMS: dict[str, tuple[System, ...]] = {
    "pdx": (System.CM,),
    "dx": (System.CM,),
    "px": (System.PCS,),
    "line": (System.CPT, System.HCPCS),
    "modifier": (System.MODIFIER,),
}
"""What each kind of entry takes."""
_MOST_UNFOLDED = 60
_LONGEST_QUERY = 100
_BEGINS = "begins with"
"""How the reason of a hit begins that was found as one of the codes below what was typed."""


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
        ``code``, ``title``, ``billable``, ``why`` and ``fold`` of each; ``fold`` says how many codes it stands for
        beside itself, and in what they differ: ``+2 by side``.
    """
    query = " ".join(query.split())[:_LONGEST_QUERY]
    if len(query) < 2:
        return []
    return [
        {
            "code": hit.code.code,
            "title": hit.code.title,
            "billable": hit.code.billable,
            "why": _reason(hit.why),
            "fold": folded(hit),
        }
        for hit in edition.search(query, limit, SYSTEMS.get(kind, ()))
    ]


def folded(hit: Hit) -> str:
    """Return how many codes a hit stands for beside itself, and in what they differ.

    Nothing for what is listed below a code that was typed: the others of its family are listed there too.

    Examples
    --------
    >>> from coding_course.codesets import edition
    >>> [folded(hit) for hit in edition("FY2026").search("knee pain", 1)]
    ['+2 by side']
    >>> [folded(hit) for hit in edition("FY2026").search("fracture of wrist and hand", 1)][0].split(" by ")[1]
    'side and 7th character'
    """
    if not hit.more or hit.why.startswith(_BEGINS) or (hit.why == "code" and not hit.code.billable):
        return ""
    varies = hit.varies
    by = f"{', '.join(varies[:-1])} and {varies[-1]}" if len(varies) > 1 else "".join(varies)
    number = f"+{hit.more}" if hit.code.billable else f"{hit.more} code{'' if hit.more == 1 else 's'}"
    return f"{number} by {by}" if by else number


def unfold(edition: Edition, code: str) -> dict[str, Any]:
    """Return the codes that a hit stands for beside itself, and how many more there are than can be shown.

    Examples
    --------
    >>> from coding_course.codesets import edition
    >>> found = unfold(edition("FY2026"), "M25.569")
    >>> [one["code"] for one in found["codes"]], found["rest"]
    (['M25.561', 'M25.562'], 0)
    """
    others = [found for found in edition.family(code) if found.code != code]
    shown = [
        {"code": found.code, "title": found.title, "billable": found.billable} for found in others[:_MOST_UNFOLDED]
    ]
    return {"codes": shown, "rest": len(others) - len(shown)}


def answer(edition: Edition, message: dict[str, Any]) -> dict[str, Any] | None:
    """Answer what a field asks while someone types: ``suggest`` (``query``, ``kind``) or ``family`` (``code``).

    Parameters
    ----------
    edition
        Where to look.
    message
        As sent; its ``id`` comes back.

    Returns
    -------
    dict or None
        The reply for the sender alone; None for any other message.
    """
    asked = {name: value if isinstance(value, str) else "" for name, value in message.items()}
    if asked.get("type") == "suggest":
        hits = suggest(edition, asked.get("query", ""), asked.get("kind", ""))
        return {"type": "suggestions", "id": message.get("id"), "hits": hits}
    if asked.get("type") == "family":
        return {"type": "family", "id": message.get("id"), **unfold(edition, asked.get("code", "")[:_LONGEST_QUERY])}
    return None


def _reason(why: str) -> str:
    """Return why a hit was found when it says more than its code and title do: "inclusion term: ..."."""
    return why if ":" in why or why == NO_SUCH else ""
