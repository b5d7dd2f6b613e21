"""Names of diseases are taken from the ontology only where they lead to one entry and say something new."""

from __future__ import annotations

from coding_course.codesets.compiled import Entry, read_rows
from coding_course.codesets.compiling.disease_names import Disease, Reference, names_of

ENTRIES = [
    Entry("E10-E14", "Diabetes", "section"),
    Entry("G35", "Multiple sclerosis", "category", "E10-E14", notes=[("inclusion term", "Disseminated sclerosis", [])]),
    Entry("I10", "Essential hypertension", "code", "E10-E14"),
]


def names(name, synonyms=(), codes=("G35",)):
    disease = Disease(name, list(synonyms), [Reference(code, "ICD10CM") for code in codes])
    return list(names_of([disease], ENTRIES))


def test_a_synonym_leads_to_the_entry_that_the_ontology_refers_to():
    assert names("multiple sclerosis", ["insular sclerosis"]) == [("insular sclerosis", "G35")]


def test_what_the_entry_says_itself_is_left_out_whatever_the_order_of_words():
    assert names("sclerosis, multiple", ["Disseminated Sclerosis"]) == []


def test_a_disease_with_two_codes_or_none_of_this_edition_is_left_out():
    assert names("some disease", codes=("G35", "I10")) == []
    assert names("some disease", codes=("Z99.99",)) == []
    assert names("some disease", codes=("E10-E14",)) == []


def test_numbered_subtypes_and_descriptions_are_left_out():
    assert names("insular sclerosis 3", ["sclerosis type 3"]) == [("sclerosis type 3", "G35")]
    assert names("very " * 20 + "long name") == []


def test_the_compiled_names_lead_to_entries_of_the_edition(book):
    rows = list(read_rows(book.holding.files["disease-names"]))
    assert len(rows) == book.manifest.counts["disease names"]
    assert all(book.lookup(code) for _, code in rows)
