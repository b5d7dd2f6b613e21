"""What lessons print of ICD-10-PCS and of MS-DRGs comes from the data, and a mistake is told with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

NOTEBOOK = "notebooks/demo/01-combination.ipynb"


@pytest.fixture
def printed(clone, built):
    """Return a function that puts text into the lesson and gives the notebook's words back."""

    def show(text):
        built("```{browser} E11\n```\n", f"```{{browser}} E11\n```\n\n{text}\n")
        cells = json.loads((Path(clone) / NOTEBOOK).read_text(encoding="utf-8"))["cells"]
        return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")

    return show


def test_a_table_of_procedures_is_printed_by_rows(printed):
    words = printed("```{pcs-table} 0FT\n```")
    assert "**Table 0FT**: 0 Medical and Surgical, F Hepatobiliary System and Pancreas, T Resection" in words
    assert "**4** Gallbladder" in words
    assert "**4** Percutaneous Endoscopic" in words


def test_a_part_of_a_table_says_that_it_is_one(printed):
    words = printed("```{pcs-table} 0FT\n:values: 4\n```")
    assert "**Table 0FT** (in part)" in words
    assert "Pancreas, T Resection" in words
    assert "**G** Pancreas" not in words


def test_root_operations_are_printed_by_group_with_their_guideline(printed):
    words = printed("```{root-operations} 0\n:group: take-out\n```")
    assert "**T** Resection" in words
    assert "**9** Drainage" not in words
    assert "ICD-10-PCS Official Guidelines FY2026, B3.8" in words


def test_the_group_of_a_claim_says_what_each_code_does_and_what_it_would_be_without(printed):
    words = printed("```{group}\n:age: 71\n:sex: F\npdx: J18.9 Y\ndx: J96.01 Y\n```")
    assert "**MS-DRG 193**" in words
    assert "relative weight 1.3144" in words
    assert "MS-DRG 195, weight 0.6285" in words


def test_roles_print_groups_weights_and_severity(printed):
    words = printed("{drg}`871` weighs {weight}`871`; {severity}`J96.01`, {severity}`E11.22`.")
    assert "**MS-DRG 871** *Septicemia or severe sepsis without MV \\>96 hours with MCC* weighs 1.9425; MCC" in words
    assert "neither CC nor MCC" in words


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("```{pcs-table} 0F\n```", "pcs-table"),
        ("```{pcs-table} 0FT\n:values: Q\n```", "pcs-table"),
        ("```{root-operations} 0\n:group: remove\n```", "pcs-root-operations"),
        ("```{root-operations} Q\n```", "pcs-root-operations"),
        ("```{grouping} demo-1\n```", "grouping"),
        ("```{group}\npdx: J18.9Y Y\ndx: J96.01 Y\n```", "code-valid"),
        ("```{group}\n:age: old\npdx: J18.9 Y\n```", "grouping"),
        ("{drg}`997`", "drg"),
        ("{drg}`71`", "drg"),
        ("{weight}`9999`", "drg"),
        ("{severity}`E11`", "code-billable"),
    ],
)
def test_what_does_not_exist_is_told(linted, text, rule):
    assert rule in {problem.rule for problem in linted(text)}


def test_codes_of_a_claim_in_a_directive_are_no_codes_typed_in_prose(linted):
    assert not linted("```{group}\npdx: J18.9 Y\ndx: J96.01 Y\n```")
