"""The widgets by keyboard alone, in light and dark, in narrow windows, checked by axe-core."""

from __future__ import annotations

from pathlib import Path

import pytest

from coding_course.bank.models import QuestionType
from tests.browser.lab import Lab
from tests.browser.learner import (
    CHART,
    INPATIENT,
    QUESTIONS,
    Open,
    attempts,
    axe_finds_nothing,
    focused,
    picture,
    press,
    quiz_call,
    quiz_options,
    right_letter,
    tab_to,
)


def test_every_question_type_is_answered_by_keyboard_alone(opened: Open, lab: Lab, pictures: Path) -> None:
    order = (
        QuestionType.SINGLE,
        QuestionType.MULTIPLE,
        QuestionType.CODE,
        QuestionType.MATCHING,
        QuestionType.ORDERING,
    )
    note = opened(quiz_call(*order))
    quiz = note.widget()
    cells = note.sources()
    quiz.locator(".cc-step").first.focus()

    tab_to(note, lambda now: now["type"] == "radio")
    right = right_letter(QuestionType.SINGLE)
    press(note, "Space", *["ArrowDown"] * (ord(right) - ord("A")))
    press(note, "Enter")
    quiz.locator(".cc-verdict").wait_for()
    assert "✓ Right" in quiz.locator(".cc-verdict").inner_text()

    def proceed(place: int) -> None:
        tab_to(note, lambda now: now["text"] == "Next question")
        press(note, "Enter")
        quiz.get_by_text(f"Question {place} of 5", exact=True).wait_for()
        note.page.wait_for_timeout(150)
        assert "Question" in focused(note)["text"], "the focus goes along to the next question"

    proceed(2)
    for letter in right_letter(QuestionType.MULTIPLE).split(", "):
        tab_to(note, lambda now, letter=letter: now["type"] == "checkbox" and now["value"] == letter)
        press(note, "Space")
    press(note, "Enter")
    quiz.locator(".cc-verdict").wait_for()
    proceed(3)
    tab_to(note, lambda now: now["tag"] == "INPUT")
    note.page.keyboard.type(right_letter(QuestionType.CODE))
    note.page.wait_for_timeout(500)
    press(note, "Escape", "Enter")
    quiz.locator(".cc-verdict").wait_for()
    proceed(4)
    for pair in right_letter(QuestionType.MATCHING).split(", "):
        tab_to(note, lambda now: now["tag"] == "SELECT" and not now["value"])
        note.page.keyboard.type(pair.split("-")[1])
    picture(note, pictures, "quiz-matching")
    tab_to(note, lambda now: now["text"] == "Check answer")
    press(note, "Enter")
    quiz.locator(".cc-verdict").wait_for()
    proceed(5)
    wanted = right_letter(QuestionType.ORDERING).split(", ")
    texts = dict(quiz_options(QUESTIONS[QuestionType.ORDERING]))
    for place, letter in enumerate(wanted):
        now = quiz.locator(".cc-step-text").all_inner_texts()
        for _ in range(now.index(texts[letter]) - place):
            up = quiz.get_by_role("button", name=f"Move up: {texts[letter]}", exact=True)
            up.focus()
            press(note, "Enter")
            assert focused(note)["label"] == f"Move up: {texts[letter]}", "the focus stays on the moved item"
    picture(note, pictures, "quiz-ordering")
    tab_to(note, lambda now: now["text"] == "Check answer")
    press(note, "Enter")
    quiz.locator(".cc-verdict").wait_for()
    assert [points for _, points in attempts(lab)] == [1.0] * 5
    assert note.sources() == cells


def test_letters_typed_into_a_widget_are_no_notebook_commands(opened: Open) -> None:
    note = opened(
        quiz_call(QuestionType.SINGLE, QuestionType.CODE), f'lesson.chart("{CHART}")', 'lesson.browser("E11")'
    )
    cells = note.sources()
    targets = [
        note.widget(0).locator("input[type=radio]").first,
        note.widget(0).get_by_role("button", name="Check answer"),
        note.widget(1).locator("input[role=combobox]").first,
        note.widget(1).get_by_role("button", name="Move Diagnosis A up"),
        note.widget(1).locator(".cc-documents"),
        note.widget(2).locator("input[role=combobox]"),
    ]
    for target in targets:
        target.focus()
        press(note, "x", "b", "a", "d", "d", "c", "v", "m", "y", "1", "Shift+M", "z")
    note.page.wait_for_timeout(400)
    assert note.sources() == cells


def test_axe_finds_nothing_on_any_widget(opened: Open) -> None:
    note = opened(
        quiz_call(*QuestionType),
        f'lesson.chart("{CHART}")',
        f'lesson.chart("{INPATIENT}")',
        'lesson.browser("S93.401")',
        "lesson.goal()",
    )
    axe_finds_nothing(note)
    quiz, chart, codes = note.widget(0), note.widget(1), note.widget(3)
    quiz.locator("input[type=radio]").first.click()
    quiz.get_by_role("button", name="Check answer").click()
    quiz.locator(".cc-verdict").wait_for()
    chart.get_by_label("Diagnosis A code").fill("R21")
    chart.get_by_role("button", name="Submit claim").click()
    chart.locator(".cc-score").wait_for()
    chart.get_by_text("The key, with its reasons").click()
    chart.get_by_text("The same claim in notation").click()
    codes.get_by_label("Code, condition or abbreviation").fill("fracture")
    codes.get_by_role("option").first.wait_for()
    press(note, "ArrowDown")
    axe_finds_nothing(note)
    for place in range(1, 6):
        quiz.locator(".cc-step").nth(place - 1).click()
        quiz.locator(f"[data-at='{place - 1}']").wait_for()
        axe_finds_nothing(note)


@pytest.mark.parametrize("width", [400, 640])
def test_a_narrow_or_zoomed_window_needs_no_sideways_scrolling(opened: Open, pictures: Path, width: int) -> None:
    # 1280 pixels at 200 % zoom are 640 to a page.
    note = opened(quiz_call(*QuestionType), f'lesson.chart("{CHART}")', 'lesson.browser("E11")', width=width)
    for place in range(3):
        widget = note.widget(place)
        assert widget.evaluate("(e) => e.scrollWidth <= e.clientWidth"), f"widget {place} at {width} px"
        widget.screenshot(path=str(pictures / f"narrow-{width}-{place}.png"))


def test_what_a_learner_types_is_text_and_never_markup(opened: Open) -> None:
    note = opened(f'lesson.chart("{CHART}")')
    chart = note.widget()
    chart.get_by_label("Diagnosis A code").fill("<img src=x onerror=document.title='hacked'>")
    chart.get_by_role("button", name="Submit claim").click()
    chart.locator(".cc-score").wait_for()
    note.page.wait_for_timeout(500)
    assert chart.locator("img").count() == 0
    assert note.page.title() != "hacked"
