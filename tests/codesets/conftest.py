"""The embedded edition, and the publishers' releases when they are there."""

from __future__ import annotations

import io
import zipfile

import pytest

from coding_course.codesets import edition
from tests import official as official_files


@pytest.fixture(scope="session")
def book():
    return edition("FY2026")


@pytest.fixture(scope="session")
def official():
    """Return a function that gives an official release as text, or skips with the reason."""

    def read(name: str, encoding: str = "utf-8") -> str:
        data = official_files.release(name)
        if name.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(data)) as book:
                data = book.read("xl/sharedStrings.xml")
        return data.decode(encoding)

    return read


@pytest.fixture(scope="session")
def release():
    """Return the function that gives a publisher's file, unpacked, or skips with the reason."""
    return official_files.release
