"""What a user imports of HCPCS, NCCI, the fee schedule and CPT: read exactly, refused in a sentence, asked by code.

All rows but those of the HCPCS releases are invented, with numbers that are no CPT (``0000A``, ``9999Z``).
"""

from __future__ import annotations

import csv
import io
import lzma
import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coding_course.codesets import System
from coding_course.codesets.edition import Edition
from coding_course.codesets.holdings import Holding
from coding_course.codesets.official import hcpcs_entries
from coding_course.codesets.official.kinds import Compiled, ReleaseProblem
from coding_course.codesets.official.recognizing import compile_file
from coding_course.codesets.official.registry import kinds
from tests.official import release

OCTOBER, JANUARY = "HCPC2025_OCT_ANWEB.xlsx", "HCPC2025_JAN_ANWEB_12172024.txt"

PAIRS = """\
CPT codes and descriptors only are copyright of their publisher. Invented rows for a test.
Column 1/Column 2 Edits
Column 1\tColumn 2\t* = in existence prior to 1996\tEffective Date\tDeletion Date *=no data\tModifier 0=not allowed\
 1=allowed 9=not applicable\tPTP Edit Rationale
0000A\t9999Z\t\t20250101\t*\t1\tStandards of practice
0000A\t9998Z\t*\t19960101\t*\t0\tMore extensive procedure
0001A\t9999Z\t\t20240101\t20241231\t1\tMisuse of column two code with column one code
0001A\t9998Z\t\t20250401\t*\t9\tEdit that never counted
"""
LIMITS = """\
"Invented rows for a test, in the form of the publisher's list"
"HCPCS/CPT Code","Practitioner Services MUE Values","MUE Adjudication Indicator","MUE Rationale"
0000A,1,"2 Date of Service Edit: Policy","Anatomic consideration"
9999Z,"1,200","3 Date of Service Edit: Clinical","Clinical: data"
"""
VALUES = """\
2026 Invented Fee Schedule,,,,,,,,,,,,,,,,,,,,,,,
,,,,NOT USED,,NON-FAC,,FACILITY,,,,,,,,,,,,,,,
,,,STATUS,FOR MEDICARE,WORK,PE,NON-FAC NA,PE,FACILITY NA,MP,NON-FACILITY,FACILITY,PCTC,GLOB,PRE,INTRA,POST,MULT,BILAT,\
ASST,CO-,TEAM,ENDO
HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,RVU,INDICATOR,RVU,INDICATOR,RVU,TOTAL,TOTAL,IND,DAYS,OP,OP,OP,PROC,SURG,SURG,\
SURG,SURG,BASE
0000A,,An invented operation,A,,5.00,4.00,,3.00,,1.00,10.00,9.00,0,90,0.1,0.69,0.21,2,1,2,1,0,
9999Z,,An invented picture,A,,1.00,2.00,,2.00,,0.10,3.10,3.10,1,XXX,0,0,0,0,3,0,0,0,
9999Z,26,An invented picture,A,,1.00,0.30,,0.30,,0.05,1.35,1.35,1,XXX,0,0,0,0,3,0,0,0,
9999Z,TC,An invented picture,A,,0.00,1.70,,1.70,,0.05,1.75,1.75,1,XXX,0,0,0,0,3,0,0,0,
"""
TITLES = "Code\tDescriptor\n0000A\tAn invented operation\n9999Z\tAn invented picture\n"
OWN = {"ccipra-v320-f1.txt": PAIRS, "MCR_MUE_Eff_10-01-2025.csv": LIMITS, "PPRRVU26_JAN.csv": VALUES, "cpt.txt": TITLES}


def compiled(text: str, name: str) -> tuple[str, Compiled]:
    kind, found = compile_file(text.encode(), name)
    assert found is not None
    return kind.id, found


def rows(found: Compiled, role: str) -> list[list[str]]:
    return [line.split("\t") for line in lzma.decompress(found.files[role]).decode().splitlines()][1:]


@pytest.fixture(scope="module")
def own(book, tmp_path_factory) -> Edition:
    """The embedded edition with the invented rows laid over it."""
    folder = tmp_path_factory.mktemp("own")
    files = dict(book.holding.files)
    for name, text in OWN.items():
        for role, data in compiled(text, name)[1].files.items():
            files[role] = folder / f"{role}.tsv.xz"
            files[role].write_bytes(data)
    return Edition(Holding(book.name, book.manifest, files))


# The HCPCS releases


@pytest.fixture(scope="module")
def hcpcs():
    """Return a function that gives the kind of a release and what becomes of it, read once."""
    return cache(lambda name: compile_file(release(f"hcpcs-2025/{name}"), name))


@pytest.mark.official
@pytest.mark.parametrize(
    ("name", "kind", "edition", "codes"),
    [
        (OCTOBER, "hcpcs-xlsx", "FY2026", 8_463),
        (JANUARY, "hcpcs-fixed", "FY2025", 8_259),
    ],
)
def test_the_releases_hold_what_their_list_says(hcpcs, name, kind, edition, codes):
    found_kind, found = hcpcs(name)
    assert (found_kind.id, found.edition) == (kind, edition)
    assert found.counts == {"HCPCS codes": codes, "HCPCS modifiers": 383}
    held = {row[0]: row for row in rows(found, "hcpcs-official")}
    assert held["J1100"][2] == "Injection, dexamethasone sodium phosphate, 1 mg"
    assert held["A9274"][2].endswith("includes all supplies and accessories")
    assert held["LT"][1] == "modifier"
    assert held["J1170"][5] == "2024-09-30"


@pytest.mark.official
def test_both_forms_of_the_release_give_the_same_descriptions(hcpcs):
    held = []
    for name in (OCTOBER, JANUARY):
        _, found = hcpcs(name)
        held.append({row[0]: row[2].lower().replace(" ", "") for row in rows(found, "hcpcs-official")})
    shared = held[0].keys() & held[1].keys()
    differ = [code for code in shared if held[0][code] != held[1][code]]
    assert len(shared) > 8_500
    assert len(differ) < 60, differ[:10]  # revised between January and October


@pytest.mark.official
def test_the_list_of_codes_for_what_has_none_is_read(hcpcs):
    kind, found = hcpcs("NOC codes_JAN2025.xlsx")
    assert kind.id == "hcpcs-noc"
    assert "J3490" in {row[0] for row in rows(found, "hcpcs-noc")}


def fixed(code: str, title: str, kind: str = "3", last: str = "") -> str:
    start = f"{code:>5}00100{kind}{title:<80}{title[:28]:<28}"
    return f"{start:<229}C".ljust(268) + f"20200101{'20250101'}{last:<8}N".ljust(52)


def whole(extra: str = "", codes: int = 1_200) -> str:
    return "\r\n".join([fixed(f"A{n:04}", f"Thing number {n}") for n in range(codes)]) + "\r\n" + extra


def test_a_description_runs_on_over_lines_and_its_words_stay_whole():
    start = ("many words " * 8)[:80]
    with pytest.raises(ReleaseProblem, match="goes on with"):
        compile_file((whole() + "B9999002004and the rest\r\n").encode(), "hcpc.txt")
    text = whole(fixed("B1000", start) + "\r\n" + "B1000002004and the rest".ljust(320) + "\r\n")
    held = {row[0]: row[2] for row in rows(compiled(text, "hcpc.txt")[1], "hcpcs-official")}
    assert held["B1000"] == "many words many words many words many words many words many words many words man" + (
        "and the rest"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (whole(fixed("A0001", "Again")), "twice"),
        (whole(fixed("A9999", "")), "no description"),
        (whole(fixed("A9999", "Ended", last="2025XX01")), "no date"),
        ("\r\n".join(fixed(f"A{n:04}", "Thing") for n in range(20)), "cut short"),
        (whole() + "something else that is here\r\n", "no line of the fixed-width"),
    ],
)
def test_a_damaged_hcpcs_file_is_refused_in_a_sentence(text, said):
    with pytest.raises(ReleaseProblem, match=said) as raised:
        compile_file(text.encode(), "HCPC2026_ANWEB.txt")
    assert str(raised.value).endswith(".")


def test_numbers_of_cpt_and_dental_codes_are_left_out_and_counted():
    found = compiled(whole(fixed("99999", "Not ours") + "\r\n" + fixed("D9999", "Nor this")), "hcpc.txt")[1]
    assert found.counts["HCPCS codes"] == 1_200
    assert any("2 numbers of CPT or dental codes were left out" in remark for remark in found.remarks)


# Own copies


@pytest.mark.parametrize(
    ("name", "kind", "role", "number"),
    [
        ("ccipra-v320-f1.txt", "ncci-ptp", "ncci-ptp", 4),
        ("MCR_MUE_Eff_10-01-2025.csv", "ncci-mue", "ncci-mue", 2),
        ("PPRRVU26_JAN.csv", "rvu", "rvu", 4),
        ("cpt.txt", "cpt-own", "cpt-own", 2),
    ],
)
def test_each_own_copy_is_recognized_and_read(name, kind, role, number):
    found_kind, found = compiled(OWN[name], name)
    assert found_kind == kind
    assert set(found.files) == {role} <= set(kinds()[kind].roles)
    assert len(rows(found, role)) == number
    assert any("your own copy" in remark for remark in found.remarks)


@pytest.mark.parametrize("name", OWN)
def test_quarters_do_not_follow_fiscal_years_so_the_user_names_the_edition(name):
    assert compiled(OWN[name], name)[1].edition == ""


def test_parts_and_lists_do_not_overwrite_each_other():
    assert set(compiled(PAIRS, "ccioph-v320r0-f2.txt")[1].files) == {"ncci-ptp-hospital-2"}
    hospital = LIMITS.replace("Practitioner Services", "Outpatient Hospital Services")
    assert set(compiled(hospital, "mue.csv")[1].files) == {"ncci-mue-hospital"}
    assert set(compiled(LIMITS.replace("Practitioner", "DME Supplier"), "mue.csv")[1].files) == {"ncci-mue-supplier"}


@pytest.mark.parametrize("name", OWN)
def test_a_workbook_says_the_same_as_the_text(name):
    import openpyxl

    book = openpyxl.Workbook()
    delimiter = "\t" if name.endswith("txt") else ","
    for row in csv.reader(io.StringIO(OWN[name]), delimiter=delimiter):
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    kind, found = compile_file(made.getvalue(), re.sub(r"\.\w+$", ".xlsx", name))
    assert found is not None
    role = next(iter(found.files))
    assert (kind.id, rows(found, role)) == (compiled(OWN[name], name)[0], rows(compiled(OWN[name], name)[1], role))


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("ccipra.txt", PAIRS.replace("\t1\tStandards", "\t7\tStandards"), "modifier indicator"),
        ("ccipra.txt", PAIRS + "half a row\t\n", "no pair of codes"),
        ("ccipra.txt", PAIRS.partition("0000A")[0], "holds no pairs"),
        ("mue.csv", LIMITS + "0000A,1,,\n", "twice"),
        ("mue.csv", LIMITS + "0002A,many,,\n", "no code with its units"),
        ("mue.csv", LIMITS.partition("0000A")[0], "no codes"),
        ("PPRRVU26.csv", VALUES.replace(",90,0.1", ",45,0.1"), "global days"),
        ("PPRRVU26.csv", VALUES + "not a code,,,,,,,,\n", "where a code belongs"),
        ("cpt.txt", TITLES.replace("An invented picture", "7"), "no descriptor"),
    ],
)
def test_a_damaged_own_copy_is_refused_in_a_sentence(name, text, said):
    kind = {"c": "ncci-ptp", "m": "ncci-mue", "P": "rvu"}[name[0]] if name != "cpt.txt" else "cpt-own"
    with pytest.raises(ReleaseProblem, match=said) as raised:
        kinds()[kind].compile(text.encode(), name)
    assert str(raised.value).endswith(".")
    assert name in str(raised.value)


_kinds = st.sampled_from(["ncci-ptp", "ncci-mue", "rvu", "cpt-own", "hcpcs-fixed"])
_spoiled = st.tuples(st.sampled_from([*OWN.values(), whole(codes=12)]), st.integers(0, 3_000), st.binary(max_size=40))


@settings(max_examples=200, deadline=None)
@given(_kinds, _spoiled | st.binary(max_size=400))
def test_whatever_the_bytes_a_file_is_read_or_refused(kind, spoiled):
    data = spoiled
    if isinstance(spoiled, tuple):
        text, at, piece = spoiled
        data = text.encode()[:at] + piece + text.encode()[at + len(piece) :]
    said = "."
    number = 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hcpcs_entries, "FEWEST", 5)  # a dozen codes pass as a whole release
        try:
            number = sum(kinds()[kind].compile(data, "own.txt").counts.values())
        except ReleaseProblem as refused:
            said = str(refused)
    assert said.endswith(".")
    assert number > 0


# Asked by code


def test_a_pair_is_found_in_either_order_and_on_its_days(own):
    book = own.own
    assert book.pair("0000A", "9999Z").one == "0000A"
    assert book.pair("9999Z", "0000A").two == "9999Z"
    assert book.pair("0000A", "9998Z", date="2026-01-15").modifier == "0"
    assert book.pair("0001A", "9999Z") is None
    assert book.pair("0001A", "9999Z", date="2024-06-01") is not None
    assert book.pair("0001A", "9998Z") is None  # indicator 9
    assert book.pair("0000A", "9999Z", "hospital") is None


def test_limits_and_values_are_found(own):
    assert (own.own.limit("0000A").units, own.own.limit("9999Z").units) == (1, 1_200)
    assert own.own.limit("0000A", "hospital") is None
    facts = own.own.fee("0000A").facts
    assert (facts["global"], facts["bilateral"], facts["assistant"], facts["office"]) == ("090", "1", "2", "10.00")
    assert own.own.fee("9999Z", "26").facts["facility"] == "1.35"
    assert own.own.fee("9999Z", "59") is None


def test_a_number_of_the_own_list_is_looked_up_with_its_title(own):
    assert own.lookup("9999Z", System.CPT).title == "An invented picture"
    assert own.lookup("99213", System.CPT).title.startswith("Office visit")
    assert own.service("9999Z") is None


def test_imported_titles_are_counted_where_they_are_more(own, book):
    assert own.own.counts() == {System.CPT: 2}
    assert own.counts()[System.CPT] == book.counts()[System.CPT]


def test_without_imports_nothing_is_held_and_no_store_is_built(book, tmp_path):
    bare = Edition(book.holding, [tmp_path])
    assert bare.own.limit("0000A") is None
    assert bare.own.fee("0000A") is None
    assert bare.own.code(System.CPT, "0000A") is None
    assert list(tmp_path.iterdir()) == []
