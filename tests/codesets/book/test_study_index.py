"""The study index: walked as the book is, without any official file."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

import pytest

from coding_course.codesets import System
from coding_course.codesets.book import build_book
from coding_course.codesets.compiled import read_table
from coding_course.codesets.forms import compact


@pytest.fixture(scope="module")
def index(book):
    return book.index


def codes_of(index, volume):
    """Return every code that a volume prints."""
    rows = index._store.rows("SELECT codes, cells FROM entry WHERE id BETWEEN ? AND ?", index._bounds(volume))
    return {code for row in rows for text in row if text for code in text.split("\t") if code}


def test_it_says_what_it_is(index):
    assert index.official is False
    assert index.source == "Study index, made from titles and inclusion terms"
    assert [v.id for v in index.volumes] == ["diseases", "neoplasms", "drugs", "external-causes", "procedures"]
    assert all(v.source.startswith("Study index") and not v.official for v in index.volumes)


@pytest.mark.parametrize(
    ("typed", "trail", "codes"),
    [
        ("acute bronchitis", "Bronchitis > acute", ("J20.9",)),
        ("bronchitis, acute", "Bronchitis > acute", ("J20.9",)),
        ("knee pain", "Pain > knee", ("M25.56-",)),
        ("fracture, femur, neck", "Fracture > femur > neck", ("S72.00-",)),
        ("aspiration pneumonia", "Pneumonia > aspiration", ("J69.0",)),
        ("anaemia", "Anemia", ("D64.9",)),
        ("fractur femr", "Fracture > femur", ("S72.9-",)),
        ("fractures of the femur", "Fracture > femur", ("S72.9-",)),
        ("diabetes", "Diabetes, diabetic", ("E11.9",)),
        ("hypertension", "Hypertension, hypertensive", ("I10",)),
        ("uti in pregnancy", "Infection, infected > urinary tract > in > pregnancy", ("O23.4-",)),
        ("heart failure", "Failure, failed > heart", ("I50.9",)),
        ("chronic kidney disease stage 4", "Disease, diseased > kidney > chronic > stage 4", ("N18.4",)),
        (
            "type 2 diabetes with chronic kidney disease",
            "Diabetes, diabetic > type 2 > with > chronic kidney disease",
            ("E11.22",),
        ),
    ],
)
def test_words_lead_to_the_line_of_the_book(index, typed, trail, codes):
    entry = index.find(typed)[0]
    assert index.trail(entry.id) == trail
    assert entry.codes == codes


@pytest.mark.parametrize(
    ("typed", "title", "leads_to"),
    [
        ("heart attack", "Heart attack", "Infarct, infarction > myocardial"),
        ("htn", "HTN", "Hypertension, hypertensive > essential"),
        ("breast cancer", "Breast cancer", "Neoplasm, neoplastic > breast > female"),
        ("history of breast cancer", "History of breast cancer", "History > personal > malignant neoplasm > breast"),
        ("bruise", "Bruise", "Contusion"),
        ("parkinson's disease", "Parkinson's disease", "Disease, diseased > Parkinson's"),
        ("cancer", "Cancer", "Neoplasm, neoplastic"),
        ("cholecystectomy", "Cholecystectomy", "Resection > Gallbladder"),
    ],
)
def test_lay_terms_eponyms_and_names_of_operations_see_the_term_of_a_coder(index, typed, title, leads_to):
    entry = next(e for e in index.find(typed) if e.title == title)
    assert leads_to in [index.trail(f.id) for f in index.follow(entry)]


def test_a_site_sees_the_condition(index):
    knee = next(e for e in index.main_terms("diseases", "K") if e.title == "Knee")
    (lead,) = index.leads(knee)
    assert (lead.how, lead.message) == (
        "condition",
        "Look up the name of the condition: not its site, and not an adjective.",
    )


def test_every_reference_of_the_study_index_leads_somewhere(index):
    rows = index._store.rows("SELECT entry, kind, text, entries, codes, volume, how FROM lead")
    lost = [row for row in rows if row[6] not in ("entry", "near", "choose", "condition", "category", "volume")]
    assert len(rows) > 1_000
    assert lost == []


def test_every_code_exists(index, book):
    for volume in ("diseases", "neoplasms", "drugs", "external-causes"):
        printed = codes_of(index, volume)
        assert len(printed) > 500
        held = {c: book.lookup(c.rstrip("-").rstrip("."), System.CM) for c in printed}
        assert [c for c, code in held.items() if code is None] == []
        # A dash says that the tabular list must complete the code, and nothing else needs completing.
        assert [c for c, code in held.items() if code and code.billable == c.endswith("-")] == []


def test_nearly_every_billable_code_is_reached(index, book):
    printed = {c for v in ("diseases", "neoplasms", "drugs", "external-causes") for c in codes_of(index, v)}
    exact = {compact(c) for c in printed if not c.endswith("-")}
    begun = {compact(c) for c in printed if c.endswith("-")}
    billable = [compact(c.code) for chapter in book.chapters() for c in book.billable_below(chapter.code)]
    missed = [c for c in billable if c not in exact and not any(c[:n] in begun for n in range(3, 7))]
    assert len(missed) / len(billable) < 0.001, missed


def test_side_and_seventh_character_make_no_line_of_their_own(index):
    knee = index.find("pain, knee", "diseases")[0]
    assert knee.codes == ("M25.56-",)
    assert index.below(knee.id) == ()
    state = index.state("M25.56-")
    assert state.state == "incomplete"
    assert [c.code for c in state.below] == ["M25.561", "M25.562", "M25.569"]
    titles = {title for (title,) in index._store.rows("SELECT lower(title) FROM entry WHERE id < 2000000")}
    assert not {t for t in titles if t.startswith(("right ", "left ")) and t.endswith((" knee", " hip", " eye"))}


@pytest.mark.parametrize(("printed", "state"), [("J18.9", "valid"), ("G35", "incomplete"), ("Z99.99", "unknown")])
def test_it_tells_what_a_code_is_today(index, printed, state):
    assert index.state(printed).state == state


def test_a_code_that_is_none_is_told_with_the_header_to_look_under(index):
    state = index.state("E11.99")
    assert state.state == "unknown"
    assert state.message == "E11.99 is no code of the edition in use; look under E11.9."


def test_the_beginning_of_a_procedure_is_completed_by_the_tables(index):
    state = index.state("0FT4", "procedures")
    assert (state.state, state.code.title) == (
        "incomplete",
        "Hepatobiliary System and Pancreas, Resection, Gallbladder",
    )
    assert state.below[0].code == "0FT40ZZ"
    # The beginning of a procedure may look like a category of diagnoses.
    assert index.state("B30", "procedures").code.system is System.PCS
    assert index.state("B30", "diseases").code.system is System.CM


def test_a_code_that_ended_is_told_with_its_last_day(index, book):
    known = book._store.rows("SELECT code, last FROM fact WHERE last <> '' AND last < '2025-10-01'")
    code, last = next((code, last) for code, last in known if book.lookup(code, System.CM) is None)
    state = index.state(code)
    assert state.state == "ended"
    assert last in state.message


def test_letters_main_terms_and_subterms_can_be_walked(index):
    assert {"A", "Z"} <= set(index.letters("diseases"))
    terms = index.main_terms("diseases", "B")
    bronchitis = next(t for t in terms if t.title == "Bronchitis")
    acute = next(s for s in index.below(bronchitis.id) if s.title == "acute")
    assert [step.title for step in index.path(acute.id)] == ["Bronchitis", "acute"]
    assert index.entry(acute.id) == acute
    assert index.entry(0) is None
    assert index.path(0) == ()


def test_with_and_without_stand_before_the_alphabet(index):
    diabetes = index.find("diabetes, type 2", "diseases")[0]
    assert index.below(diabetes.id)[0].title == "with"


def test_an_unknown_volume_is_told_with_those_that_are_there(index):
    with pytest.raises(LookupError, match="There is no volume 'plants'"):
        index.letters("plants")


@pytest.mark.parametrize(
    "typed", ["", "   ", ",", "?!", "zzzzqqqq", "x" * 500, "the of and", "\0", "1 2 3 4 5 6 7 8 9 10"]
)
def test_any_text_may_be_looked_up(index, typed):
    assert len(index.find(typed)) <= 20


def test_ids_stay_the_same_for_the_same_files(index, book):
    connection = sqlite3.connect(":memory:")
    build_book.build(connection, book.holding)
    sql = "SELECT id, title, codes, see, parent FROM entry ORDER BY id"
    assert connection.execute(sql).fetchall() == index._store.rows(sql)


# The tables


def test_the_neoplasm_table_has_a_column_for_each_behavior(index):
    volume = index.volume("neoplasms")
    assert volume.columns == (
        "Malignant primary",
        "Malignant secondary",
        "Carcinoma in situ",
        "Benign",
        "Uncertain behavior",
        "Unspecified behavior",
    )
    lung = next(e for e in index.find("lung", "neoplasms") if e.title == "lung")
    assert list(lung.cells.values()) == ["C34.9-", "C78.0-", "D02.2-", "D14.3-", "D38.1", "D49.1"]
    upper = next(e for e in index.below(lung.id) if e.title == "upper lobe")
    assert upper.cells["Malignant primary"] == "C34.1-"


def test_the_table_of_drugs_has_a_column_for_each_intent(index):
    aspirin = index.find("aspirin", "drugs")[0]
    assert aspirin.cells["Poisoning, accidental"] == "T39.011-"
    assert aspirin.cells["Underdosing"] == "T39.016-"
    methanol = index.find("methanol", "drugs")[0]
    assert "Adverse effect" not in methanol.cells


@pytest.mark.parametrize(
    ("typed", "codes"),
    [("fall from ladder", ("W11.-",)), ("kitchen apartment", ("Y92.030",)), ("contact dog", ("W54.-",))],
)
def test_external_causes_are_found_by_what_happened(index, typed, codes):
    assert any(entry.codes == codes for entry in index.find(typed, "external-causes"))


def test_every_procedure_leads_into_the_tables(index, book):
    for code in codes_of(index, "procedures"):
        assert book.pcs.codes(code), code


def test_each_procedure_is_read_as_the_root_operation_of_its_codes(book):
    rows = list(read_table(book.holding.files["study-procedures"]))
    assert len({row["term"] for row in rows}) > 200
    for row in rows:
        operations = {read.partition(", ")[0] for read in row["reads"].split("; ")}
        assert operations == {book.pcs.axes(code)[2].label for code in row["codes"].split()}, row


@pytest.mark.official
def test_the_study_neoplasm_table_agrees_with_the_official_one(index, official_index):
    sql = "SELECT cells FROM entry WHERE id BETWEEN ? AND ? AND cells IS NOT NULL"
    theirs: dict[str, list[set[str]]] = {}
    for (cells,) in official_index._store.rows(sql, official_index._bounds("neoplasms")):
        codes = [c.rstrip("-.") for c in cells.split("\t")]
        for place, code in enumerate(codes):
            theirs.setdefault(codes[0], [set() for _ in codes])[place].add(code)
    agree, differ = 0, []
    for (cells,) in index._store.rows(sql, index._bounds("neoplasms")):
        primary, *others = [c.rstrip("-.") for c in cells.split("\t")]
        known = [rows for code, rows in theirs.items() if code.startswith(primary)]
        for place, code in enumerate(others, 1):
            given = {c for rows in known for c in rows[place] if c}
            if not code or not given:
                continue
            if any(c.startswith(code) or code.startswith(c) for c in given):
                agree += 1
            else:
                differ.append((primary, place, code, given))
    assert agree > 1_400
    # Of overlapping sites of bronchus and lung the official table lists those that reach the trachea.
    assert [row for row in differ if row[0] != "C34.8"] == []


@pytest.mark.official
def test_the_common_drugs_have_the_codes_of_the_official_table(index, official_index, book):
    rows = list(read_table(book.holding.files["study-drugs"]))
    mains = defaultdict(list)
    for entry in official_index.main_terms("drugs"):
        mains[entry.title.lower().split(",")[0].split(" ")[0]].append(entry)
    compared, differ = 0, []
    for row in rows:
        first = row["substance"].split(" (")[0].split()[0].rstrip(",").lower()
        stems = set()
        for entry in mains[first]:
            for e in (entry, *official_index.below(entry.id)):
                stems |= {compact(code)[:-1] for code in e.cells.values()}
        if stems:
            compared += 1
            if compact(row["codes"]) not in stems:
                differ.append((row["substance"], row["codes"], sorted(stems)))
    assert compared > 200
    assert differ == []
