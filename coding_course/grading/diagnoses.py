"""Grading the diagnoses: codes, the choice of the first, order, present on admission."""

from __future__ import annotations

from collections.abc import Iterator

from coding_course.claims.model import POINTER_LETTERS, Diagnosis, Setting
from coding_course.codesets.model import System
from coding_course.grading import noted, wording
from coding_course.grading.keys import key_diagnoses
from coding_course.grading.matching import match_entries
from coding_course.grading.model import Difference, KeyCode, Kind, Order
from coding_course.grading.noted import Context, Noted
from coding_course.grading.relations import SAME_CATEGORY, Relation, diagnosis_relation
from coding_course.grading.weights import WORTH, Part

_POA_WORDS = {
    "Y": "present at admission",
    "N": "not present at admission",
    "U": "documentation insufficient",
    "W": "clinically undetermined",
    "1": "exempt from reporting",
    "": "no indicator",
}


class Diagnoses:
    """The diagnoses of a claim, matched to those of the key.

    Parameters
    ----------
    context
        The claim and the case.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.expected: tuple[KeyCode, ...] = key_diagnoses(context.key)
        self.reported: tuple[Diagnosis, ...] = context.claim.all_diagnoses
        self.matches = match_entries(
            [each.code for each in self.expected],
            [each.code for each in self.reported],
            self._relate,
            optional=[each.optional for each in self.expected],
        )
        self.meant = {match.reported: i for i, match in self.matches.items()}
        self._repeats = self._find_repeats()

    def _relate(self, i: int, j: int) -> Relation | None:
        code, entry, book = self.reported[j].code, self.expected[i], self.context.book
        relation = diagnosis_relation(code, entry, book)
        if code not in self.context.traps or (relation is not None and relation.closeness >= SAME_CATEGORY):
            return relation
        # What a trap says of its code goes before a likeness as loose as that of two categories of one section.
        kind, section = noted.replaces(self.context, code), book.section(code)
        return Relation(150, kind) if kind and section and section == book.section(entry.code) else None

    def _find_repeats(self) -> dict[int, int]:
        """Return reported entries that say again what a matched entry says, by what they repeat."""
        told = {self.reported[match.reported].code: i for i, match in self.matches.items()}
        for i in self.matches:
            told.setdefault(self.expected[i].code, i)
            for alternate in self.expected[i].alternates:
                told.setdefault(alternate.code, i)
        repeats: dict[int, int] = {}
        for j, diagnosis in enumerate(self.reported):
            if j not in self.meant and diagnosis.code in told:
                repeats[j] = told[diagnosis.code]
        return repeats

    def pointed(self, letter: str) -> int | None:
        """Return the index in the key of the diagnosis that a pointer names; None for one the key does not have.

        Raises
        ------
        LookupError
            If the letter names no diagnosis of the claim.
        """
        place = POINTER_LETTERS.find(letter) if len(letter) == 1 else -1
        if not 0 <= place < len(self.reported):
            raise LookupError(letter)
        return self.meant.get(place, self._repeats.get(place))

    def differences(self) -> Iterator[Noted]:
        """Yield every difference of the diagnoses."""
        leader = self._leader()
        marked = self._marked()
        for j, diagnosis in enumerate(self.reported):
            if j in self.meant:
                yield from self._of_matched(self.meant[j], j)
            else:
                yield self._at(j, self._of_extra(j, diagnosis, holds_first=j == 0 == leader and marked))
        if leader is not None and leader != 0:
            yield self._at(0, self._wrong_first())
        elif leader == 0 and not marked:
            yield self._at(0, self._unmarked())
        yield from self._order(wrong_first=leader not in (None, 0))
        for i, entry in enumerate(self.expected):
            if i not in self.matches and not entry.optional:
                first = self.context.first_place if i == 0 else ""
                difference = noted.missing(self.context, entry, self._worth_of_missing(i), first=first)
                yield Noted(True, 0, 0, i, difference)

    def _at(self, j: int, difference: Difference) -> Noted:
        return Noted(False, self.reported[j].line, 0, j, difference)

    def _of_matched(self, i: int, j: int) -> Iterator[Noted]:
        entry, diagnosis, relation = self.expected[i], self.reported[j], self.matches[i].relation
        near = noted.near_miss(self.context, diagnosis.code, entry, relation, Part.DIAGNOSIS, diagnosis.line)
        if near is not None:
            yield self._at(j, near)
        if entry.poa and not self._poa_agrees(entry, diagnosis):
            given = diagnosis.poa
            told = wording.join(
                f"{self.context.book.named(diagnosis.code)} has {_poa_words(given)}; expected {_poa_words(entry.poa)}",
                wording.chart_says(entry.evidence),
                wording.rule(entry),
                wording.NEXT_STEP[Kind.WRONG_POA] if entry.poa != "1" else "Look the code up in the POA-exempt list.",
            )
            points = 0.0 if entry.optional else WORTH[Part.POA]
            yield self._at(
                j,
                Difference(
                    Kind.WRONG_POA,
                    diagnosis.code,
                    entry.poa,
                    points,
                    told,
                    entry.citation,
                    entry.evidence,
                    diagnosis.line,
                ),
            )

    def _poa_agrees(self, entry: KeyCode, diagnosis: Diagnosis) -> bool:
        given = diagnosis.poa.upper()
        if given == entry.poa or (entry.poa == "1" and given == ""):
            return True  # an exempt code may carry 1 or nothing, depending on the claim's version
        book = self.context.book
        # Another code than the key's may be exempt where the key's is not; it has had its difference.
        return diagnosis.code != entry.code and book.exempt(diagnosis.code) != (entry.poa == "1")

    def _of_extra(self, j: int, diagnosis: Diagnosis, *, holds_first: bool) -> Difference:
        first = self.context.first_place if holds_first else ""
        also = WORTH[Part.FIRST] if holds_first else 0.0
        if j in self._repeats:
            repeated = self.reported[self.matches[self._repeats[j]].reported].code
            return noted.extra(
                self.context, diagnosis.code, Kind.DUPLICATE, diagnosis.line, other=repeated, first=first, also=also
            )
        if any(each.code == diagnosis.code for each in self.reported[:j]):
            return noted.extra(self.context, diagnosis.code, Kind.DUPLICATE, diagnosis.line, first=first, also=also)
        kind = noted.usable(self.context, diagnosis.code, System.CM)
        other = ""
        if kind is Kind.EXTRA:
            for i in sorted(self.matches):
                if self.context.book.excludes1(diagnosis.code, self.expected[i].code):
                    kind, other = Kind.EXCLUDED_PAIR, self.expected[i].code
                    break
        return noted.extra(self.context, diagnosis.code, kind, diagnosis.line, other=other, first=first, also=also)

    def _leader(self) -> int | None:
        """Return the entry of the key that stands first, whatever does not belong left aside.

        None when the key's first diagnosis is not on the claim at all: its absence is told once, as missing.
        """
        if 0 not in self.matches:
            return None
        return self.meant[min(self.meant)]

    def _marked(self) -> bool:
        """Say whether an inpatient claim marks its principal diagnosis."""
        inpatient = self.context.encounter.setting is Setting.INPATIENT and self.context.key.principal is not None
        return not inpatient or self.context.claim.principal is not None

    def _wrong_first(self) -> Difference:
        entry = self.expected[0]
        own = self.reported[self.matches[0].reported].code
        standing = self.reported[min(self.meant)]
        place = self.context.first_place
        named = self.context.book.named
        told = wording.join(
            f"{named(standing.code)} stands as the {place}; the chart supports {named(own)}",
            wording.chart_says(entry.evidence),
            wording.rule(entry),
            wording.NEXT_STEP[Kind.WRONG_PRINCIPAL],
        )
        return Difference(
            Kind.WRONG_PRINCIPAL,
            standing.code,
            entry.code,
            WORTH[Part.FIRST],
            told,
            entry.citation,
            entry.evidence,
            standing.line,
        )

    def _unmarked(self) -> Difference:
        entry, first = self.expected[0], self.reported[0]
        told = wording.join(
            "No principal diagnosis is marked",
            f"An inpatient claim names it on a line of its own: pdx: {self.reported[self.matches[0].reported].code}",
            wording.rule(entry),
        )
        return Difference(
            Kind.WRONG_PRINCIPAL,
            first.code,
            entry.code,
            WORTH[Part.FIRST],
            told,
            entry.citation,
            entry.evidence,
            first.line,
        )

    def _pairs(self) -> Iterator[tuple[Order, int, int]]:
        by_code = {entry.code: i for i, entry in reversed(list(enumerate(self.expected)))}
        for pair in self.context.key.order:
            if pair.first in by_code and pair.then in by_code:
                yield pair, by_code[pair.first], by_code[pair.then]

    def _pair_worth(self, one: int, other: int) -> float:
        return 0.0 if self.expected[one].optional or self.expected[other].optional else WORTH[Part.ORDER]

    def _order(self, *, wrong_first: bool) -> Iterator[Noted]:
        # A wrong first diagnosis displaces two entries; the order of either has been told with it.
        moved = {0, self.meant[min(self.meant)]} if wrong_first else set()
        for pair, one, other in self._pairs():
            if one not in self.matches or other not in self.matches or moved & {one, other}:
                continue
            a, b = self.matches[one].reported, self.matches[other].reported
            if a < b:
                continue
            early, late = self.reported[b], self.reported[a]
            told = wording.join(
                f"{self.context.book.named(late.code)} must stand before {self.context.book.named(early.code)}",
                pair.rationale.rstrip(". ") + (f" ({pair.citation})" if pair.citation else ""),
                wording.NEXT_STEP[Kind.WRONG_SEQUENCE],
            )
            yield self._at(
                b,
                Difference(
                    Kind.WRONG_SEQUENCE,
                    early.code,
                    f"{pair.first}, {pair.then}",
                    self._pair_worth(one, other),
                    told,
                    pair.citation,
                    self.expected[one].evidence,
                    early.line,
                ),
            )

    def _worth_of_missing(self, i: int) -> float:
        """Return everything that is lost with an entry: its code, indicator, place and order, each told once."""
        points = WORTH[Part.DIAGNOSIS]
        if self.expected[i].poa:
            points += WORTH[Part.POA]
        if i == 0:
            points += WORTH[Part.FIRST]
        for _, one, other in self._pairs():
            teller = one if one not in self.matches else other
            if teller == i and i not in self.matches:
                points += self._pair_worth(one, other)
        return points

    def worth(self) -> float:
        """Return the most points that the diagnoses can earn."""
        points = 0.0
        for i, entry in enumerate(self.expected):
            if not entry.optional:
                points += WORTH[Part.DIAGNOSIS] + (WORTH[Part.POA] if entry.poa else 0.0)
                points += WORTH[Part.FIRST] if i == 0 else 0.0
        return points + sum(self._pair_worth(one, other) for _, one, other in self._pairs())


def _poa_words(indicator: str) -> str:
    meaning = _POA_WORDS.get(indicator, "unknown indicator")
    return f"{indicator} ({meaning})" if indicator else meaning
