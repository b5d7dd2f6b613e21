"""Which reported entry stands for which entry of the key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from coding_course.grading.assignment import assign
from coding_course.grading.relations import EXACT, Relation

_SCALE = 1000
_OPTIONAL_YIELDS = 90
"""Of two equally close entries of the key, the one that must be reported is matched first."""


class Match(NamedTuple):
    """A reported entry that stands for an entry of the key."""

    reported: int
    relation: Relation


def match_entries(
    expected: Sequence[str],
    reported: Sequence[str],
    relate: Callable[[int, int], Relation | None],
    *,
    optional: Sequence[bool],
    prefer: Callable[[int, int], int] = lambda i, j: 0,
) -> dict[int, Match]:
    """Match reported to expected entries one to one: the codes themselves first, then the best near misses.

    Parameters
    ----------
    expected, reported
        Codes of the key and of the claim.
    relate
        Relation of reported entry ``j`` to expected entry ``i``.
    optional
        Which entries of the key may be left out.
    prefer
        Breaks ties, 0 to 800: which of several lines with one code is meant.

    Returns
    -------
    dict of int to Match
        By index in ``expected``.
    """
    found: dict[int, Match] = {}
    places: dict[str, list[int]] = defaultdict(list)
    for j, code in enumerate(reported):
        places[code].append(j)
    wanted: dict[str, list[int]] = defaultdict(list)
    for i, code in enumerate(expected):
        wanted[code].append(i)

    def weight(i: int, j: int, closeness: int) -> int:
        return closeness * _SCALE + prefer(i, j) + max(0, 99 - abs(i - j))

    for code, indices in wanted.items():
        candidates = places.get(code, [])
        if len(indices) == len(candidates) == 1:
            found[indices[0]] = Match(candidates[0], Relation(EXACT))
        elif candidates:
            pairs = {(i, j): weight(i, j, EXACT) for i in indices for j in candidates}
            found.update((i, Match(j, Relation(EXACT))) for i, j in assign(pairs).items())
    taken = {match.reported for match in found.values()}
    open_rows = [i for i in range(len(expected)) if i not in found]
    open_columns = [j for j in range(len(reported)) if j not in taken]
    relations = {
        (i, j): relation
        for i in open_rows
        for j in open_columns
        if (relation := relate(i, j)) is not None and relation.closeness < EXACT
    }
    closeness = {
        (i, j): weight(i, j, relation.closeness - (_OPTIONAL_YIELDS if optional[i] else 0))
        for (i, j), relation in relations.items()
    }
    found.update((i, Match(j, relations[i, j])) for i, j in assign(closeness).items())
    return found
