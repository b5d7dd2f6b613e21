"""A JupyterLab of its own for the browser tests: a free port, a temporary workspace, no token, nothing left behind."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    # Every cell stays in the page, so that a test finds it without scrolling.
    "notebook-extension/tracker": {"windowingMode": "none"},
}


def chromium() -> str | None:
    """Return the Chromium to drive: the one named by COURSE_CHROMIUM, else one on the path."""
    named = os.environ.get("COURSE_CHROMIUM")
    return named or next((found for name in _NAMES if (found := shutil.which(name))), None)


@dataclass
class Lab:
    """A running JupyterLab."""

    url: str
    workspace: Path
    process: subprocess.Popen[bytes]

    def rest(self, method: str, path: str) -> Any:
        """Call the server's REST interface."""
        request = urllib.request.Request(f"{self.url}/api/{path}", method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            body = answer.read()
        return json.loads(body) if body else None

    def kernels(self) -> list[str]:
        """Return the ids of running kernels."""
        return [kernel["id"] for kernel in self.rest("GET", "kernels")]

    def notebook(self, name: str, cells: list[tuple[str, str]]) -> str:
        """Write a notebook into the workspace; cells are (kind, source)."""
        document = {
            "cells": [
                {
                    "id": f"c{place}",
                    "cell_type": kind,
                    "metadata": {},
                    "source": source,
                    **({"outputs": [], "execution_count": None} if kind == "code" else {}),
                }
                for place, (kind, source) in enumerate(cells)
            ],
            "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        (self.workspace / name).write_text(json.dumps(document), encoding="utf-8")
        return name


@contextlib.contextmanager
def running_lab(folder: Path) -> Iterator[Lab]:
    """Start JupyterLab in a folder and stop it afterwards, kernels included."""
    workspace = folder / "course"
    (workspace / ".coding-course").mkdir(parents=True)
    settings = folder / "settings"
    for name, values in _SETTINGS.items():
        target = settings / "@jupyterlab" / f"{name}.jupyterlab-settings"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(values), encoding="utf-8")
    port = _free_port()
    environ = {
        **os.environ,
        "JUPYTERLAB_SETTINGS_DIR": str(settings),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "IPYTHONDIR": str(folder / "ipython"),
        "CODING_COURSE_HOME": str(workspace),
    }
    environ.pop("CODING_COURSE_PROGRESS", None)
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser"),
        *("--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0"),
        *("--IdentityProvider.token=", "--ServerApp.password=", "--ServerApp.disable_check_xsrf=True"),
        f"--ServerApp.root_dir={workspace}",
    ]
    with (folder / "lab.log").open("wb") as log:
        process = subprocess.Popen(command, env=environ, stdout=log, stderr=log, cwd=workspace)
        lab = Lab(f"http://127.0.0.1:{port}", workspace, process)
        try:
            _wait(lab, folder / "lab.log")
            yield lab
        finally:
            with contextlib.suppress(OSError):
                for kernel in lab.kernels():
                    lab.rest("DELETE", f"kernels/{kernel}")
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(lab: Lab, log: Path) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError):
            lab.rest("GET", "status")
            return
        if lab.process.poll() is not None:
            break
        time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}")
