"""Run the command line as a program does, without a process for each test."""

from __future__ import annotations

import io
import json
from types import SimpleNamespace

import pytest

from coding_course.cli import main


@pytest.fixture
def course(capsys, monkeypatch):
    """Return a function that runs ``coding-course`` and gives back exit code, output and errors."""

    def run(*words: str, stdin: str = "") -> SimpleNamespace:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        capsys.readouterr()
        try:
            code = main(list(words))
        except SystemExit as left:
            code = int(left.code or 0)
        captured = capsys.readouterr()
        return SimpleNamespace(code=code, out=captured.out, err=captured.err)

    return run


@pytest.fixture
def lines(course):
    """Return a function that runs a batch command and gives back one object a line of output."""

    def run(*words: str, records: list) -> tuple[int, list[dict]]:
        stdin = "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in records)
        done = course(*words, stdin=stdin)
        return done.code, [json.loads(line) for line in done.out.splitlines()]

    return run
