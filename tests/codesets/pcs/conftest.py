"""The embedded ICD-10-PCS, walked once, and what the publisher's own files say of the same year."""

from __future__ import annotations

from pathlib import Path

import pytest

from coding_course.codesets import edition
from coding_course.codesets.compiled import Manifest
from coding_course.codesets.holdings import SHARED_FILES, Holding
from coding_course.codesets.official.files import pcs_definitions, pcs_order, pcs_tables
from coding_course.codesets.pcs.book import PcsBook
from coding_course.resources import resource


@pytest.fixture(scope="session")
def pcs():
    return edition("FY2026").pcs


@pytest.fixture(scope="session")
def order(release):
    """Return a function that gives code to title of an official order file."""

    def read(name: str) -> dict[str, str]:
        return {line.code: line.title for line in pcs_order.read_order(release(name), name) if line.billable}

    return read


@pytest.fixture(scope="session")
def imported(release, tmp_path_factory):
    """Return a function that gives the book of an edition made of imported releases alone."""

    def make(year: int, *kinds: str) -> PcsBook:
        folder = tmp_path_factory.mktemp(f"pcs-{year}")
        files: dict[str, Path] = {}
        compilers = {
            "tables": (pcs_tables.compile_tables, f"icd10pcs_tables_{year}.xml"),
            "order": (pcs_order.compile_order, f"icd10pcs_order_{year}.txt"),
            "definitions": (pcs_definitions.compile_definitions, f"icd10pcs_definitions_{year}.xml"),
        }
        for kind in kinds:
            compile_file, name = compilers[kind]
            for role, data in compile_file(release(f"icd10pcs-fy{year}/{name}"), name).files.items():
                files[role] = folder / role
                files[role].write_bytes(data)
        shared = {
            role: resource("datasets", "codesets") / name for role, name in SHARED_FILES.items() if role[:4] == "pcs-"
        }
        manifest = Manifest(f"FY{year}", f"ICD-10-PCS FY{year}", "", "", {}, {}, [])
        return PcsBook(Holding(f"FY{year}", manifest, {**shared, **files}, frozenset(files)), [folder / "cache"])

    return make


def walk(book: PcsBook, prefix: str = ""):
    """Yield every code that choosing value after value leads to."""
    axis = book.choices(prefix)
    if axis is None:
        yield prefix
        return
    for value in axis.values:
        yield from walk(book, prefix + value.character)
