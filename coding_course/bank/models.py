"""Cases, questions, skills and exam blueprints as typed, frozen values.

The YAML files under ``datasets/`` have exactly these fields; an unknown one is an error, so a typing mistake
in a file never passes silently.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from coding_course.claims.model import Setting, Sex
from coding_course.grading.model import Key, Trap


class _Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of everything read from the bank's files."""


class Patient(_Record, frozen=True):
    """Who the chart is about, as far as Safe Harbor allows."""

    age: int
    """Completed years; 90 for everyone of 90 and over."""
    sex: Sex


class Stay(_Record, frozen=True):
    """What an inpatient claim tells beside its codes, as far as the MS-DRG depends on it."""

    discharge_status: str = "01"
    """Two digits: ``01`` home, ``03`` skilled nursing facility, ``20`` died, ..."""
    days: int | None = None
    """Length of stay in days."""


class Document(_Record, frozen=True):
    """One document of the chart."""

    id: str
    type: str
    """``progress note``, ``operative report``, ``discharge summary``, ..."""
    title: str
    text: str


class Review(_Record, frozen=True):
    """One independent coding of the case, without sight of the key."""

    by: str
    """The role, never a person: ``second coder``."""
    edition: str
    agreed: bool
    differences: str = ""
    """What differed; empty when nothing did."""
    settled: str = ""
    """How it was settled: by which guideline, or which words of the chart were changed."""


class Option(_Record, frozen=True):
    """One value of a template's parameter: the words and codes it puts into text and key."""

    id: str
    set: dict[str, str]


class Parameter(_Record, frozen=True):
    """Something that a template varies: side, episode of care, stage."""

    id: str
    options: tuple[Option, ...]


class Case(_Record, frozen=True):
    """A chart to code."""

    id: str
    title: str
    specialty: str
    setting: Setting
    edition: str
    difficulty: int
    """1 (a first week) to 5 (an experienced coder would stop and think)."""
    skills: tuple[str, ...]
    patient: Patient
    documents: tuple[Document, ...]
    key: Key
    traps: tuple[Trap, ...]
    review: tuple[Review, ...]
    stay: Stay | None = None
    """Of an inpatient case: how the patient left, and after how many days."""
    task: str = ""
    """What to code, when it is not "everything": ``Code the surgeon's claim``."""
    warnings: dict[str, str] = {}
    """Edits that rightly stand on the key: rule id to the reason why."""
    private: bool = False
    """True for a case whose key an instructor keeps: feedback then never shows expected codes."""


class QuestionType(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    CODE = "code"
    MATCHING = "matching"
    ORDERING = "ordering"


class Choice(_Record, frozen=True):
    """An option of a single- or multiple-choice question; its letter is its place."""

    text: str
    feedback: str
    """Why it is right, or the misconception that makes it look right."""
    correct: bool = False


class CodeAnswer(_Record, frozen=True):
    """A code that is foreseen as an entry."""

    code: str
    feedback: str
    correct: bool = False


class Pair(_Record, frozen=True):
    """A prompt of a matching question and what belongs to it."""

    left: str
    right: str
    feedback: str


class Step(_Record, frozen=True):
    """An item of an ordering question; the file lists items in the right order."""

    text: str
    feedback: str
    """Why it stands where it stands."""


class Question(_Record, frozen=True):
    """One question of the bank; only the fields of its type are filled."""

    id: str
    type: QuestionType
    stem: str
    rationale: str
    citation: str
    skills: tuple[str, ...]
    difficulty: int
    edition: str
    domains: tuple[str, ...]
    """Exam domains as ``exam:domain``, such as ``cpc:icd-10-cm``; see ``datasets/exams``."""
    choices: tuple[Choice, ...] = ()
    codes: tuple[CodeAnswer, ...] = ()
    pairs: tuple[Pair, ...] = ()
    steps: tuple[Step, ...] = ()
    private: bool = False


class Skill(_Record, frozen=True):
    """Something a coder can do, small enough to practise and to measure."""

    id: str
    """Dotted path: ``cm.conventions.excludes1``."""
    title: str
    """In verbs: "Tell an Excludes1 from an Excludes2 note"."""
    after: tuple[str, ...] = ()
    """Skills to have first."""


class Domain(_Record, frozen=True):
    """A part of an examination."""

    id: str
    title: str
    share: float
    """Share of the scored items, 0 to 1; the middle where the publisher gives a range."""


class Exam(_Record, frozen=True):
    """What is published of a certification examination, with where and when it was read."""

    id: str
    title: str
    body: str
    items: int
    minutes: int
    passing: str
    source: str
    checked: str
    """Year in which the source was last read."""
    domains: tuple[Domain, ...]
