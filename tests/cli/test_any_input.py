"""Whatever text is handed to the command line: encodings, closed streams, absent fields, lines of no use."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

CLAIM = "dx: E11.22, N18.31, E11.9\nline: 99214 A,B\n"


def run(*words, stdin=b"", **how):
    return subprocess.run([sys.executable, "-m", "coding_course.cli", *words], input=stdin, capture_output=True, **how)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_claim_file_is_read_in_the_encodings_that_editors_write(course, tmp_path, encoding, ends):
    file = tmp_path / "claim.txt"
    text = CLAIM.replace("\n", ends)
    file.write_bytes(("\ufeff" + text).encode(encoding) if encoding == "utf-16-le" else text.encode(encoding))
    answer = json.loads(course("check", str(file), "--json").out)
    assert answer["errors"] == []
    assert "diabetes-without-complications" in [one["rule"] for one in answer["findings"]]


def test_standard_input_may_be_utf16_as_windows_shells_write_it():
    done = run("check", "-", "--json", stdin=CLAIM.encode("utf-16"))
    assert json.loads(done.stdout)["errors"] == []


def test_files_that_were_joined_keep_their_byte_order_marks(course):
    done = course("check", "--jsonl", stdin='\ufeff{"id": 1, "claim": ""}\r\n\ufeff{"id": 2, "claim": ""}\r\n')
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == [1, 2]


@pytest.mark.skipif(os.name != "posix", reason="a stream is closed by the shell, in the way of POSIX")
@pytest.mark.parametrize("command", ["check -", "check --jsonl", "search --jsonl", "lookup -", "score pc-001 -"])
def test_a_closed_standard_input_is_a_sentence(command):
    done = subprocess.run(
        ["sh", "-c", f'"$0" -m coding_course.cli {command} <&-', sys.executable], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "standard input" in done.stderr
    assert "Error" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="a stream is closed by the shell, in the way of POSIX")
def test_a_closed_standard_output_stops_nothing():
    done = subprocess.run(
        ["sh", "-c", '"$0" -m coding_course.cli search --jsonl >&-', sys.executable],
        input=b'{"query": "htn"}\n',
        capture_output=True,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_standard_input_that_is_named_twice_is_read_once(course):
    done = course("lookup", "--json", "-", "-", stdin="I10\nE11.9")
    assert [one["code"] for one in json.loads(done.out)] == ["I10", "E11.9"]


def test_fields_of_a_batch_may_be_null(lines):
    record = {"id": 1, "claim": "dx: I10", "setting": None, "age": None, "sex": None, "edition": None}
    code, found = lines("check", "--jsonl", records=[record])
    assert code == 0
    assert "error" not in found[0]


@pytest.mark.parametrize(
    ("age", "fires"), [(45, True), (45.0, True), ("45", True), ("90+", True), (7, False), (7.9, False)]
)
def test_ages_are_read_as_charts_write_them(lines, age, fires):
    code, found = lines("check", "--jsonl", records=[{"claim": "dx: Z00.129", "age": age}])
    assert code == 0
    assert ("age" in [one["rule"] for one in found[0]["findings"]]) is fires


@pytest.mark.parametrize("age", [-1, -0.5, 131, "old", 1e400, "1e400", "nan"])
def test_an_age_that_is_none_is_said_to_be_none(lines, age):
    code, found = lines(
        "check", "--jsonl", records=[json.dumps({"claim": "", "age": age}).replace("Infinity", "1e400")]
    )
    assert code == 1
    assert found[0]["error"]


@pytest.mark.parametrize("date", ["2026-13-45", "tomorrow", "31/12/2026"])
def test_a_day_that_is_none_is_said_to_be_none(course, date):
    done = course("check", "-", "--date", date, stdin="dx: I10")
    assert done.code == 2
    assert "2026-03-31" in done.err


@pytest.mark.parametrize(
    ("command", "keys"),
    [
        ("check", {"id", "errors", "findings"}),
        ("score", {"id", "points", "max", "differences"}),
        ("search", {"query", "hits"}),
    ],
)
def test_a_line_that_cannot_be_answered_has_the_keys_of_one_that_can(lines, command, keys):
    code, found = lines(
        command, "--jsonl", records=["{", "[]", "null", {"id": 7, "query": "q", "claim": 1, "limit": "x"}]
    )
    assert code == 1
    assert all(keys | {"line", "error"} <= set(one) for one in found)
    assert found[3]["id"] == 7
    assert all(one.get("points", 0.0) == 0.0 for one in found)


def test_a_claim_of_an_edition_that_is_not_held_says_so_among_its_errors(lines):
    _, found = lines("check", "--jsonl", records=[{"id": 1, "claim": "dx: I10", "edition": "FY1999"}])
    assert "FY2026" in found[0]["errors"][0]["message"]


def test_every_answer_is_one_line_for_every_reader_of_lines(course):
    done = course("search", "--jsonl", stdin=json.dumps({"query": "htn\u2028\x85\u2029x"}) + "\n")
    assert len(done.out.splitlines()) == 1
    assert json.loads(done.out)["query"] == "htn\u2028\x85\u2029x"


@pytest.mark.parametrize("command", [("lookup",), ("search",)])
def test_bytes_of_the_command_line_that_are_no_text_are_no_fault(course, command):
    done = course(*command, "caf\udce9")  # as Python hands on what a terminal in Latin-1 sends
    assert done.code == 1
    assert done.err == ""
