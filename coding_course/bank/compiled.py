"""Compiling the bank: sources in, the one file that a learner's kernel reads out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from coding_course.bank.packed import FORMAT, MAGIC, CaseEntry, HuntEntry, Packed, QuestionEntry, checksum
from coding_course.bank.sources import Located, Sources, read_sources


class CannotCompile(ValueError):
    """The sources have errors; the message lists them, a line each."""


def compile_bank(sources: Sources | Iterable[Path], target: Path | None = None) -> bytes:
    """Compile sources into the bank's file.

    Parameters
    ----------
    sources
        What was read, or the files and folders to read.
    target
        Where to write; nothing is written when it holds these bytes already, or when None. The file is written
        beside its name and moved into place.

    Returns
    -------
    bytes
        The file.

    Raises
    ------
    CannotCompile
        If a source could not be read. Content checks are the caller's:
        :func:`coding_course.bank.checks.check_sources`.
    """
    read = sources if isinstance(sources, Sources) else read_sources(sources)
    errors = [str(problem) for problem in read.problems if problem.severity.value == "error"]
    if errors:
        raise CannotCompile("\n".join(errors))
    data = pack(read)
    if target is not None and not (target.is_file() and target.read_bytes() == data):
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.name}.new")
        beside.write_bytes(data)
        beside.replace(target)
    return data


def pack(read: Sources) -> bytes:
    """Return the bytes of the compiled bank; sorted by id, so that file names and order do not matter."""
    encoder = msgspec.msgpack.Encoder(order="deterministic")
    located = sorted(read.cases, key=lambda each: _natural(each.value.id))
    cases = {each.value.id: encoder.encode(each.value) for each in located}
    asked = sorted(read.questions, key=lambda each: each.value.id)
    questions = {each.value.id: encoder.encode(each.value) for each in asked}
    sought = sorted(read.hunts, key=lambda each: each.value.id)
    hunts = {each.value.id: encoder.encode(each.value) for each in sought}
    packed = Packed(
        magic=MAGIC,
        format=FORMAT,
        check=checksum([*cases.values(), *questions.values(), *hunts.values()]),
        case_index=_case_index(located),
        question_index=tuple(
            QuestionEntry(q.id, q.type.value, q.difficulty, q.skills, q.domains, q.private)
            for q in (each.value for each in asked)
        ),
        # Skills and exams keep the order in which people arranged them.
        skills=tuple(each.value for each in read.skills),
        exams=tuple(each.value for each in read.exams),
        cases=cases,
        questions=questions,
        hunt_index=tuple(
            HuntEntry(h.id, h.title, h.difficulty, h.skills, h.private) for h in (each.value for each in sought)
        ),
        hunts=hunts,
    )
    return encoder.encode(packed)


def _natural(case_id: str) -> tuple[str, int]:
    base, _, number = case_id.partition(":")
    return base, int(number or 0)


def _case_index(located: Iterable[Located]) -> tuple[CaseEntry, ...]:
    entries: dict[str, CaseEntry] = {}
    for each in located:
        case = each.value
        base, number = _natural(case.id)
        if base in entries:
            entries[base] = msgspec.structs.replace(entries[base], variants=number)
        else:
            entries[base] = CaseEntry(
                base,
                number,
                case.title,
                case.specialty,
                case.setting.value,
                case.difficulty,
                case.skills,
                case.private,
            )
    return tuple(entries.values())
