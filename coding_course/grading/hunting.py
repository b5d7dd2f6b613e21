"""How a code was found, as well as which: a learner's trail against the key of a find exercise.

A coder looks a main term up in the Alphabetic Index, verifies the code in the Tabular List and reads the notes that
decide (Official Guidelines FY2026, I.B.1). Each of these earns points of its own, so that a right code reached by
guessing is told apart from one that was found; every lost point is explained.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from coding_course.codesets.model import System
from coding_course.grading.codebook import Codebook
from coding_course.grading.model import Alternate, Evidence, KeyCode, Kind, Trap
from coding_course.grading.relations import SAME_CATEGORY, Relation, diagnosis_relation, procedure_relation
from coding_course.grading.trail import DEFINITION, Step, StepKind, Trail
from coding_course.grading.weights import share_lost
from coding_course.grading.wording import NEXT_STEP, join, near_miss

if TYPE_CHECKING:
    from coding_course.codesets import Edition


class DecisiveNote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A note without which the code cannot be chosen, or its place on the claim not known."""

    source: str
    """Where it stands: ``I50``; for an ICD-10-PCS value the code up to it: ``0DT``."""
    kind: str
    """A kind of note: ``code first``, ``excludes1``, ...; ``definition`` for an ICD-10-PCS value."""
    why: str
    """What it decides here."""
    citation: str


class WrongTurn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A main term that learners wrongly begin with, or a code that they wrongly end at."""

    misconception: str
    term: str = ""
    code: str = ""


class HuntKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be found, and what has to be seen on the way."""

    code: str
    evidence: str
    """Words of the chart line, exactly."""
    rationale: str
    citation: str
    alternates: tuple[Alternate, ...] = ()
    terms: tuple[str, ...] = ()
    """Main terms that lead there; none where the Tables may be entered directly (ICD-10-PCS guideline A7)."""
    look_up: str = ""
    """Why these are the main terms, in a sentence."""
    verify: tuple[str, ...] = ()
    """Entries of the Tabular List that verify the code besides itself and the header that it stands under."""
    notes: tuple[DecisiveNote, ...] = ()


class FindPart(StrEnum):
    """A component of the score."""

    CODE = "code"
    TERM = "main term"
    TABULAR = "verified in the Tabular List"
    NOTE = "note read"


FIND_WORTH = {FindPart.CODE: 4.0, FindPart.TERM: 2.0, FindPart.TABULAR: 2.0, FindPart.NOTE: 1.0}
"""Points of each component; each decisive note counts by itself. Eighths, so that sums are exact."""


class FindKind(StrEnum):
    """The ways in which points are lost."""

    NO_CODE = "no-code"
    CODE = "code"
    NO_TERM = "no-main-term"
    WRONG_TERM = "wrong-main-term"
    NOT_VERIFIED = "not-verified"
    VERIFIED_LATE = "verified-late"
    NOTE_NOT_READ = "note-not-read"


class FindLoss(msgspec.Struct, frozen=True):
    """Points that were lost, and why."""

    kind: FindKind
    part: FindPart
    points: float
    message: str
    citation: str = ""
    code: str = ""
    """The code that was chosen, where the loss is about it."""


class FindScore(msgspec.Struct, frozen=True):
    """The outcome of grading one trail."""

    points: float
    """Never below 0, never above ``max``; always a plain float."""
    max: float
    losses: tuple[FindLoss, ...] = ()
    earned: tuple[tuple[str, float, float], ...] = ()
    """Component, points and most, in the order of the search."""
    remarks: tuple[str, ...] = ()
    """What cost nothing and is worth saying: a first look under a term that leads elsewhere."""
    code: str = ""
    attempted: bool = True
    """False for a trail without a step."""


_STEM = 4
"""Letters that two forms of one term share."""
_BOOK = "ICD-10-CM Official Guidelines FY2026, I.B.1"
_TABLES = "ICD-10-PCS Official Guidelines FY2026, A6"


def score_trail(trail: Trail, key: HuntKey, edition: Edition, *, turns: Iterable[WrongTurn] = ()) -> FindScore:
    r"""Grade a trail.

    Parameters
    ----------
    trail
        The steps, as recorded or typed; what could not be read of them costs nothing by itself.
    key
        What is to be found and seen.
    edition
        The code set in which the chosen code is looked at.
    turns
        Main terms and codes that the exercise foresees as mistakes.

    Returns
    -------
    FindScore
        Plain floats; what was lost adds up to what the score falls short of its maximum.

    Examples
    --------
    >>> from coding_course.codesets import edition
    >>> from coding_course.grading.trail import parse_trail
    >>> key = HuntKey("I10", "HTN", "It is I10.", "Tabular List, I10", terms=("Hypertension",))
    >>> score_trail(parse_trail("index: Hypertension\ntabular: I10\ncode: I10"), key, edition()).points
    8.0
    >>> [loss.kind.value for loss in score_trail(parse_trail("code: I10"), key, edition()).losses]
    ['no-main-term', 'not-verified']
    """
    book = Codebook(edition)
    foreseen = tuple(turns)
    most = _worths(key)
    if not trail.steps:
        earned = tuple((part.value, 0.0, worth) for part, worth in most.items())
        return FindScore(0.0, sum(most.values()), earned=earned, attempted=False)
    losses: list[FindLoss] = []
    remarks: list[str] = []
    if key.terms:
        losses += _term(trail, key, foreseen, remarks)
    losses += _verified(trail, key, book)
    losses += _notes(trail, key, book)
    losses += _code(trail, key, book, foreseen)
    lost = {part: sum(loss.points for loss in losses if loss.part is part) for part in most}
    highest = sum(most.values())
    return FindScore(
        points=float(max(0.0, highest - sum(lost.values()))),
        max=float(highest),
        losses=tuple(losses),
        earned=tuple((part.value, float(worth - lost[part]), float(worth)) for part, worth in most.items()),
        remarks=tuple(remarks),
        code=trail.code,
    )


def solution_trail(key: HuntKey) -> tuple[Step, ...]:
    """Return a shortest trail that earns full marks, for instructors' notebooks and tests.

    Examples
    --------
    >>> [step.text for step in solution_trail(HuntKey("I10", "", "", "", terms=("Hypertension",)))]
    ['Hypertension', 'I10', 'I10']
    """
    found = [Step(StepKind.INDEX, key.terms[0])] if key.terms else []
    found.append(Step(StepKind.TABLE, key.code[:3]) if _is_pcs(key.code) else Step(StepKind.TABULAR, key.code))
    found += [Step(StepKind.NOTE, f"{note.source} {note.kind}") for note in key.notes]
    return (*found, Step(StepKind.CODE, key.code))


def is_main_term(printed: str, wanted: str) -> bool:
    """Say whether an index term is the main term that is meant, whatever the index prints behind it.

    Examples
    --------
    >>> is_main_term("Diabetes, diabetic (mellitus) (sugar)", "Diabetes")
    True
    >>> is_main_term("Failure, failed", "failed"), is_main_term("Clump, kidney", "Kidney")
    (True, False)
    """
    meant = _words(wanted)
    first, *others = [_words(name) for name in re.sub(r"\([^)]*\)", " ", printed).split(",")]
    # Behind a comma stands another form of the term (failed, diabetic), or else what it is about (Clump, kidney).
    forms = [name for name in others if name and first and name[0][:_STEM] == first[0][:_STEM]]
    return bool(meant) and any(name[: len(meant)] == meant for name in (first, *forms))


def redact_find(score: FindScore) -> FindScore:
    """Return a score that says which part was lost, and nothing of the key."""
    losses = tuple(
        msgspec.structs.replace(loss, message=_PRIVATE[loss.kind].format(code=loss.code), citation="")
        for loss in score.losses
    )
    return msgspec.structs.replace(score, losses=losses, remarks=())


_PRIVATE = {
    FindKind.NO_CODE: "No code was chosen.",
    FindKind.CODE: "{code} is not the code that this chart line leads to.",
    FindKind.NO_TERM: "No main term of the Index was looked up.",
    FindKind.WRONG_TERM: "None of the terms looked up is a main term that leads to the code.",
    FindKind.NOT_VERIFIED: "The code was not verified in the Tabular List before it was chosen.",
    FindKind.VERIFIED_LATE: "The Tabular List was opened after the code was chosen.",
    FindKind.NOTE_NOT_READ: "A note that decides was not read.",
}


def _worths(key: HuntKey) -> dict[FindPart, float]:
    worth = {FindPart.TERM: FIND_WORTH[FindPart.TERM]} if key.terms else {}
    worth[FindPart.TABULAR] = FIND_WORTH[FindPart.TABULAR]
    if key.notes:
        worth[FindPart.NOTE] = FIND_WORTH[FindPart.NOTE] * len(key.notes)
    worth[FindPart.CODE] = FIND_WORTH[FindPart.CODE]
    return worth


def _term(trail: Trail, key: HuntKey, turns: tuple[WrongTurn, ...], remarks: list[str]) -> list[FindLoss]:
    looked_up = [step.terms[0] for step in trail.before_code if step.kind in (StepKind.INDEX, StepKind.SEE)]
    said = {turn.term: turn.misconception for turn in turns if turn.term}
    wrong = [(term, why) for term in looked_up for asked, why in said.items() if is_main_term(term, asked)]
    if any(is_main_term(term, wanted) for term in looked_up for wanted in key.terms):
        remarks += dict.fromkeys(f"You also looked under {term}. {why}" for term, why in wrong)
        return []
    worth = FIND_WORTH[FindPart.TERM]
    wanted = " or ".join(key.terms)
    if not looked_up:
        message = join(f"No entry of the Index was opened before the code was chosen. Begin with {wanted}", key.look_up)
        return [FindLoss(FindKind.NO_TERM, FindPart.TERM, worth, message, _BOOK)]
    tried = ", ".join(dict.fromkeys(looked_up))
    message = join(
        f"You looked under {tried}. The main term here is {wanted}",
        key.look_up,
        *dict.fromkeys(why for _, why in wrong),
    )
    return [FindLoss(FindKind.WRONG_TERM, FindPart.TERM, worth, message, _BOOK)]


def _verified(trail: Trail, key: HuntKey, book: Codebook) -> list[FindLoss]:
    worth = FIND_WORTH[FindPart.TABULAR]
    if _is_pcs(key.code):
        wanted = {key.code[:3], trail.code[:3]} - {""}
        opened = [step for step in trail.steps if step.kind in (StepKind.TABLE, StepKind.VALUE) and len(step.text) > 2]
        seen = [step for step in opened if step.text[:3] in wanted]
        what, rule = f"Table {key.code[:3]}", _TABLES
        why = "The Index leads to a table; the code is built there, and only there its values are seen together."
    else:
        wanted = {*key.verify}
        for code in (key.code, *(alternate.code for alternate in key.alternates), trail.code):
            wanted |= {code, *_shown_with(code, book)}
        seen = [step for step in trail.steps if step.kind is StepKind.TABULAR and step.text in wanted]
        what, rule = f"{key.code} in the Tabular List", _BOOK
        why = "The Index does not always give the whole code, and its notes stand in the Tabular List alone."
    if any(step in trail.before_code for step in seen):
        return []
    if seen:
        message = join(f"{what} was opened only after the code was chosen. Verify first, then choose", why)
        return [FindLoss(FindKind.VERIFIED_LATE, FindPart.TABULAR, worth / 2, message, rule)]
    message = join(f"{what} was not opened before the code was chosen", why)
    return [FindLoss(FindKind.NOT_VERIFIED, FindPart.TABULAR, worth, message, rule)]


def _shown_with(code: str, book: Codebook) -> set[str]:
    """Return the header under which a code is listed, and the leaf that its 7th character belongs to."""
    found = book.find(code, System.CM)
    if found is None or not found.parent:
        return set()
    above = book.find(found.parent, System.CM)
    return {found.parent} if above is not None else set()


def _notes(trail: Trail, key: HuntKey, book: Codebook) -> list[FindLoss]:
    read = {step.note for step in trail.before_code if step.kind is StepKind.NOTE}
    losses = []
    for note in key.notes:
        if (note.source, note.kind) in read:
            continue
        if note.kind == DEFINITION:
            what = f"The definition of {note.source[-1:]} in table {note.source[:3]} was not read"
        else:
            what = f"The {note.kind} note at {book.named(note.source)} was not read before the code was chosen"
        losses.append(
            FindLoss(
                FindKind.NOTE_NOT_READ, FindPart.NOTE, FIND_WORTH[FindPart.NOTE], join(what, note.why), note.citation
            )
        )
    return losses


def _code(trail: Trail, key: HuntKey, book: Codebook, turns: tuple[WrongTurn, ...]) -> list[FindLoss]:
    worth = FIND_WORTH[FindPart.CODE]
    entry = KeyCode(
        key.code, (Evidence("chart", key.evidence),), key.rationale, key.citation, alternates=key.alternates
    )
    code = trail.code
    if not code:
        message = join(f"No code was chosen. It is {book.named(key.code)}", key.rationale)
        return [FindLoss(FindKind.NO_CODE, FindPart.CODE, worth, message, key.citation)]
    related = procedure_relation if _is_pcs(key.code) else diagnosis_relation
    relation = related(code, entry, book)
    if relation is not None and relation.kind is None:
        return []
    turn = next((each for each in turns if each.code == code), None)
    trap = None if turn is None else Trap(code, turn.misconception)
    if relation is None or relation.closeness < SAME_CATEGORY:
        known = book.title(code)
        what = f"You chose {book.named(code)}" if known else f"{code} is not a code of {book.edition.name}"
        message = join(
            f"{what}; the chart leads to {book.named(key.code)}",
            turn.misconception if turn else "",
            key.rationale,
            NEXT_STEP[Kind.WRONG_CODE],
        )
        return [FindLoss(FindKind.CODE, FindPart.CODE, worth, message, key.citation, code)]
    kind = relation.kind or Kind.WRONG_CODE
    message = near_miss(code, entry, Relation(relation.closeness, kind, slip=relation.slip), kind, book, trap)
    return [
        FindLoss(
            FindKind.CODE, FindPart.CODE, worth * share_lost(kind, len(relation.axes)), message, key.citation, code
        )
    ]


def _is_pcs(code: str) -> bool:
    return len(code) == 7 and "." not in code


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.casefold())
