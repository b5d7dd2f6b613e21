"""Every kind of ICD-10-CM release comes out with the counts that the releases' own description states."""

from __future__ import annotations

import lzma
from functools import cache

import pytest

from coding_course.codesets.compiled import decode_entries, rows_in
from coding_course.codesets.expand import codes_of
from coding_course.codesets.official.recognizing import candidates, compile_file

pytestmark = pytest.mark.official

COUNTED = [
    (
        "icd10cm-fy2026/icd10c-tabular-April-1-2026.xml",
        "cm-tabular",
        "FY2026",
        {"billable codes": 74_719, "chapters": 22, "sections": 297, "categories, subcategories and codes": 46_881},
    ),
    (
        "icd10cm-fy2025/icd10cm-tabular-April-2025.xml",
        "cm-tabular",
        "FY2025",
        {"billable codes": 74_260, "chapters": 22, "sections": 296, "categories, subcategories and codes": 46_498},
    ),
    (
        "icd10cm-fy2026/icd10cm-order-2026.txt",
        "cm-order",
        "FY2026",
        {"billable codes of the order file": 74_719, "headers of the order file": 23_467},
    ),
    (
        "icd10cm-fy2025/icd10cm_order_2025.txt",
        "cm-order",
        "FY2025",
        {"billable codes of the order file": 74_260, "headers of the order file": 23_324},
    ),
    (
        "icd10cm-fy2026/icd10cm-order-addenda-2026.txt",
        "cm-addenda",
        "FY2026",
        {
            "new codes of the addenda": 487,
            "deleted codes of the addenda": 28,
            "revised codes of the addenda": 38,
            "new headers of the addenda": 143,
            "deleted headers of the addenda": 0,
            "revised headers of the addenda": 7,
        },
    ),
    (
        "icd10cm-fy2025/icd10cm_order_addenda_2025.txt",
        "cm-addenda",
        "FY2025",
        {
            "new codes of the addenda": 252,
            "deleted codes of the addenda": 36,
            "revised codes of the addenda": 13,
            "new headers of the addenda": 72,
            "deleted headers of the addenda": 0,
            "revised headers of the addenda": 1,
        },
    ),
    ("icd10cm-fy2026/POAexemptCodesFY26.txt", "poa-exempt", "FY2026", {"poa exempt": 38_349}),
    ("icd10cm-fy2025/POAexemptCodesFY25.txt", "poa-exempt", "FY2025", {"poa exempt": 38_154}),
    (
        "icd10cm-fy2026/ICD-10-CM-CONVERSION-TABLE-FY2026.xlsx",
        "cm-conversion",
        "FY2026",
        {"rows of the conversion table": 5_892},
    ),
    (
        "icd10pcs-fy2026/april-update/icd10pcs_conversion_table.txt",
        "pcs-conversion",
        "FY2026",
        {"rows of the PCS conversion table": 17_848},
    ),
    ("gem-2018/2018_I9gem.txt", "gems", "FY2018", {"equivalents from ICD-9-CM to ICD-10-CM": 24_860}),
    ("gem-2018/2018_I10gem.txt", "gems", "FY2018", {"equivalents from ICD-10-CM to ICD-9-CM": 81_593}),
]


@pytest.fixture(scope="module")
def read(release):
    """Return a function that gives the kind of a release and what becomes of it, read once."""
    return cache(lambda name: compile_file(release(name), name.rpartition("/")[2]))


@pytest.mark.parametrize(("name", "kind", "edition", "counts"), COUNTED)
def test_a_release_is_recognized_and_counted(read, name, kind, edition, counts):
    found, compiled = read(name)
    assert found.id == kind
    assert compiled.edition == edition
    assert {what: compiled.counts[what] for what in counts} == counts
    assert set(compiled.files) <= set(found.roles)


@pytest.mark.parametrize(("name", "kind", "edition", "counts"), COUNTED)
def test_its_content_tells_the_kind_whatever_the_name(release, name, kind, edition, counts):
    assert candidates(release(name), "download (3)")[0].id == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("icd10cm-fy2026/POAexemptAddCodesFY26.txt", "poa-changes"),
        ("icd10cm-fy2026/POAexemptDeleteCodesFY26.txt", "poa-changes"),
        ("icd10cm-fy2026/POAexemptReviseCodesFY26.txt", "poa-changes"),
        ("icd10cm-fy2026/ReadMePOAexemptFY26.txt", "reading-matter"),
        ("icd10cm-fy2026/icd10cm-codes-addenda-2026.txt", "codes-addenda"),
        ("icd10cm-fy2026/icd10cm-tabular-addenda-2026.pdf", "pdf"),
        ("icd10cm-fy2025/icd-10-cm-tabular-2025.xsd", "xml-schema"),
        ("icd10pcs-fy2026/order_addenda_2026.txt", "codes-addenda"),
        ("icd10pcs-fy2026/april-update/codes_addenda_2026.txt", "codes-addenda"),
        ("icd10pcs-fy2026/april-update/tables_addenda_2026.txt", "text-addenda"),
        ("icd10pcs-fy2026/april-update/index_addenda_2026.txt", "text-addenda"),
        ("icd10pcs-fy2026/april-update/definitions_addenda_2026.txt", "text-addenda"),
        ("hcpcs-2025/HCPC2025_recordlayout.txt", "reading-matter"),
        ("gem-2018/Dxgem_guide_2018.pdf", "pdf"),
    ],
)
def test_what_comes_with_a_release_and_is_not_needed_is_known_by_kind(release, name, kind):
    found, compiled = compile_file(release(name), name.rpartition("/")[2])
    assert (found.id, compiled) == (kind, None)
    assert found.unused.endswith(".")


def test_the_additions_to_the_poa_list_are_no_list_under_any_name(release):
    from coding_course.codesets.official.kinds import ReleaseProblem

    with pytest.raises(ReleaseProblem, match="list of changes"):
        compile_file(release("icd10cm-fy2026/POAexemptAddCodesFY26.txt"), "renamed.txt")


@pytest.mark.parametrize("year", ["2026", "2025"])
def test_the_tabular_list_is_the_order_file_code_by_code(read, year):
    names = {
        "2026": ("icd10cm-fy2026/icd10c-tabular-April-1-2026.xml", "icd10cm-fy2026/icd10cm-order-2026.txt"),
        "2025": ("icd10cm-fy2025/icd10cm-tabular-April-2025.xml", "icd10cm-fy2025/icd10cm_order_2025.txt"),
    }[year]
    (_, tabular), (_, order) = map(read, names)
    entries = decode_entries(lzma.decompress(tabular.files["tabular"]))
    rows = list(rows_in(lzma.decompress(order.files["cm-order"])))
    codes = dict(codes_of(entries))
    assert codes == {code: title for code, billable, title in rows if billable == "1"}
    held = {entry.code for entry in entries if entry.kind not in ("chapter", "section")}
    assert held >= {code for code, billable, _ in rows if billable == "0"}
    assert "S06.377A" in codes
    assert "S06.377D" not in codes
