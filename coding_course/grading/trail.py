r"""The way to a code, as typed steps: what was looked up, opened, read and chosen, in order.

The encoder writes it, a learner may type it; either way it is text, read as data::

    index: Failure > heart > diastolic > acute on chronic
    tabular: I50.33
    note: I50 code first
    code: I50.33

Reading never fails: what can be read is a step, and each thing that cannot is a sentence.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from coding_course.claims.characters import plain
from coding_course.claims.parsed import shorten
from coding_course.codesets.forms import normalize
from coding_course.codesets.model import NoteKind

MAX_CHARACTERS = 20_000
MAX_STEPS = 400
"""A long afternoon's search; the longest key of the course has under ten steps."""
MAX_PROBLEMS = 20
LONGEST_TEXT = 300
"""Characters kept of one step."""


class StepKind(StrEnum):
    """What a coder does on the way to a code, by the label that its line begins with."""

    SEARCH = "search"
    """Words that were looked for in the Alphabetic Index."""
    INDEX = "index"
    """An entry of the Index, main term first: ``Failure > heart > diastolic``."""
    SEE = "see"
    """A cross-reference that was followed, to the term that it names."""
    TABULAR = "tabular"
    """An entry of the Tabular List that was opened."""
    NOTE = "note"
    """A note that was read: where it stands, and its kind (``I50 code first``)."""
    GUIDED = "guided"
    """A guided question that was answered: ``M25.5 which site: knee``."""
    TABLE = "table"
    """An ICD-10-PCS table that was opened: ``0DT``."""
    VALUE = "value"
    """The characters that were chosen in a table so far: ``0DTJ4``."""
    CODE = "code"
    """A code that was chosen."""


DEFINITION = "definition"
"""Kind of the note that explains an ICD-10-PCS value; its source is the code up to that value: ``0DT``."""

NOTE_KINDS = (*(kind.value for kind in NoteKind), DEFINITION)
"""The kinds of note that a step may name."""


class Step(msgspec.Struct, frozen=True):
    """One step, in the form in which it is compared and printed."""

    kind: StepKind
    text: str

    @property
    def terms(self) -> tuple[str, ...]:
        """The entries of an index path, main term first; the text alone for other kinds.

        Examples
        --------
        >>> Step(StepKind.INDEX, "Failure > heart").terms
        ('Failure', 'heart')
        """
        return tuple(self.text.split(" > "))

    @property
    def note(self) -> tuple[str, str]:
        """Where a note that was read stands, and its kind; empty texts for other kinds of step.

        Examples
        --------
        >>> Step(StepKind.NOTE, "E11.22 use additional code").note
        ('E11.22', 'use additional code')
        """
        source, _, kind = self.text.partition(" ") if self.kind is StepKind.NOTE else ("", "", "")
        return source, kind


class TrailProblem(msgspec.Struct, frozen=True):
    """A line that is no step."""

    line: int
    """From 1."""
    message: str
    """A sentence or two: what was read, what was expected."""


class Trail(msgspec.Struct, frozen=True):
    """The steps in order, and what could not be read."""

    steps: tuple[Step, ...] = ()
    problems: tuple[TrailProblem, ...] = ()

    @property
    def code(self) -> str:
        """The code chosen last; empty when none was."""
        return next((step.text for step in reversed(self.steps) if step.kind is StepKind.CODE), "")

    @property
    def before_code(self) -> tuple[Step, ...]:
        """What led to the code chosen last; all steps when none was."""
        last = max((at for at, step in enumerate(self.steps) if step.kind is StepKind.CODE), default=len(self.steps))
        return self.steps[:last]


_LABELS: dict[str, StepKind] = {
    **{kind.value: kind for kind in StepKind},
    **dict.fromkeys(("searched", "look up", "looked up", "find"), StepKind.SEARCH),
    **dict.fromkeys(("term", "main term", "index term", "alphabetic index"), StepKind.INDEX),
    **dict.fromkeys(("see also", "reference", "cross-reference"), StepKind.SEE),
    **dict.fromkeys(("tab", "tabular list", "verify", "verified", "entry", "open", "opened"), StepKind.TABULAR),
    **dict.fromkeys(("notes", "read"), StepKind.NOTE),
    **dict.fromkeys(("question", "guide"), StepKind.GUIDED),
    **dict.fromkeys(("tables", "pcs table"), StepKind.TABLE),
    **dict.fromkeys(("values", "build", "built", "character"), StepKind.VALUE),
    **dict.fromkeys(("dx", "pdx", "px", "chosen", "add", "added", "codes"), StepKind.CODE),
}
_LINE = re.compile(r"\s*([A-Za-z][A-Za-z -]{0,24}?)\s*[:=]\s*(.*?)\s*$")
_ARROWS = re.compile(r"\s*(?:>|›|»|→|⟶|-{1,2}>)\s*")
_LISTED = re.compile(r"\s*[,;]\s*")
_ENTRY = re.compile(r"(?:[A-Z][0-9A][0-9A-Z](?:[.-]?[0-9A-Z]{1,5})?(?:-[A-Z][0-9A][0-9A-Z])?|[0-9]{1,2})\b", re.I)
_CODE_ALONE = re.compile(r"\s*(?:[A-Z][0-9A][0-9A-Z](?:\.?[0-9A-Z]{1,4})?|[0-9A-HJ-NP-Z]{7})\s*", re.I)
_CHARACTERS = re.compile(r"[0-9A-HJ-NP-Z]{1,7}", re.I)
_MEANT = {
    "excludes 1": NoteKind.EXCLUDES1.value,
    "excludes 2": NoteKind.EXCLUDES2.value,
    "use additional": NoteKind.USE_ADDITIONAL.value,
    "additional code": NoteKind.USE_ADDITIONAL.value,
    "7th character": NoteKind.SEVENTH_CHARACTER.value,
    "seventh character": NoteKind.SEVENTH_CHARACTER.value,
    "inclusion": NoteKind.INCLUSION_TERM.value,
    "inclusion terms": NoteKind.INCLUSION_TERM.value,
    "include": NoteKind.INCLUDES.value,
}


def parse_trail(text: str) -> Trail:
    r"""Read the steps of a way to a code.

    Parameters
    ----------
    text
        A step a line, ``label: text``; case, arrows and spaces are forgiven, ``#`` begins a comment.

    Returns
    -------
    Trail
        Never raises, whatever the text is.

    Examples
    --------
    >>> trail = parse_trail("Index: failure -> heart\ntab: i5033 \ncode: I50.33")
    >>> [(step.kind.value, step.text) for step in trail.steps]
    [('index', 'failure > heart'), ('tabular', 'I50.33'), ('code', 'I50.33')]
    >>> trail.code, trail.problems
    ('I50.33', ())
    """
    steps: list[Step] = []
    problems: list[TrailProblem] = []
    if len(text) > MAX_CHARACTERS:
        said = f"The text is far longer than a way to a code; only its first {MAX_CHARACTERS:,} characters were read."
        problems.append(TrailProblem(1, said))
        text = text[:MAX_CHARACTERS]
    for number, raw in enumerate(re.split(r"\r\n|[\n\r\v\f\x85\u2028\u2029]", text), 1):
        line = plain(raw).partition("#")[0].strip()
        if not line or line.startswith(("%%", "```")):
            continue
        if len(steps) >= MAX_STEPS:
            problems.append(TrailProblem(number, f"Only the first {MAX_STEPS} steps were read. Take some out."))
            break
        found, said = _read(line)
        steps += [each for each in found if each.text]
        if said and len(problems) < MAX_PROBLEMS:
            problems.append(TrailProblem(number, said))
    return Trail(tuple(steps[:MAX_STEPS]), tuple(problems))


def _read(line: str) -> tuple[list[Step], str]:
    """Return the steps of one line, and a sentence about what could not be read of it."""
    match = _LINE.match(line)
    if match is None:
        if _CODE_ALONE.fullmatch(line):
            return [Step(StepKind.CODE, _code(line))], ""
        return [], f"{shorten(line)!r} has no label. Begin the line with one, such as index:, tabular: or code:."
    label, rest = " ".join(match[1].lower().split()), match[2]
    kind = _LABELS.get(label)
    if kind is None:
        near = difflib.get_close_matches(label, _LABELS, n=1, cutoff=0.75)
        if not near:
            labels = ", ".join(f"{each.value}:" for each in StepKind)
            return [], f"{match[1]!r} is not a label of a step. There are {labels}."
        kind = _LABELS[near[0]]
    if not rest:
        return [], ""
    if kind in (StepKind.TABULAR, StepKind.CODE):
        return _codes(kind, rest)
    if kind is StepKind.NOTE:
        return _notes(rest)
    if kind in (StepKind.TABLE, StepKind.VALUE):
        return _values(kind, rest)
    if kind in (StepKind.INDEX, StepKind.SEE):
        terms = [" ".join(term.split()) for term in _ARROWS.split(rest)]
        return [_step(kind, " > ".join(term for term in terms if term))], ""
    return [_step(kind, " ".join(rest.split()))], ""


def _codes(kind: StepKind, rest: str) -> tuple[list[Step], str]:
    found: list[Step] = []
    for each in _LISTED.split(rest):
        first = each.split()[0] if each.split() else ""
        if not first:
            continue
        if kind is StepKind.TABULAR and not _ENTRY.match(first):
            return found, f"{shorten(each)!r} is no entry of the Tabular List; write its code, such as tabular: I50.3."
        if code := _code(first):
            found.append(_step(kind, code))
    return found, ""


def _notes(rest: str) -> tuple[list[Step], str]:
    source, _, kind = rest.partition(" ")
    said = " ".join(kind.lower().replace("note", " ").split()) if kind.strip().lower() != "note" else "note"
    named = _MEANT.get(said, said)
    if named not in NOTE_KINDS or not _code(source):
        near = difflib.get_close_matches(named, (*NOTE_KINDS, *_MEANT), n=1, cutoff=0.7)
        if not near or not _code(source):
            return [], (
                f"{shorten(rest)!r} does not say which note was read. Write where it stands and its kind, such as "
                f"note: E11 excludes1. Kinds are {', '.join(NOTE_KINDS)}."
            )
        named = _MEANT.get(near[0], near[0])
    return [_step(StepKind.NOTE, f"{_code(source)} {named}")], ""


def _values(kind: StepKind, rest: str) -> tuple[list[Step], str]:
    characters = "".join(rest.split("(")[0].split()).upper()
    if not _CHARACTERS.fullmatch(characters):
        return [], f"{shorten(rest)!r} is no ICD-10-PCS characters: digits and letters, without I and O, up to seven."
    return [Step(kind, characters[:3] if kind is StepKind.TABLE else characters)], ""


def _code(text: str) -> str:
    bare = text.strip(" .,;:-()[]'\"")
    # Upper case may bring look-alikes of other scripts in again: the micro sign becomes a Greek letter.
    return plain(normalize(bare))[:LONGEST_TEXT]


def _step(kind: StepKind, text: str) -> Step:
    return Step(kind, text[:LONGEST_TEXT].strip())


def render_trail(steps: Iterable[Step]) -> str:
    r"""Return steps as text, a line each; :func:`parse_trail` reads them back.

    Examples
    --------
    >>> render_trail([Step(StepKind.TABULAR, "I50.3"), Step(StepKind.CODE, "I50.33")]).split("\n")
    ['tabular: I50.3', 'code: I50.33']
    """
    return "\n".join(f"{step.kind.value}: {step.text}" for step in steps if step.text)


def step(kind: StepKind, text: str) -> Step | None:
    """Return a step as the notation reads it back, or None when it would not; a ``#`` in a title is no comment.

    Examples
    --------
    >>> step(StepKind.INDEX, "Disease, #3 > heart").text
    'Disease, 3 > heart'
    """
    cleaned = " ".join(text.replace("#", "").split())
    read = parse_trail(f"{kind.value}: {cleaned}").steps
    return read[0] if len(read) == 1 and read[0].kind is kind else None
