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


def lands_on(note: NotebookPage, words: str) -> None:
    """Wait until the focus is on an element of the widget with these words."""
    note.page.wait_for_function(
        """(words) => { const e = document.activeElement;
                        const label = e.labels && e.labels[0] ? e.labels[0].textContent : '';
                        const said = [e.textContent, label, e.getAttribute('aria-label') || ''];
                        return e.closest('.cc-root') && said.some((text) => text.includes(words)); }""",
        arg=words,
        timeout=10_000,
    )


def go(note: NotebookPage, target: str, then: str, key: str = "Enter", back: bool = False) -> None:
    """Reach an element by Tab, or Shift+Tab, press a key on it, and see where the focus lands."""
    tab_to(
        note,
        lambda now: now["text"].startswith(target) or now["label"].startswith(target),
        "Shift+Tab" if back else "Tab",
    )
    press(note, key)
    lands_on(note, then)


def next_tab(note: NotebookPage, here: str, there: str) -> None:
    """Go back to the tabs, and open the next one."""
    tab_to(note, lambda now: now["text"] == here, "Shift+Tab")
    press(note, "ArrowRight")
    lands_on(note, there)
    press(note, "Enter")
    note.widget().locator("[role=tab][aria-selected=true]", has_text=there).wait_for()


def watch_focus(note: NotebookPage) -> None:
    """Note, frame by frame, whenever the focus was in the widget and is nowhere now."""
    note.page.evaluate(
        """() => { window.lost = [];
                   let last = '';
                   const look = () => {
                     const now = document.activeElement;
                     if (now === document.body && last) window.lost.push(`after ${last}`);
                     last = now.closest('.cc-root') ? `${now.tagName} ${now.id || now.textContent}` : '';
                     requestAnimationFrame(look); };
                   look(); }"""
    )


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


def test_every_pane_is_worked_without_a_mouse_and_the_focus_is_never_lost(opened: Open) -> None:
    note = opened("lesson.encoder()")
    widget = note.widget()
    widget.get_by_role("tab", name="Book", exact=True).focus()
    watch_focus(note)
    tab_to(note, lambda now: now["text"].startswith("Browse the Index"))
    press(note, "Enter")
    note.page.wait_for_function("() => document.activeElement.textContent === 'A'")
    tab_to(note, lambda now: now["text"] == "P")
    press(note, "Enter")
    lands_on(note, "Main terms under P")
    widget.get_by_role("button", name="Show").last.focus()
    press(note, "Enter")
    note.page.wait_for_function("() => document.activeElement.closest('.cc-hits ol')")
    widget.get_by_label("Main term, then subterms").focus()
    note.page.keyboard.type("pneumonia klebsiella")
    press(note, "Enter")
    lands_on(note, "for “pneumonia klebsiella”")
    go(note, "Pneumonia › due to", "klebsiella")
    go(note, "J15.0", "J15.0 Pneumonia due to Klebsiella")
    go(note, "☆ Bookmark", "★ Bookmarked")
    go(note, "Open all notes", "Notes")
    go(note, "Add J15.0", "Add J15.0", back=True)

    # Guided: a diagnosis, question by question, and back to one.
    next_tab(note, "Book", "Guided")
    widget.get_by_label("Condition, in the words of the record").wait_for()
    go(note, "Condition", "Condition", "End")
    note.page.keyboard.type("left knee pain")
    press(note, "Enter")
    lands_on(note, "Which family?")
    go(note, "M25", "Which of these does the record state?")
    go(note, "Pain in joint", "Which site?")
    assert widget.get_by_text("“left knee pain” leads here").count() == 1
    go(note, "Knee", "Which side?")
    go(note, "Left", "M25.562 Pain in left knee")
    go(note, "Change", "Which side?", back=True)
    note.page.wait_for_function("() => document.activeElement.matches('[data-question]')")

    # A procedure of another section, by its questions.
    tab_to(note, lambda now: now["type"] == "radio", "Shift+Tab")
    press(note, "ArrowDown")
    widget.get_by_role("heading", name="What is the procedure meant to achieve?").wait_for()
    go(note, "None of these", "Which section describes it?")
    go(note, "1: Obstetrics", "Which operation of this section?")
    go(note, "E: Delivery", "Which body system?")
    assert widget.get_by_text("1: Obstetrics").count() == 1, "among the answers"

    # A procedure: typed in part, the rest chosen, then all about it.
    next_tab(note, "Guided", "PCS tables")
    widget.get_by_label("Characters 1 to 7").wait_for()
    go(note, "Characters 1 to 7", "Characters 1 to 7", "End")
    note.page.keyboard.type("0FT4")
    widget.get_by_role("heading", name="Character 5").wait_for()
    go(note, "4 Percutaneous", "Character 6")
    go(note, "Z No Device", "Character 7")
    go(note, "Z No Qualifier", "0FT44ZZ Resection of Gallbladder")
    go(note, "All about 0FT44ZZ", "0FT44ZZ Resection of Gallbladder")

    # One hit for a family: right unfolds it and left folds it in the list of a field, a button does in a list of hits.
    go(note, "Code, or words", "Code, or words", "End", back=True)
    note.page.keyboard.type("knee pain")
    widget.locator(".cc-option").first.wait_for()
    press(note, "ArrowDown", "ArrowRight")
    widget.get_by_role("option", name="M25.562").wait_for()
    assert "2 codes listed below" in note.status()
    press(note, "ArrowDown", "ArrowDown", "ArrowLeft")
    assert widget.get_by_role("option", name="M25.562").count() == 0
    assert "folded" in note.status()
    press(note, "Escape")
    assert widget.locator(".cc-option").count() == 0
    press(note, "Enter")
    lands_on(note, "found for “knee pain”")
    go(note, "▸ +2 by side", "▾ +2 by side")
    go(note, "M25.562", "M25.562 Pain in left knee")

    # The claim: a stay, its indicators, a row more and a row less; then the bookmark is taken away.
    next_tab(note, "Code", "Claim")
    widget.get_by_label("Setting").wait_for()
    tab_to(note, lambda now: now["label"] == "Setting")
    note.page.keyboard.type("Inpatient")
    widget.get_by_label("Present on admission").first.wait_for()
    go(note, "Present on admission", "Present on admission", "y")
    assert focused(note)["value"] == "Y"
    widget.get_by_text("MS-DRG 177").or_(widget.get_by_text("MS-DRG 179")).first.wait_for()
    go(note, "+ Add a diagnosis", "Diagnosis 2 code")
    note.page.keyboard.type("J9601")
    widget.locator(".cc-option").first.wait_for()
    press(note, "ArrowDown", "Enter")
    widget.get_by_text("Acute respiratory failure with hypoxia").first.wait_for()
    go(note, "Remove Diagnosis 2", "Diagnosis 1 code")
    go(note, "Clear the claim", "Clear the claim")
    next_tab(note, "Claim", "Bookmarks")
    go(note, "Take the bookmark of J15.0 away", "Bookmarks and notes")
    press(note, "Alt+ArrowLeft")
    lands_on(note, "Your own claim")
    assert note.page.evaluate("window.lost") == []


def test_the_first_opening_of_a_book_says_so_and_the_page_stays_alive(opened: Open, tmp_path: Path) -> None:
    note = opened(f"import os\nos.environ['CODING_COURSE_CACHE'] = {str(tmp_path)!r}", "lesson.encoder()")
    widget = note.widget()
    field = widget.get_by_label("Main term, then subterms")
    field.fill("pneumonia klebsiella")
    field.press("Enter")
    busy = widget.locator(".cc-busy")
    busy.wait_for()
    assert "The Alphabetic Index is being made ready. This happens once" in busy.inner_text()
    assert note.status() == busy.inner_text()
    field.fill("typed while the kernel works")
    assert busy.is_visible()
    widget.get_by_role("heading", name="for “pneumonia klebsiella”").wait_for()
    assert not busy.is_visible()
    assert field.input_value() == "typed while the kernel works"
    assert "index entries" in note.status()


def test_every_pane_is_clean_for_axe_and_by_picture(opened: Open, pictures: Path) -> None:
    note = opened('lesson.encoder("E11.22")', f'lesson.find("{HUNT}")')
    widget = note.widget()
    look_up(note, "failure, heart")
    widget.get_by_role("button", name="Failure, failed › heart", exact=True).click()
    widget.locator("[data-term]").wait_for()
    widget.get_by_role("button", name="Open all notes").click()
    open_pane(note, "Guided")
    widget.get_by_label("Condition, in the words of the record").fill("hip fracture")
    widget.get_by_role("button", name="Find the family").click()
    widget.get_by_role("button", name="S72 Fracture of femur").click()
    widget.locator("[data-question]").wait_for()
    widget.locator(".cc-choice").first.click()
    widget.get_by_text("Answered so far").wait_for()
    open_pane(note, "PCS tables")
    widget.get_by_label("Characters 1 to 7").fill("0DTJ9")
    widget.get_by_text("9 is no approach").first.wait_for()
    assert widget.get_by_label("Characters 1 to 7").input_value() == "0DTJ", "what was refused is taken out"
    open_pane(note, "Claim")
    widget.get_by_label("Setting").select_option("inpatient")
    widget.get_by_label("Discharged to").select_option("01")
    widget.get_by_text("The same claim in notation").click()
    widget.get_by_label("As you would type it in an answer cell").fill(STAY)
    widget.get_by_role("button", name="Put this into the form").click()
    widget.get_by_role("heading", name="MS-DRG").wait_for()
    assert "MS-DRG 872" in widget.locator(".cc-grouping").inner_text()
    open_pane(note, "Code")
    widget.get_by_label("Code, or words").fill("J96.01")
    note.page.wait_for_timeout(500)
    press(note, "Escape", "Enter")
    widget.get_by_text("On the claim at hand").wait_for()
    widget.get_by_role("button", name="☆ Bookmark").click()
    widget.get_by_label("Your note on J96.01").fill("The provider's words: hypoxia.")
    widget.get_by_role("button", name="Keep the note").click()
    widget.get_by_role("button", name="★ Bookmarked").wait_for()
    open_pane(note, "Book")
    note.page.wait_for_function("() => document.querySelector('.cc-tree').scrollTop > 0")  # at "heart", as it was left
    open_pane(note, "Bookmarks")
    widget.get_by_text("The provider's words: hypoxia.").wait_for()
    note.widget(1).get_by_role("button", name="Check my path").click()
    note.widget(1).locator("[data-score]").wait_for()
    # A window tall enough for all of it, so that a picture shows the whole pane.
    note.page.set_viewport_size({"width": 1280, "height": 2200})
    for dark in (False, True):
        note.theme(dark)
        for pane in ("Book", "Guided", "PCS tables", "Code", "Claim", "Bookmarks", "Path"):
            open_pane(note, pane)
            note.page.wait_for_timeout(100)
            name = f"{pane.lower().replace(' ', '-')}-{'dark' if dark else 'light'}"
            widget.screenshot(path=str(pictures / f"encoder-{name}.png"))
            axe_clean(note, name)
    assert widget.evaluate("(e) => e.scrollWidth <= e.clientWidth")


def test_letters_typed_into_the_encoder_are_no_notebook_commands(opened: Open) -> None:
    note = opened('lesson.encoder("I50")', 'lesson.encoder("0FT")')
    cells = note.sources()
    widget = note.widget()
    assert note.widget(1).get_by_role("heading", name="Table 0FT").is_visible()
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
