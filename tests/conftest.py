"""The whole suite works with the course's own editions, whatever the developer has imported or chosen."""

from __future__ import annotations

import os
import shutil
import tempfile

import pytest

# Before any test module is imported: editions are opened while tests are collected, too.
_DATA = tempfile.mkdtemp(prefix="coding-course-data-")
os.environ["CODING_COURSE_DATA"] = _DATA


@pytest.fixture(scope="session", autouse=True)
def no_imports_of_the_developer():
    """Give every test a data folder without imports, and remove it at the end."""
    yield _DATA
    shutil.rmtree(_DATA, ignore_errors=True)
