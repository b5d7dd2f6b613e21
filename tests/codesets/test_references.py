"""References in notes: what the tabular list writes in parentheses, conditions on characters included."""

from __future__ import annotations

from bisect import bisect_left

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding_course.codesets import covers, parse_references


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("code to identify resistance to antimicrobial drugs (Z16.-)", ("Z16",)),
        ("hepatitis C (B17.1-, B18.2)", ("B17.1", "B18.2")),
        ("human herpesvirus 3 (B01.-, B02.-)", ("B01", "B02")),
        ("neoplasms of uncertain behavior (D37-D44, D48)", ("D37-D44", "D48")),
        ("pancreatitis and other diseases of the pancreas (K85-K86.-)", ("K85-K86",)),
        ("code to identify drug abuse and dependence (F11.-F17.-)", ("F11-F17",)),
        ("head injury (S00 - S09)", ("S00-S09",)),
        ("atherosclerosis of the extremities (I70.2--I70.7-)", ("I70.2-I70.7",)),
        ("other acute respiratory tract infections (J00-J06; J20-J22)", ("J00-J06", "J20-J22")),
        ("drug (T36-T50 with fifth or sixth character 5)", ("T36-T50 with 5th or 6th character 5",)),
        ("poisoning (T36-T65 with fifth or sixth character 1-4 or 6)", ("T36-T65 with 5th or 6th character 1-4,6",)),
        ("open fracture of shoulder (S42.- with 7th character B or C)", ("S42 with 7th character B,C",)),
        ("diabetic angiopathy (E08-E13 with .51-.52)", ("E08-E13 with final .51, .52",)),
        ("dementia (F10-F19, with .17, .27, .97)", ("F10-F19 with final .17, .27, .97",)),
        ("stuttering (I69. with final characters -23)", ("I69 with final -23",)),
        ("any condition classifiable to I70.211 and I70.221", ("I70.211", "I70.221")),
        ("underlying disease, such as:", ()),
        ("E. coli O157:H7", ()),
    ],
)
def test_the_codes_of_a_line_are_read_with_their_conditions(line, codes):
    assert parse_references(line) == codes


def test_a_condition_is_shared_by_the_categories_of_its_list():
    line = "diabetes with hyperosmolarity (E08, E09, E11, E13 with final characters .00 or .01)"
    assert {r.partition(" ")[2] for r in parse_references(line)} == {"with final .00, .01"}


def test_a_vitamin_is_not_taken_for_a_code():
    assert parse_references("Vitamin B12 deficiency (E53.8)", {"E538"}.__contains__) == ("E53.8",)


@pytest.mark.parametrize(
    ("reference", "inside", "outside"),
    [
        ("T36-T50 with 5th or 6th character 5", "T45.515A", "T45.511A"),
        ("T36-T50 with 5th or 6th character 5", "T36.95XA", "T36.91XA"),
        ("T36-T65 with 5th or 6th character 1-4,6", "T40.2X6A", "T40.2X5A"),
        ("S02 with 7th character B", "S02.0XXB", "S02.0XXA"),
        ("E08-E13 with final .51, .52", "E11.52", "E11.59"),
        ("I69 with final -23", "I69.323", "I69.322"),
        ("F11-F19 with final .15, .25, .95", "F11.151", "F11.14"),
        ("I21.0-I21.B", "I21.A9", "I22.0"),
        ("Z79.8", "Z79.84", "Z79.4"),
    ],
)
def test_a_condition_decides_within_its_range(reference, inside, outside):
    assert covers(reference, inside)
    assert not covers(reference, outside)


@given(st.sampled_from(["E11", "I10-I16", "S02 with 7th character B", "I69 with final -23"]), st.text(max_size=9))
def test_any_text_can_be_asked_about(reference, text):
    assert covers(reference, text) in (True, False)


def test_every_reference_of_the_edition_covers_an_entry(book):
    from coding_course.codesets.compiled import read_entries
    from coding_course.codesets.expand import codes_of
    from coding_course.resources import resource

    entries = read_entries(resource("datasets", "codesets", "fy2026", "icd10cm-tabular.jsonl.xz"))
    references = {reference for entry in entries for _, _, codes in entry.notes for reference in codes}
    codes = sorted([code for code, _ in codes_of(entries)] + [e.code for e in entries])

    def from_its_beginning(reference):
        return codes[bisect_left(codes, reference.partition(" ")[0].partition("-")[0]) :]

    assert len(references) > 2_000
    assert [one for one in references if not any(covers(one, code) for code in from_its_beginning(one))] == []
