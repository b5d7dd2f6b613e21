"""Which side of the body a code names, found by comparing titles of codes that stand together.

Official Guidelines section I.B.13: many codes say right, left, bilateral or unspecified side. The tabular list marks
this by words alone, so a family of sided codes is: entries under one parent whose titles are equal once the words
for the side are taken out, where ``unspecified`` is such a word when taking one of them out makes the titles equal.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from coding_course.codesets.searching.words import stem

_SIDE_WORDS = {"right": "right", "left": "left", "bilateral": "bilateral"}
_BOTH = re.compile(r"\bboth (?=eyes|ears|sides)")
_NO_SIDE = re.compile(r"\bleft in body")
_DROPPED = frozenset((*_SIDE_WORDS, "dominant", "nondominant", "non"))

Words = tuple[tuple[str, int], ...]


def _words(title: str) -> Counter[str]:
    text = _NO_SIDE.sub("in body", _BOTH.sub("bilateral ", title.lower()))
    return Counter(stem(w) for w in re.findall(r"[a-z0-9]+", text))


def side_named(title: str) -> str:
    """Return ``right``, ``left`` or ``bilateral`` as a title names it; empty when it names none, or two.

    Examples
    --------
    >>> side_named("Pain in right knee"), side_named("Bilateral inguinal hernia"), side_named("Gout, left and right")
    ('right', 'bilateral', '')
    """
    named = {_SIDE_WORDS[w] for w in _words(title) if w in _SIDE_WORDS}
    return named.pop() if len(named) == 1 else ""


def _frame(title: str) -> Words:
    """Return the words of a title without those for the side, order aside."""
    return tuple(sorted((w, n) for w, n in _words(title).items() if w not in _DROPPED))


def _frame_of_unspecified(title: str) -> Words | None:
    """Return the same with one ``unspecified`` less, or None when there is none."""
    words = Counter({w: n for w, n in _words(title).items() if w not in _DROPPED})
    if not words["unspecified"]:
        return None
    words["unspecified"] -= 1
    return tuple(sorted((w, n) for w, n in words.items() if n))


def family(code: str, titles: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the codes that differ from a code in side alone, itself included, each with its side.

    Parameters
    ----------
    code
        One of the codes.
    titles
        Code and title of everything under the same parent.

    Returns
    -------
    dict
        Code to ``right``, ``left``, ``bilateral`` or ``unspecified``; empty when the code has no such family.

    Examples
    --------
    >>> knees = [("M25.561", "Pain in right knee"), ("M25.562", "Pain in left knee"),
    ...          ("M25.569", "Pain in unspecified knee")]
    >>> family("M25.569", knees)
    {'M25.561': 'right', 'M25.562': 'left', 'M25.569': 'unspecified'}
    """
    listed = dict(titles)
    sided: dict[Words, dict[str, str]] = {}
    # Frame without its last part, "right eye", to the whole frame: a bilateral title may name no part.
    whole: dict[Words, Words] = {}
    for title in listed.values():
        if side_named(title) in ("right", "left"):
            before, _, last = title.rpartition(", ")
            if side_named(last) and not side_named(before):
                whole[_frame(before)] = _frame(title)
    for other, title in listed.items():
        if side := side_named(title):
            frame_here = _frame(title)
            sided.setdefault(whole.get(frame_here, frame_here), {})[other] = side
    if not sided or code not in listed:
        return {}
    if side_named(listed[code]):
        frame: Words | None = whole.get(_frame(listed[code]), _frame(listed[code]))
    else:
        frame = _frame_of_unspecified(listed[code])
        if frame not in sided:
            frame = _frame(listed[code])
        if frame not in sided:
            return {}
    members = sided[frame]  # type: ignore[index]
    for other, title in listed.items():
        if other not in members and not side_named(title) and frame in (_frame_of_unspecified(title), _frame(title)):
            members[other] = "unspecified"
    return {c: members[c] for c in listed if c in members} if len(members) > 1 else {}


def says_unspecified(title: str, *, side_is_unspecified: bool) -> bool:
    """Say whether a title leaves something unspecified other than the side.

    Examples
    --------
    >>> says_unspecified("Pain in unspecified knee", side_is_unspecified=True)
    False
    >>> says_unspecified("Unspecified injury of unspecified knee", side_is_unspecified=True)
    True
    """
    words = _words(title)
    return words["unspecified"] + words["nos"] > (1 if side_is_unspecified else 0)
