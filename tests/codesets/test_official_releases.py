"""The embedded edition equals the publishers' own files, code by code."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from coding_course.codesets import System

pytestmark = pytest.mark.official


@dataclass(frozen=True)
class OrderLine:
    code: str
    billable: bool
    title: str


@pytest.fixture(scope="module")
def order(official):
    text = official("icd10cm-fy2026/icd10cm-order-2026.txt")
    return [OrderLine(line[6:13].strip(), line[14] == "1", line[77:].strip()) for line in text.splitlines()]


def test_every_code_and_header_of_the_order_file_has_its_title_and_state(book, order):
    wrong = [
        line.code
        for line in order
        if (found := book.lookup(line.code, System.CM)) is None
        or (found.billable, found.title) != (line.billable, line.title)
        or found.code.replace(".", "") != line.code
    ]
    assert len(order) == 98_186
    assert wrong == []


def test_there_is_no_billable_code_beside_those_of_the_order_file(book, order):
    held = {code.code.replace(".", "") for chapter in book.chapters() for code in book.billable_below(chapter.code)}
    assert held == {line.code for line in order if line.billable}
    assert len(held) == book.counts()[System.CM] == 74_719


def test_the_poa_exempt_list_is_the_official_one(book, official, order):
    text = official("icd10cm-fy2026/POAexemptCodesFY26.txt", "latin-1")
    exempt = {
        fields[1].strip().replace(".", "")
        for line in text.splitlines()
        if len(fields := line.split("\t")) > 1 and fields[1].strip()[:1].isalpha() and fields[0].strip().isdigit()
    }
    ours = {line.code for line in order if line.billable and book.poa_exempt(line.code)}
    assert len(exempt) == 38_349
    assert ours == exempt


def test_each_hcpcs_code_of_the_teaching_subset_is_in_the_official_file(book, official):
    sheet = official("hcpcs-2025/HCPC2025_OCT_ANWEB.xlsx")
    known = set(re.findall(r"<t[^>]*>([A-V]\d{4})</t>", sheet))
    subset = [code for code in book.services() if re.fullmatch(r"[A-V]\d{4}", code)]
    assert len(subset) > 50
    assert [code for code in subset if code not in known] == []
