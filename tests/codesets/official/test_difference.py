"""What changed between two editions, as the publishers' own addenda tell it; and what an older code became."""

from __future__ import annotations

import lzma
import shutil

import pytest

from coding_course.codesets import System, holdings
from coding_course.codesets.difference import compare, differences
from coding_course.codesets.equivalents import Equivalents, systems_of_old
from coding_course.codesets.official import importing
from coding_course.codesets.official.files.cm_addenda import read_addenda
from coding_course.codesets.official.kinds import ReleaseProblem
from coding_course.resources import resource

OLD = {"A00.0": "One", "A00.1": "Two", "A00.9": "Three"}
NEW = {"A00.0": "One", "A00.1": "Two, revised", "A00.90": "Three, early", "A00.98": "Three, late"}


def test_codes_are_new_deleted_or_revised_and_what_replaces_what_is_told_both_ways():
    found = compare(System.CM, OLD, NEW, {"A00.90": ("A00.9",), "A00.98": ("A00.9+A00.0", "A00.1")})
    assert [(one.code, one.instead_of) for one in found.new] == [
        ("A00.90", ("A00.9",)),
        ("A00.98", ("A00.9+A00.0", "A00.1")),
    ]
    assert [(one.code, one.now) for one in found.deleted] == [("A00.9", ("A00.90", "A00.98"))]
    assert [(one.code, one.before, one.title) for one in found.revised] == [("A00.1", "Two", "Two, revised")]
    assert found.split == ("A00.0", "A00.1")
    assert found.changed == {"A00.90": "new", "A00.98": "new", "A00.9": "deleted", "A00.1": "revised"}
    assert found.concerned["A00.0"] == "split"


def test_an_edition_does_not_differ_from_itself():
    found = compare(System.CM, OLD, OLD)
    assert not found.concerned
    assert {one.code for one in compare(System.CM, NEW, OLD).new} == {
        one.code for one in compare(System.CM, OLD, NEW).deleted
    }


def find(data, name: str):
    return holdings.find(name, data.embedded, data.user)


@pytest.fixture(scope="module")
def order_of_2025(release, tmp_path_factory):
    """Return a data folder into which the order file of FY2025 was imported, once."""
    folder = tmp_path_factory.mktemp("fy2025")
    file = folder / "icd10cm_order_2025.txt"
    file.write_bytes(release("icd10cm-fy2025/icd10cm_order_2025.txt"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CODING_COURSE_CACHE", str(folder / "cache"))
        importing.put(importing.prepare([file]), resource("datasets", "codesets"), folder / "codesets")
    return folder


@pytest.fixture
def since_2025(data, order_of_2025):
    """Return the data folder of this test, with FY2025 in it."""
    shutil.copytree(order_of_2025 / "codesets", data.user)
    shutil.copytree(order_of_2025 / "cache", data.folder / "cache")
    return data


@pytest.mark.official
def test_fy2025_to_fy2026_agrees_with_the_official_addenda_code_by_code(since_2025, release):
    data = since_2025
    addenda = release("icd10cm-fy2026/icd10cm-order-addenda-2026.txt")
    data.bring(
        {
            "icd10cm-order-2026.txt": release("icd10cm-fy2026/icd10cm-order-2026.txt"),
            "icd10cm-order-addenda-2026.txt": addenda,
            "ICD-10-CM-CONVERSION-TABLE-FY2026.xlsx": release("icd10cm-fy2026/ICD-10-CM-CONVERSION-TABLE-FY2026.xlsx"),
        }
    )
    found = differences(find(data, "FY2025"), find(data, "FY2026"))[0]
    assert (len(found.new), len(found.deleted), len(found.revised)) == (487, 28, 38)
    told, stated, _ = read_addenda(addenda, "addenda")
    by_kind = {
        word: {one.code: one for one in told if one.billable and one.change == word}
        for word in ("new", "deleted", "revised")
    }
    assert {one.code: one.title for one in found.new} == {c: one.title for c, one in by_kind["new"].items()}
    assert {one.code: one.title for one in found.deleted} == {c: one.previous for c, one in by_kind["deleted"].items()}
    assert {(one.code, one.before, one.title) for one in found.revised} == {
        (c, one.previous, one.title) for c, one in by_kind["revised"].items()
    }
    assert stated["codes", "new"] == 487
    assert found.remarks == ("The publisher's addenda say the same: 487 new, 28 deleted, 38 revised.",)
    replaced = {one.code: one.now for one in found.deleted}
    assert replaced["D71"] == ("D71.1", "D71.8", "D71.9")
    assert all(replaced.values())
    assert "E11.9" in found.split


@pytest.mark.official
def test_addenda_that_say_otherwise_are_pointed_out(since_2025, release):
    data = since_2025
    addenda = release("icd10cm-fy2026/icd10cm-order-addenda-2026.txt")
    data.bring({"addenda.txt": addenda.replace(b" D711 ", b" D717 ")})
    found = differences(find(data, "FY2025"), find(data, "FY2026"))[0]
    assert "differ in 2 codes (D71.1, D71.7)" in found.remarks[0]


@pytest.mark.official
def test_procedures_are_compared_when_both_editions_hold_them(since_2025, release):
    data = since_2025
    data.bring(
        {
            "fy2025/icd10pcs_tables_2025.xml": release("icd10pcs-fy2025/icd10pcs_tables_2025.xml"),
            "fy2025/icd10pcs_order_2025.txt": release("icd10pcs-fy2025/icd10pcs_order_2025.txt"),
        }
    )
    against_the_courses_own = differences(find(data, "FY2025"), find(data, "FY2026"))
    assert [one.system for one in against_the_courses_own] == [System.CM, System.PCS]
    assert any("may seem new or deleted" in remark for remark in against_the_courses_own[1].remarks)
    data.bring(
        {
            "fy2026/icd10pcs_tables_2026.xml": release("icd10pcs-fy2026/icd10pcs_tables_2026.xml"),
            "fy2026/icd10pcs_order_2026.txt": release("icd10pcs-fy2026/icd10pcs_order_2026.txt"),
            "fy2026/icd10pcs_conversion_table.txt": release(
                "icd10pcs-fy2026/april-update/icd10pcs_conversion_table.txt"
            ),
        }
    )
    found = differences(find(data, "FY2025"), find(data, "FY2026"))[1]
    official = [
        {line[6:13] for line in release(name).decode().splitlines() if line[14] == "1"}
        for name in ("icd10pcs-fy2025/icd10pcs_order_2025.txt", "icd10pcs-fy2026/icd10pcs_order_2026.txt")
    ]
    assert {one.code for one in found.new} == official[1] - official[0]
    assert {one.code for one in found.deleted} == official[0] - official[1]
    assert any(one.instead_of for one in found.new)
    assert found.remarks == ()


# ICD-9-CM


@pytest.mark.parametrize(
    ("code", "system"),
    [
        ("250.00", "ICD-9-CM"),
        ("25000", "ICD-9-CM"),
        ("V45.81", "ICD-9-CM"),
        ("E812.0", "ICD-9-CM"),
        ("042", "ICD-9-CM"),
        ("E11.9", "ICD-10-CM"),
        ("Z79.4", "ICD-10-CM"),
        ("S62.101A", "ICD-10-CM"),
    ],
)
def test_the_system_of_a_code_is_told_by_its_form(code, system):
    assert systems_of_old(code) == system


@pytest.fixture
def maps(data, release):
    data.bring(
        {
            "2018_I9gem.txt": release("gem-2018/2018_I9gem.txt"),
            "2018_I10gem.txt": release("gem-2018/2018_I10gem.txt"),
        }
    )
    return Equivalents(find(data, "FY2026").files)


@pytest.mark.official
def test_a_learner_of_history_finds_what_a_code_was_and_became(maps):
    assert maps.held
    (diabetes,) = maps.of_old("250.00")
    assert (diabetes.code, diabetes.approximate, diabetes.combination) == ("E11.9", True, False)
    assert [one.code for one in maps.of_new("I10")] == ["401.0", "401.1", "401.9"]
    sepsis = maps.of_new("A02.1")
    assert {(one.code, one.combination, one.choice_list) for one in sepsis} == {("003.1", True, 1), ("995.91", True, 2)}
    (none,) = maps.of_new("R29.700")
    assert none.code == ""
    assert maps.of_old("999999") == ()
    assert maps.of("e8120")[0] == "ICD-9-CM"
    assert maps.of("I10")[0] == "ICD-10-CM"
    assert all(one.code for one in maps.of("V45.81")[1])


@pytest.mark.official
def test_every_line_of_both_maps_is_answered(maps, release):
    for name, ask in (("2018_I9gem", maps.of_old), ("2018_I10gem", maps.of_new)):
        sources = [line.split()[0] for line in release(f"gem-2018/{name}.txt").decode().splitlines()]
        assert sum(len(ask(source)) for source in set(sources)) == len(sources)


def test_without_maps_nothing_is_answered(tmp_path):
    assert not Equivalents({}).held
    assert Equivalents({}).of("250.00") == ("ICD-9-CM", ())
    (tmp_path / "gem").write_bytes(lzma.compress(b"source\ttarget\tflags\n25000\tE119\t10000\n"))
    maps = Equivalents({"gem-from-9": tmp_path / "gem"})
    assert [one.code for one in maps.of_old("250.00")] == ["E11.9"]
    assert maps.of_new("E11.9") == ()


def test_addenda_whose_lines_and_count_differ_are_refused():
    from coding_course.codesets.official.files.cm_addenda import compile_addenda
    from tests.codesets.official.small import addenda

    whole = addenda([("Add", True, "A00.5", "A disease"), ("Add", False, "A01", "A header")])
    assert compile_addenda(whole, "addenda.txt").edition == "FY2031"
    with pytest.raises(ReleaseProblem, match="has lines for 1"):
        compile_addenda(whole.replace(b"1 additions", b"2 additions"), "addenda.txt")
