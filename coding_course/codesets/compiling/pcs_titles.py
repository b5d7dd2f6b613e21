"""Titles of codes that no source titles, by analogy.

A valid code that differs in one place from a titled one has its title with one phrase exchanged. Which phrase stands
for which is learned from other pairs of titled codes that differ in the same way: body parts within a body system,
approaches within a section, devices and qualifiers within a table. A title is made only where the pairs agree on it
almost without exception, and on the label of the exchanged character without any.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from coding_course.codesets.compiling.pcs_labels import Labels

SCOPES = {3: 2, 4: 1, 5: 3, 6: 3}
"""Place, counted from 0, to how many first characters the codes must share that may tell what it says."""
CHARACTERS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
FEWEST = 3
"""So many pairs must tell a title."""
AGREEMENT = 0.95
"""Such a share of them must tell the same one."""
MOST = 400
"""More codes than these are not looked at for one place; every so many-th is."""


def exchanged(one: str, other: str) -> tuple[str, str]:
    """Return the words in which two titles differ.

    Examples
    --------
    >>> exchanged("Excision of Brain, Open Approach", "Excision of Dura Mater, Open Approach")
    ('Brain,', 'Dura Mater,')
    """
    before, after = one.split(" "), other.split(" ")
    start, end, shorter = 0, 0, min(len(before), len(after))
    while start < shorter and before[start] == after[start]:
        start += 1
    while end < shorter - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return " ".join(before[start : len(before) - end]), " ".join(after[start : len(after) - end])


class Analogies:
    """Titled codes with their labels, ready to tell the title of one that has none."""

    def __init__(self, titles: Mapping[str, str], labels: Labels) -> None:
        self._titles = titles
        self._labels = labels
        self._held: dict[tuple[int, str, str], list[str]] = {}
        for code in sorted(titles):
            for place, scope in SCOPES.items():
                self._held.setdefault((place, code[:scope], code[place]), []).append(code)

    def _told(self, code: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the titles and labels that pairs of titled codes tell."""
        for place, scope in SCOPES.items():
            like = self._held.get((place, code[:scope], code[place]), [])
            like = like[:: max(1, len(like) // MOST)]
            for character in CHARACTERS:
                near = code[:place] + character + code[place + 1 :]
                if character == code[place] or near not in self._titles:
                    continue
                for other in like:
                    twin = other[:place] + character + other[place + 1 :]
                    if twin not in self._titles or near == twin:
                        continue
                    old, new = exchanged(self._titles[twin], self._titles[other])
                    padded = f" {self._titles[near]} "
                    if old and padded.count(f" {old} ") == 1:
                        said = list(self._labels[near])
                        said[place - 3] = self._labels[other][place - 3]
                        yield padded.replace(f" {old} ", f" {new} ").strip(), tuple(said)

    def title(self, code: str) -> tuple[str, tuple[str, ...]] | None:
        """Return title and labels of a code, or None where nothing tells them beyond doubt."""
        told = Counter(self._told(code))
        if not told:
            return None
        titles: Counter[str] = Counter()
        for (title, _), times in told.items():
            titles[title] += times
        best, times = min(titles.items(), key=lambda item: (-item[1], item[0]))
        labels = {labels for (title, labels) in told if title == best}
        if times < FEWEST or times < AGREEMENT * titles.total() or len(labels) != 1:
            return None
        return best, labels.pop()
