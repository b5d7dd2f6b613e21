"""Cases and questions of the bank, a session in memory, and whatever of an item must not be told too early."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from coding_course.bank import bank
from coding_course.bank.models import Case, Question, QuestionType
from coding_course.study.progress import Progress
from coding_course.ui import session as session_module
from coding_course.ui.session import Session


@pytest.fixture
def session() -> Iterator[Session]:
    """The kernel's session, without a file."""
    current = Session(Progress(None), lesson="tests/ui")
    session_module._session = current
    yield current
    session_module.forget()


def first(kind: QuestionType) -> Question:
    return next(question for question in bank().questions if question.type is kind)


def words_of(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def secrets(case: Case) -> list[str]:
    """What of a case only the explanation may tell: reasons, and the codes that its documents do not name."""
    key = case.key
    entries = [*([key.principal] if key.principal else []), *key.diagnoses, *key.procedures, *key.lines]
    said = " ".join([case.task, case.title, *(document.text for document in case.documents)])
    codes = [entry.code for entry in entries if entry.code not in said]
    return [*codes, *(entry.rationale for entry in entries), *(trap.misconception for trap in case.traps)]
