"""The list of guideline sections against the outline of the official text, where that is at hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coding_course.authoring.citations import check_citation
from coding_course.authoring.facts import read_sections
from tests.official import release

ROOT = Path(__file__).parents[2]


def outline(lines: list[str]) -> set[str]:
    """Return parts, chapters and their lettered sections from the body's headings: ``I.A.12.a``, ``IV.J``."""
    found: set[str] = set()
    section, path = "", ["", "", ""]
    forms = (re.compile(r"\s*([A-Z])\.\s+\S"), re.compile(r"\s*(\d{1,2})\.\s+\S"), re.compile(r"\s*([a-z])\.\s+\S"))
    for line in lines:
        if head := re.match(r"\s*Section (I|II|III|IV)\. ", line):
            section, path = head[1], ["", "", ""]
            found.add(section)
        elif re.match(r"\s*Appendix I\b", line):
            break
        for level, form in enumerate(forms):
            match = form.match(line)
            if section and match and match[1] == _next(path[level], "A1a"[level]):
                path[level:] = [match[1]] + [""] * (2 - level)
                found.add(".".join([section, *(part for part in path if part)]))
                break
    return found


def _next(current: str, first: str) -> str:
    if not current:
        return first
    return str(int(current) + 1) if current.isdigit() else chr(ord(current) + 1)


@pytest.mark.official
def test_the_upper_levels_are_those_of_the_official_text():
    lines = release("icd10cm-fy2026/ICD-10-CM-October-2025-Guidelines.txt").decode().split("\n")
    body = [i for i, line in enumerate(lines) if line.strip().startswith("Section I. ")][1]
    listed = set(read_sections(ROOT))
    official = outline(lines[body:])
    assert len(official) > 220
    assert official - listed == set()
    upper = {each for each in listed if re.fullmatch(r"(I|II|III|IV)(\.[A-Z](\.\d+(\.[a-z])?)?)?", each)}
    # The burns section repeats a, b, c one level deeper; everything else that is listed stands in the text.
    assert upper - official == set()


def test_every_section_has_its_parent_in_the_list():
    listed = read_sections(ROOT)
    for each in listed:
        parent = each.rpartition(".")[0]
        assert not parent or parent in listed, each


def test_labels_are_short_and_no_sentences():
    assert all(len(label.split()) <= 8 and not label.endswith(".") for label in read_sections(ROOT).values())


@pytest.mark.parametrize(
    "citation",
    [
        "ICD-10-CM Official Guidelines FY2026, I.A.12.a",
        "ICD-10-CM Official Guidelines FY2026, I.C.9.a.2 and I.C.14.a",
        "ICD-10-CM Official Guidelines FY2026, section IV.J",
        "ICD-10-CM Official Guidelines FY2026, I.A.19; ICD-10-CM tabular list, note at E11",
        "ICD-10-CM Official Guidelines FY2026, Appendix I",
        "ICD-10-PCS Official Guidelines FY2026, B3.1b",
        "45 CFR 164.514(b)(2)",
    ],
)
def test_real_citations_pass(citation):
    assert check_citation(citation, read_sections(ROOT)) is None


@pytest.mark.parametrize(
    "citation",
    [
        "",
        "Official Guidelines I.A.12.a",
        "ICD-10-CM Official Guidelines, I.A.12.a",
        "ICD-10-CM Official Guidelines FY2024, I.A.12.a",
        "ICD-10-CM Official Guidelines FY2026, I.A.12.c",
        "ICD-10-CM Official Guidelines FY2026, 12.a",
        "ICD-10-CM tabular list; ICD-10-CM Official Guidelines FY2026, V.A",
    ],
)
def test_citations_that_cannot_be_looked_up_are_refused(citation):
    wrong = check_citation(citation, read_sections(ROOT))
    assert wrong is not None
    assert all(wrong)


def test_a_citation_of_the_pcs_guidelines_is_checked_too():
    sections = read_sections(ROOT)
    assert check_citation("ICD-10-PCS Official Guidelines FY2026, B3.11a and B5.2b", sections) is None
    assert "no section B3.25" in check_citation("ICD-10-PCS Official Guidelines FY2026, B3.25", sections)[0]
    assert "is not a section" in check_citation("ICD-10-PCS Official Guidelines FY2026, I.A.5", sections)[0]
    assert "in full" in check_citation("ICD-10-PCS guideline B3.8", sections)[0]
