"""What a learner does and sees in a widget, in words that the tests share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from coding_course.bank import bank, shown, solution
from coding_course.bank.models import QuestionType
from coding_course.study.progress import Progress
from tests.browser.lab import Lab
from tests.browser.notebook_page import NotebookPage

BEGIN = 'from coding_course.ui import lesson\n\nlesson.begin("tests/browser")'
CHART = "pc-001"
INPATIENT = "ip-001"

Open = Callable[..., NotebookPage]


def one_of(kind: QuestionType) -> str:
    return next(question.id for question in bank().questions if question.type is kind and not question.private)


QUESTIONS = {kind: one_of(kind) for kind in QuestionType}


def quiz_call(*kinds: QuestionType) -> str:
    return f"lesson.quiz({', '.join(repr(QUESTIONS[kind]) for kind in kinds)})"


def right_letter(kind: QuestionType) -> str:
    return solution(bank().question(QUESTIONS[kind]))


def quiz_options(question: str) -> tuple[tuple[str, str], ...]:
    return shown(bank().question(question)).options


def attempts(lab: Lab) -> list[tuple[str, float]]:
    events = Progress(lab.workspace / "progress.jsonl").events()
    return [(event.item, event.facts["points"]) for event in events if event.kind == "attempt"]


def press(note: NotebookPage, *keys: str) -> None:
    for key in keys:
        note.page.keyboard.press(key)


def focused(note: NotebookPage) -> dict[str, str]:
    return dict(
        note.page.evaluate(
            """() => { const e = document.activeElement;
                       const label = e.labels && e.labels[0] ? e.labels[0].textContent : '';
                       return { tag: e.tagName, type: e.type || '', text: e.textContent.trim(), value: e.value || '',
                                label: e.getAttribute('aria-label') || label,
                                inside: String(!!e.closest('.cc-root')) }; }"""
        )
    )


def tab_to(note: NotebookPage, wanted: Callable[[dict[str, str]], bool], key: str = "Tab") -> dict[str, str]:
    for _ in range(60):
        press(note, key)
        now = focused(note)
        if wanted(now):
            return now
    raise AssertionError(f"Tab does not reach it; the focus is on {focused(note)}")


def picture(note: NotebookPage, pictures: Path, name: str, place: int = 0) -> None:
    """Take the widget in both themes, in a window tall enough for all of it."""
    size = note.page.viewport_size
    note.page.set_viewport_size({"width": size["width"], "height": 2200})
    for dark in (False, True):
        note.theme(dark)
        note.widget(place).screenshot(path=str(pictures / f"{name}-{'dark' if dark else 'light'}.png"))
    note.theme(False)
    note.page.set_viewport_size(size)


def axe_finds_nothing(note: NotebookPage) -> None:
    """Run axe-core over the widgets alone, in both themes."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is missing").Axe()
    for dark in (False, True):
        note.theme(dark)
        found = axe.run(note.page, context=".cc-root").response["violations"]
        assert not [
            (one["id"], node["target"], node.get("failureSummary", "")) for one in found for node in one["nodes"]
        ], "dark" if dark else "light"
    note.theme(False)
