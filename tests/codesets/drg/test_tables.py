"""The readers of the payment rule's tables, on CMS's own files and on files that are none."""

from __future__ import annotations

import contextlib
import csv
import io
import lzma

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coding_course.codesets import System
from coding_course.codesets.compiled import read_manifest
from coding_course.codesets.official.files import cc_exclusions, cc_list, drg_weights, mcc_list
from coding_course.codesets.official.kinds import ReleaseProblem
from coding_course.codesets.official.registry import kinds
from coding_course.resources import resource
from tests.official import release

FILES = {
    "drg-weights": "drg_weights.txt",
    "cc-list": "cc_list.txt",
    "mcc-list": "mcc_list.txt",
    "cc-exclusions": "cc_exclusions.txt",
}
KINDS = {kind.id: kind for kind in (drg_weights.KIND, cc_list.KIND, mcc_list.KIND, cc_exclusions.KIND)}

WEIGHTS = (
    '"TABLE 5.—LIST OF MS-DRGS, \nAND LENGTH OF STAY—FY 2031 Final Rule"\t\t\t\t\t\t\t\t\t\r\n'
    "MS-DRG \tPost-Acute DRG\tSpecial Pay DRG\tMDC\tTYPE\tMS-DRG Title\tWeights - Before Cap\t"
    "Weights - 10% Cap Applied \tGeometric mean LOS\tArithmetic mean LOS\r\n"
)
ROW = '{drg:03}\tYes\tNo\t08\tSURG\t"HIP, KNEE AND ANKLE WITH MCC"\t1.5000\t1.6000\t2.0\t2.5\r\n'
EXCLUSIONS = """TABLE 6K - COMPLETE LIST OF CC EXCLUSIONS

K Part 1: List of CC and Major CC Codes
 I10 Dx  Lev PDX Exclusions   ICD-10-CM Description
 A000    CC  0002:2 codes     Invented
 Z1610   CC  No Excl          Invented
 A021    MCC 0003:1 code      Invented

PDX collection 0002
  A000    Invented
  A001    Invented

PDX collection 0003
  A020    Invented

K Part 2: Codes that are CC or Major CC only if patient discharged alive

  A021    Invented

K Part 3: Secondary Diagnosis CC/MCC Severity Exclusions in Select MS-DRGs

MDC 01 DRGs 082-083 Invented

  A000    Invented

"""


def codes_list(heading: str, count: int) -> str:
    return f"TABLE 6X - {heading}\r\nDiagnosis Code\tDescription\r\n" + "".join(
        f"{'AUZ'[min(2, number * 3 // count)]}{number // 1000:02}.{number % 1000:03}\tInvented\r\n"
        for number in range(count)
    )


def whole_weights(count: int = 720) -> bytes:
    return (WEIGHTS + "".join(ROW.format(drg=drg) for drg in (*range(1, count), 999))).encode("cp1252")


def official(kind: str) -> bytes:
    return release(f"ipps-fy2026/{FILES[kind]}")


def rows_of(content: bytes) -> list[list[str]]:
    return [line.split("\t") for line in lzma.decompress(content).decode().splitlines()][1:]


# CMS's own files


@pytest.mark.official
@pytest.mark.parametrize(
    ("kind", "counted", "count"),
    [
        ("drg-weights", "MS-DRGs", 772),
        ("cc-list", "CC", 15_065 + 13),
        ("mcc-list", "MCC", 3_354),
        ("cc-exclusions", "CC and MCC in the table of exclusions", 18_419 + 13),
    ],
)
def test_the_counts_come_out_exactly(kind, counted, count):
    """The 13 are QA0.-, new in FY2026: a letter in second place, which a count by the usual shape passes over."""
    assert KINDS[kind].compile(official(kind), FILES[kind]).counts[counted] == count


@pytest.mark.official
def test_thirteen_of_the_ccs_have_a_letter_in_second_place_and_are_billable(book):
    codes = [row[0] for row in rows_of(cc_list.KIND.compile(official("cc-list"), "cc").files["drg-cc"])]
    lettered = [code for code in codes if code[1].isalpha()]
    assert len(lettered) == 13
    assert len(codes) - len(lettered) == 15_065
    assert all(book.lookup(code, System.CM).billable for code in codes)


@pytest.mark.official
@pytest.mark.parametrize("kind", list(KINDS))
def test_the_embedded_tables_are_those_of_cms(kind):
    folder = resource("datasets", "codesets")
    manifest = read_manifest(folder, "FY2026")
    for role, content in KINDS[kind].compile(official(kind), FILES[kind]).files.items():
        assert content == (folder / "fy2026" / manifest.files[role]).read_bytes()


@pytest.mark.official
def test_each_title_is_cms_own_but_for_capitals():
    text = official("drg-weights").decode("cp1252")
    theirs = {
        row[0]: " ".join(row[5].split())
        for row in csv.reader(io.StringIO(text, newline=""), delimiter="\t")
        if row[0].strip().isdigit()
    }
    ours = {
        row[0]: row[1] for row in rows_of(drg_weights.KIND.compile(text.encode("cp1252"), "x").files["drg-weights"])
    }
    assert {drg: title.upper() for drg, title in ours.items()} == theirs


@pytest.mark.official
@pytest.mark.parametrize("kind", list(KINDS))
def test_each_file_is_recognized_by_its_own_reader_alone(kind):
    head = official(kind)[: 64 * 1024]
    assert [one.id for one in kinds().values() if one.recognizes(FILES[kind], head)] == [kind]


@pytest.mark.official
@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("share", [0.001, 0.3, 0.6, 0.95])
def test_a_file_that_was_cut_short_is_refused(kind, share):
    data = official(kind)
    with pytest.raises(ReleaseProblem, match=r"cut short|[Dd]ownload|another table|lacks"):
        KINDS[kind].compile(data[: int(len(data) * share)], FILES[kind])


# Small files of our own


def test_a_table_tells_its_year_and_what_it_holds():
    made = drg_weights.KIND.compile(whole_weights(), "table5.txt")
    assert (made.edition, dict(made.counts)) == ("FY2031", {"MS-DRGs": 720})
    assert rows_of(made.files["drg-weights"])[0] == [
        "001", "Hip, knee and ankle with MCC", "08", "surgical", "1.6000", "1.5000", "2.0", "2.5", "yes", ""
    ]  # fmt: skip


def test_exclusions_keep_each_collection_once_and_say_which_code_points_to_it():
    made = cc_exclusions.KIND.compile(EXCLUSIONS.encode(), "table6k.txt")
    assert rows_of(made.files["drg-exclusions"]) == [
        ["collection", "0002", "A000 A001"],
        ["collection", "0003", "A020"],
        ["code", "A000", "CC 0002"],
        ["code", "A021", "MCC 0003"],
        ["code", "Z1610", "CC"],
        ["alive", "A021", ""],
        ["drg", "082", "A000"],
        ["drg", "083", "A000"],
    ]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("0002:2 codes", "0002:3 codes"), "should have 3 codes and has 2"),
        (("K Part 3", "K part three"), "last part"),
        ((" A021    MCC 0003:1 code ", " A021    MCX 0003:1 code "), "cannot be read"),
        (("TABLE 6K - COMPLETE LIST OF CC EXCLUSIONS", "TABLE 6J"), "another table"),
    ],
)
def test_exclusions_that_do_not_add_up_are_refused(change, says):
    with pytest.raises(ReleaseProblem, match=says):
        cc_exclusions.KIND.compile(EXCLUSIONS.replace(*change).encode(), "table6k.txt")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ((b"1.6000", b"heavy"), "a number"),
        ((b"SURG", b"BOTH"), "type"),
        ((b"MS-DRG Title", b"Name"), "no column"),
        ((b"Geometric", b"Middle"), "lacks a column"),
        ((b"002\tYes", b"001\tYes"), "there twice"),
    ],
)
def test_weights_that_are_not_as_expected_are_refused(change, says):
    with pytest.raises(ReleaseProblem, match=says):
        drg_weights.KIND.compile(whole_weights().replace(*change), "table5.txt")


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"  \r\n\t", "empty"),
        (b"<!DOCTYPE html><html><body>Moved</body></html>", "web page"),
        (b"\n\n<html lang='en'>", "web page"),
        (b"PK\x03\x04rest", "archive"),
        (b"\xd0\xcf\x11\xe0rest", "archive"),
        (whole_weights().decode("cp1252").encode("utf-16"), "UTF-16"),
        (b"TABLE\x00\x01", "not a text"),
        (b"Some other text, of another matter.", r"another table|no column"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(kind, data, says):
    with pytest.raises(ReleaseProblem, match=says) as problem:
        KINDS[kind].compile(data, "download.txt")
    assert str(problem.value).startswith("download.txt")
    assert str(problem.value).rstrip().endswith((".", "?"))


@pytest.mark.parametrize("kind", ["cc-list", "mcc-list"])
def test_a_list_with_a_byte_order_mark_or_other_line_ends_reads_the_same(kind):
    heading = "COMPLETE CC LIST" if kind == "cc-list" else "COMPLETE MCC LIST"
    text = codes_list(heading, 16_000)
    text = text if kind == "cc-list" else text[: text.index("\r\nZ")] + "\r\n"
    plain = KINDS[kind].compile(text.encode(), "x")
    assert KINDS[kind].compile(b"\xef\xbb\xbf" + text.replace("\r\n", "\n").encode(), "x").files == plain.files
    assert KINDS[kind].compile(text.replace("\r\n", "\r").encode(), "x").files == plain.files


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    kind=st.sampled_from(sorted(KINDS)),
    base=st.sampled_from([EXCLUSIONS.encode(), whole_weights(12), codes_list("COMPLETE CC LIST", 30).encode()]),
    at=st.integers(0, 3000),
    noise=st.binary(max_size=40),
    cut=st.integers(0, 60),
)
def test_damage_anywhere_gives_a_table_or_a_sentence(kind, base, at, noise, cut):
    at = min(at, len(base))
    damaged = base[:at] + noise + base[at + cut :]
    with contextlib.suppress(ReleaseProblem):
        assert all(lzma.decompress(content) for content in KINDS[kind].compile(damaged, "damaged.txt").files.values())


@settings(max_examples=200, deadline=None)
@given(kind=st.sampled_from(sorted(KINDS)), data=st.binary(max_size=400))
def test_any_bytes_give_a_sentence(kind, data):
    with pytest.raises(ReleaseProblem):
        KINDS[kind].compile(data, "any.txt")
    assert KINDS[kind].recognizes("any.txt", data) in (True, False)
