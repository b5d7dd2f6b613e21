"""Look-up, hierarchy, notes and 7th characters of ICD-10-CM."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding_course.codesets import NoteKind, UnknownEdition, covers, edition, normalize, parse_references


@pytest.mark.parametrize("typed", ["E11.22", "e1122", "E11-22", " e11.22 ", "E11 22", "e11.22."])
def test_a_code_is_understood_however_it_is_typed(book, typed):
    assert book.lookup(typed).code == "E11.22"


@pytest.mark.parametrize("code", ["E11.222", "S52.531", "Z99.999", "S06.0X7D", "", "hello", "E", "I10A", "E11.2.2.2"])
def test_what_is_no_billable_code_is_not_called_one(book, code):
    found = book.lookup(code)
    assert found is None or not found.billable


def test_a_second_character_may_be_a_letter(book):
    assert book.lookup("QA0.0101").title == "SCN2A-related neurodevelopmental disorder"


def test_a_7th_character_family_is_billable_only_with_its_character(book):
    assert book.lookup("S52.531").billable is False
    assert book.lookup("S52.531D").billable is True
    assert book.seventh_characters("S52.531")["K"] == "subsequent encounter for closed fracture with nonunion"
    assert {one.code for one in book.billable_below("T36.0X1")} == {"T36.0X1A", "T36.0X1D", "T36.0X1S"}


def test_codes_whose_patient_died_take_no_later_7th_character(book):
    assert set(book.seventh_characters("S06.0X0")) == {"A", "D", "S"}
    assert set(book.seventh_characters("S06.1X7")) == {"A"}
    assert book.lookup("S06.1X7D") is None


def test_ancestors_lead_to_the_chapter(book):
    assert [one.code for one in book.ancestors("E11.22")] == ["E11.2", "E11", "E08-E13", "4"]


def test_children_of_every_kind_of_entry(book):
    assert [one.code for one in book.children("J02")] == ["J02.0", "J02.8", "J02.9"]
    assert book.children("I10") == ()
    assert "E08-E13" in [one.code for one in book.children("4")]
    assert len(book.chapters()) == 22


def test_notes_come_with_the_place_that_they_are_inherited_from(book):
    notes = book.notes("E11.22")
    assert notes[0].source == "E11.22"
    assert notes[0].kind is NoteKind.USE_ADDITIONAL
    assert notes[0].codes == ("N18.1-N18.6",)
    assert {"E11.22", "E11", "4"} <= {note.source for note in notes}
    assert {note.source for note in book.notes("E11.22", inherited=False)} == {"E11.22"}


@pytest.mark.parametrize(
    ("reference", "inside", "outside"),
    [
        ("E08", "E08.9", "E09.9"),
        ("I10-I16", "I13.0", "I21.9"),
        ("N18.1-N18.6", "N18.32", "N18.9"),
        ("B95-B97", "B96.20", "B98.0"),
        ("O24.4", "O24.410", "O24.911"),
    ],
)
def test_a_reference_covers_what_lies_in_it_and_nothing_else(reference, inside, outside):
    assert covers(reference, inside)
    assert not covers(reference, outside)


def test_references_are_read_out_of_the_words_of_a_note():
    assert parse_references("hypertensive disease (O10-O11, O13-O16)") == ("O10-O11", "O13-O16")
    assert parse_references("diabetes due to something (E08.-)") == ("E08",)


def test_sides_of_a_code(book):
    assert book.laterality("M17.11") == "right"
    assert book.laterality("S93.402A") == "left"
    assert book.laterality("I10") == ""
    assert "S93.401A" in {one.code for one in book.sided("S93.402A")}


def test_validity_on_a_date(book):
    assert book.valid_on("I10", "2026-01-01")
    assert not book.valid_on("QA0.0101", "2024-01-01")


def test_an_unknown_edition_is_told_with_those_there_are():
    with pytest.raises(UnknownEdition, match="FY2026"):
        edition("FY1492")


@given(st.text(max_size=40))
def test_any_text_can_be_looked_up_and_normalized(text):
    book = edition()
    found = book.lookup(text)
    assert found is None or book.lookup(found.code) == found
    assert normalize(normalize(text)) == normalize(text)


@given(st.sampled_from(["A00.0", "E11.22", "S52.531A", "Z00.00", "T36.0X1A", "O80", "QA0.0101"]))
def test_an_entry_lies_among_the_children_of_its_parent(code):
    book = edition()
    entry = book.lookup(code)
    assert code in {one.code for one in book.children(entry.parent)}
