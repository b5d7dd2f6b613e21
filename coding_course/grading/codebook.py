"""What the grader asks of an edition, each thing once a claim."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from coding_course.codesets import Code, NoteKind, System, covers

if TYPE_CHECKING:
    from coding_course.codesets import Edition
    from coding_course.codesets.pcs.model import Axis, AxisValue


def bare(code: str) -> str:
    """Return a code without its point.

    Examples
    --------
    >>> bare("E11.22")
    'E1122'
    """
    return code.replace(".", "")


class Codebook:
    """An edition, with its answers remembered for the length of one grading.

    Parameters
    ----------
    edition
        The code set; a claim is looked up in it as typed, an ill-formed code is simply not found.
    """

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._found: dict[tuple[str, System], Code | None] = {}
        self._sides: dict[str, frozenset[str]] = {}
        self._excluded: dict[str, tuple[str, ...]] = {}
        self._axes: dict[str, tuple[AxisValue, ...]] = {}

    def find(self, code: str, system: System) -> Code | None:
        """Return the code, only if it stands in the edition exactly as written."""
        known = (code, system)
        if known not in self._found:
            found = self.edition.lookup(code, system) if 2 < len(code) < 9 and code.isascii() else None
            self._found[known] = found if found is not None and bare(found.code) == bare(code) else None
        return self._found[known]

    def title(self, code: str) -> str:
        """Return the title of a code of any system; empty when there is none."""
        # Procedures last: the beginning of one may look like a service code, and is no code by itself.
        for system in (System.CM, System.CPT, System.HCPCS, System.PCS):
            found = self.find(code, system)
            if found is not None:
                return found.title
        return ""

    def axes(self, code: str) -> tuple[AxisValue, ...]:
        """Return what each character of a procedure code, or of its beginning, says; empty when no code begins so."""
        if code not in self._axes:
            known = len(code) < 8 and code.isascii() and code.isalnum() and self.holds(System.PCS)
            self._axes[code] = self.edition.pcs.axes(code) if known else ()
        return self._axes[code]

    def choices(self, prefix: str) -> Axis | None:
        """Return the axis that follows the beginning of a procedure code, with its values; None when none does."""
        return self.edition.pcs.choices(prefix) if self.axes(prefix) else None

    def exists(self, code: str) -> bool:
        """Say whether an ICD-10-PCS code is valid in the edition's year, also one that is held without its title."""
        if (found := self.find(code, System.PCS)) is not None:
            return found.billable
        period = self.edition.pcs.period(code) if len(code) == 7 and code.isascii() and code.isalnum() else None
        if period is None:
            return False
        year = self.edition.manifest
        return (period[0] or year.first_day) <= year.last_day and (period[1] or year.last_day) >= year.first_day

    def named(self, code: str) -> str:
        """Return a code with its title: ``I10 (Essential (primary) hypertension)``."""
        title = self.title(code)
        return f"{code} ({title})" if title else code

    def holds(self, system: System) -> bool:
        """Say whether the edition lists the whole system, so that a code it lacks does not exist."""
        return system is System.CM or (system is System.PCS and self.edition.counts().get(system, 0) > 0)

    def side(self, code: str) -> str:
        """Return right, left, bilateral, unspecified or nothing."""
        return self.edition.laterality(code)

    def other_sides(self, code: str) -> frozenset[str]:
        """Return the codes that differ in side alone."""
        if code not in self._sides:
            self._sides[code] = frozenset(each.code for each in self.edition.sided(code)) - {code}
        return self._sides[code]

    def unspecified(self, code: str) -> bool:
        """Say whether the title says "unspecified", side aside."""
        return self.edition.unspecified(code)

    def section(self, code: str) -> str:
        """Return the section (block) that a code stands in: ``E08-E13``."""
        return next((each.code for each in self.edition.ancestors(code) if each.kind == "section"), "")

    def chapter(self, code: str) -> str:
        """Return the chapter that a code stands in: ``18``."""
        return next((each.code for each in self.edition.ancestors(code) if each.kind == "chapter"), "")

    def parent(self, code: str) -> str:
        """Return the next higher code."""
        found = self.find(code, System.CM)
        return found.parent if found is not None else ""

    def undivided(self, code: str) -> bool:
        """Say whether a code is its whole category, 7th character aside: its siblings are then other categories."""
        return len(bare(code).rstrip("X") if len(bare(code)) < 7 else bare(code)[:6].rstrip("X")) == 3

    def seventh(self, code: str) -> Mapping[str, str]:
        """Return the 7th characters that a code takes, with their meaning."""
        return self.edition.seventh_characters(code)

    def exempt(self, code: str) -> bool:
        """Say whether a code is exempt from present-on-admission reporting."""
        return self.edition.poa_exempt(code)

    def excludes1(self, code: str, other: str) -> bool:
        """Say whether an Excludes1 note at one of the two codes, or above it, names the other (I.A.12.a)."""
        return self._names(code, other) or self._names(other, code)

    def _names(self, carrier: str, other: str) -> bool:
        if carrier not in self._excluded:
            notes = self.edition.notes(carrier)
            self._excluded[carrier] = tuple(
                each for note in notes if note.kind is NoteKind.EXCLUDES1 for each in note.codes
            )
        return any(covers(each, other) for each in self._excluded[carrier])
