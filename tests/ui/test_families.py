"""One hit that stands for several codes: told in a list, and unfolded on request, wherever codes are offered."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding_course.bank import bank
from coding_course.codesets import edition
from coding_course.ui.browser import BrowserModel
from coding_course.ui.chart import ChartModel
from coding_course.ui.encoder import EncoderModel
from coding_course.ui.quiz import QuizModel
from coding_course.ui.session import Session
from coding_course.ui.suggest import answer, suggest, unfold

BOOK = edition("FY2026")


def folds(query: str, kind: str = "") -> dict[str, str]:
    return {one["code"]: one["fold"] for one in suggest(BOOK, query, kind)}


def test_a_hit_says_how_many_codes_it_stands_for_and_in_what_they_differ() -> None:
    assert folds("left knee pain")["M25.562"] == "+2 by side"
    assert folds("cholecystectomy", "px")["0FT4"] == "3 codes by approach and qualifier"
    assert next(iter(folds("fracture of neck of femur", "dx").values())) == "48 codes by side and 7th character"
    assert folds("unspecified asthma")["J45.909"] == ""


def test_what_is_listed_below_a_typed_code_is_not_folded_as_well() -> None:
    assert set(folds("M25.56").values()) == {""}
    assert set(folds("S72.001").values()) == {""}
    assert folds("M25.562") == {"M25.562": "+2 by side"}


def test_unfolding_lists_the_others_and_what_is_left_out() -> None:
    assert [one["code"] for one in unfold(BOOK, "M25.562")["codes"]] == ["M25.561", "M25.569"]
    fracture = unfold(BOOK, "S72.009")
    assert (len(fracture["codes"]), fracture["rest"]) == (48, 0)
    assert fracture["codes"][0] == {
        "code": "S72.001A",
        "title": "Fracture of unspecified part of neck of right femur, initial encounter for closed fracture",
        "billable": True,
    }
    many = unfold(BOOK, "0SW9")
    assert len(many["codes"]) + many["rest"] == len(BOOK.family("0SW9"))
    assert many["rest"] > 0
    assert unfold(BOOK, "nonsense") == {"codes": [], "rest": 0}


@pytest.mark.parametrize("kind", ["encoder", "browser", "chart", "quiz"])
def test_every_widget_with_a_code_field_answers_for_families(session: Session, kind: str) -> None:
    model: Any = {
        "encoder": lambda: EncoderModel(BOOK, session),
        "browser": lambda: BrowserModel(BOOK),
        "chart": lambda: ChartModel(bank().case("pc-001"), BOOK, session),
        "quiz": lambda: QuizModel([bank().questions[0]], BOOK, session),
    }[kind]()
    before = model.view()
    reply = model.receive({"type": "family", "code": "M25.569", "id": "x-1"})
    assert (reply["type"], reply["id"]) == ("family", "x-1")
    assert [one["code"] for one in reply["codes"]] == ["M25.561", "M25.562"]
    assert model.view() == before


@given(
    st.fixed_dictionaries(
        {"type": st.sampled_from(["suggest", "family", "open", ""])},
        optional={name: st.none() | st.integers() | st.text(max_size=9) for name in ("code", "query", "kind", "id")},
    )
)
def test_whatever_a_field_asks_it_gets_an_answer_or_none(message: dict[str, Any]) -> None:
    reply = answer(BOOK, message)
    assert (reply is None) == (message["type"] not in ("suggest", "family"))
