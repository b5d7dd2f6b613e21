"""A browser with a JupyterLab in it; skipped where there is no Chromium, with how to get one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.lab import Lab, chromium, running_lab
from tests.browser.learner import BEGIN, Open
from tests.browser.notebook_page import NotebookPage

NO_CHROMIUM = (
    "no Chromium found: install it (Debian: apt-get install chromium; elsewhere: playwright install chromium, then "
    "set COURSE_CHROMIUM to the program)"
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    program = chromium()
    if program is None:
        pytest.skip(NO_CHROMIUM)
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
    with api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, headless=True, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def lab(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_lab(tmp_path_factory.mktemp("lab")) as started:
        yield started


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go: COURSE_SCREENSHOTS keeps them."""
    folder = Path(os.environ.get("COURSE_SCREENSHOTS") or tmp_path_factory.mktemp("screens"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def opened(browser: Any, lab: Lab, request: pytest.FixtureRequest) -> Iterator[Open]:
    """Open a notebook of code cells in a fresh page; what the page logs as an error fails the test."""
    contexts: list[Any] = []
    errors: list[str] = []

    def open_notebook(
        *cells: str, keep_progress: bool = False, width: int = 1280, notebook: str = "", **options: Any
    ) -> NotebookPage:
        if not keep_progress:
            (lab.workspace / "progress.jsonl").unlink(missing_ok=True)
        context = browser.new_context(viewport={"width": width, "height": 1000}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        own = f"{request.node.name.split('[')[0]}.ipynb"
        name = notebook or lab.notebook(own, [("code", cell) for cell in (BEGIN, *cells)])
        opened = NotebookPage(page, lab, name).open()
        opened.run_all()
        return opened

    yield open_notebook
    for context in contexts:
        context.close()
    for kernel in lab.kernels():
        lab.rest("DELETE", f"kernels/{kernel}")
    assert not [error for error in errors if "cc-" in error or "anywidget" in error], errors
