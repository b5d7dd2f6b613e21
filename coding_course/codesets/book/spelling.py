"""How far two words are apart: a letter missing, added or wrong, two letters swapped."""

from __future__ import annotations


def errors(left: str, right: str, limit: int) -> int:
    """Count typing errors between two words; more than ``limit`` counts as ``limit + 1``.

    Examples
    --------
    >>> errors("fractur", "fracture", 2), errors("hrat", "hart", 1), errors("knee", "ankle", 2)
    (1, 1, 3)
    """
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        earlier, before = before, row
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]
