"""The best one-to-one assignment of reported entries to expected ones."""

from __future__ import annotations

from collections.abc import Mapping

_FAR = 1 << 40


def assign(closeness: Mapping[tuple[int, int], int]) -> dict[int, int]:
    """Return the assignment with the greatest sum of closeness; whatever is close to nothing stays unassigned.

    Parameters
    ----------
    closeness
        For each pair (expected, reported) that may be matched, how close the two are: above zero. Pairs that are
        not named are never matched.

    Returns
    -------
    dict of int to int
        Expected to reported. The same for the same input, whatever the order of its pairs.

    Examples
    --------
    >>> assign({(0, 0): 5, (0, 1): 4, (1, 0): 4})
    {0: 1, 1: 0}
    """
    rows = sorted({expected for expected, _ in closeness})
    columns = sorted({reported for _, reported in closeness})
    if not rows:
        return {}
    if len(rows) == 1 or len(columns) == 1:
        best = min(closeness, key=lambda pair: (-closeness[pair], pair))
        return {best[0]: best[1]}
    # The Hungarian method on costs; one empty column a row lets it stay without a partner.
    width = len(columns) + len(rows)
    costs = [[0] * width for _ in rows]
    for i, expected in enumerate(rows):
        for j, reported in enumerate(columns):
            costs[i][j] = -closeness.get((expected, reported), 0)
    chosen = _hungarian(costs, width)
    return {
        rows[i]: columns[j]
        for i, j in sorted(chosen.items())
        if j < len(columns) and closeness.get((rows[i], columns[j]), 0) > 0
    }


def _hungarian(costs: list[list[int]], width: int) -> dict[int, int]:
    height = len(costs)
    row_price = [0] * (height + 1)
    column_price = [0] * (width + 1)
    owner = [0] * (width + 1)
    way = [0] * (width + 1)
    for i in range(1, height + 1):
        owner[0] = i
        at = 0
        slack = [_FAR] * (width + 1)
        used = [False] * (width + 1)
        while owner[at]:
            used[at] = True
            row, delta, following = owner[at], _FAR, 0
            for j in range(1, width + 1):
                if used[j]:
                    continue
                reduced = costs[row - 1][j - 1] - row_price[row] - column_price[j]
                if reduced < slack[j]:
                    slack[j], way[j] = reduced, at
                if slack[j] < delta:
                    delta, following = slack[j], j
            for j in range(width + 1):
                if used[j]:
                    row_price[owner[j]] += delta
                    column_price[j] -= delta
                else:
                    slack[j] -= delta
            at = following
        while at:
            owner[at] = owner[way[at]]
            at = way[at]
    return {owner[j] - 1: j - 1 for j in range(1, width + 1) if owner[j]}
