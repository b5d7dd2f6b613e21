"""Release files come out of what people have; archives that no release is are refused with a sentence."""

from __future__ import annotations

import contextlib
import gzip
import io
import lzma
import os
import stat
import struct
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coding_course.codesets.official import unpacking
from coding_course.codesets.official.kinds import ReleaseProblem
from coding_course.codesets.official.unpacking import pieces, unpack
from tests.codesets.official.small import order_file, zipped

ORDER = order_file()


def taken(name: str, data: bytes) -> dict[str, bytes]:
    return {piece.path: piece.data for piece in unpack(name, data)}


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("order.txt", bytes),
        ("order.txt.xz", lzma.compress),
        ("order.txt.gz", gzip.compress),
        ("order.txt.gz.xz", lambda data: lzma.compress(gzip.compress(data))),
    ],
)
def test_a_file_comes_out_plain_under_its_own_name(name, pack):
    assert taken(name, pack(ORDER)) == {"order.txt": ORDER}


def test_a_zip_gives_all_its_files_with_the_way_to_each_and_without_what_systems_put_there():
    data = zipped({"Code Descriptions/order.txt": ORDER, "__MACOSX/order.txt": b"x", ".DS_Store": b"x"})
    assert taken("release.zip", data) == {"release.zip/Code Descriptions/order.txt": ORDER}


def test_a_workbook_is_a_file_although_it_is_a_zip(release):
    data = release("icd10cm-fy2026/ICD-10-CM-CONVERSION-TABLE-FY2026.xlsx")
    assert taken("conversion.xlsx", data) == {"conversion.xlsx": data}


def test_a_folder_gives_its_files_and_those_below(tmp_path):
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "order.txt.xz").write_bytes(lzma.compress(ORDER))
    (tmp_path / ".hidden").write_bytes(b"x")
    found = {piece.path: piece.named for piece in pieces(tmp_path)}
    assert found == {f"{tmp_path.name}/below/order.txt": False}


def test_what_is_not_there_or_empty_is_a_sentence(tmp_path):
    with pytest.raises(ReleaseProblem, match="no file"):
        list(pieces(tmp_path / "absent.txt"))
    with pytest.raises(ReleaseProblem, match="holds no file"):
        list(pieces(tmp_path))


def zip_with(name: str, *, flags: int = 0, mode: int = 0, times: int = 1) -> bytes:
    """Return a zip whose only member has a path that zipfile itself would not write."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for _ in range(times):
            info = zipfile.ZipInfo("harmless.txt")
            info.filename = name
            info.external_attr = mode << 16
            archive.writestr(info, ORDER)
    data = bytearray(target.getvalue())
    if flags:
        for start, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = data.find(start) + place
            data[at : at + 2] = struct.pack("<H", struct.unpack("<H", data[at : at + 2])[0] | flags)
    return bytes(data)


@pytest.mark.parametrize(
    "name",
    ["../order.txt", "a/../../order.txt", "/etc/passwd", "C:\\order.txt", "..\\order.txt", "\\\\host\\order.txt"],
)
def test_a_path_that_leads_out_of_the_zip_is_refused(name):
    with pytest.raises(ReleaseProblem, match="leads out of it"):
        taken("release.zip", zip_with(name))


def test_an_encrypted_zip_a_link_and_a_name_that_stands_twice_are_refused():
    with pytest.raises(ReleaseProblem, match="encrypted"):
        taken("release.zip", zip_with("order.txt", flags=1))
    with pytest.raises(ReleaseProblem, match="holds a link"):
        taken("release.zip", zip_with("order.txt", mode=stat.S_IFLNK | 0o777))
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = zip_with("order.txt", times=2)
    with pytest.raises(ReleaseProblem, match="twice"):
        taken("release.zip", twice)


@pytest.mark.parametrize("inner", ["inner.zip", "inner.txt", "inner.zip.xz"])
def test_an_archive_in_an_archive_is_refused_whatever_it_is_called(inner):
    content = zipped({"order.txt": ORDER})
    content = lzma.compress(content) if inner.endswith(".xz") else content
    with pytest.raises(ReleaseProblem, match="inside an archive"):
        taken("release.zip", zipped({inner: content}))


def test_what_unfolds_to_more_than_a_release_is_refused_before_it_fills_memory(monkeypatch):
    monkeypatch.setattr(unpacking, "LARGEST_FILE", 100_000)
    monkeypatch.setattr(unpacking, "LARGEST_TOTAL", 150_000)
    zeros = bytes(10_000_000)
    for name, data in (("bomb.xz", lzma.compress(zeros)), ("bomb.gz", gzip.compress(zeros))):
        with pytest.raises(ReleaseProblem, match="unfolds to more"):
            taken(name, data)
    with pytest.raises(ReleaseProblem, match="more than"):
        taken("bomb.zip", zipped({"order.txt": zeros}))
    with pytest.raises(ReleaseProblem, match="more than any release"):
        taken("bomb.zip", zipped({f"{number}.txt": bytes(60_000) for number in range(3)}))


def test_a_member_that_is_longer_than_it_says_is_refused():
    data = bytearray(zipped({"order.txt": ORDER}))
    at = data.rfind(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", len(ORDER) // 2)
    with pytest.raises(ReleaseProblem, match=r"order\.txt in release\.zip is damaged"):
        taken("release.zip", bytes(data))


@pytest.mark.parametrize("data", [b"7z\xbc\xaf'\x1c", b"Rar!\x1a\x07\x01", b"BZh9", bytes(257) + b"ustar" + bytes(200)])
def test_archives_of_other_kinds_say_to_unpack_them(data):
    with pytest.raises(ReleaseProblem, match="Unpack it yourself"):
        taken("release", data)


def test_a_file_packed_again_and_again_is_refused():
    data = ORDER
    for _ in range(5):
        data = gzip.compress(data)
    with pytest.raises(ReleaseProblem, match="again and again"):
        taken("order.gz", data)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="only where files can be made unreadable")
def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path):
    path = tmp_path / "order.txt"
    path.write_bytes(ORDER)
    path.chmod(0)
    with pytest.raises(ReleaseProblem, match="Cannot read"):
        list(pieces(path))


_PACKED = {
    "release.zip": zipped({"Code Descriptions/order.txt": ORDER, "poa.txt": b"Order31\tPOAexemptCode"}),
    "order.txt.xz": lzma.compress(ORDER),
    "order.txt.gz": gzip.compress(ORDER),
}


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(_PACKED)), st.data())
def test_a_damaged_archive_gives_its_files_or_a_sentence_and_nothing_else(name, draw):
    data = bytearray(_PACKED[name])
    for place in draw.draw(st.lists(st.integers(0, len(data) - 1), max_size=6)):
        data[place] ^= 1 << draw.draw(st.integers(0, 7))
    cut = draw.draw(st.integers(0, len(data)))
    with contextlib.suppress(ReleaseProblem):
        assert all(isinstance(content, bytes) for content in taken(name, bytes(data[:cut])).values())
