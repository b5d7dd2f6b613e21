"""Which entries of the tabular list differ in side alone, and how many codes each stands for."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Mapping, Sequence

from coding_course.codesets.compiled import Entry
from coding_course.codesets.expand import seventh_by_leaf

SIDE_WORDS = ("right", "left", "bilateral", "both", "side", "unspecified", "dominant", "nondominant", "non")
"""What titles that differ in side alone differ in."""
SIDES = {"right": 1, "left": 2, "bilateral": 3}
"""Words that name a side, each with the number under which it is held; an entry of a family without one is 0."""
BOTH, OPEN = "both", "unspecified"
"""Both sides, where a title names no other and leaves none open: "both eyes", not "both ulcer and inflammation"."""
_ONE_SIDE = re.compile(r"\b(?:[Rr]ight|[Ll]eft|[Bb]ilateral)\b")


def side_families(
    entries: list[Entry], parents: array[int], titles: Iterable[Iterable[int]], sides: frozenset[int]
) -> array[int]:
    """Return for each entry the first entry that it differs from in side alone, 0 when there is none.

    Headers that differ in side are one header here, so that what stands below them can differ in side too.

    Parameters
    ----------
    entries
        The tabular list; the first is number 1.
    parents
        Number of each entry's parent.
    titles
        The terms of each title.
    sides
        The terms that say a side or leave it unspecified.
    """
    first: dict[tuple[int, ...], int] = {}
    members: dict[int, list[int]] = {}
    one = array("I", range(len(entries) + 1))
    partless: list[tuple[int, tuple[int, ...]]] = []
    sided = {parents[place] for place, entry in enumerate(entries, 1) if _ONE_SIDE.search(entry.title)}
    for place, (entry, title) in enumerate(zip(entries, titles, strict=True), 1):
        parent = parents[place]
        if (parent not in sided and parents[parent] not in sided) or entry.kind == "section":
            continue
        frame = (one[parent], *(t for t in title if t not in sides))
        one[place] = first.setdefault(frame, place)
        members.setdefault(one[place], []).append(place)
        if entry.title.endswith(", bilateral") and one[place] == place:
            partless.append((place, frame))
    beside: dict[int, list[tuple[int, ...]]] = {frame[0]: [] for _, frame in partless}
    for frame in first:
        if frame[0] in beside:
            beside[frame[0]].append(frame)
    for place, frame in partless:  # "Tinnitus, bilateral" beside "Tinnitus, right ear"
        for other in beside[frame[0]]:
            if len(frame) < len(other) < len(frame) + 3 and other[: len(frame)] == frame:
                members[first[other]] += members.pop(place, [])
                break
    result = array("I", bytes(4 * (len(entries) + 1)))
    for found in members.values():
        if len(found) > 1 and any(_ONE_SIDE.search(entries[place - 1].title) for place in found):
            for place in found:
                result[place] = min(found)
    return result


def sevenths(entries: list[Entry]) -> array[int]:
    """Return for each entry how many 7th characters it takes."""
    defined = seventh_by_leaf(entries)
    return array("B", [0, *(len(defined.get(entry.code, ())) for entry in entries)])


def sides_of(families: array[int], titles: Sequence[Iterable[int]], numbers: Mapping[str, int]) -> bytearray:
    """Return for each entry of a family the number of the side that its title names, 0 where it names none.

    Parameters
    ----------
    families
        What :func:`side_families` returned.
    titles
        The terms of each title, that of entry 1 first.
    numbers
        Number of each term.
    """
    sides = {numbers[word]: side for word, side in SIDES.items() if word in numbers}
    both, left_open = numbers.get(BOTH, -1), numbers.get(OPEN, -1)
    result = bytearray(len(families))
    for entry, title in enumerate(titles, 1):
        if families[entry]:
            named = {sides[term] for term in title if term in sides}
            if not named and both in title and left_open not in title:
                named = {SIDES["bilateral"]}
            result[entry] = named.pop() if len(named) == 1 else 0
    return result
