"""Claims that make exactly one known mistake, to measure how often the grader names it.

Pure: a key and an edition in, mutants out. ``benchmarks/mutation.py`` applies them to every case of the bank and
reports; a test holds the figure.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from coding_course.claims.model import POINTER_LETTERS, Claim, Diagnosis, Procedure, ServiceLine
from coding_course.codesets.model import System
from coding_course.grading.axes import PLACES, axis_kind, places_apart
from coding_course.grading.codebook import Codebook, bare
from coding_course.grading.keys import key_claim, key_diagnoses
from coding_course.grading.model import Difference, Key, KeyCode, KeyLine, Kind, Trap

if TYPE_CHECKING:
    from coding_course.codesets import Edition

UNRELATED = ("H52.4", "L70.0", "K40.90", "H91.93", "N40.0", "B35.1", "F40.01", "M21.41", "H61.23", "G43.009")
"""Codes to add: valid, and far from most charts."""

_SIDE = re.compile(r"\b(?:Left|Right)\b")
_PER_CODE = 3
"""Mutants of one kind from one code, at most; families of siblings would otherwise outweigh everything."""


class Mutant(NamedTuple):
    """A claim with one mistake, and the difference that should name it."""

    mistake: str
    claim: Claim
    kind: Kind
    code: str
    """Code on the claim that the difference is about; empty when it is missing."""
    expected: str
    """What the difference should say was expected; empty where that is not checked."""

    def named_by(self, differences: Sequence[Difference]) -> bool:
        """Say whether the differences that cost points are exactly the one mistake that was made."""
        costly = [each for each in differences if each.points > 0]
        if len(costly) != 1:
            return False
        only = costly[0]
        return only.kind is self.kind and only.code == self.code and self.expected in ("", only.expected)


def mutants(key: Key, edition: Edition, traps: Sequence[Trap] = ()) -> Iterator[Mutant]:
    """Yield every mutant of a key's claim, in a steady order.

    Parameters
    ----------
    key
        The key; entries that may be left out are left out.
    edition
        Where parents, siblings and sides are looked up.
    traps
        Of the case; a replaced code is never one of them, each is added once by itself.
    """
    wanted = msgspec.structs.replace(
        key,
        diagnoses=tuple(each for each in key.diagnoses if not each.optional),
        procedures=tuple(each for each in key.procedures if not each.optional),
        lines=tuple(each for each in key.lines if not each.optional),
    )
    entries: tuple[KeyCode | KeyLine, ...] = (*key_diagnoses(key), *key.procedures, *key.lines)
    told = {each.code for each in entries} | {each.code for entry in entries for each in entry.alternates}
    taken = told | {trap.code for trap in traps}
    yield from _drop(wanted)
    yield from _add(wanted, edition, taken, traps)
    yield from _replace(wanted, edition, taken)
    yield from _swap(wanted)
    yield from _poa(wanted)
    yield from _lines(wanted)


class Double(NamedTuple):
    """A claim with two mistakes in two diagnoses, and what should name each."""

    claim: Claim
    one: Mutant
    other: Mutant

    def named_by(self, differences: Sequence[Difference]) -> bool:
        """Say whether the differences that cost points are exactly the two mistakes that were made."""
        costly = [each for each in differences if each.points > 0]
        return len(costly) == 2 and all(
            any(mutant.named_by([each]) for each in costly) for mutant in (self.one, self.other)
        )


def doubles(key: Key, edition: Edition, traps: Sequence[Trap] = ()) -> Iterator[Double]:
    """Yield claims in which two diagnoses are each replaced by a wrong code; parameters as for :func:`mutants`.

    One mutant of each mistake stands for its kind; all pairs of diagnoses and of kinds are made.
    """
    claim = key_claim(key, optional=False)
    listed = [each for each in key_diagnoses(key) if not each.optional]
    entries = key_diagnoses(key)
    taken = {each.code for each in entries} | {other.code for each in entries for other in each.alternates}
    taken |= {trap.code for trap in traps}
    replaced: dict[str, dict[str, Mutant]] = {}
    for entry in listed:
        own = replaced.setdefault(entry.code, {})
        for mistake, code, kind in _replacements(entry.code, edition, taken):
            own.setdefault(mistake, Mutant(mistake, _with_code(claim, entry.code, code), kind, code, entry.code))
    for a, b in itertools.combinations([each.code for each in listed], 2):
        for one, other in itertools.product(replaced[a].values(), replaced[b].values()):
            if one.code != other.code:
                yield Double(_with_code(_with_code(claim, a, one.code), b, other.code), one, other)


def _drop(key: Key) -> Iterator[Mutant]:
    for entry in key_diagnoses(key):
        principal = key.principal if key.principal is not entry else None
        rest = tuple(each for each in key.diagnoses if each is not entry)
        claim = key_claim(msgspec.structs.replace(key, principal=principal, diagnoses=rest))
        yield Mutant("drop", claim, Kind.MISSING, "", entry.code)
    for procedure in key.procedures:
        rest = tuple(each for each in key.procedures if each is not procedure)
        yield Mutant("drop", key_claim(msgspec.structs.replace(key, procedures=rest)), Kind.MISSING, "", procedure.code)
    for line in key.lines:
        lines = tuple(each for each in key.lines if each is not line)
        yield Mutant("drop", key_claim(msgspec.structs.replace(key, lines=lines)), Kind.MISSING, "", line.code)


def _add(key: Key, edition: Edition, taken: set[str], traps: Sequence[Trap]) -> Iterator[Mutant]:
    book = Codebook(edition)
    listed = key_diagnoses(key)
    claim = key_claim(key)
    categories = {each.code[:3] for each in listed}
    poa = "Y" if key.principal is not None else ""
    for code in UNRELATED:
        if code in taken or code[:3] in categories or edition.lookup(code, System.CM) is None:
            continue
        excluded = any(book.excludes1(code, each.code) for each in listed)
        kind = Kind.EXCLUDED_PAIR if excluded else Kind.EXTRA
        mistake = "add an excluded code" if excluded else "add"
        added = Diagnosis(code, "1" if poa and edition.poa_exempt(code) else poa)
        yield Mutant(mistake, msgspec.structs.replace(claim, diagnoses=(*claim.diagnoses, added)), kind, code, "")
    for trap in traps:
        found = edition.lookup(trap.code, System.CM)
        related = any(each.code[:3] == trap.code[:3] for each in listed)
        excluded = any(book.excludes1(trap.code, each.code) for each in listed)
        if found is None or not found.billable or related or trap.code in {each.code for each in listed}:
            continue
        kind = Kind(trap.kind) if trap.kind else Kind.EXCLUDED_PAIR if excluded else Kind.EXTRA
        added = Diagnosis(trap.code, "1" if poa and edition.poa_exempt(trap.code) else poa)
        with_trap = msgspec.structs.replace(claim, diagnoses=(*claim.diagnoses, added))
        yield Mutant("add a trap", with_trap, kind, trap.code, "")
    for entry in listed:
        again = msgspec.structs.replace(claim, diagnoses=(*claim.diagnoses, Diagnosis(entry.code, entry.poa)))
        yield Mutant("repeat", again, Kind.DUPLICATE, entry.code, "")


def _replace(key: Key, edition: Edition, taken: set[str]) -> Iterator[Mutant]:
    claim = key_claim(key)
    for entry in key_diagnoses(key):
        for mistake, code, kind in _replacements(entry.code, edition, taken):
            yield Mutant(mistake, _with_code(claim, entry.code, code), kind, code, entry.code)
    for place, procedure in enumerate(key.procedures):
        for mistake, code, kind in _other_procedures(procedure.code, edition, taken):
            pcs = tuple(Procedure(code) if at == place else each for at, each in enumerate(claim.procedures))
            mutated = msgspec.structs.replace(claim, procedures=pcs)
            yield Mutant(mistake, mutated, kind, code, procedure.code)
    for place, line in enumerate(key.lines):
        code = line.code[:2] + line.code[3:]
        mutated = _with_line(claim, place, msgspec.structs.replace(claim.lines[place], code=code))
        yield Mutant("typo", mutated, Kind.INVALID, code, line.code)


def _other_procedures(code: str, edition: Edition, taken: set[str]) -> Iterator[tuple[str, str, Kind]]:
    """Yield mistake, wrong code and kind for one procedure: an axis with another value, a beginning, a slip."""
    book = Codebook(edition)
    for place in range(3, PLACES + 1):
        made = 0
        for other in edition.pcs.codes(code[: place - 1]):
            if made == _PER_CODE:
                break
            if other in taken or places_apart(other, code) != (place,):
                continue
            made += 1
            sided = _SIDE.sub("", book.title(other)) == _SIDE.sub("", book.title(code))
            kind = Kind.WRONG_LATERALITY if sided else axis_kind(other, code, book)
            yield "other side" if sided else "wrong axis", other, kind
    yield "parent", code[:6], Kind.NOT_BILLABLE
    yield "typo", code[:5] + "O" + code[6:], Kind.INVALID


def _with_code(claim: Claim, old: str, new: str) -> Claim:
    def changed(each: Diagnosis) -> Diagnosis:
        return msgspec.structs.replace(each, code=new) if each.code == old else each

    principal = None if claim.principal is None else changed(claim.principal)
    return msgspec.structs.replace(
        claim, principal=principal, diagnoses=tuple(changed(each) for each in claim.diagnoses)
    )


def _with_line(claim: Claim, place: int, line: ServiceLine) -> Claim:
    lines = tuple(line if at == place else each for at, each in enumerate(claim.lines))
    return msgspec.structs.replace(claim, lines=lines)


def _replacements(code: str, edition: Edition, taken: set[str]) -> Iterator[tuple[str, str, Kind]]:
    """Yield mistake, wrong code and kind for one diagnosis."""
    above = [each for each in edition.ancestors(code) if each.kind not in ("section", "chapter")]
    for header in above[:2]:
        if header.code not in taken:
            yield "parent", header.code, Kind.NOT_BILLABLE
    sides = {each.code: edition.laterality(each.code) for each in edition.sided(code) if each.code != code}
    for other, side in sides.items():
        if other not in taken:
            if side == "unspecified":
                yield "unspecified", other, Kind.LESS_SPECIFIC
            elif edition.laterality(code) != "unspecified":
                yield "other side", other, Kind.WRONG_LATERALITY
    seventh = edition.seventh_characters(code) if len(bare(code)) == 7 else {}
    for character in [each for each in seventh if each != code[-1]][:_PER_CODE]:
        other = code[:-1] + character
        if other not in taken and edition.lookup(other, System.CM) is not None:
            yield "wrong 7th character", other, Kind.WRONG_7TH_CHARACTER
    vague = edition.unspecified(code)
    siblings = 0
    unspecified = 0
    for near in _family(code, above[0].code if above else "", edition, bool(seventh)):
        if near in taken or near in sides or near == code:
            continue
        if edition.unspecified(near) and not vague:
            if unspecified < _PER_CODE:
                unspecified += 1
                yield "unspecified", near, Kind.LESS_SPECIFIC
        elif siblings < _PER_CODE:
            siblings += 1
            specific = vague and not edition.unspecified(near)
            yield "sibling", near, Kind.MORE_SPECIFIC if specific else Kind.WRONG_CODE
    slips = [slip for slip in _slips(code) if slip not in taken and edition.lookup(slip, System.CM) is None]
    for slip in slips[: 2 * _PER_CODE]:
        yield "typo", slip, Kind.INVALID


def _family(code: str, parent: str, edition: Edition, seventh: bool) -> Iterator[str]:
    """Yield billable codes under the same parent; of codes with a 7th character those that share it."""
    if not parent or (parent == code[:3] and seventh):
        return  # no code stands beside it in its category
    if not seventh:
        yield from (each.code for each in edition.siblings(code) if each.billable)
        return
    for near in edition.siblings(parent):
        for below in edition.billable_below(near.code):
            if len(bare(below.code)) == 7 and below.code[-1] == code[-1]:
                yield below.code


def _slips(code: str) -> Iterator[str]:
    """Yield what slips of the finger make of a code: two characters swapped, one doubled, one wrong."""
    plain = bare(code)
    made: dict[str, None] = {}
    for at in range(1, len(plain) - 1):
        made[plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :]] = None
    if len(plain) < 7:
        made[plain[:2] + plain[1:]] = None
    made[plain[:-1] + ("8" if plain[-1] != "8" else "7")] = None
    for slip in made:
        if slip != plain and len(slip) > 2 and slip[1].isdigit():
            yield slip if len(slip) == 3 else f"{slip[:3]}.{slip[3:]}"


def _swap(key: Key) -> Iterator[Mutant]:
    listed = key_diagnoses(key)
    for place in range(1, len(listed)):
        order = list(listed)
        order[0], order[place] = order[place], order[0]
        yield Mutant("swapped order", _ordered(key, order), Kind.WRONG_PRINCIPAL, order[0].code, listed[0].code)
    codes = [each.code for each in listed]
    for pair in key.order:
        if pair.first not in codes or pair.then not in codes:
            continue
        a, b = codes.index(pair.first), codes.index(pair.then)
        touched = [each for each in key.order if {each.first, each.then} & {pair.first, pair.then}]
        if a == 0 or len(touched) > 1:
            continue
        order = list(listed)
        order[a], order[b] = order[b], order[a]
        claim = _ordered(key, order)
        yield Mutant("swapped order", claim, Kind.WRONG_SEQUENCE, pair.then, f"{pair.first}, {pair.then}")


def _ordered(key: Key, order: Sequence[KeyCode]) -> Claim:
    """Return the claim of a key with its diagnoses in another order, pointers following their codes."""
    if key.principal is not None:
        return key_claim(msgspec.structs.replace(key, principal=order[0], diagnoses=tuple(order[1:])))
    return key_claim(msgspec.structs.replace(key, diagnoses=tuple(order)))


def _poa(key: Key) -> Iterator[Mutant]:
    for entry in key_diagnoses(key):
        for other in ("Y", "N", "U", "W", ""):
            if entry.poa and other != entry.poa and not (entry.poa == "1" and other == ""):
                claim = _with_poa(key_claim(key), entry.code, other)
                yield Mutant("wrong POA", claim, Kind.WRONG_POA, entry.code, entry.poa)


def _with_poa(claim: Claim, code: str, poa: str) -> Claim:
    def changed(each: Diagnosis) -> Diagnosis:
        return msgspec.structs.replace(each, poa=poa) if each.code == code else each

    principal = None if claim.principal is None else changed(claim.principal)
    return msgspec.structs.replace(
        claim, principal=principal, diagnoses=tuple(changed(each) for each in claim.diagnoses)
    )


def _lines(key: Key) -> Iterator[Mutant]:
    claim = key_claim(key)
    for place, (entry, line) in enumerate(zip(key.lines, claim.lines, strict=True)):
        change: Callable[..., ServiceLine] = msgspec.structs.replace
        for modifiers in _other_modifiers(entry):
            mutated = _with_line(claim, place, change(line, modifiers=modifiers))
            yield Mutant("modifier", mutated, Kind.WRONG_MODIFIER, line.code, ", ".join(entry.modifiers))
        for units in {line.units + 1, line.units * 10, max(1, line.units - 1)} - {line.units}:
            mutated = _with_line(claim, place, change(line, units=units))
            yield Mutant("units", mutated, Kind.WRONG_UNITS, line.code, str(line.units))
        if entry.pointers:
            for pointers in _other_pointers(line.pointers, len(claim.all_diagnoses)):
                mutated = _with_line(claim, place, change(line, pointers=pointers))
                yield Mutant("pointer", mutated, Kind.WRONG_POINTER, line.code, ", ".join(entry.pointers))


def _other_modifiers(entry: KeyLine) -> Iterator[tuple[str, ...]]:
    own = entry.modifiers
    for at in range(len(own)):
        yield (*own[:at], *own[at + 1 :])
    surplus = next(each for each in ("59", "25", "GX") if each not in own)
    yield (*own, surplus)
    if own:
        yield (surplus, *own[1:])


def _other_pointers(own: tuple[str, ...], listed: int) -> Iterator[tuple[str, ...]]:
    letters = POINTER_LETTERS[:listed]
    yield ()
    if len(own) > 1:
        yield own[1:]
        yield (*own[1:], own[0])
    others = [letter for letter in letters if letter not in own]
    if others:
        yield (others[0], *own[1:])
        yield (*own, others[-1])
    if listed < len(POINTER_LETTERS):
        yield (*own[:-1], POINTER_LETTERS[listed])
