"""From the title of a code to the line of an index."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding_course.codesets.book.headings import Headings, site_path
from coding_course.codesets.book.plain import plain
from coding_course.codesets.book.study_causes import path_of
from coding_course.codesets.compiled import read_table


@pytest.fixture(scope="module")
def headings(book):
    return Headings(read_table(book.holding.files["study-terms"]))


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Acute bronchitis due to streptococcus", ["Bronchitis > acute > due to > streptococcus"]),
        ("Chronic kidney disease, stage 3a", ["Disease, diseased > kidney > chronic > stage 3a"]),
        ("Essential (primary) hypertension", ["Hypertension, hypertensive > essential"]),
        ("Otitis media", ["Otitis > media"]),
        ("Acute hepatitis B", ["Hepatitis > B > acute"]),
        (
            "Type 2 diabetes mellitus with diabetic chronic kidney disease",
            ["Diabetes, diabetic > type 2 > with > chronic kidney disease"],
        ),
        # Injuries: the site comes first.
        ("Displaced fracture of neck of right femur", ["Fracture > femur > neck > displaced"]),
        ("Laceration without foreign body of scalp", ["Laceration > scalp > without > foreign body"]),
        ("Injury of muscle, fascia and tendon of triceps", ["Injury > triceps > muscle, fascia and tendon"]),
        ("Pain in left knee", ["Pain > knee"]),
        # Two nouns are two main terms.
        (
            "Acute embolism and thrombosis of right femoral vein",
            ["Embolism > acute > femoral vein", "Thrombosis, thrombotic > acute > femoral vein"],
        ),
        # "Other" is a subterm, "unspecified" is none.
        ("Other specified disorders of bladder", ["Disorder > bladder > specified NEC"]),
        ("Pneumonia, unspecified organism", ["Pneumonia"]),
        ("Fracture of unspecified part of neck of left femur", ["Fracture > femur > neck"]),
        # Order is kept where it tells.
        ("Personal history of malignant neoplasm of breast", ["History > personal > malignant neoplasm > breast"]),
    ],
)
def test_the_noun_is_the_main_term_and_the_rest_follows_in_the_order_of_an_index(headings, title, lines):
    assert [" > ".join(heading.path) for heading in headings.of(title)] == lines


@pytest.mark.parametrize(
    ("title", "main_term"),
    [
        # What a condition only has, and words that no index is sorted by, are no main terms.
        ("Visual impairment categories 3, 4", "Impairment"),
        ("Mild to moderate pre-eclampsia, third trimester", "Pre-eclampsia"),
        ("Obesity class", "Obesity"),
        ("Underdosing of patient's own regimen", "Underdosing"),
        ("AML M3", "AML"),
        ("Disseminated zoster", "Zoster"),
        # In Latin the noun comes first.
        ("Lichen simplex chronicus", "Lichen"),
        ("Erythema ab igne", "Erythema"),
        ("Situs inversus or transversus abdominalis", "Situs"),
        # Words that end in s, and plurals that do not.
        ("Exophthalmos", "Exophthalmos"),
        ("Hypospadias", "Hypospadias"),
        ("Tabes dorsalis", "Tabes"),
        ("Other dermatoses", "Dermatosis"),
        ("Contours of existing restoration of tooth", "Contour"),
        ("Other human herpesviruses", "Herpesvirus"),
    ],
)
def test_the_main_term_is_a_word_that_somebody_looks_up(headings, title, main_term):
    assert headings.of(title)[0].path[0] == main_term


def test_what_belongs_together_is_one_subterm(headings):
    assert headings.of("Stage D heart failure")[0].path == ("Failure, failed", "heart", "Stage D")
    assert headings.of("High output heart failure")[0].path == ("Failure, failed", "heart", "high output")
    twice = "Acute combined systolic (congestive) and diastolic (congestive) heart failure"
    assert headings.of(twice)[0].nonessential == "(congestive)"


def test_what_stands_in_parentheses_becomes_a_nonessential_modifier(headings):
    (heading,) = headings.of("Acute on chronic systolic (congestive) heart failure")
    assert heading.path == ("Failure, failed", "heart", "systolic", "acute on chronic")
    assert heading.nonessential == "(congestive)"


@pytest.mark.parametrize("side", ["right", "left", "unspecified"])
def test_side_trimester_and_seventh_character_are_left_to_the_tabular_list(headings, side):
    assert headings.of(f"Age-related nuclear cataract, {side} eye") == headings.of("Age-related nuclear cataract")
    assert headings.of("Anemia complicating pregnancy, second trimester") == headings.of(
        "Anemia complicating pregnancy"
    )


@pytest.mark.parametrize(
    ("site", "paths"),
    [
        ("upper lobe, right bronchus or lung", [("bronchus", "upper lobe"), ("lung", "upper lobe")]),
        ("lower-inner quadrant of left female breast", [("breast", "lower-inner quadrant", "female")]),
        ("skin of scalp and neck", [("skin", "scalp and neck")]),
        ("head of pancreas", [("pancreas", "head")]),
        ("unspecified kidney, except renal pelvis", [("kidney", "except renal pelvis")]),
    ],
)
def test_the_larger_part_of_a_site_comes_first(site, paths):
    assert site_path(site) == paths


@pytest.mark.parametrize(
    ("title", "code", "path"),
    [
        ("Fall on and from ladder", "W11", "Fall, falling > on and from ladder"),
        ("Struck by dog", "W54.1", "Struck by > dog"),
        ("Assault by handgun discharge", "X93", "Assault > handgun discharge"),
        (
            "Kitchen of single-family (private) house as the place of occurrence of the external cause",
            "Y92.010",
            "Place of occurrence > single-family (private) house > kitchen",
        ),
        ("Accidental discharge of hunting rifle", "W33.02", "Discharge, firearm > hunting rifle"),
        ("Tornado", "X37.1", "Forces of nature > tornado"),
    ],
)
def test_external_causes_stand_under_what_happened(title, code, path):
    assert " > ".join(path_of(title, code)) == path


@given(st.text(max_size=80))
def test_any_title_gives_lines_or_none(headings, title):
    for heading in headings.of(title):
        assert heading.path[0]
        assert all(heading.path)
    plain(title)
    path_of(title)
    if title.strip():
        site_path(title)
