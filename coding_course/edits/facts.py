"""What an edition says of one diagnosis code, in the form that rules ask: worked out once, kept for the next claim.

A rule set asks the same few things of the same codes again and again: which codes an Excludes1 note names, what must
come first, whether a side is missing. ``facts_of`` answers from a cache for each edition.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from coding_course.codesets import NoteKind, System, covers, normalize
from coding_course.edits.remembering import Remembered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coding_course.codesets import AgeLimits, Code, Edition, Note

_CONDITIONAL = re.compile(
    r"\b(?:if|when|where|any|such as|as appropriate|as applicable|as needed|associated|or)\b", re.I
)
_OPTIONAL = re.compile(r"\bif (?:applicable|known|present)\b", re.I)
_UNDERLYING = re.compile(r"(?:the )?underlying\b", re.I)


class Reference(NamedTuple):
    """A code, category or range that a note names, with the note's line."""

    codes: str
    note: Note


class Instruction(NamedTuple):
    """One "code first" or "use additional code" note: its lines as one, and the codes that they name."""

    source: str
    """The code, category, section or chapter that carries it."""
    text: str
    """Its lines, joined."""
    references: tuple[Reference, ...]
    conditional: bool
    """True when the note leaves room: "if applicable", "such as", "any", ..."""
    letters: frozenset[str]
    """The first letters of the codes that it names, which rules most codes out at once."""
    required: bool
    """True when it names the one underlying condition without leaving room."""

    def names(self, code: str) -> Reference | None:
        """Return the reference that covers a code, or None."""
        if code[:1] not in self.letters:
            return None
        return next((ref for ref in self.references if _covers(ref.codes, code)), None)


class Facts:
    """One diagnosis code in one edition; everything but its record is worked out when first asked."""

    def __init__(self, code: str, edition: Edition) -> None:
        self.code = code
        self._edition = edition
        record = edition.lookup(code, System.CM) if code else None
        if record is not None and record.kind in {"chapter", "section"}:
            record = None
        self.record: Code | None = record
        """The code or header; None when the edition does not hold it."""
        self.billable = record is not None and record.billable
        self.title = record.title if record is not None else ""
        self.category = code[:3]
        self._excluded: dict[str, Reference | None] = {}

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """Every note that applies, inherited ones included."""
        return self._edition.notes(self.code) if self.record is not None else ()

    @cached_property
    def flags(self) -> frozenset[str]:
        """What the Medicare Code Editor and the list of present-on-admission exemptions say of the code."""
        return self._edition.flags(self.code) if self.billable else frozenset()

    @cached_property
    def _excludes1(self) -> Mapping[str, tuple[Reference, ...]]:
        """References of Excludes1 notes by the first letter they can begin with, which rules most of them out."""
        by_letter: dict[str, list[Reference]] = {}
        for note in self.notes:
            if note.kind is NoteKind.EXCLUDES1:
                for codes in note.codes:
                    for letter in _letters(codes):
                        by_letter.setdefault(letter, []).append(Reference(codes, note))
        return {letter: tuple(found) for letter, found in by_letter.items()}

    def excludes(self, other: str) -> Reference | None:
        """Return the Excludes1 reference of this code that names ``other``, or None."""
        if other not in self._excluded:
            if len(self._excluded) > 2_000:
                self._excluded.clear()
            found = self._excludes1.get(other[:1], ())
            self._excluded[other] = next((ref for ref in found if _covers(ref.codes, other)), None)
        return self._excluded[other]

    @cached_property
    def code_first(self) -> tuple[Instruction, ...]:
        """Its "code first" notes, the nearest first; one for each place that carries one."""
        return tuple(_instructions(self.notes, NoteKind.CODE_FIRST, split=None))

    @cached_property
    def use_additional(self) -> tuple[Instruction, ...]:
        """Its "use additional code" notes, one for each thing that is asked for."""
        return tuple(_instructions(self.notes, NoteKind.USE_ADDITIONAL, split=re.compile(r"(?:code|\()", re.I)))

    @cached_property
    def manifestation(self) -> bool:
        """True for a code that its title, or Medicare's editor, puts behind its cause, with a note that says so."""
        if "diseases classified elsewhere" in self.title.lower():
            return bool(self.code_first)
        return "manifestation" in self.flags and any(not _OPTIONAL.search(note.text) for note in self.code_first)

    @cached_property
    def seventh_characters(self) -> Mapping[str, str]:
        """The 7th characters that apply to the code or header, by character."""
        return self._edition.seventh_characters(self.code) if self.record is not None else {}

    @cached_property
    def laterality(self) -> str:
        """``right``, ``left``, ``bilateral``, ``unspecified`` or empty."""
        return self._edition.laterality(self.code) if self.billable else ""

    @cached_property
    def sided(self) -> tuple[Code, ...]:
        """The codes that differ from it in side alone."""
        return self._edition.sided(self.code) if self.billable else ()

    @cached_property
    def unspecified(self) -> bool:
        """True for an unspecified code, side aside."""
        return self.billable and self._edition.unspecified(self.code)

    @cached_property
    def poa_exempt(self) -> bool:
        """True when the code is on the list that needs no present-on-admission indicator."""
        return "poa-exempt" in self.flags

    @cached_property
    def age_limits(self) -> AgeLimits | None:
        """The ages that the code is for, when it has such limits."""
        return self._edition.age_limits(self.code) if self.billable else None


_covers = lru_cache(maxsize=65_536)(covers)
_KNOWN = Remembered(lambda code, edition: Facts(normalize(code, System.CM), edition), most=20_000)


def facts_of(code: str, edition: Edition) -> Facts:
    """Return the facts of a code as reported; for one that does not exist, facts that hold nothing.

    Parameters
    ----------
    code
        A diagnosis code in any written form.
    edition
        The edition to ask.
    """
    return _KNOWN.of(code, edition)


@lru_cache(maxsize=65_536)
def in_categories(code: str, *categories: str) -> bool:
    """Tell whether a code falls into one of some categories, subcategories or ranges of categories.

    Examples
    --------
    >>> in_categories("I13.0", "I10-I13"), in_categories("Z91.141", "Z91.1"), in_categories("Z91.A", "Z91.1")
    (True, True, False)
    """
    for wanted in categories:
        low, dash, high = wanted.partition("-")
        if dash and low <= code[: len(low)] and code[: len(high)] <= high:
            return True
        if not dash and code.startswith(low):
            return True
    return False


@lru_cache(maxsize=4096)
def initials(*categories: str) -> frozenset[str]:
    """Return the first letters that codes of some categories or ranges can have.

    Examples
    --------
    >>> sorted(initials("I10", "V00-Y99"))
    ['I', 'V', 'W', 'X', 'Y']
    """
    return frozenset(letter for category in categories for letter in _letters(category))


def in_own_category(source: str, code: str) -> bool:
    """Tell whether a note stands at a code, its subcategory or its category, and not at a section or chapter.

    Examples
    --------
    >>> in_own_category("E11.62", "E11.621"), in_own_category("E08-E13", "E11.621"), in_own_category("4", "E11.9")
    (True, False, False)
    """
    return len(source) >= 3 and code.startswith(source)


def drug_character(code: str) -> str:
    """Return the character of a T36 to T50 code that tells poisoning (1 to 4), adverse effect (5), underdosing (6).

    It is the sixth character, or the fifth where the sixth is a placeholder; empty for any other code.

    Examples
    --------
    >>> drug_character("T36.0X5A"), drug_character("T38.3X6A"), drug_character("T50.A11A"), drug_character("I10")
    ('5', '6', '1', '')
    """
    bare = code.replace(".", "")
    if len(bare) < 6 or not "T36" <= bare[:3] <= "T50":
        return ""
    character = bare[5] if bare[5] != "X" else bare[4]
    return character if character in "123456" else ""


def _letters(codes: str) -> str:
    """Return the letters that the codes of a reference can begin with: ``O00-P96`` is ``OP``."""
    low, _, high = codes.partition("-")
    last = high[:1] if re.match(r"[A-Z][0-9]", high) else low[:1]
    return "".join(map(chr, range(ord(low[:1]), ord(last) + 1))) if low else ""


def _instructions(notes: Iterable[Note], kind: NoteKind, split: re.Pattern[str] | None) -> Iterable[Instruction]:
    """Join the lines of notes of one kind; a line that matches ``split`` begins a new instruction."""
    groups: list[list[Note]] = []
    for note in notes:
        if note.kind is not kind:
            continue
        fresh = not groups or groups[-1][0].source != note.source
        if fresh or (split is not None and split.match(note.text)):
            groups.append([note])
        else:
            groups[-1].append(note)
    for group in groups:
        head, *rest = (note.text.strip(" ,.") for note in group)
        text = f"{head} {', '.join(rest)}" if head.endswith(":") else ", ".join((head, *rest))
        references = tuple(Reference(codes, note) for note in group for codes in note.codes)
        conditional = bool(_CONDITIONAL.search(text))
        required = bool(references) and not conditional and bool(_UNDERLYING.match(text))
        letters = frozenset(letter for reference in references for letter in _letters(reference.codes))
        yield Instruction(group[0].source, text, references, conditional, letters, required)
