"""What the course embeds of ICD-10-PCS, compared with the publisher's own files of the year."""

from __future__ import annotations

import itertools
import lzma

import pytest

from coding_course.codesets.compiled import read_manifest, sha256
from coding_course.codesets.compiling.pcs import compile_pcs, main
from coding_course.codesets.compiling.sources import SourceMissing
from coding_course.codesets.official.files import pcs_tables
from coding_course.codesets.pcs.tables import read_tables
from coding_course.resources import resource

FOLDER = resource("datasets", "codesets")
OCTOBER = "icd10pcs-fy2026/icd10pcs_order_2026.txt"
APRIL = "icd10pcs-fy2026/april-update/icd10pcs_order_2026.txt"
TABLES = "icd10pcs-fy2026/icd10pcs_tables_2026.xml"


def labelled(tables):
    """Return code to the labels of its seven characters."""
    return {
        table.prefix + "".join(c for c, _ in values): (*table.head, *(label for _, label in values))
        for table in tables
        for row in table.rows
        for values in itertools.product(*(column.items() for column in row))
    }


@pytest.fixture(scope="module")
def embedded():
    return labelled(read_tables(FOLDER / "fy2026" / "icd10pcs-tables.jsonl.xz"))


def test_every_embedded_code_is_valid_in_the_year(pcs, order):
    assert set(pcs.codes()) <= set(order(OCTOBER)) | set(order(APRIL))


def test_every_title_is_the_official_one(pcs, order):
    official = order(OCTOBER) | order(APRIL)
    assert [(code, title) for code, title in pcs.titles() if title != official[code]] == []


def test_the_manifest_counts_what_is_held_and_what_there_is(pcs, order):
    counts = read_manifest(FOLDER, "FY2026").counts
    october, april = set(order(OCTOBER)), set(order(APRIL))
    held = set(pcs.codes())
    assert counts["pcs codes of the official release"] == len(october) == 79_115
    assert counts["pcs codes"] == len(held & october)
    assert counts["pcs codes of the official April update"] == len(april - october) == 80
    assert counts["pcs codes of the April update"] == len(held - october)
    assert counts["pcs codes"] / len(october) > 0.996


def test_seven_labels_of_every_code_are_the_official_ones(embedded, release):
    _, tables = pcs_tables.read_tables(release(TABLES), "tables")
    official = labelled(tables)
    assert [code for code, labels in embedded.items() if code in official and official[code] != labels] == []
    assert len(embedded.keys() & official.keys()) > 78_800


def test_titles_and_tables_hold_the_same_codes_and_no_label_is_empty(pcs, embedded):
    assert set(embedded) == set(pcs.codes())
    assert all(label and label.strip() == label for labels in embedded.values() for label in labels)


def test_the_names_of_places_are_the_official_ones(release):
    _, tables = pcs_tables.read_tables(release(TABLES), "tables")
    official = {table.prefix: table.axes for table in tables}
    ours = read_tables(FOLDER / "fy2026" / "icd10pcs-tables.jsonl.xz")
    assert [table.prefix for table in ours if official.get(table.prefix, table.axes) != table.axes] == []


def test_dates_agree_with_the_october_and_the_april_release(pcs, order):
    october, april = set(order(OCTOBER)), set(order(APRIL))
    valid = {"2025-10-01": october, "2026-04-01": april}
    for day, codes in valid.items():
        periods = {code: pcs.period(code) for code in october | april}
        ours = {c for c, p in periods.items() if p and (p[0] or day) <= day <= (p[1] or day)}
        assert ours == codes


def test_dates_agree_with_the_release_of_the_year_before(pcs, order):
    before = set(order("icd10pcs-fy2025/icd10pcs_order_2025.txt"))
    now = set(order(OCTOBER))
    for code in before - now:
        assert pcs.period(code)[1] in ("2025-03-31", "2025-09-30")
    for code in now - before:
        assert pcs.period(code)[0] in ("2025-04-01", "2025-10-01")


def test_the_compiled_files_are_small():
    sizes = [path.stat().st_size for path in (FOLDER / "fy2026").glob("icd10pcs-*")]
    assert sum(sizes) < 900_000


def test_the_committed_files_are_what_the_script_makes_of_its_sources():
    try:
        made = compile_pcs(2026, FOLDER)
    except SourceMissing as missing:
        pytest.skip(str(missing))
    manifest = read_manifest(FOLDER, "FY2026")
    for role, data in (
        ("pcs-titles", made.titles.encode()),
        ("pcs-tables", made.tables),
        ("pcs-facts", made.facts.encode()),
    ):
        assert lzma.decompress((FOLDER / "fy2026" / manifest.files[role]).read_bytes()) == data
    assert {**manifest.counts, **made.counts} == manifest.counts
    assert [s for s in manifest.sources if s.get("compiled", "").startswith("pcs-")] == made.sources
    assert made.sources[0]["compiled sha256"] == sha256(made.titles.encode())


@pytest.mark.parametrize("name", ["FY2031", "2026", "next"])
def test_an_edition_without_diagnosis_codes_is_refused(tmp_path, capsys, name):
    assert main(["--edition", name, "--into", str(tmp_path)]) == 2
    assert "compile ICD-10-CM first" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
