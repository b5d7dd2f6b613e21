"""Where the references of an index lead: *see*, *see also*, *see category*, *see condition*, *use*.

What they mean stands in the Official Guidelines, I.A.16. A reference names a main term and the subterms on the way,
with commas: ``Fracture, femur, neck``; or says how to go on: ``Fracture, by site``; or sends to a category, another
table, or the name of the condition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from coding_course.codesets.book.names import Names
from coding_course.codesets.book.terms import Term
from coding_course.codesets.references import parse_references

MOST = 12
"""A reference that names more entries than these names a family: the first are shown."""

_ALSO = re.compile(r"^also\s+", re.IGNORECASE)
_CODES = re.compile(
    r"^(?:see )?(?:(?:sub)?categor(?:y|ies)\b|[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]+)?(?:-|$| with))", re.IGNORECASE
)
_NAME = re.compile(
    r"^(?:also )?(?:condition|by specific|specific|specified (?!site)|substance specified)\b", re.IGNORECASE
)
_BY = re.compile(
    r"(?:^|\s)(?:by|according to)\s+(?:site|type|region|cause|condition|nature|name|trimester|degree|severity|stage"
    r"|organ|drug|specific|specified|intent|histolog|number|body|types?|agent|site of|affected|area)\b.*$",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\([^()]*\)")
_CODE_BEHIND = re.compile(r"\s+[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]+)?-?$")
_INDEX = re.compile(r"^(?:the )?(?:alphabetic )?index to diseases?(?: and injuries)?\s*,?\s*", re.IGNORECASE)
_OTHER_VOLUMES = (
    (re.compile(r"^(?:the )?(?:table of neoplasms?|neoplasms?\b|neoplasm table)", re.IGNORECASE), "neoplasms"),
    (re.compile(r"table of drugs|drugs and chemicals", re.IGNORECASE), "drugs"),
    (re.compile(r"index to external causes?|external causes? (?:index|of)", re.IGNORECASE), "external-causes"),
)
_NEOPLASM = re.compile(r"(?:the )?(?:table of )?neoplasms?\b", re.IGNORECASE)
_BEHAVIOR = frozenset(
    (
        "malignant", "benign", "primary", "secondary", "in situ", "uncertain behavior", "unspecified behavior",
        "malignant primary", "malignant secondary", "carcinoma in situ", "malignant neoplasm", "ca in situ",
    )
)  # fmt: skip
"""The columns of the Neoplasm Table, as references name them."""
_RELATION = re.compile(r"\s+(?:of|with|using|from|by|in|to)\s+", re.IGNORECASE)


_REACHED = frozenset(("entry", "choose", "near"))


class Target(msgspec.Struct, frozen=True):
    """Where a reference leads: places in a volume, codes, or a way to go on."""

    kind: str
    text: str
    places: tuple[int, ...] = ()
    codes: tuple[str, ...] = ()
    volume: str = ""
    """The volume of the places, when it is another one."""
    how: str = ""


class Resolver:
    """Follows the references of all volumes that are there."""

    def __init__(self, volumes: Mapping[str, Names]) -> None:
        self._volumes = volumes
        self._known: dict[tuple[str, str], Target] = {}

    def targets(self, volume: str, place: int) -> list[Target]:
        """Return where each reference of a term leads."""
        term = self._volumes[volume].terms[place]
        found = []
        for kind, text in (("see", term.see), ("see also", term.see_also)):
            for part in text.split("; ") if text else ():
                found.append(self._resolve(volume, term, kind, part))
        if term.use:
            found.append(Target("use", term.use, codes=tuple(term.codes), how="value"))
        return found

    def _resolve(self, volume: str, term: Term, kind: str, text: str) -> Target:
        if volume == "procedures":  # its references carry codes of their own
            return self._procedure(term, kind, text)
        known = self._known.get((volume, text))  # "condition" alone stands six hundred times
        if known is None:
            known = self._known[volume, text] = self._resolve_text(volume, kind, text)
        return known if known.kind == kind else msgspec.structs.replace(known, kind=kind)

    def _resolve_text(self, volume: str, kind: str, text: str) -> Target:
        plain = _ALSO.sub("", text.strip())
        if _CODES.match(plain):
            codes = parse_references(plain)
            return Target(kind, text, codes=codes, how="category" if codes else "no code is named")
        if _NAME.match(plain):
            named = self._within(volume, plain, kind, text) if "," in plain else None
            return named if named and named.how in _REACHED else Target(kind, text, how="condition")
        if away := _INDEX.match(plain):
            return self._elsewhere("diseases", plain[away.end() :], kind, text)
        if volume == "diseases" and _NEOPLASM.match(plain):
            table = self._elsewhere("neoplasms", plain, kind, text)
            if table.places:
                return table
        target = self._within(volume, plain, kind, text)
        if target.how in _REACHED:
            return target
        if any(target.how == "no such main term" and word in plain for word in (" and ", " or ")):
            sides = [self._within(volume, side, kind, text) for side in re.split(" and | or ", plain)]
            if all(side.how in _REACHED for side in sides):
                places = tuple(p for side in sides for p in side.places)
                return Target(kind, text, places[:MOST], how="near")
        for pattern, other in _OTHER_VOLUMES:
            if pattern.search(plain) and other != volume:
                return self._elsewhere(other, pattern.sub("", plain, count=1), kind, text)
        if sent := self._table_of(volume, target.places):
            # "Poisoning, mercury": the main term itself sends to the Table of Drugs for what it does not list.
            parts = _parts(plain)[0]
            return self._elsewhere(sent, ", ".join(parts[1:]), kind, text)
        if volume == "neoplasms":  # "Mesothelioma": what the table leaves to the index
            return self._elsewhere("diseases", plain, kind, text)
        return target

    def _table_of(self, volume: str, places: Iterable[int]) -> str:
        """Return the other volume to which one of some terms sends the reader; empty when none does."""
        terms = self._volumes[volume].terms
        for place in places:
            for pattern, other in _OTHER_VOLUMES:
                if other != volume and pattern.search(terms[place].see or terms[place].see_also):
                    return other
        return ""

    def _within(self, volume: str, plain: str, kind: str, text: str) -> Target:
        """Follow a reference inside one volume."""
        names = self._volumes[volume]
        parts, choose = _parts(plain)
        if not parts:
            return Target(kind, text, how="choose" if choose else "names nothing")
        used, here, near = names.main_terms(parts)
        if not here:
            return Target(kind, text, how="no such main term")
        found, missing, nearly = names.descend(here, parts[used:])
        places = tuple(found[:MOST])
        if missing:
            return Target(kind, text, places, how="no such subterm")
        return Target(kind, text, places, how="choose" if choose else "near" if near or nearly else "entry")

    def _elsewhere(self, other: str, plain: str, kind: str, text: str) -> Target:
        """Follow a reference to another volume: to its entry when the volume is there, else to the volume."""
        names = self._volumes.get(other)
        if names is None:
            return Target(kind, text, volume=other, how="volume")
        parts, choose = _parts(plain.strip(" ,"))
        here = list(names.below.get(-1, ())) if other == "neoplasms" else []
        if other == "neoplasms":
            parts = [p for p in parts if p.lower() not in _BEHAVIOR and not _NEOPLASM.match(p)]
        elif parts:
            used, here, _ = names.main_terms(parts)
            parts = parts[used:]
        found, missing, _ = names.descend(here, parts) if here else ([], True, False)
        if missing:
            return Target(kind, text, volume=other, how="volume" if other != "diseases" else "no such main term")
        return Target(kind, text, tuple(found[:MOST]), volume=other, how="choose" if choose else "entry")

    def _procedure(self, term: Term, kind: str, text: str) -> Target:
        """Follow a reference of the PCS index: a root operation with its value or its table."""
        target = self._within("procedures", text, kind, text)
        codes = tuple(term.codes)
        if target.how in ("entry", "near"):
            return msgspec.structs.replace(target, codes=codes)
        names = self._volumes["procedures"]
        _, here, _ = names.main_terms([_RELATION.split(text.split(",")[0])[0]])
        if here and (codes or _RELATION.search(text)):
            return Target(kind, text, tuple(here[:MOST]), codes, how="table" if codes else "choose")
        return Target(kind, text, tuple(here[:MOST]), codes, how="table" if codes else target.how)


def _parts(plain: str) -> tuple[list[str], bool]:
    """Return the main term and subterms that a reference names, and whether it leaves the last step to the reader."""
    plain = _CODE_BEHIND.sub("", _ASIDE.sub(" ", plain))
    kept: list[str] = []
    for part in re.split(r"\s*[,;]\s+|\.\s+|\s*,\s*", plain):
        cut = _BY.sub("", part).strip()
        if cut:
            kept.append(cut)
        if cut != part.strip():
            return kept, True
    return kept, False


def share(targets: Iterable[Target], found: frozenset[str]) -> tuple[int, int, dict[str, list[str]]]:
    """Return how many references there are, how many lead anywhere, and the texts of the others by their reason."""
    total, good, rest = 0, 0, dict[str, list[str]]()
    for target in targets:
        total += 1
        if target.how in found:
            good += 1
        else:
            rest.setdefault(target.how, []).append(target.text)
    return total, good, rest
