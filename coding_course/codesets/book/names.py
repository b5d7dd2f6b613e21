"""The titles of one volume, as references name them: exactly, in part, or nearly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coding_course.codesets.book.terms import Terms, parents
from coding_course.codesets.searching.words import root, words
from coding_course.codesets.typing_errors import typing_errors

Key = tuple[str, ...]

_IGNORED = frozenset(("nec", "nos", "the", "of", "and", "or", "to", "for", "a", "an"))
_CONNECTING = frozenset(
    (
        "with",
        "without",
        "in",
        "by",
        "due to",
        "in due to",
        "following",
        "complicated by",
        "affecting",
        "with or without",
    )
)
"""Subterms that stand between a term and what a reference names: ``Calculus, bile duct, with cholecystitis``."""
_LONG = 3
_MOST_WORDS = 0.6
_DEEPEST = 4
"""How many lines a reference may leave out."""


def key_of(title: str) -> Key:
    """Return the words of a title by which references name it.

    Examples
    --------
    >>> key_of("Fractures NEC")
    ('fracture',)
    """
    return tuple(w for w in words(title) if w not in _IGNORED)


_CONNECTING_KEYS = frozenset(key_of(c) for c in _CONNECTING)


class Names:
    """The titles of one volume, and what stands under each."""

    def __init__(self, volume: Terms) -> None:
        self.terms = volume.terms
        self._drugs = volume.head.volume == "drugs"
        self.parent = parents(self.terms)
        self.keys = [key_of(t.title) for t in self.terms]
        self._forms: dict[int, list[Key]] = {}
        self._roots: dict[int, frozenset[str]] = {}
        self.below: dict[int, list[int]] = {}
        for place, above in enumerate(self.parent):
            self.below.setdefault(above, []).append(place)
        self._main: dict[Key, list[int]] = {}
        self._main_word: dict[str, list[int]] = {}
        for place in self.below.get(-1, ()):
            for key in self._said(place):
                self._main.setdefault(key, []).append(place)
            for word in {root(w) for w in (*self.keys[place], *words(self.terms[place].nonessential))}:
                self._main_word.setdefault(word, []).append(place)

    def _said(self, place: int) -> list[Key]:
        """Return the ways in which a reference may name a term: whole, or one of its forms between commas."""
        found = self._forms.get(place)
        if found is None:
            found = self._forms[place] = self._read_forms(place)
        return found

    def _read_forms(self, place: int) -> list[Key]:
        title = self.terms[place].title
        found = [self.keys[place]]
        if "," in title or " or " in title or ":" in title:
            for part in title.replace(":", ",").split(","):
                found += [key_of(part), *(key_of(p) for p in part.split(" or "))]
        return [k for k in dict.fromkeys(found) if k]

    # Main terms

    def main_terms(self, parts: Sequence[str]) -> tuple[int, list[int], bool]:
        """Return how many parts of a reference name the main term, the main terms, and whether the words differ.

        ``Wound, open, scalp`` may mean the main term ``Wound, open`` or the subterm ``open`` of ``Wound``.
        """
        for used in range(min(3, len(parts)), 0, -1):
            key = key_of(" ".join(parts[:used]))
            if places := [p for p in self._main.get(key, ()) if used == 1 or self.keys[p] == key]:
                # "Diabetes" is the main term of that name before it is the adjective of "Mellitus, diabetes".
                places = [p for p in places if self.keys[p][: len(key)] == key] or places
                if used > 1 and (plain := self._main.get(key_of(parts[0]), [])):
                    places = [*places, *plain] if len(parts) == used else places
                return used, places, False
        key = key_of(parts[0])
        return 1, self._main_nearly(key), True

    def _main_nearly(self, key: Key) -> list[int]:
        """Return main terms that nearly say what a reference says."""
        if not key:
            return []
        wanted = {root(w) for w in key}
        groups = [set(self._main_word.get(w, ())) for w in wanted]
        close = sorted(set.intersection(*groups)) if groups else []
        best = [p for p in close if {root(w) for w in self.keys[p]} <= wanted]
        return best or [p for p in close if root(self.keys[p][0]) == root(key[0])] or self._split(key)

    def _split(self, key: Key) -> list[int]:
        """Return what a main term of several words is: a shorter one with a subterm, or the noun with an adjective."""
        for cut in range(len(key) - 1, 0, -1):
            for first, rest in ((key[:cut], key[cut:]), (key[cut:], key[:cut])):
                for place in self._main.get(first, ()):
                    if found := self._exactly(place, rest) or self._nearly(place, rest):
                        return found
                    if set(rest) <= self._aside(place):
                        return [place]
        if self._drugs and key[:1] in self._main:
            return self._main[key[:1]]  # "fluoxetine hydrochloride": the salt of a substance has no line of its own
        return [] if len(key) != 1 or len(key[0]) < 6 else self._mistyped(key[0])

    def _mistyped(self, word: str) -> list[int]:
        close = [k for k in self._main if len(k) == 1 and k[0][:2] == word[:2] and typing_errors(word, k[0], 1) == 1]
        return [p for k in close for p in self._main[k]]

    # Subterms

    def descend(self, here: Sequence[int], parts: Sequence[str]) -> tuple[list[int], bool, bool]:
        """Follow the subterms of a reference.

        Returns
        -------
        tuple
            The entries reached, whether a part named nothing, and whether a part was met nearly and not exactly.
        """
        keys = [key for part in parts if (key := key_of(part))]
        reached, missing, nearly = self._in_order(here, keys)
        if missing and (found := self._in_any_order(here, keys)):
            return found, False, True
        return reached, missing, nearly

    def _in_order(self, here: Sequence[int], keys: Sequence[Key]) -> tuple[list[int], bool, bool]:
        reached, nearly, place = list(here), False, 0
        while place < len(keys):
            step, taken, near = self._step(reached, keys[place:])
            if not step:
                step, taken, near = self._in_any_order(reached, keys[place:]), len(keys) - place, True
            if not step and keys[place][0] == "specified":
                # "Sprain, foot, specified site": not every term prints such a line, and its own code then serves.
                step, taken, near = reached, 1, True
            if not step:
                step, taken, near = self._mostly(reached, keys[place]), 1, True
            if not step:
                return reached, True, nearly
            reached, nearly = list(dict.fromkeys(step)), nearly or near
            place += taken
        return reached, False, nearly

    def _step(self, reached: Sequence[int], keys: Sequence[Key]) -> tuple[list[int], int, bool]:
        """Return the terms that the next part of a reference names, how many parts that took, and whether nearly."""
        if len(keys) > 1:  # "arm, at shoulder joint" may be one line
            joined = (*keys[0], *keys[1])
            if both := [c for r in reached for c in self.below.get(r, ()) if joined in self._said(c)]:
                return both, 2, False
        if exact := [f for r in reached for f in self._exactly(r, keys[0])]:
            return exact, 1, False
        # "Mononucleosis, infectious", where infectious is a nonessential modifier
        if aside := [r for r in reached if set(keys[0]) <= self._aside_on_way(r)]:
            return aside, 1, False
        return [f for r in reached for f in self._nearly(r, keys[0])], 1, True

    def _in_any_order(self, reached: Sequence[int], keys: Sequence[Key]) -> list[int]:
        """Return the nearest terms below that say all words of the parts left, in whatever order the lines stand."""
        wanted = frozenset(root(w) for key in keys for w in key)
        level = [(place, wanted - self._all_roots(place)) for place in reached]
        for _ in range(_DEEPEST + 1):
            level = [
                (below, lacking - self._all_roots(below))
                for place, lacking in level
                for below in self.below.get(place, ())
                if lacking & self._all_roots(below) or self.keys[below] in _CONNECTING_KEYS
            ]
            if found := [place for place, lacking in level if not lacking]:
                fewest = min(len(self.keys[f]) for f in found)
                return [f for f in found if len(self.keys[f]) == fewest]
        return []

    def _mostly(self, reached: Sequence[int], key: Key) -> list[int]:
        """Return the one term that says most words of a long part: editions word such lines anew."""
        wanted = {root(w) for w in key}
        if len(wanted) < _LONG:
            return []
        shares = [(len(wanted & self._all_roots(c)) / len(wanted), c) for r in reached for c in self.below.get(r, ())]
        best = [c for share, c in shares if share >= _MOST_WORDS and share == max(shares)[0]]
        return best if len(best) == 1 else []

    def _exactly(self, above: int, key: Key) -> list[int]:
        """Return the terms under another that say what a part of a reference says."""
        children = self.below.get(above, [])
        if exact := [c for c in children if key in self._said(c)]:
            return exact
        if through := self._through(children, key):
            return through
        wanted = set(key)
        if within := [c for c in children if set(self.keys[c]) <= wanted <= set(self.keys[c]) | self._aside(c)]:
            return within
        for cut in range(1, len(key)):  # "upper limb" may be two lines
            first = [c for c in children if key[:cut] in self._said(c)]
            if rest := [f for c in first for f in self._exactly(c, key[cut:])]:
                return rest
        return []

    def _nearly(self, above: int, key: Key) -> list[int]:
        """Return the terms under another that say more than a reference, or say it in other forms of its words."""
        children = self.below.get(above, [])
        if begun := [c for c in children if self.keys[c][: len(key)] == key]:
            return begun
        roots = {root(w) for w in key}
        return [c for c in children if roots <= self._all_roots(c)] or self._deeper(children, key)

    def _through(self, children: Iterable[int], key: Key) -> list[int]:
        """Return terms that stand under a connecting word, which the reference names or leaves out."""
        found = []
        for child in children:
            word = self.keys[child]
            if word not in _CONNECTING_KEYS:
                continue
            rest = key[len(word) :] if key[: len(word)] == word else key
            found += [d for d in self.below.get(child, ()) if rest in self._said(d)] if rest else [child]
        return found

    def _deeper(self, children: Sequence[int], key: Key) -> list[int]:
        """Return terms further down that say exactly what a reference names: lines between them were left out."""
        level = list(children)
        for _ in range(_DEEPEST):
            level = [d for c in level for d in self.below.get(c, ())]
            if found := [d for d in level if key in self._said(d)]:
                return found
        return []

    def _aside(self, place: int) -> set[str]:
        nonessential = self.terms[place].nonessential
        return set(words(nonessential)) if nonessential else set()

    def _all_roots(self, place: int) -> frozenset[str]:
        found = self._roots.get(place)
        if found is None:
            said = (*self.keys[place], *self._aside(place))
            found = self._roots[place] = frozenset(root(w) for w in said)
        return found

    def _aside_on_way(self, place: int) -> set[str]:
        """Return every word said on the way to a term, in parentheses or not."""
        said: set[str] = set()
        while place >= 0:
            said |= {*self._aside(place), *self.keys[place]}
            place = self.parent[place]
        return said
