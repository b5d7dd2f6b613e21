"""From text to score, the one way everything grades."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coding_course.bank import Case, UnknownItem, grade_case, grade_claim, solution_claim
from coding_course.bank import store as store_module
from coding_course.bank.compiled import compile_bank
from coding_course.bank.sources import read_sources
from coding_course.bank.store import VARIABLE
from coding_course.resources import share_root

from .examples import write

CASES = [located.value for located in read_sources([share_root() / "datasets" / "cases"]).cases]


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "bank.msgpack"
    compile_bank([write(tmp_path / "sources")], target)
    monkeypatch.setattr(store_module, "resource", lambda *parts: target)
    monkeypatch.delenv(VARIABLE, raising=False)


@pytest.mark.usefixtures("course")
def test_a_claim_is_parsed_edited_and_scored() -> None:
    graded = grade_claim("tx-001", "dx: M17.11, E11.9, Z79.84, E11.9\nline: 99213 A,B\n")
    assert graded.case.id == "tx-001"
    assert graded.parsed.claim.diagnoses[0].code == "M17.11"
    assert [each.kind.value for each in graded.score.differences] == ["wrong-laterality", "duplicate"]
    assert "duplicate" in {each.rule for each in graded.findings}


@pytest.mark.usefixtures("course")
def test_each_variant_is_graded_by_its_own_key() -> None:
    text = "dx: M17.12, E11.9\nline: 99213 A"
    assert grade_claim("tx-002:1", text).score.points == grade_claim("tx-002", text).score.points
    assert grade_claim("tx-002:1", text).score.differences == ()
    assert [each.kind.value for each in grade_claim("tx-002:3", text).score.differences] == ["wrong-laterality"]


@pytest.mark.usefixtures("course")
def test_an_unknown_case_is_told() -> None:
    with pytest.raises(UnknownItem, match="Near it: tx-001"):
        grade_claim("tx-0001", "dx: I10")


def test_a_private_case_tells_nothing_of_its_key() -> None:
    case = msgspec.structs.replace(CASES[0], private=True)
    graded = grade_case(case, "dx: I10")
    assert graded.score.points == grade_case(CASES[0], "dx: I10").score.points
    assert all(not each.expected and not each.evidence for each in graded.score.differences)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_key_of_each_case_of_the_bank_earns_full_marks(case: Case) -> None:
    graded = grade_case(case, solution_claim(case))
    assert graded.parsed.errors == ()
    assert graded.score.points == graded.score.max > 0
    assert not [each for each in graded.findings if each.severity.value == "error"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_each_trap_of_the_bank_costs_points_and_says_its_misconception(case: Case) -> None:
    right = solution_claim(case)
    for trap in case.traps:
        if len(trap.code) == 7 and "." not in trap.code and case.setting.value == "inpatient":
            label = "px"
        else:
            label = "line" if re.fullmatch(r"[0-9A-Z][0-9]{3}[0-9A-Z]", trap.code) else "dx"
        graded = grade_case(case, f"{right}\n{label}: {trap.code}")
        about = [each for each in graded.score.differences if each.code == trap.code]
        assert about, (trap.code, graded.score.differences)
        assert about[0].points > 0
        assert " ".join(trap.misconception.split())[:40] in about[0].message


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_blank_claim_scores_nothing(case: Case) -> None:
    graded = grade_case(case, "")
    assert (graded.score.points, graded.score.attempted) == (0.0, False)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200), st.sampled_from(CASES))
def test_no_text_makes_grading_fail(text: str, case: Case) -> None:
    graded = grade_case(case, text)
    lost = sum(each.points for each in graded.score.differences)
    assert min(lost, graded.score.max) == graded.score.max - graded.score.points


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(CASES), st.randoms(use_true_random=False))
def test_a_claim_with_its_lines_shuffled_loses_at_most_order(case: Case, random) -> None:  # type: ignore[no-untyped-def]
    rows = solution_claim(case).split("\n")
    random.shuffle(rows)
    kinds = {each.kind.value for each in grade_case(case, "\n".join(rows)).score.differences if each.points}
    assert kinds <= {"wrong-principal", "wrong-sequence"}
