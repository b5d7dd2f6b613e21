"""The embedded edition, and where the publishers' releases lie when they are there."""

from __future__ import annotations

import io
import lzma
import zipfile
from pathlib import Path

import pytest

from coding_course.codesets import edition

OFFICIAL = Path(__file__).resolve().parents[3] / "shared" / "official"


@pytest.fixture(scope="session")
def book():
    return edition("FY2026")


@pytest.fixture(scope="session")
def official():
    """Return a function that gives an official release as text, or skips with the reason."""

    def read(name: str, encoding: str = "utf-8") -> str:
        path = OFFICIAL / f"{name}.xz"
        if not path.is_file():
            pytest.skip(f"the publishers' release {name} is not at ../shared/official")
        data = lzma.decompress(path.read_bytes())
        if name.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(data)) as book:
                data = book.read("xl/sharedStrings.xml")
        return data.decode(encoding)

    return read
