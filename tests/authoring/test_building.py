"""Building: two notebooks a lesson, the same bytes each time, and nothing written from a lesson with an error."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from coding_course.authoring import build
from coding_course.authoring.cells import STUB, checksum, graded_cells
from coding_course.bank import grade_case
from coding_course.bank.sources import read_sources
from tests.authoring.conftest import LESSON, edit

LEARNER = "notebooks/demo/01-combination.ipynb"
INSTRUCTOR = "solutions/demo/01-combination.ipynb"
OUTPUTS = {
    "datasets/bank.msgpack",
    LEARNER,
    INSTRUCTOR,
    "notebooks/demo/images/boxes.svg",
    "solutions/demo/images/boxes.svg",
}


def notebook(root: Path, name: str) -> dict:
    return json.loads((root / name).read_text(encoding="utf-8"))


def cells(root: Path, name: str, role: str) -> list[dict]:
    found = notebook(root, name)["cells"]
    return [cell for cell in found if cell["metadata"].get("coding_course", {}).get("role") == role]


def text_of(root: Path, name: str = LEARNER) -> str:
    return "\n\n".join("".join(cell["source"]) for cell in notebook(root, name)["cells"])


def test_the_small_lesson_builds_without_a_problem(clone):
    report = build(clone)
    assert report.problems == ()
    assert set(report.changed) == OUTPUTS
    assert not report.failed


def test_built_notebooks_are_valid_and_carry_no_outputs(clone):
    build(clone)
    for name in (LEARNER, INSTRUCTOR):
        read = nbformat.read(clone / name, as_version=4)
        nbformat.validate(read)
        assert (read.nbformat, read.nbformat_minor) == (4, 5)
        assert all(not cell.outputs and cell.execution_count is None for cell in read.cells if cell.cell_type == "code")


def test_a_second_build_changes_nothing(clone):
    build(clone)
    again = build(clone)
    assert again.changed == again.removed == ()
    assert again.summary() == "1 lessons, 2 cases, 3 questions: everything is up to date."


def test_bytes_do_not_depend_on_line_ends_byte_order_marks_hash_seed_or_place(clone, tmp_path):
    build(clone)
    first = {name: (clone / name).read_bytes() for name in OUTPUTS}
    other = tmp_path / "elsewhere" / "copy"
    shutil.copytree(clone, other)
    for name in OUTPUTS:
        (other / name).unlink()
    lesson = other / LESSON
    lesson.write_bytes(b"\xef\xbb\xbf" + lesson.read_bytes().replace(b"\n", b"\r\n"))
    picture = other / "lessons/demo/images/boxes.svg"
    picture.write_bytes(picture.read_bytes().replace(b"\n", b"\r\n"))
    script = "import sys, pathlib; from coding_course.authoring import build; build(pathlib.Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", script, str(other)], check=True, env={"PYTHONHASHSEED": "7"})
    assert {name: (other / name).read_bytes() for name in OUTPUTS} == first
    assert all(b"\r" not in data for name, data in first.items() if name.endswith((".ipynb", ".svg")))


def test_check_reports_drift_and_writes_nothing(clone):
    fresh = build(clone, check=True)
    assert set(fresh.changed) == OUTPUTS
    assert not any((clone / name).exists() for name in OUTPUTS)
    build(clone)
    (clone / LEARNER).write_text((clone / LEARNER).read_text(encoding="utf-8") + " ", encoding="utf-8")
    drifted = build(clone, check=True)
    assert drifted.changed == (LEARNER,)
    assert "1 file differ" in drifted.summary()


def test_notebooks_whose_lesson_is_gone_are_removed_and_other_notebooks_stay(clone):
    build(clone)
    mine = clone / "notebooks/demo/my-own.ipynb"
    mine.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', encoding="utf-8")
    (clone / LESSON).rename(clone / "lessons/demo/02-combination.md")
    edit_path = clone / "lessons/demo/02-combination.md"
    edit_path.write_text(
        edit_path.read_text(encoding="utf-8").replace("demo/01-combination", "demo/02-combination"), encoding="utf-8"
    )
    report = build(clone)
    assert report.removed == (LEARNER, INSTRUCTOR)
    assert mine.is_file()
    assert not (clone / LEARNER).exists()


def test_a_lesson_with_an_error_leaves_its_notebooks_as_they_were(clone):
    build(clone)
    before = (clone / LEARNER).read_bytes()
    edit(clone, "{cm}`E11.22` names", "{cm}`E11.2222` names")
    report = build(clone)
    assert report.failed
    assert report.changed == report.removed == ()
    assert (clone / LEARNER).read_bytes() == before


def test_cell_ids_stay_when_something_is_put_above(clone):
    build(clone)
    before = {cell["id"] for cell in notebook(clone, LEARNER)["cells"]}
    edit(clone, "## The idea", "## A new beginning\n\nSome text.\n\n## The idea")
    build(clone)
    after = {cell["id"] for cell in notebook(clone, LEARNER)["cells"]}
    assert before < after
    assert len(after - before) == 1


def test_both_notebooks_have_the_same_cells_but_for_the_answers(clone):
    build(clone)
    learner, instructor = (notebook(clone, name)["cells"] for name in (LEARNER, INSTRUCTOR))
    assert [cell["id"] for cell in learner] == [cell["id"] for cell in instructor]
    different = [a["id"] for a, b in zip(learner, instructor, strict=True) if a["source"] != b["source"]]
    assert different == [cell["id"] for cell in cells(clone, LEARNER, "answer")]


def test_no_key_stands_in_a_learners_notebook(clone):
    build(clone)
    answers = "".join("".join(cell["source"]) for cell in cells(clone, LEARNER, "answer"))
    assert "G0108" not in answers
    assert "N18.31" not in answers
    assert "SOLUTION" not in text_of(clone)


def test_the_instructors_claim_scores_full_marks(clone):
    build(clone)
    case = next(each.value for each in read_sources([clone / "datasets"]).cases)
    source = "".join(cells(clone, INSTRUCTOR, "answer")[0]["source"])
    graded = grade_case(case, source)
    assert graded.score.points == graded.score.max
    assert graded.parsed.errors == ()


def test_a_start_that_is_part_of_the_key_stands_outside_the_solution(clone):
    build(clone)
    assert "".join(cells(clone, LEARNER, "answer")[0]["source"]) == f"%%claim demo-1\ndx: E11.22\n{STUB}\n"
    solved = "".join(cells(clone, INSTRUCTOR, "answer")[0]["source"])
    assert solved.startswith("%%claim demo-1\ndx: E11.22\n### BEGIN SOLUTION\ndx: N18.31\n")


def test_a_start_that_is_wrong_on_purpose_travels_in_the_metadata(clone):
    edit(clone, "dx: {{dx1}}", "dx: {{dx2}}, {{dx1}}")
    build(clone)
    answer = cells(clone, LEARNER, "answer")[0]
    assert "".join(answer["source"]) == f"%%claim demo-1\n{STUB}\ndx: N18.31, E11.22"
    assert answer["metadata"]["coding_course"]["start"] == "dx: N18.31, E11.22"
    assert "dx: E11.22, N18.31" in "".join(cells(clone, INSTRUCTOR, "answer")[0]["source"])


def test_widget_and_setup_cells_are_folded_and_cannot_be_edited_or_deleted(clone):
    build(clone)
    found = [*cells(clone, LEARNER, "widget"), *cells(clone, LEARNER, "setup")]
    assert len(found) == 4
    for cell in found:
        metadata = cell["metadata"]
        assert metadata["jupyter"] == {"source_hidden": True}
        assert metadata["editable"] is metadata["deletable"] is False
        assert metadata["tags"]


def test_graded_cells_say_what_they_are(clone):
    build(clone)
    for role, kind in (("answer", "solution"), ("grade", "grade")):
        for cell in cells(clone, LEARNER, role):
            meta = cell["metadata"]["nbgrader"]
            assert meta["schema_version"] == 3
            assert meta[kind] is True
            assert meta["grade"] is not meta["solution"]
            assert meta["locked"] is meta["grade"]
    grades = [cell["metadata"]["nbgrader"]["grade_id"] for cell in cells(clone, LEARNER, "grade")]
    assert grades == ["points-demo-1", "points-q-demo-2"]


def test_checksums_are_those_of_nbgrader():
    utils = pytest.importorskip("nbgrader.utils", reason="nbgrader is not installed; pip install '.[classroom]'")
    for cell in graded_cells("claim", "pc-011:3", 7, "%%claim é\n", "%%claim x\n"):
        node = nbformat.from_dict({"cell_type": "code", "source": cell.source, "metadata": dict(cell.metadata)})
        assert checksum(cell, cell.source) == utils.compute_checksum(node)


def test_documents_keep_their_lines_and_nothing_in_them_is_markup(clone):
    build(clone)
    text = text_of(clone)
    assert "> CC: DM2 f/u \\[2 wks\\]<br>\n> A/P:<br>\n> 1\\. T2DM" in text
    assert "> \\- labs in 3 mo" in text


def test_facts_come_from_the_data(clone):
    build(clone)
    text = text_of(clone)
    title = "**E11.22** *Type 2 diabetes mellitus with diabetic chronic kidney disease*"
    assert f"{title} names the disease" in text
    assert "| First-listed diagnosis | **I12.9** *Hypertensive" in text
    assert "**Use additional code**" in text
    assert "- **combination code**: One code for two diagnoses" in text
    assert "(images/boxes.svg)" in text
    assert "Ask for B12 too." in text


def test_sections_that_every_lesson_has_are_written(clone):
    build(clone)
    text = text_of(clone)
    assert text.startswith("# Combination codes\n\n> **About 10 minutes.**")
    assert text.index("## What to remember") < text.index("## Words in this lesson") < text.index("## Where next")
    assert 'lesson.begin("demo/01-combination")' in text


def test_lessons_link_to_each_others_notebooks(clone):
    second = clone / "lessons/other/02-next.md"
    second.parent.mkdir()
    text = (clone / LESSON).read_text(encoding="utf-8")
    text = text.replace("demo/01-combination", "other/02-next").replace("module: demo", "module: other")
    text = text.replace("prerequisites: []", "prerequisites: [demo/01-combination]")
    text = text.replace("A patient with", "After {lesson}`demo/01-combination`, see [it](../demo/01-combination.md#a):")
    text = text[: text.index("```{figure}")] + text[text.index("````{exercise}") :]
    second.write_text(text, encoding="utf-8")
    report = build(clone)
    assert report.problems == ()
    built = text_of(clone, "notebooks/other/02-next.ipynb")
    assert "After [Combination codes](../demo/01-combination.ipynb), see [it](../demo/01-combination.ipynb#a):" in built
    assert "**Before you start:** [Combination codes](../demo/01-combination.ipynb)" in built


def test_a_break_of_bank_sources_leaves_the_compiled_bank(clone):
    build(clone)
    before = (clone / "datasets/bank.msgpack").read_bytes()
    questions = clone / "datasets/questions/demo.yaml"
    questions.write_text(questions.read_text(encoding="utf-8").replace("type: ordering", "type: ordring"), "utf-8")
    report = build(clone)
    assert any("ordring" in problem.message for problem in report.problems)
    assert (clone / "datasets/bank.msgpack").read_bytes() == before


def test_a_lesson_that_is_not_utf8_is_reported(clone):
    (clone / LESSON).write_bytes(b"---\nid: \xff\n---\n")
    report = build(clone)
    assert [(each.path, each.rule) for each in report.problems] == [(LESSON, "encoding")]
