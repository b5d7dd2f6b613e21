"""``group``, for one claim and for batches."""

from __future__ import annotations

import json

import pytest

SEPSIS = "pdx: A41.9 Y\ndx: R65.20 Y, J96.01 Y, N39.0 Y"


def test_a_batch_line_has_the_promised_keys(lines):
    record = {"id": 7, "age": 71, "sex": "F", "discharge_status": "01", "los": 5, "claim": SEPSIS}
    code, (answer,) = lines("group", "--jsonl", records=[record])
    assert code == 0
    assert {"id", "drg", "title", "mdc", "weight", "cc", "mcc", "why"} <= set(answer)
    assert (answer["id"], answer["drg"], answer["mdc"], answer["weight"]) == (7, "871", "18", 1.9425)
    assert (answer["cc"], answer["mcc"]) == (["N39.0"], ["J96.01"])
    assert [set(one) for one in answer["why"]] == [{"code", "effect", "message"}] * 4
    assert [one["effect"] for one in answer["why"]] == ["principal", "excluded", "mcc", "cc"]


def test_everything_but_the_claim_may_be_left_out_or_null(lines):
    records = [
        {"claim": SEPSIS},
        {"id": None, "age": None, "sex": None, "discharge_status": None, "los": None, "claim": SEPSIS},
        {"id": "x", "age": "90+", "sex": "female", "discharge_status": 1, "los": "4", "claim": SEPSIS},
    ]
    code, answers = lines("group", "--jsonl", records=records)
    assert code == 0
    assert [one["drg"] for one in answers] == ["871"] * 3


def test_the_discharge_status_may_be_a_number_or_text(lines):
    records = [{"id": 1, "discharge_status": one, "claim": "pdx: I21.4 Y\ndx: R57.0 Y"} for one in (20, "20", 1, "01")]
    _, answers = lines("group", "--jsonl", records=records)
    assert [one["drg"] for one in answers] == ["285", "285", "280", "280"]


def test_a_bad_line_is_that_lines_error_and_stops_nothing(lines):
    records = [
        "not json",
        {"id": 1},
        {"id": 2, "discharge_status": "home", "claim": SEPSIS},
        {"id": 3, "los": -4, "claim": SEPSIS},
        {"id": 4, "age": 400, "claim": SEPSIS},
        {"id": 5, "sex": "x9", "claim": SEPSIS},
        {"id": 6, "edition": "FY1999", "claim": SEPSIS},
        {"id": 7, "claim": SEPSIS},
    ]
    code, answers = lines("group", "--jsonl", records=records)
    assert code == 1
    assert ["error" in one for one in answers] == [True] * 7 + [False]
    assert [one["id"] for one in answers[1:]] == [1, 2, 3, 4, 5, 6, 7]
    keys = set(answers[-1])
    assert all(keys <= set(one) for one in answers)


def test_a_claim_that_cannot_be_grouped_is_an_answer_and_no_error(lines):
    code, (answer,) = lines("group", "--jsonl", records=[{"id": 1, "claim": "pdx: E11.2 Y"}])
    assert code == 0
    assert (answer["drg"], answer["weight"]) == ("999", 0.0)
    assert "error" not in answer
    assert answer["remarks"]


def test_what_cannot_be_read_is_reported_with_its_line(lines):
    _, (answer,) = lines("group", "--jsonl", records=[{"id": 1, "claim": f"{SEPSIS}\nsomething else"}])
    assert answer["drg"] == "871"
    assert answer["errors"][0]["line"] == 3


def test_one_claim_is_printed_with_its_reasons(course, tmp_path):
    file = tmp_path / "claim.txt"
    file.write_text(SEPSIS, encoding="utf-8")
    done = course("group", str(file), "--age", "71", "--sex", "F", "--discharge-status", "03", "--los", "6")
    assert done.code == 0
    assert "MS-DRG 871" in done.out
    assert "weight 1.9425" in done.out
    assert "R65.20 is a major complication" in done.out
    assert "J96.01    MS-DRG 872" in done.out


def test_a_claim_comes_from_standard_input_and_goes_out_as_json(course):
    done = course("group", "-", "--json", stdin="pdx: M17.11 Y\ndx: I26.99 N\npx: 0SRC0J9")
    answer = json.loads(done.out)
    assert done.code == 0
    assert (answer["drg"], answer["initial"], answer["kind"]) == ("470", "469", "surgical")
    assert answer["without"][0]["drg"] == "553"
    assert answer["errors"] == []


@pytest.mark.parametrize("text", ["pdx: E11.2 Y", "dx: I10 Y", "", f"{SEPSIS}\nunreadable"])
def test_the_exit_code_is_1_when_a_claim_cannot_be_grouped_or_read_whole(course, text):
    done = course("group", "-", stdin=text)
    assert done.code == 1
    assert "Traceback" not in done.out + done.err


@pytest.mark.parametrize(
    "words",
    [["group"], ["group", "no-such-file.txt"], ["group", "-", "--discharge-status", "x"], ["group", "-", "--los", "x"]],
)
def test_what_is_not_possible_is_said_in_a_sentence(course, words):
    done = course(*words, stdin=SEPSIS)
    assert done.code == 2
    assert done.err.strip().endswith(".")


def test_a_single_claim_is_grouped_with_the_edition_in_use_as_a_batch_is(course, monkeypatch):
    monkeypatch.setattr("coding_course.codesets.holdings.used_edition", lambda user=None: "FY1999")
    assert "FY1999" in course("group", "-", stdin=SEPSIS).err
    assert "FY1999" in course("group", "--jsonl", stdin=json.dumps({"claim": SEPSIS}) + "\n").out
