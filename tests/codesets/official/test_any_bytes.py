"""Whatever bytes come, an importer gives a compiled release or a sentence, never anything else."""

from __future__ import annotations

import contextlib
import gzip
import io
import lzma
import random

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coding_course.codesets.official.files import cm_conversion, cm_order, cm_tabular, gems, poa_exempt
from coding_course.codesets.official.kinds import ReleaseProblem
from coding_course.codesets.official.recognizing import compile_file
from coding_course.codesets.official.registry import kinds
from coding_course.codesets.official.texts import lines, plain, text
from coding_course.codesets.official.unpacking import unpack
from coding_course.codesets.official.xml_guard import check_xml
from tests.codesets.official.small import addenda, order_file, poa_list, tabular_xml

slow = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


def conversion() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Current code assignment", "Effective", "Previous Code(s) Assignment"])
    for number in range(5):
        book.active.append([f"A0{number}.1", 2030, "A00.0 and A00.9"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


GEM = (
    b"".join(b"%-5d %-7s %05d\n" % (n, b"A00%d" % (n % 10), 10000) for n in range(1000, 1040))
    + b"V9199 O30899  10000\n"
)

SMALL = {
    "cm-tabular": ("tabular.xml", tabular_xml()),
    "cm-order": ("icd10cm_order_2031.txt", order_file()),
    "poa-exempt": ("poa.txt", poa_list()),
    "cm-addenda": ("addenda.txt", addenda([("Add", True, f"A0{n}.1", "A new disease") for n in range(5)])),
    "cm-conversion": ("conversion.xlsx", conversion()),
    "gems": ("2018_I9gem.txt", GEM),
}
"""Kind to name and bytes of a release of our own."""


@pytest.fixture(scope="module", autouse=True)
def lists_of_a_dozen_codes_pass():
    with pytest.MonkeyPatch.context() as patch:
        for module in (cm_tabular, cm_order):
            patch.setattr(module, "FEWEST_CODES", 5)
        patch.setattr(cm_tabular, "FEWEST_CHAPTERS", 1)
        patch.setattr(poa_exempt, "FEWEST", 1)
        patch.setattr(cm_conversion, "FEWEST", 1)
        patch.setattr(gems, "FEWEST", dict.fromkeys(gems.FEWEST, 10))
        yield


@pytest.mark.parametrize("kind", SMALL)
def test_the_small_releases_are_read_before_they_are_damaged(kind):
    name, data = SMALL[kind]
    found, compiled = compile_file(data, name)
    assert found.id == kind
    assert compiled.files


@slow
@given(st.sampled_from(sorted(SMALL)), st.data())
def test_damage_of_any_kind_ends_in_a_release_or_a_sentence(kind, draw):
    name, data = SMALL[kind]
    damaged = bytearray(data)
    for _ in range(draw.draw(st.integers(1, 4))):
        place = draw.draw(st.integers(0, len(damaged)))
        how = draw.draw(st.sampled_from(["flip", "cut", "insert", "double", "drop"]))
        if how == "flip" and place < len(damaged):
            damaged[place] ^= 1 << draw.draw(st.integers(0, 7))
        elif how == "cut":
            del damaged[place:]
        elif how == "insert":
            damaged[place:place] = draw.draw(st.binary(max_size=12))
        elif how == "double":
            damaged += damaged[place : place + 400]
        else:
            del damaged[place : place + draw.draw(st.integers(1, 60))]
    with contextlib.suppress(ReleaseProblem):
        compile_file(bytes(damaged), name)
    with contextlib.suppress(ReleaseProblem):
        kinds()[kind].compile(plain(bytes(damaged)), name)


@slow
@given(
    st.binary(max_size=3000), st.sampled_from(["a.xml", "icd10cm_order_2031.txt", "a.xlsx", "poaexemptcodesfy31.txt"])
)
def test_random_bytes_end_in_a_sentence(data, name):
    for content in (data, b"PK\x03\x04" + data, b'<?xml version="1.0"?>' + data, b"00001 A00     0 " + data):
        with contextlib.suppress(ReleaseProblem):
            for piece in unpack(name, content):
                compile_file(piece.data, piece.name)


@slow
@given(st.binary(max_size=600))
def test_text_of_any_bytes_is_text(data):
    assert "\r" not in text(data)
    assert all("\n" not in line for line in lines(data))
    plain(data)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=200))
def test_every_encoding_of_a_text_reads_alike(words):
    wanted = ("A " + words).replace("\r\n", "\n").replace("\r", "\n")
    for data in (("A " + words).encode("utf-8-sig"), ("A " + words).encode("utf-16")):
        assert text(data) == wanted


@pytest.mark.official
@pytest.mark.parametrize(
    "name",
    [
        "icd10cm-fy2026/icd10c-tabular-April-1-2026.xml",
        "icd10cm-fy2026/icd10cm-order-2026.txt",
        "icd10cm-fy2026/POAexemptCodesFY26.txt",
        "icd10cm-fy2026/icd10cm-order-addenda-2026.txt",
        "icd10cm-fy2026/ICD-10-CM-CONVERSION-TABLE-FY2026.xlsx",
        "gem-2018/2018_I9gem.txt",
    ],
)
def test_a_real_release_that_was_cut_short_is_never_taken_for_whole(release, name, monkeypatch):
    for module, what, least in ((cm_tabular, "FEWEST_CODES", 69_000), (cm_order, "FEWEST_CODES", 69_000)):
        monkeypatch.setattr(module, what, least)
    monkeypatch.setattr(poa_exempt, "FEWEST", 30_000)
    monkeypatch.setattr(gems, "FEWEST", dict.fromkeys(gems.FEWEST, 20_000))
    data = release(name)
    places = random.Random(name)
    # Somewhere, then close to the end: where a download ends that seems to be done.
    cuts = [places.randrange(len(data)) for _ in range(4)] + [int(len(data) * share) for share in (0.97, 0.995)]
    for cut in cuts:
        with pytest.raises(ReleaseProblem):
            compile_file(data[:cut], name.rpartition("/")[2])


# XML that was made to do harm

LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol">{entities}]>
<ICD10CM.tabular><version>2031</version><chapter><name>&lol9;</name></chapter></ICD10CM.tabular>""".format(
    entities="".join(f'<!ENTITY lol{n} "{f"&lol{n - 1 or str()};" * 10}">' for n in range(1, 10))
)


@pytest.mark.parametrize("encode", [str.encode, lambda text: text.encode("utf-16")])
def test_a_billion_laughs_are_refused_before_they_unfold(encode):
    with pytest.raises(ReleaseProblem, match="entities"):
        compile_file(encode(LAUGHS), "tabular.xml")


def test_a_file_that_names_other_files_is_refused():
    outside = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    data = tabular_xml().decode().replace("<ICD10CM.tabular>", f"{outside}<ICD10CM.tabular>").encode()
    with pytest.raises(ReleaseProblem, match="entities"):
        compile_file(data, "tabular.xml")


@pytest.mark.parametrize("depth", [100, 100_000, 2_000_000])
def test_elements_nested_without_end_are_refused(depth):
    data = b"<ICD10CM.tabular><version>2031</version>" + b"<diag>" * depth
    with pytest.raises(ReleaseProblem, match="deep"):
        compile_file(data, "tabular.xml")
    with pytest.raises(ReleaseProblem, match="deep"):
        check_xml(data + b"</diag>" * depth + b"</ICD10CM.tabular>", "tabular.xml")


def test_a_workbook_that_unfolds_to_more_than_any_release_is_refused(monkeypatch):
    from coding_course.codesets.official import workbooks

    monkeypatch.setattr(workbooks, "LARGEST", 2_000)
    with pytest.raises(ReleaseProblem, match="unfold"):
        compile_file(conversion(), "conversion.xlsx")


@pytest.mark.parametrize("pack", [lzma.compress, gzip.compress])
def test_a_release_that_was_cut_short_in_its_packing_says_so(pack):
    data = pack(order_file())
    with pytest.raises(ReleaseProblem, match=r"cut short|damaged"):
        list(unpack("order.txt.xz", data[: len(data) - 12]))
