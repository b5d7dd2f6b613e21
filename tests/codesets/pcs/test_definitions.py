"""Our own words: complete, resting on guidelines that exist, leading on, and never the publisher's."""

from __future__ import annotations

import re

import pytest

from coding_course.codesets.compiled import read_table
from coding_course.codesets.official.files.pcs_definitions import read_definitions
from coding_course.codesets.pcs.tables import read_tables
from coding_course.resources import resource

FOLDER = resource("datasets", "codesets")
FILES = ("names", "axes", "root-operations", "approaches", "devices", "qualifiers", "intents")


@pytest.fixture(scope="module")
def tables():
    return read_tables(FOLDER / "fy2026" / "icd10pcs-tables.jsonl.xz")


def rows(name: str) -> list[dict[str, str]]:
    return list(read_table(FOLDER / f"pcs-{name}.tsv"))


def guidelines() -> set[str]:
    return {row["section"] for row in read_table(resource("datasets", "guidelines") / "pcs-sections.tsv")}


def test_medical_and_surgical_has_31_root_operations_each_fully_explained(pcs):
    operations = pcs.root_operations()
    assert len(operations) == 31
    for operation in operations:
        assert operation.definition
        assert operation.differs
        assert operation.example
        assert operation.guideline
        assert operation.group


def test_every_root_operation_of_the_tables_is_defined_under_its_name(pcs, tables):
    held = {(table.prefix[0], table.prefix[2], table.head[2]) for table in tables}
    for section, character, title in held:
        found = [o for o in pcs.root_operations(section) if o.character == character]
        assert [o.title for o in found] == [title]
        assert found[0].definition


def test_the_guided_path_leads_to_each_root_operation_once(pcs):
    reached = [operation.character for intent in pcs.guided() for operation in intent.operations]
    assert sorted(reached) == sorted(operation.character for operation in pcs.root_operations())
    assert len(pcs.guided()) == 9
    for intent in pcs.guided():
        assert intent.question.endswith("?")
        assert len({choice.when for choice in intent.choices}) == len(intent.choices) > 1
        assert {choice.operation.group for choice in intent.choices} == {intent.id}


def test_the_guided_path_goes_on_to_a_valid_code(pcs):
    for intent in pcs.guided():
        for operation in intent.operations:
            systems = pcs.body_systems(operation.character)
            assert systems
            prefix = f"0{systems[0].character}{operation.character}"
            while (axis := pcs.choices(prefix)) is not None:
                prefix += axis.values[0].character
            assert pcs.lookup(prefix).billable


def test_every_approach_device_and_axis_of_the_tables_is_explained(pcs, tables):
    for table in tables:
        assert {row["axis"] for row in rows("axes") if row["definition"]} >= set(table.axes)
    for prefix in {table.prefix for table in tables if table.prefix[0] in "01"}:
        for row in pcs.table(prefix).rows:
            assert all(value.definition for value in (*row.axes[1].values, *row.axes[2].values))


def test_sections_are_named_and_explained(pcs):
    sections = pcs.choices("").values
    assert len(sections) == 17
    assert all(value.definition for value in sections)


def test_a_biopsy_is_explained_where_it_can_be_chosen(pcs):
    qualifier = pcs.choices("0FB03Z")
    assert "biopsy" in next(v.definition for v in qualifier.values if v.label == "Diagnostic").lower()


@pytest.mark.parametrize("name", FILES)
def test_each_guideline_named_exists(name):
    known = guidelines()
    for row in rows(name):
        assert not row.get("guideline") or row["guideline"] in known, row
        for told in re.findall(r"guideline ([A-F]\d[\d.a-z]*)", " ".join(row.values())):
            assert told.rstrip(".") in known


@pytest.mark.parametrize("name", FILES)
def test_the_tables_that_people_write_are_whole(name):
    for row in rows(name):
        assert None not in row
        assert all(value == value.strip() for value in row.values())


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z]+", text.lower())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def test_no_definition_is_the_publishers(release):
    name = "icd10pcs_definitions_2026.xml"
    _, _, terms = read_definitions(release(f"icd10pcs-fy2026/{name}"), name)
    theirs = set().union(*(runs(term.text, 6) for term in terms))
    for file in FILES:
        for row in rows(file):
            for column in ("definition", "differs", "example", "explanation", "question", "when"):
                assert not runs(row.get(column, ""), 6) & theirs, row


def test_imported_definitions_speak_only_where_ours_are_silent(imported):
    book = imported(2026, "tables", "definitions")
    assert book.root_operations()[0].definition.startswith("The shape of a body part")
    parts = [v for v in book.choices("0KB").values if v.definition]
    assert any(v.definition.startswith("Includes ") for v in parts)
    assert not any(v.definition for v in imported(2026, "tables").choices("0KB").values)


def test_one_word_means_two_things_in_two_tables(pcs):
    low_cesarean, low_amputation = (pcs.axes(code)[6] for code in ("10D00Z1", "0Y6H0Z3"))
    assert low_cesarean.label == low_amputation.label == "Low"
    assert "uterus" in low_cesarean.definition
    assert "shaft" in low_amputation.definition
