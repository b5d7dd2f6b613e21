"""The form of the compiled bank: one file that a learner's kernel opens in milliseconds.

A map in MessagePack. Each case and question is kept as bytes of its own, so that opening the bank reads an index
and nothing else, and an item is decoded when it is asked for. Variants of templates are stored expanded: what a
learner gets is what the checks saw. The same sources give the same bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import msgspec

from coding_course.bank.models import Exam, Skill

FORMAT = 2
"""Raised when an older program could not read the file."""

MAGIC = "coding-course bank"


class CaseEntry(msgspec.Struct, frozen=True, array_like=True):
    """One line of the index of cases."""

    id: str
    variants: int
    """0 for a plain case, else how many variants the template has."""
    title: str
    specialty: str
    setting: str
    difficulty: int
    skills: tuple[str, ...]
    private: bool


class QuestionEntry(msgspec.Struct, frozen=True, array_like=True):
    """One line of the index of questions."""

    id: str
    type: str
    difficulty: int
    skills: tuple[str, ...]
    domains: tuple[str, ...]
    private: bool


class HuntEntry(msgspec.Struct, frozen=True, array_like=True):
    """One line of the index of find exercises."""

    id: str
    title: str
    difficulty: int
    skills: tuple[str, ...]
    private: bool


class Packed(msgspec.Struct, frozen=True):
    """The whole file."""

    magic: str
    format: int
    check: int
    """CRC-32 of everything packed, in file order."""
    case_index: tuple[CaseEntry, ...]
    question_index: tuple[QuestionEntry, ...]
    skills: tuple[Skill, ...]
    exams: tuple[Exam, ...]
    cases: dict[str, bytes]
    """By id, variants as ``pc-011:1``."""
    questions: dict[str, bytes]
    hunt_index: tuple[HuntEntry, ...] = ()
    hunts: dict[str, bytes] = {}
    """Find exercises, by id."""

    def packed(self) -> list[bytes]:
        """Return everything that the checksum is taken over."""
        return [*self.cases.values(), *self.questions.values(), *self.hunts.values()]


def checksum(items: Iterable[bytes]) -> int:
    """Return the CRC-32 over several pieces of bytes, in whatever order a file holds them."""
    value = 0
    for item in sorted(items):
        value = zlib.crc32(item, value)
    return value
