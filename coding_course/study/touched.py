"""What of the course a change of codes touches: cases, questions and find exercises that name a code, and lessons."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from coding_course.bank.store import Bank

_WORD = re.compile(r"[0-9A-Z](?:[0-9A-Z.]*[0-9A-Z])?")


class Touched(msgspec.Struct, frozen=True):
    """An item of the course that names changed codes, or a lesson that names them or pulls such an item."""

    kind: str
    """``case``, ``question``, ``find exercise`` or ``lesson``."""
    id: str
    title: str
    codes: Mapping[str, str]
    """Each changed code that it names, and how it changed: ``deleted``."""
    through: tuple[str, ...] = ()
    """For a lesson: the cases and questions in it that are touched."""


def codes_in(text: str, changed: Mapping[str, str]) -> dict[str, str]:
    """Return the changed codes that a text names.

    Examples
    --------
    >>> codes_in("Report G35, not G35.A.", {"G35": "deleted", "E11.9": "revised"})
    {'G35': 'deleted'}
    """
    found = {word for word in _WORD.findall(text) if word in changed}
    return {code: changed[code] for code in sorted(found)}


def touched(changed: Mapping[str, str], bank: Bank, notebooks: Path) -> tuple[Touched, ...]:
    """Return everything that changed codes touch: lessons first, in the order of the course.

    Parameters
    ----------
    changed
        Code to ``new``, ``deleted``, ``revised`` or ``split``.
    bank
        Cases, questions and find exercises.
    notebooks
        The folder of built lessons.
    """
    items = [*_cases(changed, bank), *_others(changed, bank)]
    by_id = {item.id: item for item in items}
    return (*_lessons(changed, notebooks, by_id), *items)


def _text(item: Any) -> str:
    """Return everything that is written in an item, whatever its fields."""
    return msgspec.json.encode(item).decode()


def _cases(changed: Mapping[str, str], bank: Bank) -> Iterator[Touched]:
    for case in bank.cases:
        codes: dict[str, str] = {}
        for variant in bank.variants(case.id):
            codes |= codes_in(_text(bank.case(variant)), changed)
        if codes:
            yield Touched("case", case.id, case.title, codes)


def _others(changed: Mapping[str, str], bank: Bank) -> Iterator[Touched]:
    for question in bank.questions:
        if codes := codes_in(_text(question), changed):
            yield Touched("question", question.id, question.stem.split("\n")[0][:80], codes)
    for hunt in bank.hunts:
        if codes := codes_in(_text(hunt), changed):
            yield Touched("find exercise", hunt.id, str(getattr(hunt, "title", "")), codes)


def _lessons(changed: Mapping[str, str], notebooks: Path, items: Mapping[str, Touched]) -> Iterator[Touched]:
    # By number, as the course has them: foundations/01 before icd-10-cm/05.
    for path in sorted(notebooks.glob("*/*.ipynb"), key=lambda path: (path.stem, path.parent.name)):
        if path.parent.name.startswith("."):
            continue
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            about, cells = content["metadata"], content["cells"]
            name = str(about["coding_course"]["lesson"])
        except (OSError, ValueError, KeyError, TypeError):
            continue  # a notebook of the learner's own
        text = "\n".join("".join(cell.get("source", ())) for cell in cells if cell.get("cell_type") == "markdown")
        used = dict.fromkeys(id for cell in cells for id in _items(cell))
        through = tuple(id for id in used if id.partition(":")[0] in items)
        codes = codes_in(text, changed)
        if codes or through:
            yield Touched("lesson", name, str(about.get("title", name)), codes, through)


def _items(cell: Mapping[str, Any]) -> Iterable[str]:
    about = cell.get("metadata", {}).get("coding_course", {})
    return str(about.get("id", "")).split() if isinstance(about, dict) else ()
