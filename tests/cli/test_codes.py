"""``codes`` brings editions, chooses one, compares two; whatever goes wrong, the editions there were stay."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from functools import partial

import pytest

from coding_course.cli import codes_fetch
from coding_course.codesets import edition, editions
from coding_course.codesets.official import fetching, placing
from tests.codesets.official.conftest import data, small  # noqa: F401  fixtures
from tests.codesets.official.serving import cut_every, dripping, failing, ignoring_ranges, serving, status
from tests.codesets.official.small import CODES, order_file, poa_list, tabular_xml, zipped
from tests.official import release

pytestmark = pytest.mark.usefixtures("small", "data")


@pytest.fixture
def files(tmp_path):
    """Return a folder with a small release of FY2031, as files and as a zip."""
    folder = tmp_path / "downloads"
    folder.mkdir()
    held = {"icd10cm_order_2031.txt": order_file(), "tabular.xml": tabular_xml(), "poa.txt": poa_list()}
    for name, content in held.items():
        (folder / name).write_bytes(content)
    (folder / "2031-release.zip").write_bytes(zipped(held))
    return folder


def looked_up(course) -> tuple:
    """Return what a look-up says in the course's own edition and in FY2031, where there is one."""
    own = course("lookup", "E11.22", "--json")
    new = course("lookup", "A00.9", "A00.X", "--json", "--edition", "FY2031")
    title = json.loads(own.out)[0]["title"]
    return title, new.code, json.loads(new.out) if new.out else None


# list


def test_the_list_tells_the_coverage_of_procedures_as_a_number(course):
    done = course("codes", "list")
    assert done.code == 0
    counts = edition("FY2026").manifest.counts
    held, official = counts["pcs codes"], counts["pcs codes of the official release"]
    assert official == 79_115
    assert held / official > 0.99
    assert f"{held:,} of 79,115 codes ({100 * held / official:.1f} %)" in done.out
    assert "FY2026" in done.out
    (listed,) = json.loads(course("codes", "list", "--json").out)["editions"]
    systems = {one["system"]: one for one in listed["systems"]}
    assert systems["ICD-10-CM"]["codes"] == 74_719
    assert (systems["ICD-10-PCS"]["codes"], systems["ICD-10-PCS"]["share"]) == (held, round(100 * held / official, 1))
    assert (listed["in_use"], listed["embedded"], listed["whole"], listed["imported"]) == (True, True, True, [])
    assert listed["sources"]


def test_the_list_shows_what_was_imported_and_what_was_found(course, files):
    course("codes", "import", str(files / "icd10cm_order_2031.txt"))
    listed = {one["edition"]: one for one in json.loads(course("codes", "list", "--json").out)["editions"]}
    assert [one["kind"] for one in listed["FY2031"]["imported"]] == ["cm-order"]
    out = course("codes", "list").out
    assert "yours: ICD-10-CM order file (fixed width), from icd10cm_order_2031.txt" in out
    assert "no instructional notes" in out


# import


def test_an_import_prints_the_counts_of_each_file_and_what_the_edition_lacks(course, files):
    done = course("codes", "import", str(files / "2031-release.zip"))
    assert done.code == 0
    assert "2031-release.zip/tabular.xml" in done.out
    assert "7 billable codes" in done.out
    assert "FY2031 now holds what you imported" in done.out
    assert "It lacks: " in done.out
    assert "ICD-10-CM Alphabetic Index" in done.out
    assert "coding-course codes use FY2031" in done.out


def test_an_import_answers_programs_in_json(course, files):
    done = course("codes", "import", str(files), "--json")
    assert done.code == 0
    answer = json.loads(done.out)
    assert done.err == ""
    assert {one["kind"] for one in answer["imported"]} == {"cm-order", "cm-tabular", "poa-exempt"}
    assert answer["editions"][0]["edition"] == "FY2031"


def test_a_file_that_was_named_and_is_not_used_makes_the_exit_code_1(course, files):
    (files / "guide.pdf").write_bytes(b"%PDF-1.7 guide")
    done = course("codes", "import", str(files / "tabular.xml"), str(files / "guide.pdf"))
    assert done.code == 1
    assert "for people to read" in done.out
    done = course("codes", "import", str(files / "guide.pdf"))
    assert done.code == 2
    assert "Nothing was changed" in done.err


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b"\x00\x01\x02 something", "no release file that the course knows"),
        ("a.zip", b"PK\x03\x04 broken", "damaged"),
        ("a.zip", zipped({"inner.zip": zipped({"a.txt": b"x"})}), "inside an archive"),
        ("a.xml", tabular_xml()[:900], "not whole"),
        ("order.txt", order_file(), "--edition FY2027"),
        ("icd10cm_order_2031.txt", order_file(CODES[:6]), "cut short"),
    ],
)
def test_what_cannot_be_imported_is_a_sentence_and_changes_nothing(course, tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    before = looked_up(course)
    done = course("codes", "import", str(tmp_path / name))
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err
    assert looked_up(course) == before


def test_a_damaged_file_among_good_ones_leaves_everything_as_it_was(course, files):
    (files / "icd10cm_order_2031.txt").write_bytes(order_file()[:-40])
    before = looked_up(course)
    assert course("codes", "import", str(files)).code == 2
    assert looked_up(course) == before
    assert course("lookup", "A00.9", "--edition", "FY2031").code == 2


# use, remove


def test_an_edition_is_used_by_every_command_until_the_choice_is_taken_back(course, files):
    course("codes", "import", str(files))
    assert course("codes", "use", "fy2031").code == 0
    assert json.loads(course("lookup", "A00.9", "--json").out)[0]["edition"] == "FY2031"
    assert json.loads(course("search", "cholera", "--json").out)["hits"][0]["code"].startswith("A00")
    assert course("codes", "use", "--default").out.startswith("FY2026")
    assert json.loads(course("lookup", "A00.9", "--json").out)[0]["edition"] == "FY2026"


@pytest.mark.parametrize("words", [(), ("FY2031", "--default"), ("FY1999",), ("next",)])
def test_a_choice_that_cannot_be_is_a_sentence(course, words):
    done = course("codes", "use", *words)
    assert done.code == 2
    assert "coding-course codes" in done.err


def test_an_import_is_taken_back(course, files):
    course("codes", "import", str(files))
    assert course("codes", "remove", "FY2031", "poa-exempt").code == 0
    assert course("codes", "remove", "FY2031").code == 0
    assert course("lookup", "A00.9", "--edition", "FY2031").code == 2
    done = course("codes", "remove", "FY2031")
    assert (done.code, "imported nothing yet" in done.err) == (2, True)


# diff, translate


def test_a_difference_names_changes_and_what_of_the_course_they_touch(course, files, tmp_path):
    rows = [
        *CODES[:2],
        ("A00.8", True, "Cholera of another kind"),
        ("A00.9", True, "Cholera, not specified"),
        *CODES[3:],
    ]
    rows[2:2] = [
        ("E11", False, "Type 2 diabetes mellitus"),
        ("E11.22", True, "Type 2 diabetes mellitus with kidney disease"),
    ]
    (tmp_path / "icd10cm_order_2032.txt").write_bytes(order_file(rows))
    course("codes", "import", str(files / "icd10cm_order_2031.txt"), str(tmp_path / "icd10cm_order_2032.txt"))
    done = course("codes", "diff", "FY2031", "FY2032", "--json")
    answer = json.loads(done.out)
    (cm,) = answer["systems"]
    assert done.code == 1
    assert cm["counts"] == {"new": 2, "deleted": 0, "revised": 1}
    assert [one["code"] for one in cm["new"]] == ["A00.8", "E11.22"]
    assert cm["revised"] == [{"code": "A00.9", "before": "Cholera, unspecified", "title": "Cholera, not specified"}]
    lessons = [one for one in answer["touched"] if one["kind"] == "lesson"]
    assert any(one["id"] == "icd-10-cm/05-structure-and-conventions" for one in lessons)
    assert any(one["kind"] == "case" and one["codes"] == {"E11.22": "new"} for one in answer["touched"])
    out = course("codes", "diff", "FY2031", "FY2032").out
    assert "2 new, 0 deleted, 1 revised" in out
    assert "Touched in the course" in out
    assert course("codes", "diff", "FY2031", "FY2031").code == 0
    assert course("codes", "diff", "FY2031", "FY2030").code == 2


@pytest.mark.official
def test_fy2025_to_fy2026_says_what_the_official_addenda_say(course, tmp_path):
    (tmp_path / "icd10cm_order_2025.txt").write_bytes(release("icd10cm-fy2025/icd10cm_order_2025.txt"))
    assert course("codes", "import", str(tmp_path / "icd10cm_order_2025.txt")).code == 0
    assert "487 new, 28 deleted, 38 revised" in course("codes", "diff", "FY2025", "FY2026", "--brief").out


@pytest.mark.official
def test_a_code_of_icd_9_is_translated(course, tmp_path):
    assert "FY2018" in course("codes", "translate", "250.00").err
    for name in ("2018_I9gem.txt", "2018_I10gem.txt"):
        (tmp_path / name).write_bytes(release(f"gem-2018/{name}"))
        assert course("codes", "import", str(tmp_path / name)).code == 0
    done = course("codes", "translate", "250.00", "I10")
    assert (done.code, "E11.9  Type 2 diabetes mellitus without complications" in done.out) == (0, True)
    answers = json.loads(course("codes", "translate", "250.00", "nothing", "--json").out)
    assert [one["equivalents"] and one["equivalents"][0]["code"] for one in answers] == ["E11.9", []]


# fetch


@pytest.fixture
def site(files):
    with serving() as one:
        one.files = {
            "2031-code-tables-tabular-index.zip": zipped({"tabular.xml": tabular_xml()}),
            "2031-code-descriptions-tabular-order.zip": zipped(
                {"Code Descriptions/icd10cm_order_2031.txt": order_file()}
            ),
            "2031-poa-exempt-codes.zip": zipped({"POAexemptCodesFY31.txt": poa_list()}),
        }
        yield one


@pytest.fixture
def fetch(course, site, monkeypatch):
    monkeypatch.setattr(codes_fetch, "Limits", partial(codes_fetch.Limits, sleep=lambda seconds: None))

    def one(*words: str):
        return course("codes", "fetch", "--edition", "FY2031", "--from", site.url, "--timeout", "0.4", *words)

    return one


def test_an_edition_is_fetched_and_used(course, fetch, data):  # noqa: F811
    done = fetch()
    assert done.code == 1  # what is not published there is named
    assert "ICD-10-PCS order file of FY2031 was not there" in done.out
    assert "sha256 " in done.out
    assert json.loads(course("lookup", "S62.1XXD", "--json", "--edition", "FY2031").out)[0]["billable"]
    assert not (data.user / "downloads").exists()


def test_the_later_update_is_preferred_where_there_is_one(fetch, site):
    later = [*CODES[:3], ("A00.B", True, "Cholera of a later kind"), *CODES[3:]]
    site.files["april-1-2031-code-descriptions-tabular-order.zip"] = zipped(
        {"icd10cm_order_2031.txt": order_file(later)}
    )
    fetch()
    assert "2031-code-descriptions-tabular-order.zip" not in [name for name, _ in site.asked]


@pytest.mark.parametrize("seconds", ["nan", "inf", "0", "-5", "soon"])
def test_a_server_is_waited_for_a_number_of_seconds(course, seconds):
    done = course("codes", "fetch", "--edition", "FY2031", "--timeout", seconds)
    assert done.code == 2
    assert "up to 3600" in done.err


@pytest.mark.parametrize("words", [("--url", "http://[::1"), ("--edition", "FY2031", "--from", "http://[::1")])
def test_what_is_no_address_is_a_sentence(course, data, words):  # noqa: F811
    done = course("codes", "fetch", *words)
    assert done.code == 2
    assert "no address" in done.err


def test_one_address_can_be_fetched_with_its_checksum(course, site):
    import hashlib

    url = f"{site.url}/2031-code-descriptions-tabular-order.zip"
    digest = hashlib.sha256(site.files["2031-code-descriptions-tabular-order.zip"]).hexdigest()
    done = course("codes", "fetch", "--url", url, "--checksum", digest, "--json")
    assert done.code == 0
    assert json.loads(done.out)["imported"][0]["kind"] == "cm-order"
    assert course("codes", "fetch", "--edition", "FY2031", "--checksum", digest).code == 2
    assert course("codes", "fetch").code == 2
    assert course("codes", "fetch", "--edition", "soon").code == 2


ORDER = "2031-code-descriptions-tabular-order.zip"


def _replaced(content: bytes):
    return lambda site: site.files.__setitem__(ORDER, content)


MISHAPS = {
    "a web page": lambda site: site.answers.__setitem__(ORDER, lambda handler, content: status(handler, 200)),
    "a page without a name": _replaced(b"<!DOCTYPE html><p>moved"),
    "not allowed": lambda site: site.answers.__setitem__(ORDER, lambda handler, content: status(handler, 403)),
    "not there": lambda site: site.files.pop(ORDER),
    "in trouble": lambda site: site.answers.__setitem__(ORDER, failing([500] * 40)),
    "dripping": lambda site: site.answers.__setitem__(ORDER, dripping),
    "cut off each time": lambda site: site.answers.__setitem__(ORDER, cut_every(100, tag="")),
    "a zip cut short": _replaced(zipped({"icd10cm_order_2031.txt": order_file()})[:-200]),
    "a path that leads out": _replaced(zipped({"../../icd10cm_order_2031.txt": order_file()})),
    "an order file cut short": _replaced(zipped({"icd10cm_order_2031.txt": order_file()[:-60]})),
    "another edition": _replaced(zipped({"icd10cm_order_2030.txt": order_file()})),
    "nothing of use": _replaced(zipped({"guide.pdf": b"%PDF-1.7", "icd10cm_order_2031.txt": b"\x00" * 50})),
}


@pytest.mark.parametrize("mishap", MISHAPS)
def test_whatever_goes_wrong_the_old_editions_stay_usable(course, fetch, site, files, mishap):
    course("codes", "import", str(files / "tabular.xml"), str(files / "poa.txt"))
    before = looked_up(course)
    site.files["2031-code-tables-tabular-index.zip"] = zipped({"tabular.xml": tabular_xml(title="Another title")})
    MISHAPS[mishap](site)
    done = fetch()
    assert done.code == 2
    assert "Traceback" not in done.err
    assert done.err.rstrip().endswith((".", "FILE"))
    editions.forget()
    assert looked_up(course) == before
    assert before[2][0]["title"] == "Cholera, unspecified"


@pytest.mark.parametrize("where", ["the download", "the import"])
def test_a_full_disk_leaves_the_old_editions_usable(course, fetch, site, files, monkeypatch, where):
    course("codes", "import", str(files / "tabular.xml"), str(files / "poa.txt"))
    before = looked_up(course)
    site.files["2031-code-tables-tabular-index.zip"] = zipped({"tabular.xml": tabular_xml(title="Another title")})

    def full(*arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(*((fetching, "_receive") if where == "the download" else (placing, "write_part")), full)
    done = fetch()
    assert done.code == 2
    assert "The disk is full, so nothing was changed" in done.err
    editions.forget()
    assert looked_up(course) == before


@pytest.mark.parametrize("answer", [cut_every(200), ignoring_ranges(150), failing([503, 500])])
def test_a_bad_line_is_got_over(course, fetch, site, answer):
    site.answers[ORDER] = answer
    fetch()
    assert json.loads(course("lookup", "A00.9", "--json", "--edition", "FY2031").out)[0]["billable"]


def test_progress_is_lines_where_there_is_no_terminal(tmp_path, site):
    site.files["big.zip"] = b"PK\x03\x04" + bytes(300_000)
    done = subprocess.run(
        [sys.executable, "-m", "coding_course.cli", "codes", "fetch", "--url", f"{site.url}/big.zip"],
        capture_output=True,
        text=True,
        env={**os.environ, "CODING_COURSE_DATA": str(tmp_path / "elsewhere")},
    )
    assert done.returncode == 2
    assert "big.zip: 100 %, 0.3 of 0.3 MB" in done.stderr
    assert "\r" not in done.stderr
    assert "damaged or unfinished zip" in done.stderr


# help


def test_without_an_action_help_is_shown(course):
    done = course("codes")
    assert done.code == 0
    assert "coding-course codes fetch" in done.out
    assert course("codes", "frobnicate").code == 2


def test_an_empty_name_imports_nothing(course):
    done = course("codes", "import", "")
    assert done.code == 2
    assert "Name the file or folder to import" in done.err
