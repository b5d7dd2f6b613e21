"""Importers of ICD-10-PCS releases: exact counts, and a sentence for whatever is not a whole release."""

from __future__ import annotations

import contextlib
import lzma
import re

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coding_course.codesets.official.files import pcs_definitions, pcs_order, pcs_tables
from coding_course.codesets.official.kinds import ReleaseProblem
from coding_course.codesets.official.registry import kinds
from coding_course.codesets.pcs.definitions import Published
from coding_course.codesets.pcs.tables import TableEntry

MODULES = {"tables": pcs_tables, "order": pcs_order, "definitions": pcs_definitions}

TABLES = b"""<?xml version="1.0" encoding="utf-8"?>
<ICD10PCS.tabular>
  <version>2031</version>
  <title>2031 ICD-10-PCS Tables</title>
  <pcsTable>
    <axis pos="1" values="1"><title>Section</title><label code="0">Invented Section</label></axis>
    <axis pos="2" values="1"><title>Body System</title><label code="1">Invented System</label></axis>
    <axis pos="3" values="1"><title>Operation</title><label code="2">Mending</label>
      <definition>Left out</definition></axis>
    <pcsRow codes="4">
      <axis pos="4" values="2"><title>Body Part</title><label code="3">Near</label><label code="4">Far</label></axis>
      <axis pos="5" values="2"><title>Approach</title><label code="0">Open</label><label code="X">Outside</label></axis>
      <axis pos="6" values="1"><title>Device</title><label code="Z">No Device</label></axis>
      <axis pos="7" values="1"><title>Qualifier</title><label code="Z">No Qualifier</label></axis>
    </pcsRow>
  </pcsTable>
</ICD10PCS.tabular>
"""
DEFINITIONS = b"""<?xml version="1.0" encoding="utf-8"?>
<ICD10PCS.definitions><version>2031</version>
  <section code="0"><title>Invented</title><axis pos="4"><title>Body Part</title>
    <terms><title>Near</title><includes>Here</includes><includes>There</includes></terms></axis></section>
</ICD10PCS.definitions>
"""


def order_file(codes: int = 70_000, cut: int | None = None) -> bytes:
    """Return an invented order file: a table, and codes counted up, the last in section X."""
    lines = [f"{1:05d} 001     0 {'Invented table':60} Invented table"]
    digits = "0123456789"
    for number in range(codes - 1):
        code = "001" + "".join(digits[number // 10**place % 10] for place in (4, 3, 2, 1, 0))[1:]
        code = f"0{number // 10_000}{code[2:]}"
        lines.append(f"{number + 2:05d} {code} 1 {'Invented':60} Invented code {number}")
    lines.append(f"{codes + 1:05d} XW03331 1 {'Invented':60} Invented code of New Technology")
    return "\r\n".join(lines[:cut]).encode() + b"\r\n"


TABLES_READ = ("pcs codes of the tables", "pcs tables", "pcs rows")
ORDER_READ = ("pcs codes", "pcs headers")
DEFINITIONS_READ = ("pcs definitions", "pcs sections with definitions")


@pytest.mark.parametrize(
    ("path", "kind", "names", "counts"),
    [
        ("icd10pcs-fy2026/icd10pcs_tables_2026.xml", "tables", TABLES_READ, (79_115, 914, 2_733)),
        ("icd10pcs-fy2025/icd10pcs_tables_2025.xml", "tables", TABLES_READ, (78_948, 908, 2_661)),
        ("icd10pcs-fy2026/icd10pcs_order_2026.txt", "order", ORDER_READ, (79_115, 914)),
        ("icd10pcs-fy2026/april-update/icd10pcs_order_2026.txt", "order", ORDER_READ, (79_193, 917)),
        ("icd10pcs-fy2025/icd10pcs_order_2025.txt", "order", ORDER_READ, (78_948, 908)),
        ("icd10pcs-fy2026/icd10pcs_definitions_2026.xml", "definitions", DEFINITIONS_READ, (954, 16)),
        ("icd10pcs-fy2025/icd10pcs_definitions_2025.xml", "definitions", DEFINITIONS_READ, (930, 16)),
    ],
)
def test_the_counts_of_each_release_come_out_exactly(release, path, kind, names, counts):
    data, name = release(path), path.rpartition("/")[2]
    compiled = MODULES[kind].KIND.compile(data, name)
    assert tuple(compiled.counts[one] for one in names) == counts
    assert compiled.edition == f"FY{name[-8:-4]}"
    assert set(compiled.files) == set(MODULES[kind].KIND.roles)


def test_each_release_is_recognized_by_its_own_kind_and_by_no_other(release):
    for kind, module in MODULES.items():
        name = f"icd10pcs_{kind}_2026." + ("txt" if kind == "order" else "xml")
        head = release(f"icd10pcs-fy2026/{name}")[:65_536]
        assert [k.id for k in kinds().values() if k.recognizes(name, head)] == [module.KIND.id]


def test_a_table_is_read_as_it_stands_without_its_definition():
    compiled = pcs_tables.KIND.compile(TABLES, "tables.xml")
    assert compiled.edition == "FY2031"
    (entry,) = msgspec.json.Decoder(TableEntry).decode_lines(lzma.decompress(compiled.files["pcs-tables"]))
    assert entry.head == ["Invented Section", "Invented System", "Mending"]
    assert entry.axes == ["Section", "Body System", "Operation", "Body Part", "Approach", "Device", "Qualifier"]
    assert list(entry.codes()) == ["01230ZZ", "0123XZZ", "01240ZZ", "0124XZZ"]
    assert b"Left out" not in lzma.decompress(compiled.files["pcs-tables"])


def test_definitions_are_put_into_sentences():
    compiled = pcs_definitions.KIND.compile(DEFINITIONS, "definitions.xml")
    (term,) = msgspec.json.Decoder(Published).decode_lines(lzma.decompress(compiled.files["pcs-definitions"]))
    assert term == Published("0", 4, "Near", "Includes Here, There.")


def test_the_year_of_an_order_file_is_in_its_name():
    assert pcs_order.KIND.compile(order_file(), "icd10pcs_order_2031.txt").edition == "FY2031"
    assert pcs_order.KIND.compile(order_file(), "order.txt").edition == ""


@pytest.mark.parametrize("kind", MODULES)
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"<!DOCTYPE html><html><body>Page not found</body></html>",
        b"<html><body>Sign in</body></html>",
        b"PK\x03\x04 not a zip",
        b"\xff\xfe\x00\x00",
        b"\x00" * 100,
        b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaa'>]><ICD10PCS.tabular>&a;</ICD10PCS.tabular>",
        b"<ICD10PCS.tabular/>",
        b"<ICD10PCS.definitions/>",
        b"<other/>",
        "Füße".encode("cp1252"),
    ],
)
def test_what_is_no_release_is_refused_in_a_sentence(kind, data):
    with pytest.raises(ReleaseProblem) as refused:
        MODULES[kind].KIND.compile(data, "given.file")
    assert "given.file" in str(refused.value)
    assert re.search(r"[.]$", str(refused.value))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'codes="4"', b'codes="5"', "says 5 codes"),
        (b'pos="5"', b'pos="6"', "number 5 is number 6"),
        (b'code="3"', b'code="I"', "'I'"),
        (b'code="4">Far', b'code="3">Far', "'3'"),
        (b">Near<", b"><", "place 4"),
        (b"pcsRow", b"pcsLine", "has no row"),
        (b"pcsTable", b"table", "no table"),
    ],
)
def test_a_damaged_table_is_named(old, new, said):
    with pytest.raises(ReleaseProblem, match=said):
        pcs_tables.KIND.compile(TABLES.replace(old, new), "tables.xml")


def test_a_table_that_stands_twice_is_refused():
    table = TABLES[TABLES.index(b"  <pcsTable>") : TABLES.index(b"</ICD10PCS.tabular>")]
    with pytest.raises(ReleaseProblem, match="twice"):
        pcs_tables.KIND.compile(TABLES.replace(b"</ICD10PCS.tabular>", table + b"</ICD10PCS.tabular>"), "tables.xml")


@pytest.mark.parametrize("cut", [10, 500, 69_999])
def test_an_order_file_cut_short_at_the_end_of_a_line_is_refused(cut):
    with pytest.raises(ReleaseProblem, match="cut short"):
        pcs_order.KIND.compile(order_file(cut=cut), "icd10pcs_order_2031.txt")


def test_an_order_file_cut_within_a_line_or_with_a_line_missing_names_the_line():
    data = order_file()
    with pytest.raises(ReleaseProblem, match="Line 70001"):
        pcs_order.KIND.compile(data[:-40], "order.txt")
    lines = data.splitlines(keepends=True)
    with pytest.raises(ReleaseProblem, match="Line 101 "):
        pcs_order.KIND.compile(b"".join(lines[:100] + lines[101:]), "order.txt")


def test_an_order_file_of_diagnosis_codes_is_refused_and_not_recognized():
    line = f"00001 A00     0 {'Cholera':60} Cholera\r\n".encode()
    more = b"".join(f"{n:05d} A{n:03d}    1 {'Invented':60} Invented\r\n".encode() for n in range(2, 40))
    assert not pcs_order.recognizes("icd10cm_order_2031.txt", line + more)
    with pytest.raises(ReleaseProblem, match="has not the form"):
        pcs_order.KIND.compile(line, "icd10cm_order_2031.txt")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_a_file_that_was_saved_in_another_encoding_is_read_all_the_same(encoding):
    again = order_file().decode().encode(encoding)
    assert pcs_order.KIND.compile(again, "order.txt").counts["pcs codes"] == 70_000


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_mangled_release_is_read_or_refused_and_never_fails_otherwise(data):
    kind, original = data.draw(st.sampled_from([(pcs_tables.KIND, TABLES), (pcs_definitions.KIND, DEFINITIONS)]))
    mangled = bytearray(original)
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, max(len(mangled) - 1, 0)))
        match data.draw(st.sampled_from(["cut", "byte", "insert", "drop"])):
            case "cut":
                del mangled[place:]
            case "byte" if mangled:
                mangled[place % len(mangled)] = data.draw(st.integers(0, 255))
            case "insert":
                mangled[place:place] = data.draw(st.binary(max_size=8))
            case _:
                del mangled[place : place + data.draw(st.integers(0, 40))]
    kind.recognizes("x", bytes(mangled))
    with contextlib.suppress(ReleaseProblem):
        kind.compile(bytes(mangled), "given.xml")


ORDER = order_file()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(ORDER)), st.binary(max_size=20), st.integers(0, 3_000))
def test_a_mangled_order_file_is_read_or_refused_in_a_sentence(place, inserted, dropped):
    mangled = ORDER[:place] + inserted + ORDER[place + dropped : place + dropped + 40_000]
    pcs_order.recognizes("x", mangled[:65_536])
    with pytest.raises(ReleaseProblem, match="given"):
        pcs_order.KIND.compile(mangled[-60_000:], "given.txt")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_refused_in_a_sentence(data):
    for module in MODULES.values():
        module.recognizes("x", data)
        with pytest.raises(ReleaseProblem, match="given"):
            module.KIND.compile(data, "given")
