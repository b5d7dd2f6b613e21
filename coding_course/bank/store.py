"""The bank as the course uses it: opened once, items decoded when they are asked for."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Generic, TypeVar, overload

import msgspec

from coding_course.bank.hunts import Hunt
from coding_course.bank.models import Case, Exam, Question, Skill
from coding_course.bank.packed import FORMAT, MAGIC, CaseEntry, HuntEntry, Packed, QuestionEntry, checksum
from coding_course.resources import ResourceDamaged, resource

VARIABLE = "CODING_COURSE_BANK"
"""Environment variable that names an instructor's compiled bank, laid over the course's own."""

T = TypeVar("T")


class UnknownItem(LookupError):
    """There is no case, question, find exercise, skill or exam of that id; the message names near ones."""

    def __init__(self, kind: str, asked: str, known: Sequence[str], hint: str = "") -> None:
        near = difflib.get_close_matches(asked, known, n=3, cutoff=0.5)
        there = ", ".join(near) if near else ", ".join(known[:3]) + (", ..." if len(known) > 3 else "")
        also = f" {'Near it' if near else 'There are'}: {there}." if there else " The bank has none."
        super().__init__(f"There is no {kind} {asked[:60]!r}.{hint}{also}")
        self.kind = kind
        self.asked = asked
        self.near = tuple(near)


class BankDamaged(ResourceDamaged):
    """The compiled bank cannot be read; the message says what to do."""


class Items(Sequence[T], Generic[T]):
    """A sequence whose items are read when they are asked for."""

    def __init__(self, ids: Sequence[str], get: Callable[[str], T]) -> None:
        self.ids = tuple(ids)
        self._get = get

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        if isinstance(index, slice):
            return tuple(self._get(each) for each in self.ids[index])
        return self._get(self.ids[index])

    def __iter__(self) -> Iterator[T]:
        return (self._get(each) for each in self.ids)

    def __repr__(self) -> str:
        return f"<{len(self)} items: {', '.join(self.ids[:3])}{', ...' if len(self) > 3 else ''}>"


class Bank:
    """Cases, questions, skills and exam blueprints.

    Parameters
    ----------
    layers
        Compiled banks; of two items with one id, that of the later layer counts.
    """

    def __init__(self, *layers: Packed) -> None:
        self._cases: dict[str, bytes] = {}
        self._questions: dict[str, bytes] = {}
        self._hunts: dict[str, bytes] = {}
        self.case_index: Mapping[str, CaseEntry] = {}
        """What is known of each case without decoding it."""
        self.question_index: Mapping[str, QuestionEntry] = {}
        """What is known of each question without decoding it."""
        self.hunt_index: Mapping[str, HuntEntry] = {}
        """What is known of each find exercise without decoding it."""
        self.skills: tuple[Skill, ...] = ()
        self.exams: tuple[Exam, ...] = ()
        for layer in layers:
            self._lay(layer)
        self._read_cases: dict[str, Case] = {}
        self._read_questions: dict[str, Question] = {}
        self._read_hunts: dict[str, Hunt] = {}

    def _lay(self, layer: Packed) -> None:
        replaced = {entry.id for entry in layer.case_index} & set(self.case_index)
        kept = {key: data for key, data in self._cases.items() if key.partition(":")[0] not in replaced}
        self._cases = {**kept, **layer.cases}
        self._questions = {**self._questions, **layer.questions}
        self._hunts = {**self._hunts, **layer.hunts}
        self.case_index = {**self.case_index, **{entry.id: entry for entry in layer.case_index}}
        self.question_index = {**self.question_index, **{entry.id: entry for entry in layer.question_index}}
        self.hunt_index = {**self.hunt_index, **{entry.id: entry for entry in layer.hunt_index}}
        self.skills = tuple({each.id: each for each in (*self.skills, *layer.skills)}.values())
        self.exams = tuple({each.id: each for each in (*self.exams, *layer.exams)}.values())

    @property
    def cases(self) -> Items[Case]:
        """Every case once, in the order of ids; a template by its first variant, under its plain id."""
        return Items(tuple(self.case_index), self.case)

    @property
    def questions(self) -> Items[Question]:
        """Every question, in the order of ids."""
        return Items(tuple(self.question_index), self.question)

    def case(self, id: str) -> Case:
        """Return a case, or a variant of a template.

        Parameters
        ----------
        id
            ``pc-001``; ``pc-011:3`` for the third variant. A template's plain id is its first variant. The case
            that comes back carries the id that was asked for.

        Raises
        ------
        UnknownItem
            If there is none; the message names near ids.
        BankDamaged
            If it cannot be decoded.
        """
        asked = id.strip()
        if asked not in self._read_cases:
            base, colon, _ = asked.partition(":")
            entry = self.case_index.get(base)
            if entry is None:
                raise UnknownItem("case", asked, tuple(self.case_index))
            stored = f"{base}:1" if entry.variants and not colon else asked
            if stored not in self._cases:
                said = f" {base} has {entry.variants} variants, {base}:1 to {base}:{entry.variants}."
                raise UnknownItem(
                    "case", asked, self.variants(base), said if entry.variants else f" {base} has no variants."
                )
            case = _decode(self._cases[stored], Case, asked)
            self._read_cases[asked] = case if case.id == asked else msgspec.structs.replace(case, id=asked)
        return self._read_cases[asked]

    def question(self, id: str) -> Question:
        """Return a question.

        Raises
        ------
        UnknownItem
            If there is none; the message names near ids.
        BankDamaged
            If it cannot be decoded.
        """
        return _read("question", id, self._questions, self._read_questions, Question)

    @property
    def hunts(self) -> Items[Hunt]:
        """Every find exercise, in the order of ids."""
        return Items(tuple(self.hunt_index), self.hunt)

    def hunt(self, id: str) -> Hunt:
        """Return a find exercise.

        Raises
        ------
        UnknownItem
            If there is none; the message names near ids.
        BankDamaged
            If it cannot be decoded.
        """
        return _read("find exercise", id, self._hunts, self._read_hunts, Hunt)

    def variants(self, id: str) -> tuple[str, ...]:
        """Return the ids of a template's variants; a plain case has itself alone.

        Raises
        ------
        UnknownItem
            If there is no such case.
        """
        base = id.strip().partition(":")[0]
        entry = self.case_index.get(base)
        if entry is None:
            raise UnknownItem("case", id, tuple(self.case_index))
        return tuple(f"{base}:{number}" for number in range(1, entry.variants + 1)) or (base,)

    def skill(self, id: str) -> Skill:
        """Return a skill; raises :class:`UnknownItem` when there is none."""
        return self._one("skill", id, self._skill_by_id)

    def exam(self, id: str) -> Exam:
        """Return an exam blueprint; raises :class:`UnknownItem` when there is none."""
        return self._one("exam", id, self._exam_by_id)

    @cached_property
    def _skill_by_id(self) -> dict[str, Skill]:
        return {each.id: each for each in self.skills}

    @cached_property
    def _exam_by_id(self) -> dict[str, Exam]:
        return {each.id: each for each in self.exams}

    @staticmethod
    def _one(kind: str, id: str, known: Mapping[str, T]) -> T:
        if id not in known:
            raise UnknownItem(kind, id, tuple(known))
        return known[id]


def _read(kind: str, id: str, packed: Mapping[str, bytes], read: dict[str, T], model: type[T]) -> T:
    """Return an item, decoded when it is first asked for."""
    asked = id.strip()
    if asked not in read:
        if asked not in packed:
            raise UnknownItem(kind, asked, tuple(packed))
        read[asked] = _decode(packed[asked], model, asked)
    return read[asked]


def _decode(data: bytes, model: type[T], asked: str) -> T:
    try:
        return msgspec.msgpack.decode(data, type=model)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BankDamaged(
            f"{asked} cannot be read from the bank ({error}). Reinstall the course, or compile the bank again "
            "with: coding-course build"
        ) from error


def read_bank(path: Path) -> Packed:
    """Read a compiled bank.

    Parameters
    ----------
    path
        A file that :func:`coding_course.bank.compiled.compile_bank` wrote.

    Raises
    ------
    BankDamaged
        If it is absent, damaged, or of a format that this program does not know; the message says what to do.
    """
    repair = "Reinstall the course; in a clone, run: coding-course build"
    if os.environ.get(VARIABLE) and path == Path(os.environ[VARIABLE]):
        repair = f"Compile your bank again, or unset {VARIABLE} to use the course's own"
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = "it is not there" if isinstance(error, FileNotFoundError) else error.strerror or str(error)
        raise BankDamaged(f"The bank {path} cannot be read: {reason}. {repair}.") from error
    try:
        packed = msgspec.msgpack.decode(data, type=Packed)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BankDamaged(f"The bank {path} is damaged or not a bank. {repair}.") from error
    if packed.magic != MAGIC or packed.format != FORMAT:
        said = f"is of format {packed.format}, and this version of the course reads {FORMAT}"
        raise BankDamaged(f"The bank {path} {said if packed.magic == MAGIC else 'is not a bank'}. {repair}.")
    if packed.check != checksum(packed.packed()):
        raise BankDamaged(f"The bank {path} is damaged: its checksum does not agree. {repair}.")
    return packed


def bank() -> Bank:
    """Return the course's bank, with an instructor's own laid over it when ``CODING_COURSE_BANK`` names one.

    Returns
    -------
    Bank
        The same object until one of the files changes.

    Raises
    ------
    BankDamaged
        If a file cannot be read; the message says what to do.
    """
    try:
        own = resource("datasets", "bank.msgpack")
    except FileNotFoundError as error:
        raise BankDamaged(
            "The course's bank of cases and questions is missing. Reinstall the course; in a clone, run: "
            "coding-course build."
        ) from error
    named = os.environ.get(VARIABLE, "").strip()
    paths = (own, Path(named).expanduser()) if named else (own,)
    return _open(tuple((path, _stamp(path)) for path in paths))


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=4)
def _open(stamped: tuple[tuple[Path, tuple[int, int]], ...]) -> Bank:
    return Bank(*(read_bank(path) for path, _ in stamped))
