"""Diagnosis pointers point at a diagnosis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.claims.model import POINTER_LETTERS
from coding_course.edits.examples import stay, visit
from coding_course.edits.model import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coding_course.claims.model import Claim, Encounter
    from coding_course.codesets import Edition
    from coding_course.edits.model import Finding

MOST_POINTERS = 4


def _decide(claim: Claim, encounter: Encounter, edition: Edition) -> Iterator[Finding]:
    listed = len(claim.all_diagnoses)
    last = POINTER_LETTERS[min(listed, len(POINTER_LETTERS)) - 1] if listed else ""
    for line in claim.lines:
        nowhere = tuple(pointer for pointer in dict.fromkeys(line.pointers) if claim.pointed_code(pointer) is None)
        if nowhere:
            listing = f"the claim lists {'A to ' if listed > 1 else 'only '}{last}" if listed else "none is listed"
            yield RULE.finding(
                (line.code,),
                f"{line.code} points at diagnosis {', '.join(nowhere)}, and {listing}. Point at the diagnoses "
                "that were the reason for the service.",
                line.line,
            )
        if len(set(line.pointers)) < len(line.pointers):
            yield RULE.finding(
                (line.code,), f"{line.code} points at the same diagnosis twice. Write each letter once.", line.line
            )
        elif len(line.pointers) > MOST_POINTERS:
            yield RULE.finding(
                (line.code,),
                f"{line.code} points at {len(line.pointers)} diagnoses, and a line has room for "
                f"{MOST_POINTERS}. Keep those that explain the service best, the main one first.",
                line.line,
            )


RULE = Rule(
    id="pointer",
    title="Each diagnosis pointer names a listed diagnosis, once, and a line has at most four",
    severity=Severity.ERROR,
    citation="NUCC 1500 Claim Form Reference Instruction Manual, item 24E",
    explanation=(
        "A pointer is the letter of a diagnosis on the claim, A for the first, up to L. It tells the payer "
        "why the service was needed. The first pointer of a line is the main reason, and a line holds up to "
        "four; for Medicare on paper only the first counts. A diagnosis put in or taken out moves the "
        "letters behind it. Whether a pointer names the right diagnosis, only the chart can tell."
    ),
    decide=_decide,
    fires=(
        visit("dx: I10\nline: 99213 B", "only A is listed"),
        visit("dx: I10, E11.9\nline: 99213 A,A"),
        visit("dx: I10, E11.9, E78.5, M17.11, K21.9\nline: 99214 A,B,C,D,E", "five pointers"),
    ),
    passes=(visit("dx: I10, E11.9\nline: 99213 A,B"), stay("pdx: J18.9 Y", "no service lines")),
)
