"""A notebook open in JupyterLab, as a learner sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.browser.lab import Lab

QUIET = 60_000


@dataclass
class NotebookPage:
    """One page with one notebook."""

    page: Any
    lab: Lab
    name: str

    def open(self) -> NotebookPage:
        """Open the notebook and wait for its kernel."""
        self.page.goto(f"{self.lab.url}/lab/tree/{self.name}?reset")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=QUIET)
        self.page.evaluate("() => window.jupyterapp.restored")
        self.close_sidebar()
        self.wait_for_kernel()
        return self

    def close_sidebar(self) -> None:
        """Give the notebook the window's width."""
        self.command("application:toggle-left-area") if self.page.locator("#jp-left-stack:visible").count() else None

    def command(self, name: str, arguments: dict[str, Any] | None = None) -> None:
        """Run one of JupyterLab's commands."""
        self.page.evaluate("([n, a]) => { window.jupyterapp.commands.execute(n, a || {}); }", [name, arguments])

    def wait_for_kernel(self) -> None:
        """Wait until the kernel has nothing to do."""
        self.page.wait_for_function(
            """() => { const s = window.jupyterapp.shell.currentWidget.sessionContext;
                       return s && s.session && s.session.kernel && s.session.kernel.status === 'idle'; }""",
            timeout=QUIET,
        )

    def run_all(self) -> None:
        """Run all cells and wait until the last one has run."""
        self.command("notebook:run-all-cells")
        self.page.wait_for_function(
            """() => { const cells = [...window.jupyterapp.shell.currentWidget.content.model.cells];
                       return cells.filter((c) => c.type === 'code').every((c) => c.executionCount); }""",
            timeout=QUIET,
        )
        self.wait_for_kernel()

    def run_cell(self, place: int) -> None:
        """Run one cell and wait for it."""
        self.page.evaluate(
            """(n) => { const nb = window.jupyterapp.shell.currentWidget.content; nb.activeCellIndex = n;
                        nb.deselectAll(); }""",
            place,
        )
        self.command("notebook:run-cell")
        self.page.wait_for_timeout(300)
        self.wait_for_kernel()
        self.page.wait_for_timeout(200)

    def sources(self) -> list[str]:
        """Return what stands in the cells."""
        return list(
            self.page.evaluate(
                """() => [...window.jupyterapp.shell.currentWidget.content.model.cells]
                           .map((c) => c.sharedModel.getSource())"""
            )
        )

    def write(self, place: int, text: str) -> None:
        """Write into a cell."""
        self.page.evaluate(
            """([n, t]) => window.jupyterapp.shell.currentWidget.content.model.cells.get(n).sharedModel.setSource(t)""",
            [place, text],
        )

    def theme(self, dark: bool) -> None:
        """Switch the theme."""
        self.command("apputils:change-theme", {"theme": "JupyterLab Dark" if dark else "JupyterLab Light"})
        self.page.wait_for_selector(
            f"body[data-jp-theme-light='{'false' if dark else 'true'}']", state="attached", timeout=QUIET
        )
        self.page.wait_for_timeout(600)

    def widget(self, place: int = 0) -> Any:
        """Return a widget of the course, counted from the top."""
        return self.page.locator(".cc-root").nth(place)

    def status(self, place: int = 0) -> str:
        """Return what the widget's status says."""
        return str(self.widget(place).locator("[role=status]").inner_text())
