"""Where the references of an index lead: *see*, *see also*, *see category*, *see condition*, *use*.

The official words for what is meant stand in the Official Guidelines, I.A.16 (see, see also) and I.A.17 (code also).
A reference names a main term and the subterms on the way, with commas: ``Fracture, femur, neck``; or says how to go
on: ``Fracture, by site``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from coding_course.codesets.book.terms import Terms, parents
from coding_course.codesets.searching.words import words

_CATEGORY = re.compile(r"^(?:sub)?categor(?:y|ies)\b", re.IGNORECASE)
_CODE = re.compile(r"\b[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?-?(?:\s?-\s?[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?)?")
_CHOOSE = re.compile(r"^(?:by|according to|specified|see under)\b", re.IGNORECASE)
_VOLUMES = (
    (re.compile(r"^(?:the )?(?:table of )?neoplasms?\b|^neoplasm table", re.IGNORECASE), "neoplasms"),
    (re.compile(r"^(?:the )?table of drugs\b|drugs and chemicals", re.IGNORECASE), "drugs"),
    (re.compile(r"external causes?\b", re.IGNORECASE), "external-causes"),
)
_CONNECTING = frozenset(("with", "without", "due to", "in", "in due to", "by", "of", "due to or resulting from"))
_IGNORED = frozenset(("nec", "nos"))


class Target(msgspec.Struct, frozen=True):
    """Where a reference leads: places in a volume, codes, or a way to go on."""

    kind: str
    text: str
    places: tuple[int, ...] = ()
    codes: tuple[str, ...] = ()
    volume: str = ""
    how: str = ""


Key = tuple[str, ...]


def key_of(title: str) -> Key:
    """Return the words of a title by which references name it."""
    return tuple(w for w in words(title) if w not in _IGNORED)


class Names:
    """The titles of one volume, and what stands under each."""

    def __init__(self, terms: Terms, keys: Sequence[Key] | None = None) -> None:
        self.terms = terms.terms
        self.parent = parents(self.terms)
        self.keys = keys or [key_of(t.title) for t in self.terms]
        self.below: dict[int, list[int]] = {}
        for place, above in enumerate(self.parent):
            self.below.setdefault(above, []).append(place)
        self.main: dict[Key, list[int]] = {}
        for place in self.below.get(-1, ()):
            for key in self.said(place):
                self.main.setdefault(key, []).append(place)

    def said(self, place: int) -> list[Key]:
        """Return the ways in which a reference may name a term: whole, or one of its forms between commas."""
        title = self.terms[place].title
        found = [self.keys[place]]
        if "," in title:
            found += [key_of(part) for part in title.split(",")]
        return [k for k in dict.fromkeys(found) if k]

    def named(self, above: int, key: Key) -> list[int]:
        """Return the terms under another that a part of a reference names, best first."""
        children = self.below.get(above, [])
        exact = [c for c in children if key in self.said(c)]
        if exact:
            return exact
        begun = [c for c in children if self.keys[c][: len(key)] == key]
        if begun:
            return begun
        through = [
            d
            for c in children
            if self.keys[c] in _CONNECTING_KEYS
            for d in self.below.get(c, ())
            if key in self.said(d)
        ]
        return through or [c for c in children if set(key) <= set(self.keys[c])]


_CONNECTING_KEYS = frozenset(key_of(c) for c in _CONNECTING)


class Resolver:
    """Follows the references of all volumes that are there."""

    def __init__(self, volumes: Mapping[str, Names]) -> None:
        self._volumes = volumes

    def targets(self, volume: str, place: int) -> list[Target]:
        """Return where each reference of a term leads."""
        term = self._volumes[volume].terms[place]
        found = []
        for kind, text in (("see", term.see), ("see also", term.see_also)):
            if text:
                found.append(self._resolve(volume, place, kind, text))
        if term.use:
            found.append(Target("use", term.use, how="value"))
        return found

    def _resolve(self, volume: str, place: int, kind: str, text: str) -> Target:
        plain = re.sub(r"^also\s+", "", text.strip(), flags=re.IGNORECASE)
        if _CATEGORY.match(plain):
            codes = tuple(c.rstrip("-").strip() for c in _CODE.findall(plain))
            return Target(kind, text, codes=codes, how="category" if codes else "no code is named")
        if re.match(r"condition\b", plain, re.IGNORECASE):
            return Target(kind, text, how="condition")
        names = self._volumes[volume]
        main, *rest = [p.strip() for p in plain.split(",")]
        starts = names.main.get(key_of(main), [])
        if not starts:
            for pattern, other in _VOLUMES:
                if pattern.search(plain) and other != volume:
                    return Target(kind, text, volume=other, how="volume")
            return Target(kind, text, how="no such main term")
        here, how = starts, "entry"
        for part in rest:
            if _CHOOSE.match(part):
                how = "choose"
                break
            key = key_of(part)
            step = [d for s in here for d in names.named(s, key)]
            if not step:
                return Target(kind, text, tuple(here), how="no such subterm")
            here = step
        return Target(kind, text, tuple(here[:12]), how=how)
