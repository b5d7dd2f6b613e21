"""Grading procedures and service lines: codes, modifiers, units, pointers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from coding_course.claims.model import POINTER_LETTERS, Procedure, ServiceLine
from coding_course.codesets.model import System
from coding_course.grading import noted, wording
from coding_course.grading.diagnoses import Diagnoses
from coding_course.grading.matching import Match, match_entries
from coding_course.grading.model import Difference, KeyCode, KeyLine, Kind
from coding_course.grading.noted import Context, Noted
from coding_course.grading.relations import Relation, line_relation, procedure_relation
from coding_course.grading.weights import WORTH, Part


class Procedures:
    """The ICD-10-PCS procedures of a claim, matched to those of the key."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.expected: tuple[KeyCode, ...] = context.key.procedures
        self.reported: tuple[Procedure, ...] = context.claim.procedures
        self.matches = match_entries(
            [each.code for each in self.expected],
            [each.code for each in self.reported],
            self._relate,
            optional=[each.optional for each in self.expected],
        )

    def _relate(self, i: int, j: int) -> Relation | None:
        return procedure_relation(self.reported[j].code, self.expected[i], self.context.book)

    def differences(self) -> Iterator[Noted]:
        """Yield every difference of the procedures."""
        meant = {match.reported: i for i, match in self.matches.items()}
        told = _told(self.expected, self.matches)
        for j, procedure in enumerate(self.reported):
            difference: Difference | None
            if j in meant:
                entry, relation = self.expected[meant[j]], self.matches[meant[j]].relation
                difference = noted.near_miss(
                    self.context, procedure.code, entry, relation, Part.PROCEDURE, procedure.line
                )
            elif procedure.code in told or any(each.code == procedure.code for each in self.reported[:j]):
                other = told.get(procedure.code, "")
                difference = noted.extra(self.context, procedure.code, Kind.DUPLICATE, procedure.line, other=other)
            else:
                kind = noted.usable(self.context, procedure.code, System.PCS)
                difference = noted.extra(self.context, procedure.code, kind, procedure.line)
            if difference is not None:
                yield Noted(False, procedure.line, 1, j, difference)
        for i, entry in enumerate(self.expected):
            if i not in self.matches and not entry.optional:
                yield Noted(True, 0, 1, i, noted.missing(self.context, entry, WORTH[Part.PROCEDURE]))

    def worth(self) -> float:
        """Return the most points that the procedures can earn."""
        return sum((WORTH[Part.PROCEDURE] for each in self.expected if not each.optional), 0.0)


class Services:
    """The service lines of a claim, matched to those of the key.

    Parameters
    ----------
    context
        The claim and the case.
    diagnoses
        The matched diagnoses; pointers are compared through them, so that a diagnosis that is missing or in
        another place is not charged here again.
    """

    def __init__(self, context: Context, diagnoses: Diagnoses) -> None:
        self.context = context
        self.diagnoses = diagnoses
        self.expected: tuple[KeyLine, ...] = context.key.lines
        self.reported: tuple[ServiceLine, ...] = context.claim.lines
        self._places = {each.code: i for i, each in reversed(list(enumerate(diagnoses.expected)))}
        self.matches = match_entries(
            [each.code for each in self.expected],
            [each.code for each in self.reported],
            self._relate,
            optional=[each.optional for each in self.expected],
            prefer=self._prefer,
        )

    def _relate(self, i: int, j: int) -> Relation | None:
        code, entry = self.reported[j].code, self.expected[i]
        relation = line_relation(code, entry, self.context.book)
        if relation is None and (kind := noted.replaces(self.context, code)) is not None:
            return Relation(150, kind) if code[:2] == entry.code[:2] else None
        return relation

    def _prefer(self, i: int, j: int) -> int:
        """Say how well the rest of a line agrees: of two lines with one code, each is held against its own."""
        entry, line = self.expected[i], self.reported[j]
        shared = Counter(entry.modifiers) & Counter(line.modifiers)
        agree = 400 if _same(entry.modifiers, line.modifiers) else min(3, shared.total()) * 100
        return (
            agree + (200 if entry.units == line.units else 0) + (100 if self._pointer_fault(entry, line) is None else 0)
        )

    def differences(self) -> Iterator[Noted]:
        """Yield every difference of the service lines."""
        meant = {match.reported: i for i, match in self.matches.items()}
        told = _told(self.expected, self.matches)
        for j, line in enumerate(self.reported):
            found: list[Difference | None]
            if j in meant:
                entry = self.expected[meant[j]]
                relation = self.matches[meant[j]].relation
                found = [
                    noted.near_miss(self.context, line.code, entry, relation, Part.LINE, line.line),
                    self._modifiers(entry, line),
                    self._units(entry, line),
                    self._pointers(entry, line),
                ]
            elif line.code in told or any(each.code == line.code for each in self.reported[:j]):
                other = told.get(line.code, "")
                found = [noted.extra(self.context, line.code, Kind.DUPLICATE, line.line, other=other)]
            else:
                kind = noted.usable(self.context, line.code, System.CPT)
                found = [noted.extra(self.context, line.code, kind, line.line)]
            yield from (Noted(False, line.line, 2, j, each) for each in found if each is not None)
        for i, entry in enumerate(self.expected):
            if i not in self.matches and not entry.optional:
                yield Noted(True, 0, 2, i, noted.missing(self.context, entry, _line_worth(entry)))

    def worth(self) -> float:
        """Return the most points that the service lines can earn."""
        return sum((_line_worth(each) for each in self.expected if not each.optional), 0.0)

    def _modifiers(self, entry: KeyLine, line: ServiceLine) -> Difference | None:
        if _same(entry.modifiers, line.modifiers):
            return None
        lacking = list((Counter(entry.modifiers) - Counter(line.modifiers)).elements())
        surplus = list((Counter(line.modifiers) - Counter(entry.modifiers)).elements())
        named = self.context.book.named(line.code)
        what = []
        if lacking:
            what.append(f"needs modifier {' and '.join(lacking)}")
        if surplus:
            what.append(f"does not take modifier {' and '.join(surplus)} here")
        told = wording.join(
            f"{named} {' and '.join(what)}",
            wording.chart_says(entry.evidence),
            wording.rule(entry),
            wording.NEXT_STEP[Kind.WRONG_MODIFIER],
        )
        return self._difference(Kind.WRONG_MODIFIER, entry, line, ", ".join(entry.modifiers), Part.MODIFIERS, told)

    def _units(self, entry: KeyLine, line: ServiceLine) -> Difference | None:
        if entry.units == line.units:
            return None
        named = self.context.book.named(line.code)
        told = wording.join(
            f"{named} is reported with {line.units} units; the chart supports {entry.units}",
            wording.chart_says(entry.evidence),
            wording.rule(entry),
            wording.NEXT_STEP[Kind.WRONG_UNITS],
        )
        return self._difference(Kind.WRONG_UNITS, entry, line, str(entry.units), Part.UNITS, told)

    def _pointers(self, entry: KeyLine, line: ServiceLine) -> Difference | None:
        fault = self._pointer_fault(entry, line)
        if fault is None:
            return None
        told = wording.join(
            f"The pointers of {self.context.book.named(line.code)} {fault}",
            f"The line was for {', then '.join(self.context.book.named(code) for code in entry.pointers)}",
            wording.rule(entry),
            wording.NEXT_STEP[Kind.WRONG_POINTER],
        )
        return self._difference(Kind.WRONG_POINTER, entry, line, ", ".join(entry.pointers), Part.POINTERS, told)

    def _pointer_fault(self, entry: KeyLine, line: ServiceLine) -> str | None:
        """Return what is wrong with a line's pointers, in words; None when nothing is.

        They are compared as diagnoses of the key: through this learner's own list, entries that do not belong
        left aside, and without those that are missing from the claim, which have been told.
        """
        asked = [self._places[code] for code in entry.pointers if code in self._places]
        wanted = [i for i in asked if i in self.diagnoses.matches]
        if not wanted:
            return None
        absent = any(i not in self.diagnoses.matches and not self.diagnoses.expected[i].optional for i in asked)
        given: list[int] = []
        nowhere: list[str] = []
        for letter in line.pointers:
            try:
                place = self.diagnoses.pointed(letter)
            except LookupError:
                nowhere.append(letter)
                continue
            if place is not None and place not in given:
                given.append(place)
        if absent:
            return None if set(wanted) <= set(given) else f"leave out {self._letters(wanted, given)}"
        if nowhere:
            return f"name {' and '.join(nowhere)}, and the claim has no such diagnosis"
        if not line.pointers:
            return "are not given"
        if set(wanted) - set(given):
            return f"leave out {self._letters(wanted, given)}"
        if set(given) - set(wanted):
            return f"name {self._letters(given, wanted)}, which is not what the line was for"
        if given[0] != wanted[0]:
            return f"must begin with {self._letters(wanted[:1], ())}, the diagnosis that the line was chiefly for"
        return None

    def _letters(self, places: list[int], without: list[int] | tuple[()]) -> str:
        """Return the learner's own letters and codes of some entries of the key."""
        said = []
        for place in places:
            if place not in without:
                j = self.diagnoses.matches[place].reported
                letter = POINTER_LETTERS[j] if j < len(POINTER_LETTERS) else "beyond L"
                said.append(f"{letter} ({self.diagnoses.reported[j].code})")
        return " and ".join(said)

    @staticmethod
    def _difference(kind: Kind, entry: KeyLine, line: ServiceLine, expected: str, part: Part, told: str) -> Difference:
        points = 0.0 if entry.optional else WORTH[part]
        return Difference(kind, line.code, expected, points, told, entry.citation, entry.evidence, line.line)


def _line_worth(entry: KeyLine) -> float:
    points = WORTH[Part.LINE] + WORTH[Part.MODIFIERS] + WORTH[Part.UNITS]
    return points + (WORTH[Part.POINTERS] if entry.pointers else 0.0)


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return Counter(one) == Counter(other)


def _told(expected: tuple[KeyCode, ...] | tuple[KeyLine, ...], matches: dict[int, Match]) -> dict[str, str]:
    """Return the codes that a matched entry has said already, by the code of the key."""
    said: dict[str, str] = {}
    for i in matches:
        for code in (expected[i].code, *(each.code for each in expected[i].alternates)):
            said.setdefault(code, expected[i].code)
    return said
