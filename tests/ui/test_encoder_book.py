"""The book view: from a main term to its subterms and references, to the Tabular List, with notes in their context."""

from __future__ import annotations

from typing import Any

import pytest

from coding_course.bank import bank
from coding_course.codesets import edition
from coding_course.codesets.model import System
from coding_course.grading.hunting import is_main_term
from coding_course.ui.session import Session
from tests.ui.encoder import Learner


def open_term(learner: Learner, words: str, *path: str) -> dict[str, Any]:
    """Look words up and open the entry whose path begins so."""
    for found in learner.do("book.find", query=words, volume="diseases")["found"]:
        if all(a.lower().startswith(b) for a, b in zip(found["path"], path, strict=False)) and len(
            found["path"]
        ) >= len(path):
            term: dict[str, Any] = learner.do("book.term", id=found["id"])["term"]
            return term
    raise AssertionError(f"{path} is not found by {words!r}")


def test_opening_the_encoder_opens_no_book(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    from coding_course.codesets import Edition

    def opened(self: object) -> None:
        raise AssertionError("a store was opened that nobody asked for")

    for book in ("index", "pcs", "groups"):
        monkeypatch.setattr(Edition, book, property(opened))
    learner = Learner(session, "E11")
    assert learner.shown["entry"]["code"] == "E11"
    learner.do("tab", pane="claim")
    learner.do("tab", pane="marks")


def test_words_lead_to_index_entries_with_their_path(session: Session) -> None:
    learner = Learner(session)
    found = learner.do("book.find", query="failure heart", volume="diseases")["found"]
    assert ["Failure, failed", "heart"] in [one["path"] for one in found]
    assert learner.path == ["search: failure heart"]


def test_a_subterm_opens_within_its_main_term(session: Session) -> None:
    learner = Learner(session)
    term = open_term(learner, "failure heart", "failure", "heart")
    assert term["title"] == "Failure, failed"
    heart = next(one for one in term["below"] if one["current"])
    assert heart["open"]
    assert [title for _, title in learner.shown["trail"]] == ["Failure, failed", "heart"]
    assert learner.path[-1] == "index: Failure, failed > heart"
    closed = learner.do("book.fold", id=heart["id"])["term"]
    assert not next(one for one in closed["below"] if one["current"])["open"]


def test_a_code_of_the_index_opens_in_the_tabular_list_and_counts_for_its_term(session: Session) -> None:
    learner = Learner(session)
    open_term(learner, "failure heart", "failure", "heart")
    entry = learner.do("book.open", code="I50.33")["entry"]
    assert entry["billable"]
    assert [up["code"] for up in entry["ancestors"]] == ["9", "I30-I5A", "I50", "I50.3"]
    assert [one["code"] for one in entry["family"]] == ["I50.30", "I50.31", "I50.32", "I50.33"]
    assert learner.path[-1] == "tabular: I50.33"


def test_a_reference_is_followed_to_where_it_leads(session: Session) -> None:
    learner = Learner(session)
    term = open_term(learner, "heart attack", "heart attack")
    lead = term["leads"][0]
    assert lead["kind"] == "see"
    learner.do("book.see", id=lead["targets"][0][0])
    assert learner.shown["term"]["title"].startswith("Infarct")
    assert learner.path[-1].startswith("see: Infarct")


def test_a_table_of_the_index_has_its_columns(session: Session) -> None:
    learner = Learner(session)
    shown = learner.do("book.find", query="", volume="neoplasms")
    assert "Malignant primary" in shown["columns"]
    found = learner.do("book.find", query="breast upper-outer quadrant", volume="neoplasms")["found"]
    learner.do("book.term", id=found[0]["id"])

    def cells(node: dict[str, Any]) -> list[dict[str, Any]]:
        return [node, *(deep for below in node["below"] for deep in cells(below))]

    current = next(node for node in cells(learner.shown["term"]) if node["current"])
    assert {column: cell["printed"] for column, cell in current["cells"]}["Malignant primary"].startswith("C50.4")


def test_letters_list_their_main_terms(session: Session) -> None:
    learner = Learner(session)
    learner.do("book.find", query="", volume="diseases")
    terms = learner.do("book.letter", letter="S")["terms"]
    assert terms
    assert all(one["path"][0].upper().startswith("S") for one in terms)
    assert len(learner.do("book.whole", id=0)["terms"]) == len(terms) + learner.do("book.whole", id=0)["more"]


def test_a_code_typed_into_the_search_opens_its_entry(session: Session) -> None:
    learner = Learner(session)
    assert learner.do("book.find", query="e1122", volume="")["entry"]["code"] == "E11.22"


def test_an_entry_s_own_notes_are_open_and_inherited_ones_say_where_they_stand(session: Session) -> None:
    learner = Learner(session)
    notes = {note["key"]: note for note in learner.do("book.open", code="E11.22")["entry"]["notes"]}
    assert notes["E11.22 use additional code"]["open"]
    assert not notes["E11 excludes1"]["open"]
    assert (notes["E11 excludes1"]["inherited"], notes["E11 excludes1"]["from"]) == (True, "E11")
    assert notes["4 excludes1"]["from"] == "Chapter 4"
    learner.do("book.note", key="E11 excludes1", open=True)
    assert learner.path[-1] == "note: E11 excludes1"
    learner.do("book.notes")
    assert all(note["open"] for note in learner.shown["entry"]["notes"])


def test_a_note_that_is_not_at_the_entry_is_not_read(session: Session) -> None:
    learner = Learner(session, "I10")
    learner.do("book.note", key="E11 excludes1", open=True)
    assert not any(step.startswith("note:") for step in learner.path)


@pytest.mark.parametrize(
    ("query", "volumes"),
    [
        ("acetaminophen", ["drugs"]),
        ("Cholecystectomy", ["procedures"]),
        ("Neoplasm, breast, upper-outer quadrant", ["neoplasms"]),
        ("fall, stairs", ["external-causes"]),
        ("pneumonia", []),
    ],
)
def test_a_term_of_another_volume_says_in_which(session: Session, query: str, volumes: list[str]) -> None:
    learner = Learner(session)
    shown = learner.do("book.find", query=query, volume="diseases")
    assert [volume for volume, _ in shown["elsewhere"]] == volumes
    for volume, title in shown["elsewhere"]:
        found = learner.do("book.find", query=query, volume=volume)
        assert found["found"], title


def test_back_and_forward_go_through_index_and_tabular_list_together(session: Session) -> None:
    learner = Learner(session, "E11")
    open_term(learner, "failure heart", "failure", "heart")
    learner.do("book.open", code="I50.9")
    learner.do("code.open", code="I10")
    learner.do("back")
    assert (learner.view["pane"], learner.shown["entry"]["code"]) == ("book", "I50.9")
    learner.do("back")
    assert learner.shown["entry"]["code"] == "E11"
    assert learner.shown["term"]["title"] == "Failure, failed"
    learner.do("forward")
    assert learner.shown["entry"]["code"] == "I50.9"
    assert learner.view["forward"]


@pytest.mark.parametrize("hunt", [hunt.id for hunt in bank().hunts if not hunt.is_procedure])
def test_the_embedded_index_leads_from_a_main_term_of_every_exercise_to_its_code(hunt: str) -> None:
    key = bank().hunt(hunt).key
    index = edition("FY2026").index
    wanted = {key.code, *(above.code for above in edition("FY2026").ancestors(key.code) if above.code[:1].isalpha())}

    def leads(entry: Any, depth: int = 0) -> bool:
        printed = [*entry.codes, entry.manifestation, *entry.cells.values()]
        if any(code.rstrip("-.") in wanted for code in printed):
            return True
        return depth < 6 and any(leads(below, depth + 1) for below in index.below(entry.id))

    terms = [
        term
        for letter in {term[0].upper() for term in key.terms}
        for v in ("diseases", "neoplasms")
        for term in index.main_terms(v, letter)
    ]
    fitting = [term for term in terms if any(is_main_term(term.title, meant) for meant in key.terms)]
    assert any(leads(term) for term in fitting), [term.title for term in fitting]


@pytest.mark.parametrize("hunt", [hunt.id for hunt in bank().hunts if hunt.is_procedure])
def test_every_procedure_exercise_is_built_in_its_table(session: Session, hunt: str) -> None:
    key = bank().hunt(hunt).key
    learner = Learner(session, hunt=hunt)
    learner.do("tab", pane="tables")
    for place in range(7):
        choices = learner.shown["choices"]["values"]
        assert key.code[place] in [value["character"] for value in choices]
        learner.do("tables.choose", value=key.code[place])
        for note in key.notes:
            if note.source == key.code[: place + 1]:
                learner.do("tables.define", prefix=note.source, open=True)
    learner.do("choose", code=key.code)
    learner.do("check")
    result = learner.view["hunt"]["result"]
    assert result["points"] == result["max"], result["losses"]


def test_a_procedure_of_the_index_leads_to_its_table(session: Session) -> None:
    learner = Learner(session)
    found = learner.do("book.find", query="appendectomy", volume="procedures")["found"]
    term = learner.do("book.term", id=found[0]["id"])["term"]
    assert term["codes"][0]["system"] == System.PCS.value
    learner.do("tables.open", prefix=term["codes"][0]["code"])
    assert (learner.view["pane"], learner.shown["prefix"]) == ("tables", "0DTJ")
