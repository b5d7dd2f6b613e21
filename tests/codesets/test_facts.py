"""Facts beside the tabular list: dates, editor categories, sides, and what the teaching subsets say."""

from __future__ import annotations

import re

import pytest

from coding_course.codesets import System
from coding_course.codesets.compiled import read_table
from coding_course.resources import resource


def test_a_code_is_valid_from_its_first_to_its_last_day(book):
    assert book.period("G35.D") == ("2025-10-01", "")
    assert not book.valid_on("G35.D", "2025-09-30")
    assert book.valid_on("G35.D", "2025-10-01")


def test_codes_that_ended_or_are_to_come_are_known_by_number(book):
    assert book.lookup("G35").billable is False
    facts = list(read_table(resource("datasets", "codesets", "fy2026", "icd10cm-facts.tsv.xz")))
    coming = [f["code"] for f in facts if f["first"] == "2026-10-01"]
    ended = [f["code"] for f in facts if f["last"] == "2025-09-30" and book.lookup(f["code"]) is None]
    assert len(coming) == 190
    assert ended
    for code in coming:
        assert not book.valid_on(code, "2026-09-30")
        assert book.valid_on(code, "2026-10-01")
    for code in ended:
        assert book.valid_on(code, "2025-09-30")
        assert not book.valid_on(code, "2025-10-01")


def test_what_never_was_a_code_has_no_period(book):
    assert book.period("A99.999") is None
    assert book.period("E11") is None


@pytest.mark.parametrize(
    ("code", "category"),
    [("P07.30", None), ("Z38.00", "newborn"), ("Z00.129", "pediatric"), ("O80", "maternity"), ("I10", None)],
)
def test_age_categories_are_the_editors(book, code, category):
    limits = book.age_limits(code)
    assert (limits.category if limits else None) == category


@pytest.mark.parametrize(
    ("code", "flag"),
    [
        ("G63", "manifestation"),
        ("B95.0", "unacceptable-principal"),
        ("W19.XXXA", "external-cause"),
        ("Z51.89", "acceptable-with-secondary"),
        ("Z79.4", "poa-exempt"),
    ],
)
def test_the_editors_lists_are_held(book, code, flag):
    assert flag in book.flags(code)


def test_codes_called_in_diseases_classified_elsewhere_are_manifestations(book):
    wrong = [
        code.code
        for chapter in book.chapters()
        for code in book.billable_below(chapter.code)
        if code.title.endswith("in diseases classified elsewhere") and "manifestation" not in book.flags(code.code)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("code", "side", "others"),
    [
        ("M25.569", "unspecified", ["M25.561", "M25.562"]),
        ("E11.3211", "right", ["E11.3212", "E11.3213", "E11.3219"]),
        ("L97.311", "right", ["L97.301", "L97.321"]),
        ("S62.101A", "right", ["S62.102A", "S62.109A"]),
        ("G81.90", "unspecified", ["G81.91", "G81.92", "G81.93", "G81.94"]),
        ("J45.909", "", []),
    ],
)
def test_codes_that_differ_in_side_alone_form_a_family(book, code, side, others):
    assert book.laterality(code) == side
    assert [c.code for c in book.sided(code)] == others


@pytest.mark.parametrize(
    ("code", "is_unspecified"),
    [("R07.9", True), ("M25.569", False), ("M17.9", True), ("S69.90XA", True), ("E11.22", False), ("I50.9", True)],
)
def test_unspecified_speaks_of_what_is_not_the_side(book, code, is_unspecified):
    assert book.unspecified(code) is is_unspecified


def test_the_course_goes_on_without_the_removable_cpt_file(tmp_path):
    from coding_course.codesets.subsets import Subsets

    names = {"cpt": tmp_path / "cpt.tsv", "hcpcs": resource("datasets", "codesets", "hcpcs.tsv")}
    without = Subsets.read(names)
    assert without.counts()[System.CPT] == 0
    assert without.code(System.CPT, "99214") is None
    assert without.code(System.HCPCS, "J1100") is not None


def test_every_lay_term_leads_to_its_code(book):
    rows = list(read_table(resource("datasets", "codesets", "lay-terms.tsv")))
    assert len(rows) >= 500
    assert len({row["term"] for row in rows}) == len(rows)
    for row in rows:
        assert row["means"] or row["codes"], row
        for code in row["codes"].split():
            assert book.lookup(code, System.CM) is not None, row
    named = [r for r in rows if r["codes"] and re.search(r"[a-z]{3}", r["term"])]
    first = {r["term"]: book.search(r["term"], 1, {System.CM})[0].code.code for r in named}
    assert [r["term"] for r in named if first[r["term"]] != r["codes"].split()[0]] == []
