"""``check`` and ``score``, for one claim and for batches."""

from __future__ import annotations

import json

import pytest

from coding_course.bank import bank, grade_claim, solution_claim


def test_check_names_rule_severity_codes_message_and_citation(lines):
    record = {
        "id": 7,
        "setting": "professional",
        "age": 58,
        "sex": "F",
        "edition": "FY2026",
        "claim": "dx: E11.22, E11.9",
    }
    code, (answer,) = lines("check", "--jsonl", records=[record])
    assert answer["id"] == 7
    assert answer["errors"] == []
    assert {"rule", "severity", "codes", "message", "citation"} <= set(answer["findings"][0])
    assert code == 0


def test_check_reports_what_cannot_be_read_with_its_line(lines):
    _, (answer,) = lines("check", "--jsonl", records=[{"id": "a", "claim": "dx: I10\nsomething else"}])
    assert answer["errors"][0]["line"] == 2


def test_an_unknown_setting_or_age_is_that_lines_error_only(lines):
    records = [
        {"id": 1, "setting": "moon", "claim": "dx: I10"},
        {"id": 2, "age": 400, "claim": "dx: I10"},
        {"id": 3, "setting": "inpatient", "claim": "pdx: I10 Y"},
        {"id": 4, "sex": None, "age": None, "claim": ""},
    ]
    code, answers = lines("check", "--jsonl", records=records)
    assert [one["id"] for one in answers] == [1, 2, 3, 4]
    assert ["error" in one for one in answers] == [True, True, False, False]
    assert code == 1


def test_check_exits_1_on_an_error_and_0_on_a_clean_claim(course, tmp_path):
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("dx: E11\n", encoding="utf-8")
    assert course("check", str(wrong)).code == 1
    right = tmp_path / "right.txt"
    right.write_text("\ufeffdx: J02.0\r\n", encoding="utf-8")
    done = course("check", str(right), "--age", "34")
    assert done.code == 0, done.out


def test_every_rule_can_be_listed_with_its_source(course):
    rules = json.loads(course("check", "--rules", "--json").out)
    assert len(rules) >= 20
    assert all(one["citation"] for one in rules)


@pytest.mark.parametrize("case", ["pc-001", "pc-004", "ip-001"])
def test_the_key_itself_earns_every_point(lines, case):
    _, (answer,) = lines(
        "score", "--jsonl", records=[{"id": 1, "case": case, "claim": solution_claim(bank().case(case))}]
    )
    assert answer["points"] == answer["max"] == grade_claim(case, "").score.max
    assert answer["differences"] == []
    assert isinstance(answer["points"], float)


def test_a_wrong_claim_loses_points_that_its_differences_explain(lines):
    _, (answer,) = lines(
        "score", "--jsonl", records=[{"id": 1, "case": "pc-001", "claim": "dx: L23.9, R21\nline: 99213 A"}]
    )
    assert 0 < answer["points"] < answer["max"]
    lost = sum(one["points"] for one in answer["differences"])
    assert answer["max"] - answer["points"] == pytest.approx(lost)
    assert {"kind", "code", "expected", "points", "message"} <= set(answer["differences"][0])


def test_an_unknown_case_is_that_lines_error_only(lines):
    code, answers = lines(
        "score", "--jsonl", records=[{"id": 1, "case": "pc-999", "claim": ""}, {"id": 2, "case": "pc-001", "claim": ""}]
    )
    assert "error" in answers[0]
    assert answers[0]["id"] == 1
    assert answers[1]["points"] == 0
    assert code == 1


def test_score_explains_in_words(course, tmp_path):
    claim = tmp_path / "claim.txt"
    claim.write_text("dx: L23.9\nline: 99213 A\n", encoding="utf-8")
    done = course("score", "pc-001", str(claim))
    assert done.code == 0
    assert "poison ivy" in done.out


def test_cases_can_be_listed(course):
    listed = json.loads(course("score", "--list", "--json").out)
    assert {"pc-001", "ip-003"} <= {one["id"] for one in listed}


def test_a_variant_of_a_template_can_be_scored(lines):
    _, answers = lines("score", "--jsonl", records=[{"id": n, "case": f"tp-001:{n}", "claim": ""} for n in (1, 3, 24)])
    assert [one["case"] for one in answers] == ["tp-001:1", "tp-001:3", "tp-001:24"]
    assert all(one["attempted"] is False for one in answers)
