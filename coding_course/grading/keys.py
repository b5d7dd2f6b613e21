"""The claim that a key stands for."""

from __future__ import annotations

from coding_course.claims.model import POINTER_LETTERS, Claim, Diagnosis, Procedure, ServiceLine
from coding_course.grading.model import Key, KeyCode


def key_diagnoses(key: Key) -> tuple[KeyCode, ...]:
    """Return every diagnosis of a key in order, principal or first-listed in front."""
    return (key.principal, *key.diagnoses) if key.principal is not None else key.diagnoses


def key_claim(key: Key, *, optional: bool = True) -> Claim:
    """Return the claim that reports exactly what a key asks for.

    Parameters
    ----------
    key
        The key of a case.
    optional
        Whether entries that may be left out are reported.

    Returns
    -------
    Claim
        Codes of the key itself, not their alternates; pointers as letters of this claim's own diagnoses.

    Examples
    --------
    >>> from coding_course.grading.model import KeyLine
    >>> i10 = KeyCode("I10", (), "", "")
    >>> claim = key_claim(Key(diagnoses=(i10,), lines=(KeyLine("99213", (), "", "", pointers=("I10",)),)))
    >>> claim.lines[0].pointers
    ('A',)
    """
    listed = [each for each in key_diagnoses(key) if optional or not each.optional]
    principal = key.principal if key.principal in listed else None
    letters = {each.code: POINTER_LETTERS[place] for place, each in enumerate(listed) if place < len(POINTER_LETTERS)}
    return Claim(
        principal=None if principal is None else Diagnosis(principal.code, principal.poa),
        diagnoses=tuple(Diagnosis(each.code, each.poa) for each in listed if each is not principal),
        procedures=tuple(Procedure(each.code) for each in key.procedures if optional or not each.optional),
        lines=tuple(
            ServiceLine(
                each.code,
                each.modifiers,
                each.units,
                tuple(letters[pointer] for pointer in each.pointers if pointer in letters),
            )
            for each in key.lines
            if optional or not each.optional
        ),
    )
