"""The publishers' index files: each term is read, each reference followed, each code told to be valid or not."""

from __future__ import annotations

import pytest

from coding_course.codesets.book.model import FOUND
from coding_course.codesets.official.registry import kinds

pytestmark = pytest.mark.official


@pytest.mark.parametrize(
    ("kind", "edition", "counts"),
    [
        (
            "cm-index",
            "FY2017",
            {
                "letters": 26,
                "main terms": 7_973,
                "terms": 69_226,
                "code elements": 59_412,
                "see": 11_979,
                "see also": 1_704,
                "manifestation codes": 746,
            },
        ),
        ("cm-neoplasm", "FY2026", {"main terms": 1, "terms": 1_939, "cells": 10_922}),
        ("cm-drugs", "FY2026", {"letters": 27, "main terms": 5_179, "terms": 2_251, "cells": 43_224}),
        ("cm-external-causes", "FY2026", {"letters": 22, "main terms": 314, "terms": 7_776, "code elements": 6_671}),
        ("pcs-index", "FY2025", {"letters": 27, "main terms": 3_215, "terms": 21_269}),
    ],
)
def test_each_file_is_read_to_its_last_term(imported, kind, edition, counts):
    compiled = imported[kind]
    assert compiled.edition == edition
    assert {name: compiled.counts[name] for name in counts} == counts


def test_the_neoplasm_table_of_the_year_before_is_read_too(official):
    compiled = kinds()["cm-neoplasm"].compile(official("icd10cm-fy2025/icd-10-cm-neoplasm-2025.xml").encode(), "n.xml")
    assert compiled.edition == "FY2025"
    assert (compiled.counts["terms"], compiled.counts["cells"]) == (1_938, 10_916)


def test_each_file_is_recognized_by_its_own_importer_alone(releases):
    ours = [kind for name, kind in kinds().items() if name in releases]
    for name, data in releases.items():
        assert [k.id for k in ours if k.recognizes("index.xml", data[:65_536])] == [name]


@pytest.mark.parametrize(
    ("kind", "resolved", "of"),
    [
        ("cm-index", 13_712, 13_828),
        ("cm-neoplasm", 187, 187),
        ("cm-drugs", 130, 132),
        ("cm-external-causes", 898, 904),
        ("pcs-index", 1_782, 1_785),
    ],
)
def test_nearly_every_reference_leads_somewhere_and_the_rest_is_listed(imported, kind, resolved, of):
    compiled = imported[kind]
    assert compiled.counts["references"] == of
    assert compiled.counts["references that lead somewhere"] == resolved
    listed = sum("shown is the nearest entry" in remark for remark in compiled.remarks)
    assert (listed > 0) == (resolved < of)


def test_it_is_walked_from_letter_to_code(official_index):
    assert official_index.source == "Official index, FY2017"
    assert official_index.official
    assert official_index.letters("diseases") == tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    pneumonia = next(t for t in official_index.main_terms("diseases", "P") if t.title == "Pneumonia")
    assert pneumonia.codes == ("J18.9",)
    aspiration = next(s for s in official_index.below(pneumonia.id) if s.title == "aspiration")
    assert aspiration.codes == ("J69.0",)
    due_to = next(s for s in official_index.below(aspiration.id) if s.title == "due to")
    assert official_index.trail(official_index.below(due_to.id)[0].id).startswith("Pneumonia > aspiration > due to > ")


def test_nonessential_modifiers_are_kept_apart_from_the_title(official_index):
    pneumonia = official_index.find("pneumonia", "diseases")[0]
    assert pneumonia.title == "Pneumonia"
    assert "(acute)" in pneumonia.nonessential
    assert pneumonia.text().startswith("Pneumonia (acute)")


def test_a_manifestation_stands_in_brackets_behind_its_etiology(official_index):
    entry = next(e for e in official_index.find("disease, alzheimer's", "diseases") if e.title == "Alzheimer's")
    assert (entry.codes, entry.manifestation) == (("G30.9",), "F02.80")
    assert entry.text().endswith("G30.9 [F02.80]")


def test_the_cells_of_a_table_are_named_by_its_columns(official_index):
    volume = official_index.volume("neoplasms")
    assert volume.columns[0] == "Malignant Primary"
    assert len(volume.columns) == 6
    pancreas = next(e for e in official_index.find("pancreas", "neoplasms") if e.title == "pancreas")
    assert pancreas.cells["Malignant Primary"] == "C25.9"
    assert pancreas.cells["Benign"] == "D13.6"
    aspirin = official_index.find("aspirin", "drugs")[0]
    assert aspirin.cells["Adverse effect"] == "T39.015"
    assert "Underdosing" not in official_index.find("1-propanol", "drugs")[0].cells


@pytest.mark.parametrize(
    ("typed", "volume", "leads_to"),
    [
        ("abdominalgia", "diseases", "Pain > abdominal"),
        ("aborter, habitual", "diseases", "Loss > pregnancy, recurrent"),
        ("abandonment", "diseases", "Maltreatment"),
        ("appendectomy", "procedures", "Excision > Appendix"),
    ],
)
def test_a_reference_is_followed_to_its_entry(official_index, typed, volume, leads_to):
    entry = next(e for e in official_index.find(typed, volume) if e.see or official_index.below(e.id))
    start = [entry] if entry.see else official_index.below(entry.id)
    trails = [official_index.trail(f.id) for e in start for f in official_index.follow(e)]
    assert leads_to in trails


def test_see_condition_says_to_look_up_the_condition(official_index):
    entry = next(e for e in official_index.main_terms("diseases", "K") if e.title == "Knee")
    assert entry.see == "condition"
    assert official_index.follow(entry) == ()
    assert official_index.leads(entry)[0].how == "condition"


def test_a_reference_to_a_table_leads_into_the_table(official_index):
    adenoma = official_index.find("adenoma", "diseases")[0]
    lead = official_index.leads(adenoma)[0]
    assert (lead.text, lead.how, lead.volume) == ("Neoplasm, benign, by site", "choose", "neoplasms")
    assert [e.title for e in official_index.follow(adenoma)] == ["Neoplasm, neoplastic"]


def test_an_abbreviation_is_understood_though_the_index_lacks_it(official_index):
    assert official_index.find("htn", "diseases")[0].title == "Hypertension, hypertensive"


def test_with_all_volumes_loaded_nearly_every_reference_is_followed(official_index):
    rows = official_index._store.rows("SELECT how, count(*) FROM lead WHERE kind <> 'use' GROUP BY how")
    total = sum(number for _, number in rows)
    found = sum(number for how, number in rows if how in FOUND)
    assert total == 16_836
    assert found / total > 0.99


def test_every_code_of_the_tables_of_this_year_exists(official_index):
    for volume in ("neoplasms", "drugs", "external-causes"):
        codes = set()
        for cells, listed in official_index._store.rows(
            "SELECT cells, codes FROM entry WHERE id BETWEEN ? AND ?", official_index._bounds(volume)
        ):
            codes |= {code for text in (cells, listed) if text for code in text.split("\t") if code}
        states = [official_index.state(code) for code in codes]
        assert len(codes) > 500
        assert [state.printed for state in states if state.state not in ("valid", "incomplete")] == []


@pytest.mark.parametrize(
    ("printed", "state"),
    [("J18.9", "valid"), ("M80.0-", "incomplete"), ("G35", "incomplete"), ("Z99.99", "unknown")],
)
def test_a_code_of_an_older_index_is_told_to_be_valid_or_not(official_index, printed, state):
    assert official_index.state(printed).state == state


def test_nearly_every_code_of_the_index_of_2017_is_still_one_or_has_codes_below(official_index):
    rows = official_index._store.rows(
        "SELECT codes FROM entry WHERE codes IS NOT NULL AND id BETWEEN ? AND ?", official_index._bounds("diseases")
    )
    printed = {code for (codes,) in rows for code in codes.split("\t")}
    unknown = [state for state in map(official_index.state, printed) if state.state == "unknown"]
    assert len(printed) > 18_000
    assert len(unknown) < 12
    assert all("look under" in state.message for state in unknown)
