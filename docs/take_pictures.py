"""Take the README's pictures from a running course: ``python docs/take_pictures.py``.

Three files under ``docs/images/``: an explained score, a lesson in JupyterLab, and the encoder with a claim. Needs the
test extras and a Chromium (see ``tests/browser``). Each picture stays under 250 KB.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
LARGEST = 250_000
LESSON = ROOT / "notebooks" / "foundations" / "00-start-here.ipynb"
CASE = "pc-001"
FIRST_ANSWER = "J02.0"
STAY = "pdx: J18.9 Y\ndx: J96.01 Y, N17.9 Y, I10 Y"
"""The stay in the picture of the encoder: pneumonia, with a diagnosis that decides its MS-DRG."""
SYMPTOM = "R21"
"""Coded instead of the disease: the mistake that the picture of an explained score shows."""

sys.path.insert(0, str(ROOT))


def main() -> int:
    """Take the pictures; 1 when one is too large or there is no Chromium."""
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import FLAGS, NO_CHROMIUM
    from tests.browser.lab import chromium, running_lab

    program = chromium()
    if program is None:
        print(NO_CHROMIUM)
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running_lab(Path(folder)) as lab, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, headless=True, args=FLAGS)
        (lab.workspace / LESSON.name).write_bytes(LESSON.read_bytes())
        take_lesson(browser, lab, IMAGES / "lesson.png")
        take_score(browser, lab, IMAGES / "explained-score.png")
        take_encoder(browser, lab, IMAGES / "encoder.png")
        browser.close()
    sizes = {path.name: path.stat().st_size for path in sorted(IMAGES.glob("*.png"))}
    for name, size in sizes.items():
        print(f"{name}: {size / 1000:.0f} KB{'' if size <= LARGEST else ', too large for a README'}")
    return int(any(size > LARGEST for size in sizes.values()))


def take_lesson(browser: Any, lab: Any, target: Path) -> None:
    """Take the first lesson as it looks after its cells ran, a question answered."""
    note = opened(browser, lab, LESSON.name, 1280, 1000)
    quiz = note.widget(0)
    quiz.locator("input[role=combobox]").fill(FIRST_ANSWER)
    quiz.get_by_role("button", name="Check answer").click()
    quiz.locator(".cc-verdict").wait_for()
    note.page.evaluate("() => document.querySelector('.cc-root').scrollIntoView({ block: 'center' })")
    note.page.wait_for_timeout(500)
    note.page.screenshot(path=str(target))
    note.page.context.close()


def take_score(browser: Any, lab: Any, target: Path) -> None:
    """Take a chart with a submitted claim and its explanation."""
    begin = 'from coding_course.ui import lesson\n\nlesson.begin("pictures")'
    name = lab.notebook("score.ipynb", [("code", begin), ("code", f'lesson.chart("{CASE}")')])
    note = opened(browser, lab, name, 1180, 2200)
    chart = note.widget()
    chart.get_by_label("Diagnosis A code").fill(SYMPTOM)
    chart.get_by_label("Line 1 code").fill("99213")
    chart.get_by_label("Pointers").fill("A")
    chart.get_by_role("button", name="Submit claim").click()
    chart.locator(".cc-score").wait_for()
    note.page.wait_for_timeout(500)
    note.page.evaluate("() => document.activeElement.blur()")
    chart.locator(".cc-card").screenshot(path=str(target))
    note.page.context.close()


def take_encoder(browser: Any, lab: Any, target: Path) -> None:
    """Take the encoder's claim pane with a stay on it: live edits, and the MS-DRG with its reasons."""
    begin = 'from coding_course.ui import lesson\n\nlesson.begin("pictures")'
    name = lab.notebook("encoder.ipynb", [("code", begin), ("code", "lesson.encoder()")])
    note = opened(browser, lab, name, 1180, 1500)
    encoder = note.widget()
    encoder.get_by_role("tab", name="Claim").click()
    encoder.get_by_label("Setting").select_option("inpatient")
    encoder.get_by_label("Age").fill("71")
    encoder.get_by_label("Age").press("Tab")
    encoder.get_by_label("Sex").select_option("F")
    encoder.get_by_text("The same claim in notation").click()
    encoder.get_by_label("As you would type it in an answer cell").fill(STAY)
    encoder.get_by_role("button", name="Put this into the form").click()
    encoder.get_by_text("MS-DRG 193").first.wait_for()
    encoder.get_by_text("The same claim in notation").click()
    note.page.wait_for_timeout(500)
    note.page.evaluate("() => document.activeElement.blur()")
    encoder.locator(".cc-card").first.screenshot(path=str(target))
    note.page.context.close()


def opened(browser: Any, lab: Any, name: str, width: int, height: int) -> Any:
    """Open a notebook in a window of that size and run it."""
    from tests.browser.notebook_page import NotebookPage

    page = browser.new_context(viewport={"width": width, "height": height}).new_page()
    note = NotebookPage(page, lab, name).open()
    note.run_all()
    page.wait_for_timeout(800)
    return note


if __name__ == "__main__":
    raise SystemExit(main())
