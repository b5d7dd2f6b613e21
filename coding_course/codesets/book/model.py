"""What the Alphabetic Index says: volumes, entries, and where they lead. Frozen values, without files.

The words are those of the Official Guidelines, section I.A.1 to I.A.7 and I.A.16 to I.A.18: main term, subterm,
nonessential modifier, default code, see, see also.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from coding_course.codesets.model import Code

_NO_CELLS: Mapping[str, str] = MappingProxyType({})


class Volume(msgspec.Struct, frozen=True):
    """One part of the index: the index proper, a table, or the index of procedures."""

    id: str
    """``diseases``, ``neoplasms``, ``drugs``, ``external-causes`` or ``procedures``."""
    title: str
    """In the words of the book: ``Table of Drugs and Chemicals``."""
    source: str
    """Who made it and for which year: ``Official index, FY2017``, or what the study index says of itself."""
    official: bool
    columns: tuple[str, ...] = ()
    """The columns of a table, without the first; empty for an index."""
    main_terms: int = 0
    entries: int = 0
    """Main terms and subterms together."""


class IndexEntry(msgspec.Struct, frozen=True):
    """One line of the index: a main term, or a subterm under it."""

    id: int
    """Stays the same as long as the volume is built from the same files."""
    volume: str
    title: str
    """Without the nonessential modifiers."""
    nonessential: str = ""
    """What the book prints in parentheses: words that do not change the code (Official Guidelines, I.A.7)."""
    codes: tuple[str, ...] = ()
    """As printed, with the dash of a code that the tabular list completes: ``M80.0-``. Of ICD-10-PCS also the
    beginning of a code, which a table completes."""
    manifestation: str = ""
    """The second code of a pair, printed in brackets (Official Guidelines, I.A.13)."""
    see: str = ""
    see_also: str = ""
    use: str = ""
    """ICD-10-PCS alone: the value of a body part or device that a term stands for."""
    cells: Mapping[str, str] = _NO_CELLS
    """For a table: title of the column to code."""
    parent: int = 0
    """The entry above; 0 for a main term."""
    has_below: bool = False
    level: int = 0
    """0 for a main term, 1 for a subterm, and so on."""

    def text(self) -> str:
        """Return the line as the book prints it.

        Examples
        --------
        >>> IndexEntry(1, "diseases", "Pneumonia", "(acute) (double)", ("J18.9",)).text()
        'Pneumonia (acute) (double) J18.9'
        """
        parts = [self.title, self.nonessential, *self.codes]
        if self.manifestation:
            parts.append(f"[{self.manifestation}]")
        for word, target in (("see", self.see), ("see also", self.see_also), ("use", self.use)):
            if target:
                parts.append(f"- {word} {target}")
        return " ".join(part for part in parts if part)


class Lead(msgspec.Struct, frozen=True):
    """Where one reference of an entry leads."""

    kind: str
    """``see``, ``see also`` or ``use``."""
    text: str
    """As printed: ``Fracture, by site``."""
    entries: tuple[int, ...] = ()
    """The entries that it names."""
    codes: tuple[str, ...] = ()
    """The categories or tables that it names: ``see category Z86``."""
    volume: str = ""
    """The volume that it sends to, when it is another one."""
    how: str = ""
    """``entry`` when it names one, ``near`` when the index words it differently; ``choose`` when the reader picks a
    subterm ("by site"); ``condition`` when the name of the condition is to be looked up; ``category``; ``volume``;
    of ICD-10-PCS ``table`` and ``value``; otherwise the reason why nothing was found."""

    @property
    def found(self) -> bool:
        """Say whether it leads anywhere."""
        return self.how in FOUND

    @property
    def message(self) -> str:
        """What the reader does now, in a sentence.

        Examples
        --------
        >>> Lead("see", "condition", how="condition").message
        'Look up the name of the condition: not its site, and not an adjective.'
        """
        codes = ", ".join(self.codes)
        return {
            "entry": f"Go to {self.text}.",
            "near": f"Go to {self.text}; the index words it a little differently.",
            "choose": f"Go to {self.text}, and choose the subterm that fits.",
            "condition": "Look up the name of the condition: not its site, and not an adjective.",
            "category": f"Go to {codes} in the tabular list.",
            "volume": f"Look in another part of the index: {self.text}.",
            "table": f"Build the code from {codes}: {self.text}.",
            "value": f"Build the code with the value {self.text}.",
        }.get(self.how, f"The index does not have {self.text}; shown is what comes nearest.")


FOUND = frozenset(("entry", "near", "choose", "condition", "category", "volume", "table", "value"))
"""What counts as a reference that was resolved."""


class CodeState(msgspec.Struct, frozen=True):
    """What an index entry's code is in the edition in use."""

    printed: str
    """As the index prints it: ``M80.0-``."""
    code: Code | None
    """The code or header in the tabular list or the tables; None when the edition in use has none."""
    state: str
    """``valid``, ``incomplete`` (the tabular list or the tables complete it), ``ended`` or ``unknown``."""
    message: str
    """A sentence for the learner."""
    below: tuple[Code, ...] = ()
    """For an incomplete one: the codes that complete it, at most twelve."""
