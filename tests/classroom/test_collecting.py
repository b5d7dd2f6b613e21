"""One expression reads the file names of the usual learning management systems."""

from __future__ import annotations

import re

import pytest

from coding_course.classroom.collecting import LMS_FILE_NAMES

FOLDER = "/course/downloaded/unit-1/extracted/"
NAMES = [
    ("sub/Ana Lee_1234567_assignsubmission_file_/01-first.ipynb", "1234567", "01-first.ipynb"),
    ("sub/Ana Lee_1234567_assignsubmission_file_01-first.ipynb", "1234567", "01-first.ipynb"),
    ("Ana-Maria O'Lee_77_assignsubmission_file_/a/01-first.ipynb", "77", "a/01-first.ipynb"),
    ("leeana_12345_6789012_01-first.ipynb", "12345", "01-first.ipynb"),
    ("leeana_LATE_12345_6789012_01-first-1.ipynb", "12345", "01-first-1.ipynb"),
    ("leeana_12345_6789012_my_own_name.ipynb", "12345", "my_own_name.ipynb"),
    ("leeana_12345_6789012_01-first.ipynb.txt", "12345", "01-first.ipynb.txt"),
    ("Unit 1_alee7_attempt_2026-11-03-15-00-00_01-first.ipynb", "alee7", "01-first.ipynb"),
]


@pytest.mark.parametrize(("name", "student", "file"), NAMES)
def test_student_and_file_are_read_from_the_name(name: str, student: str, file: str) -> None:
    found = re.match(LMS_FILE_NAMES, FOLDER + name)
    assert found is not None
    assert (found["student_id"], found["file_id"]) == (student, file)


@pytest.mark.parametrize(("name", "student", "file"), NAMES)
def test_names_on_windows_are_read_too(name: str, student: str, file: str) -> None:
    found = re.match(LMS_FILE_NAMES, ("C:" + FOLDER + name).replace("/", "\\"))
    assert found is not None
    assert (found["student_id"], found["file_id"]) == (student, file.replace("/", "\\"))


@pytest.mark.parametrize("name", ["timestamp.txt", "grades.csv", "01-first.ipynb", "a_12_34_timestamp.txt"])
def test_a_file_that_is_no_submission_is_left(name: str) -> None:
    assert re.match(LMS_FILE_NAMES, FOLDER + name) is None


def test_the_time_of_an_attempt_is_read() -> None:
    found = re.match(LMS_FILE_NAMES, FOLDER + NAMES[-1][0])
    assert found is not None
    assert found["timestamp"] == "2026-11-03-15-00-00"
