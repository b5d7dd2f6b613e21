"""The encoder in JupyterLab: by keyboard alone from the Index to the claim, every pane, and what a crash leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from coding_course.study.progress import Progress
from coding_course.ui.encoder.marks import marks
from tests.browser.lab import Lab
from tests.browser.learner import Open, focused, picture, press, tab_to
from tests.browser.notebook_page import NotebookPage

HUNT = "fd-002"
STAY = "pdx: A41.9 Y\ndx: J96.01 Y\npx: 5A1945Z"


def open_pane(note: NotebookPage, title: str, place: int = 0) -> None:
    tab = note.widget(place).get_by_role("tab", name=title, exact=True)
    tab.click()
    note.page.wait_for_function("(e) => e.getAttribute('aria-selected') === 'true'", arg=tab.element_handle())


def look_up(note: NotebookPage, words: str) -> None:
    note.widget().get_by_label("Main term, then subterms").fill(words)
    note.widget().get_by_role("button", name="Look up").click()
    note.widget().locator("[data-found]").wait_for()


def axe_clean(note: NotebookPage, where: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is missing").Axe()
    found = axe.run(note.page, context=".cc-root").response["violations"]
    told = [(one["id"], node["target"], node.get("failureSummary", "")) for one in found for node in one["nodes"]]
    assert not told, where


def test_from_the_index_to_the_claim_by_keyboard_alone(opened: Open) -> None:
    note = opened("lesson.encoder()")
    cells = note.sources()
    widget = note.widget()
    widget.get_by_label("Main term, then subterms").focus()
    note.page.keyboard.type("failure, heart")
    press(note, "Enter")
    widget.locator("[data-found]").wait_for()
    note.page.wait_for_timeout(300)
    assert "for “failure, heart”" in focused(note)["text"], "the focus goes to what was found"
    tab_to(note, lambda now: now["text"] == "Failure, failed › heart")
    press(note, "Enter")
    widget.locator("[data-term]").wait_for()
    note.page.wait_for_timeout(300)
    assert focused(note)["text"].startswith("▾heart"), "and from there to the term"

    # Arrow keys: down to the next line, right opens a subterm, left closes it; the list is one stop for Tab.
    press(note, "ArrowDown")
    assert focused(note)["tag"] == "BUTTON"
    for _ in range(12):
        if "diastolic" in focused(note)["text"]:
            break
        press(note, "ArrowDown")
    press(note, "ArrowRight")
    widget.get_by_role("button", name="I50.33", exact=True).wait_for()
    while focused(note)["text"] != "I50.33":
        press(note, "ArrowDown")
    press(note, "Enter")
    widget.get_by_role("heading", name="I50.33").wait_for()
    note.page.wait_for_timeout(300)
    assert focused(note)["text"].startswith("I50.33"), "the focus goes to the entry"
    tab_to(note, lambda now: now["tag"] == "SUMMARY" and "Code first" in now["text"])
    press(note, "Enter")
    widget.get_by_text("heart failure due to hypertension (").wait_for()
    tab_to(note, lambda now: now["text"] == "Add I50.33 to the claim", key="Shift+Tab")
    press(note, "Enter")
    widget.get_by_text("I50.33 was added to the claim").first.wait_for()
    assert "was added" in note.status()

    # The tabs: arrows move, Enter opens; Alt with an arrow goes back and forward.
    tab_to(note, lambda now: now["text"] == "Book", key="Shift+Tab")
    press(note, "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight")
    assert focused(note)["text"] == "Claim"
    assert widget.get_by_role("tab", name="Book", exact=True).get_attribute("aria-selected") == "true", (
        "not opened by moving alone"
    )
    press(note, "Enter")
    widget.get_by_label("Diagnosis A code").wait_for()
    assert widget.get_by_label("Diagnosis A code").input_value() == "I50.33"
    press(note, "Alt+ArrowLeft")
    widget.get_by_role("heading", name="I50.33").wait_for()
    note.page.wait_for_timeout(300)
    press(note, "Alt+ArrowRight")
    widget.get_by_label("Diagnosis A code").wait_for()
    assert note.sources() == cells


def test_every_pane_is_clean_for_axe_and_by_picture(opened: Open, pictures: Path) -> None:
    note = opened('lesson.encoder("E11.22")', f'lesson.find("{HUNT}")')
    widget = note.widget()
    look_up(note, "failure, heart")
    widget.get_by_role("button", name="Failure, failed › heart", exact=True).click()
    widget.locator("[data-term]").wait_for()
    widget.get_by_role("button", name="Open all notes").click()
    picture(note, pictures, "encoder-book")
    open_pane(note, "Guided")
    widget.get_by_label("Condition, in the words of the record").fill("hip fracture")
    widget.get_by_role("button", name="Find the family").click()
    widget.get_by_role("button", name="S72 Fracture of femur").click()
    widget.locator("[data-question]").wait_for()
    widget.locator(".cc-choice").first.click()
    widget.get_by_text("Answered so far").wait_for()
    picture(note, pictures, "encoder-guided")
    open_pane(note, "PCS tables")
    widget.get_by_label("Characters 1 to 7").fill("0DTJ9")
    widget.get_by_text("9 is no approach").first.wait_for()
    assert widget.get_by_label("Characters 1 to 7").input_value() == "0DTJ", "what was refused is taken out"
    picture(note, pictures, "encoder-tables")
    open_pane(note, "Claim")
    widget.get_by_label("Setting").select_option("inpatient")
    widget.get_by_label("Discharged to").select_option("01")
    widget.get_by_text("The same claim in notation").click()
    widget.get_by_label("As you would type it in an answer cell").fill(STAY)
    widget.get_by_role("button", name="Put this into the form").click()
    widget.get_by_role("heading", name="MS-DRG").wait_for()
    assert "MS-DRG 872" in widget.locator(".cc-grouping").inner_text()
    picture(note, pictures, "encoder-claim")
    open_pane(note, "Code")
    widget.get_by_label("Code, or words").fill("J96.01")
    note.page.wait_for_timeout(500)
    press(note, "Escape", "Enter")
    widget.get_by_text("On the claim at hand").wait_for()
    widget.get_by_role("button", name="☆ Bookmark").click()
    widget.get_by_label("Your note on J96.01").fill("The provider's words: hypoxia.")
    widget.get_by_role("button", name="Keep the note").click()
    widget.get_by_role("button", name="★ Bookmarked").wait_for()
    picture(note, pictures, "encoder-code")
    open_pane(note, "Bookmarks")
    widget.get_by_text("The provider's words: hypoxia.").wait_for()
    picture(note, pictures, "encoder-bookmarks")
    note.widget(1).get_by_role("button", name="Check my path").click()
    note.widget(1).locator("[data-score]").wait_for()
    for dark in (False, True):
        note.theme(dark)
        for pane in ("Book", "Guided", "PCS tables", "Code", "Claim", "Bookmarks", "Path"):
            open_pane(note, pane)
            note.page.wait_for_timeout(100)
            axe_clean(note, f"{pane}, {'dark' if dark else 'light'}")
    assert widget.evaluate("(e) => e.scrollWidth <= e.clientWidth")


def test_letters_typed_into_the_encoder_are_no_notebook_commands(opened: Open) -> None:
    note = opened('lesson.encoder("I50")')
    cells = note.sources()
    widget = note.widget()
    for target in (
        widget.get_by_role("tab", name="Book", exact=True),
        widget.get_by_role("button", name="All about I50"),
        widget.locator("summary").first,
        widget.get_by_label("Main term, then subterms"),
    ):
        target.focus()
        press(note, "x", "b", "a", "d", "d", "c", "v", "m", "y", "1", "Shift+M", "z")
    note.page.wait_for_timeout(300)
    assert note.sources() == cells


def test_a_window_at_400_percent_needs_no_sideways_scrolling(opened: Open, pictures: Path) -> None:
    # 1280 pixels at 400 % zoom are 320 to a page.
    note = opened('lesson.encoder("E11.22")', width=320)
    widget = note.widget()
    look_up(note, "failure, heart")
    widget.locator(".cc-hits button").first.click()
    widget.locator("[data-term]").wait_for()
    for pane in ("Book", "PCS tables", "Code", "Claim", "Guided", "Bookmarks", "Path"):
        open_pane(note, pane)
        if pane == "PCS tables":
            widget.get_by_label("Characters 1 to 7").fill("0SRC0J")
            widget.get_by_text("Table 0SR").wait_for()
        assert widget.evaluate("(e) => e.scrollWidth <= e.clientWidth"), pane
        widget.screenshot(path=str(pictures / f"encoder-narrow-{pane.lower().replace(' ', '-')}.png"))


def test_a_killed_kernel_costs_neither_bookmarks_nor_claim_nor_path(opened: Open, lab: Lab) -> None:
    cells = ('lesson.encoder("E11.22")', f'lesson.find("{HUNT}")')
    note = opened(*cells)
    free, hunt = note.widget(0), note.widget(1)
    free.get_by_role("button", name="☆ Bookmark").click()
    free.get_by_role("button", name="Add E11.22 to the claim").click()
    free.get_by_text("was added to the claim").first.wait_for()
    hunt.get_by_label("Main term, then subterms").fill("failure, heart")
    hunt.get_by_role("button", name="Look up").click()
    hunt.get_by_text("1 step", exact=True).wait_for()
    for kernel in lab.kernels():
        lab.rest("DELETE", f"kernels/{kernel}")
    note.page.context.close()

    again = opened(*cells, keep_progress=True)
    again.widget(0).get_by_role("button", name="★ Bookmarked").wait_for()
    again.widget(1).get_by_text("1 step", exact=True).wait_for()
    open_pane(again, "Bookmarks")
    again.widget(0).get_by_role("button", name="E11.22", exact=True).wait_for()
    open_pane(again, "Claim")
    assert again.widget(0).get_by_label("Diagnosis A code").input_value() == "E11.22"
    assert list(marks(Progress(lab.workspace / "progress.jsonl").events())) == ["E11.22"]


def test_a_find_exercise_is_solved_handed_in_and_graded(opened: Open, pictures: Path) -> None:
    answer = f"%%find {HUNT}\n# write your answer below this line\n"
    note = opened(f'lesson.find("{HUNT}", graded=True)', answer, f'lesson.points("{HUNT}", 9)')
    widget = note.widget()
    assert widget.get_by_role("button", name="Check my path").count() == 0
    look_up(note, "failure, heart, diastolic")
    widget.get_by_role("button", name="Failure, failed › heart › diastolic", exact=True).click()
    widget.get_by_role("button", name="I50.33", exact=True).click()
    widget.locator("summary", has_text="Code first").click()
    widget.get_by_text("heart failure due to hypertension (").wait_for()
    widget.get_by_role("button", name="Choose I50.33").click()
    widget.get_by_text("Run the answer cell below").first.wait_for()
    picture(note, pictures, "encoder-find")
    note.run_cell(2)
    source = note.sources()[2]
    assert source.startswith(answer.rstrip())
    assert source.rstrip().endswith("tabular: I50.33\nnote: I50 code first\ncode: I50.33")
    note.run_cell(3)
    assert note.page.locator(".jp-OutputArea-output").last.inner_text().strip() == "9.0"
