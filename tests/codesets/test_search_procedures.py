"""Search leads from the name of a procedure to the family it is built in, and to the code when the name says enough."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coding_course.codesets import System, edition
from coding_course.codesets.pcs.tables import read_tables
from coding_course.codesets.searching.procedure_families import families

PCS = {System.PCS}


@pytest.mark.parametrize(
    ("query", "begins"),
    [
        ("appendectomy", "0DTJ"),
        ("lap appy", "0DTJ4ZZ"),
        ("laparoscopic cholecystectomy", "0FT44ZZ"),
        ("gallbladder removal", "0FT4"),
        ("hip replacement", "0SR9"),
        ("left hip replacement", "0SRB"),
        ("tkr", "0SRC"),
        ("cabg", "021"),
        ("coronary stent", "0270"),
        ("tracheostomy", "0B11"),
        ("thoracentesis", "0W99"),
        ("paracentesis", "0W9G"),
        ("chest tube left", "0W9B"),
        ("splenectomy", "07TP"),
        ("nephrectomy", "0TT0"),
        ("tonsillectomy", "0CTP"),
        ("hysterectomy", "0UT9"),
        ("tubal ligation", "0UL7"),
        ("carotid endarterectomy", "03C"),
        ("lumbar fusion", "0SG0"),
        ("below knee amputation right", "0Y6H"),
        ("kidney transplant", "0TY0"),
        ("blood transfusion", "302"),
        ("mechanical ventilation", "5A19"),
        ("vaginal delivery", "10E0XZZ"),
        ("c section", "10D0"),
        ("chest x-ray", "BW03ZZZ"),
        ("mri brain", "B030"),
        ("tummy tuck", "0W0F"),
        ("coronary angiography", "B21"),
        ("right total knee replacement", "0SRC"),
        ("cabg two vessels saphenous vein", "0211"),
        ("heart-lung machine", "5A12"),
    ],
)
def test_a_procedure_is_found_by_its_clinical_lay_or_short_name(book, query, begins):
    assert book.search(query, 3, PCS)[0].code.code.startswith(begins)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("laparoscopic appendectomy", "0DTJ4ZZ"),
        ("open cholecystectomy", "0FT40ZZ"),
        ("percutaneous liver biopsy", "0FB03ZX"),
        ("left femoral shaft open reduction with intramedullary nail", "0QS906Z"),
    ],
)
def test_a_named_approach_device_or_qualifier_completes_the_code(book, query, code):
    hit = book.search(query, 3, PCS)[0]
    assert hit.code.code == code
    assert hit.code.billable


@pytest.mark.parametrize(
    ("query", "code"),
    [("percutaneous coronary stent", "0270"), ("percutaneous drug-eluting coronary stent one artery", "0270")],
)
def test_what_stays_in_the_body_is_no_code_without_a_device(book, query, code):
    assert book.search(query, 3, PCS)[0].code.code == code


def test_a_name_that_leaves_the_approach_open_leads_to_the_beginning_of_the_code(book):
    hit = book.search("appendectomy", 3, PCS)[0]
    assert (hit.code.code, hit.code.billable, hit.varies) == ("0DTJ", False, ("approach", "qualifier"))
    assert hit.code == book.pcs.lookup("0DTJ")
    family = book.family("0DTJ")
    assert {code.code for code in family} == set(book.pcs.codes("0DTJ"))
    assert hit.more == len(family)


def test_sides_of_a_body_part_are_one_hit_that_unfolds(book):
    hits = book.search("knee replacement", 10, PCS)
    assert [hit.code.code[:4] for hit in hits].count("0SRD") == 0
    assert "side" in hits[0].varies
    assert {code.code[:4] for code in book.family(hits[0].code.code)} == {"0SRC", "0SRD"}


@pytest.mark.parametrize(
    ("query", "code"), [("0DTJ", "0DTJ"), ("0dtj4zz", "0DTJ4ZZ"), ("0FT", "0FT"), ("bw03zzz", "BW03ZZZ")]
)
def test_a_code_shaped_query_goes_to_the_procedure_code(book, query, code):
    assert book.search(query)[0].code.code == code
    assert book.search(query, systems=PCS)[0].code.code == code


def test_a_code_of_both_books_is_a_diagnosis_unless_procedures_are_asked_for(book):
    assert book.search("B20")[0].code.system is System.CM
    assert book.search("B20", systems=PCS)[0].code.system is System.PCS


def test_procedures_stand_among_the_hits_of_all_systems_when_something_is_done(book):
    assert {hit.code.code for hit in book.search("appendectomy", 2)} == {"0DTJ", "44950"}, "hospital and physician"
    assert System.PCS not in {hit.code.system for hit in book.search("type 2 diabetes with neuropathy")}


@pytest.mark.parametrize(
    ("query", "begins"),
    [
        ("laparoscopic cholecystectomy", "0FT44ZZ"),
        ("laparoscopic appendectomy", "0DTJ4ZZ"),
        ("right total knee replacement", "0SRC"),
        ("heart-lung machine", "5A12"),
        ("cabg two vessels saphenous vein", "0211"),
        ("mechanical ventilation over 96 hours", "5A1955Z"),
        ("ventilation >96 hours", "5A1955Z"),
        ("mechanical ventilation <24 hours", "5A1935Z"),
        ("intubation", "0BH1"),
        ("afib ablation", "0258"),
        ("pulmonary vein isolation", "0258"),
    ],
)
def test_a_procedure_is_among_the_first_three_of_all_systems(book, query, begins):
    assert any(hit.code.code.startswith(begins) for hit in book.search(query, 3))


def test_every_code_belongs_to_exactly_one_family(book):
    tables = read_tables(book.holding.files["pcs-tables"])
    found = [family for place, table in enumerate(tables, 1) for family in families(table, place)]
    assert len({family.prefix for family in found}) == len(found)
    assert sum(family.size for family in found) == sum(1 for table in tables for _ in table.codes())


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=40) | st.sampled_from(["ectomy", "repair of", "0", "00", "open open open", "x-ray x-ray"]))
def test_any_text_can_be_searched_among_procedures(text):
    book = edition()
    hits = book.search(text, 7, PCS)
    assert len(hits) <= 7
    assert hits == book.search(text, 7, PCS)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(hit.code == book.pcs.lookup(hit.code.code) for hit in hits)
