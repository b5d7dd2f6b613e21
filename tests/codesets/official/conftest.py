"""The publishers' releases where they are there, small ones of our own, and a data folder of each test's own."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from coding_course.codesets import edition, editions, holdings
from coding_course.codesets.official import importing
from coding_course.codesets.official.files import cm_order, cm_tabular, poa_exempt
from coding_course.resources import resource


@pytest.fixture
def small(monkeypatch):
    """Let lists of a dozen codes pass as whole lists."""
    monkeypatch.setattr(cm_tabular, "FEWEST_CODES", 5)
    monkeypatch.setattr(cm_tabular, "FEWEST_CHAPTERS", 1)
    monkeypatch.setattr(cm_order, "FEWEST_CODES", 5)
    monkeypatch.setattr(poa_exempt, "FEWEST", 1)


@pytest.fixture
def data(tmp_path, monkeypatch):
    """Return a data folder that is empty, with a cache of its own, and what works on it."""
    monkeypatch.setenv("CODING_COURSE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("CODING_COURSE_CACHE", str(tmp_path / "cache"))
    embedded = resource("datasets", "codesets")
    user = holdings.user_folder()

    def bring(files: dict[str, bytes], named: str = ""):
        folder = tmp_path / "release"
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        prepared = importing.prepare([folder / name for name in files], named)
        return importing.put(prepared, embedded, user)

    editions.forget()
    yield SimpleNamespace(embedded=embedded, user=user, bring=bring, edition=edition, folder=tmp_path)
    editions.forget()
