"""Claims whose MS-DRG is known, and the grouper of the embedded edition."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from coding_course.codesets import edition
from coding_course.codesets.compiled import read_table
from coding_course.codesets.drg.engine import engine


@dataclass(frozen=True)
class Reference:
    """One claim with the MS-DRG that CMS's grouper gives it."""

    drg: str
    sex: str
    status: str
    principal: str
    secondary: tuple[tuple[str, str], ...]
    procedures: tuple[str, ...]


def references() -> list[Reference]:
    """Return the claims of ``reference.tsv``."""
    found = []
    for row in read_table(Path(__file__).parent / "reference.tsv"):
        secondary = tuple((one.partition(":")[0], one.partition(":")[2]) for one in row["secondary"].split())
        found.append(
            Reference(
                row["drg"], row["sex"], row["status"], row["principal"], secondary, tuple(row["procedures"].split())
            )
        )
    return found


@pytest.fixture(scope="session")
def groups():
    return edition("FY2026").groups


@pytest.fixture(scope="session")
def grouper(groups):
    return engine("v43.1", groups)
