"""``lookup`` answers each argument in order."""

from __future__ import annotations

import json


def test_json_answers_in_the_order_of_the_arguments_with_null_for_what_does_not_exist(course):
    done = course("lookup", "i10", "Q99.Z", "E11-22", "S52531A", "--json")
    answers = json.loads(done.out)
    assert [one and one["code"] for one in answers] == ["I10", None, "E11.22", "S52.531A"]
    assert [one["query"] for one in answers if one] == ["i10", "E11-22", "S52531A"]
    assert done.code == 1


def test_titles_are_the_official_long_ones_with_the_text_of_the_7th_character(course):
    (answer,) = json.loads(course("lookup", "S52.531A", "--json").out)
    assert answer["title"] == "Colles' fracture of right radius, initial encounter for closed fracture"
    assert answer["billable"] is True
    assert answer["system"] == "ICD-10-CM"


def test_a_header_says_what_would_make_it_billable(course):
    (answer,) = json.loads(course("lookup", "J02", "--json").out)
    assert answer["billable"] is False
    assert answer["billable_below"] == ["J02.0", "J02.8", "J02.9"]
    text = course("lookup", "J02").out
    assert "not billable" in text
    assert "J02.0, J02.8, J02.9" in text


def test_notes_say_where_they_are_inherited_from(course):
    out = course("lookup", "E11.22", "--notes").out
    assert "(N18.1-N18.6)" in out
    assert "[from E11]" in out


def test_other_systems_are_found_too(course):
    answers = json.loads(course("lookup", "99213", "J1885", "25", "--json").out)
    assert [one["system"] for one in answers] == ["CPT", "HCPCS", "modifier"]


def test_codes_can_come_from_standard_input(course):
    done = course("lookup", "-", "--json", stdin="I10 E11.9\nJ02.0\n")
    assert [one["code"] for one in json.loads(done.out)] == ["I10", "E11.9", "J02.0"]
    assert done.code == 0


def test_an_unknown_code_gets_the_next_step(course):
    done = course("lookup", "E11.ZZ")
    assert done.code == 1
    assert "coding-course search" in done.out


def test_a_procedure_code_says_what_each_character_means(course):
    (answer,) = json.loads(course("lookup", "0ft44zz", "--json").out)
    assert [one["label"] for one in answer["axes"]][2:5] == ["Resection", "Gallbladder", "Percutaneous Endoscopic"]
    assert "4  Body Part: Gallbladder" in course("lookup", "0FT44ZZ").out


def test_the_beginning_of_a_procedure_code_says_what_may_follow(course):
    (answer,) = json.loads(course("lookup", "0FT4", "--json").out)
    assert answer["billable"] is False
    assert answer["next"]["axis"] == "Approach"
    assert [one["character"] for one in answer["next"]["values"]] == ["0", "4"]
    assert answer["billable_below"] == ["0FT40ZZ", "0FT44ZG", "0FT44ZZ"]
    assert answer["billable_below_count"] == 3


def test_a_service_says_its_unit_and_a_diagnosis_its_severity(course):
    drug, failure, history = json.loads(course("lookup", "J1885", "J96.01", "Z79.4", "--json").out)
    assert drug["service"]["unit"] == "15 mg"
    assert "primary" not in drug["service"]
    assert (failure["severity"], failure["poa_exempt"]) == ("MCC", False)
    assert (history["severity"], history["poa_exempt"]) == (None, True)


def test_an_ms_drg_is_looked_up_by_its_number(course):
    sepsis, named, table, none = json.loads(course("lookup", "871", "ms-drg302", "302", "000", "--json").out)
    assert (sepsis["system"], sepsis["code"], sepsis["group"]["mdc"]) == ("MS-DRG", "871", "18")
    assert named["system"] == "MS-DRG"
    assert table["system"] == "ICD-10-PCS", "302 is a table; DRG302 is none"
    assert none is None
    assert "relative weight: 1.9425" in course("lookup", "871").out
    assert "no weight" in course("lookup", "998").out


def test_a_service_that_the_course_does_not_hold_is_not_said_to_be_no_code(course):
    done = course("lookup", "27496")
    assert done.code == 1
    assert "27496 may exist all the same" in done.out
    assert "no such code" not in done.out
    assert "may exist all the same" in course("search", "27496").out


def test_the_word_drg_belongs_to_the_number_behind_it(course):
    assert json.loads(course("lookup", "MS-DRG", "470", "--json").out)[0]["code"] == "470"
    assert [one["code"] for one in json.loads(course("lookup", "I10", "drg", "302", "--json").out)] == ["I10", "302"]


def test_a_place_of_service_is_looked_up_behind_its_letters(course):
    office, chapter, none = json.loads(course("lookup", "POS", "11", "11", "POS98", "--json").out)
    assert (office["system"], office["title"], office["payment"]) == ("place of service", "Office", "non-facility")
    assert chapter["system"] == "ICD-10-CM", "11 alone is a chapter"
    assert none is None
    assert "the facility rate" in course("lookup", "pos21").out
    assert "rate" not in course("lookup", "POS05").out, "where the manual gives none"


def test_a_wrong_word_is_told_where_it_was_written(course):
    done = course("lookup", "I10", "--frob")
    assert done.code == 2
    assert "coding-course lookup: --frob has no place here." in done.err
    assert "coding-course lookup --help" in done.err
