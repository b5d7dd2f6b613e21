"""How far two words or codes are apart as typed: slips of the finger."""

from __future__ import annotations


def typing_errors(typed: str, meant: str, limit: int = 2) -> int:
    """Return the number of slips between two words: a character left out, added, changed, or two neighbors swapped.

    Parameters
    ----------
    typed, meant
        In one case, codes without punctuation.
    limit
        Anything above it is returned as ``limit + 1``, without looking further.

    Returns
    -------
    int
        The optimal string alignment distance, at most ``limit + 1``.

    Examples
    --------
    >>> typing_errors("E1212", "E1122"), typing_errors("E1222", "E1122"), typing_errors("I10", "J449")
    (1, 1, 3)
    """
    if abs(len(typed) - len(meant)) > limit:
        return limit + 1
    if typed == meant:
        return 0
    before: list[int] = []
    above = list(range(len(meant) + 1))
    for i, a in enumerate(typed, 1):
        row = [i]
        for j, b in enumerate(meant, 1):
            slips = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == meant[j - 2] and typed[i - 2] == b:
                slips = min(slips, before[j - 2] + 1)
            row.append(slips)
        if min(row) > limit:
            return limit + 1
        before, above = above, row
    return min(above[-1], limit + 1)
