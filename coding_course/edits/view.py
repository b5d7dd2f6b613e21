"""A claim as rules look at it: diagnoses in order, with what the edition says of each.

Rules share one view of a claim, so that thirty rules ask the edition once.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from coding_course.claims.model import POINTER_LETTERS, Setting
from coding_course.edits.facts import facts_of, in_categories, initials
from coding_course.edits.performed import Performed, facts_of_procedure
from coding_course.edits.reported import Reported

if TYPE_CHECKING:
    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.facts import Facts


class Listed:
    """A diagnosis at its place on the claim."""

    __slots__ = ("code", "facts", "line", "place", "poa")

    def __init__(self, code: str, poa: str, line: int, place: int, facts: Facts) -> None:
        self.code = code
        """In the form a coder reads, as far as it has the form of a code."""
        self.poa = poa
        self.line = line
        self.place = place
        """From 0, principal or first-listed diagnosis in front."""
        self.facts = facts

    @property
    def named(self) -> str:
        """The code with its title, for a sentence."""
        return f"{self.code} ({self.facts.title})" if self.facts.title else self.code

    def within(self, *categories: str) -> bool:
        """Tell whether the code falls into one of some categories or ranges: ``within("I10", "N17-N19")``."""
        return in_categories(self.code, *categories)


class View:
    """One claim, read in one edition."""

    def __init__(self, claim: Claim, encounter: Encounter, edition: Edition) -> None:
        self.claim = claim
        self.encounter = encounter
        self.edition = edition
        self.inpatient = encounter.setting is Setting.INPATIENT
        self._within: dict[tuple[str, ...], tuple[Listed, ...]] = {}
        self.listed: tuple[Listed, ...] = tuple(
            Listed((facts := facts_of(each.code, edition)).code, each.poa, each.line, place, facts)
            for place, each in enumerate(claim.all_diagnoses)
            if each.code.strip()  # a field of the claim form that was left empty
        )

    @property
    def first(self) -> Listed | None:
        """The principal diagnosis of a stay, else the first-listed one; None while it is not known."""
        if not self.listed or self.listed[0].place or (self.inpatient and self.claim.principal is None):
            return None
        return self.listed[0]

    @property
    def first_is_called(self) -> str:
        """``principal`` on inpatient claims, ``first-listed`` elsewhere."""
        return "principal" if self.inpatient else "first-listed"

    @cached_property
    def unique(self) -> tuple[Listed, ...]:
        """The listed diagnoses, each code once: what pair rules look at."""
        seen: dict[str, Listed] = {}
        for each in self.listed:
            seen.setdefault(each.code, each)
        return tuple(seen.values())

    @cached_property
    def services(self) -> tuple[Reported, ...]:
        """The service lines in order, with what the edition's subsets say of each."""
        return tuple(
            Reported(line, place, self.edition.service(line.code)) for place, line in enumerate(self.claim.lines)
        )

    @cached_property
    def procedures(self) -> tuple[Performed, ...]:
        """The ICD-10-PCS codes in order, with what the edition's tables say of each."""
        return tuple(
            Performed((facts := facts_of_procedure(each.code, self.edition)).code, each.line, place, facts)
            for place, each in enumerate(self.claim.procedures)
            if each.code.strip()
        )

    def pointed(self, reported: Reported) -> tuple[Listed, ...]:
        """Return the diagnoses that a service line points at, in the order of its pointers."""
        places = (POINTER_LETTERS.find(letter) if len(letter) == 1 else -1 for letter in reported.line.pointers)
        by_place = {each.place: each for each in self.listed}
        return tuple(by_place[place] for place in places if place in by_place)

    @cached_property
    def _letters(self) -> frozenset[str]:
        return frozenset(each.code[:1] for each in self.unique)

    def within(self, *categories: str) -> tuple[Listed, ...]:
        """Return the diagnoses that fall into one of some categories or ranges, in order."""
        # A hundred rules ask for categories of which most claims have none: their first letters rule most of them out.
        letters = initials(*categories)
        if self._letters.isdisjoint(letters):
            return ()
        found = self._within.get(categories)
        if found is None:
            found = tuple(
                each for each in self.unique if each.code[:1] in letters and in_categories(each.code, *categories)
            )
            self._within[categories] = found
        return found


_last: tuple[Claim, Encounter, Edition, View] | None = None


def look(claim: Claim, encounter: Encounter, edition: Edition) -> View:
    """Return the view of a claim; the last one is kept, since all rules of a check ask for the same."""
    global _last
    kept = _last
    if kept is not None and kept[0] is claim and kept[1] is encounter and kept[2] is edition:
        return kept[3]
    view = View(claim, encounter, edition)
    _last = (claim, encounter, edition, view)
    return view
