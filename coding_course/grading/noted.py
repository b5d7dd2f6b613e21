"""What the parts of the grader share: the case at hand, and a difference with its place on the claim."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from coding_course.claims.model import Claim, Encounter
from coding_course.codesets.model import System
from coding_course.grading import wording
from coding_course.grading.codebook import Codebook
from coding_course.grading.model import Difference, Evidence, Key, KeyCode, KeyLine, Kind, Trap
from coding_course.grading.relations import Relation
from coding_course.grading.weights import WORTH, Part, cost, share_lost


class Context(NamedTuple):
    """One claim and the case that it is graded against."""

    claim: Claim
    key: Key
    encounter: Encounter
    book: Codebook
    traps: Mapping[str, Trap]

    @property
    def first_place(self) -> str:
        """What the first diagnosis is called in this setting."""
        return "principal diagnosis" if self.key.principal is not None else "first-listed diagnosis"


class Noted(NamedTuple):
    """A difference and where on the claim it belongs."""

    absent: bool
    """True for what is missing from the claim; listed last."""
    line: int
    group: int
    """0 diagnoses, 1 procedures, 2 service lines."""
    place: int
    difference: Difference


def named_kind(trap: Trap | None, structural: Kind) -> Kind:
    """Return the kind that a trap gives, or the one that the structure of the codes gives."""
    if trap is not None and trap.kind:
        try:
            return Kind(trap.kind)
        except ValueError:
            return structural
    return structural


REPLACING = frozenset(
    {
        Kind.LESS_SPECIFIC,
        Kind.MORE_SPECIFIC,
        Kind.WRONG_CODE,
        Kind.WRONG_7TH_CHARACTER,
        Kind.WRONG_LATERALITY,
        Kind.WRONG_ROOT_OPERATION,
        Kind.WRONG_BODY_PART,
        Kind.WRONG_APPROACH,
        Kind.WRONG_DEVICE,
        Kind.WRONG_DURATION,
        Kind.WRONG_QUALIFIER,
        Kind.NOT_BILLABLE,
        Kind.INVALID,
    }
)
"""Kinds of traps that are reported in place of something, and so are told together with what they replace."""


def replaces(context: Context, code: str) -> Kind | None:
    """Return the kind of a trap that is reported in place of a code of the key; None for any other code."""
    trap = context.traps.get(code)
    if trap is None:
        return None
    kind = named_kind(trap, Kind.EXTRA)
    return kind if kind in REPLACING else None


def near_miss(
    context: Context, code: str, entry: KeyCode | KeyLine, relation: Relation, part: Part, line: int
) -> Difference | None:
    """Return the difference for a code reported in place of the expected one; None when it is right."""
    if relation.kind is None:
        return None
    trap = context.traps.get(code)
    kind = named_kind(trap, relation.kind)
    # An optional entry is worth nothing, so a near miss of it costs what something unasked for costs.
    points = cost(kind) * 0.5 if entry.optional else WORTH[part] * share_lost(kind, len(relation.axes))
    return Difference(
        kind=kind,
        code=code,
        expected=entry.code,
        points=points,
        message=wording.near_miss(code, entry, relation, kind, context.book, trap),
        citation=(trap.citation if trap is not None else "") or entry.citation,
        evidence=entry.evidence,
        line=line,
    )


def extra(
    context: Context,
    code: str,
    structural: Kind,
    line: int,
    *,
    other: str = "",
    first: str = "",
    also: float = 0.0,
) -> Difference:
    """Return the difference for a reported entry that the key has nothing for.

    Parameters
    ----------
    context
        The case.
    code
        As reported.
    structural
        What the structure of the codes says it is.
    line
        Of the notation.
    other
        The code that it clashes with, or repeats.
    first
        The place that it wrongly holds, when it does.
    also
        Points lost with it: the choice of the first diagnosis.
    """
    trap = context.traps.get(code) if structural is not Kind.DUPLICATE else None
    kind = named_kind(trap, structural)
    evidence: tuple[Evidence, ...] = trap.evidence if trap is not None else ()
    return Difference(
        kind=kind,
        code=code,
        expected="",
        points=cost(kind) + also,
        message=wording.extra(code, kind, context.book, trap, other=other, first=first),
        citation=trap.citation if trap is not None else "",
        evidence=evidence,
        line=line,
    )


def missing(context: Context, entry: KeyCode | KeyLine, points: float, *, first: str = "") -> Difference:
    """Return the difference for an entry of the key that is not on the claim."""
    return Difference(
        kind=Kind.MISSING,
        code="",
        expected=entry.code,
        points=points,
        message=wording.missing(entry, context.book, first=first),
        citation=entry.citation,
        evidence=entry.evidence,
    )


def usable(context: Context, code: str, system: System) -> Kind:
    """Return what is wrong with a reported code by itself: invalid, not billable, or merely extra."""
    found = context.book.find(code, system)
    if found is None and context.book.holds(system):
        return Kind.EXTRA if system is System.PCS and context.book.exists(code) else Kind.INVALID
    if found is not None and not found.billable:
        return Kind.NOT_BILLABLE
    return Kind.EXTRA
