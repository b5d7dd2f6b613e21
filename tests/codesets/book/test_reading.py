"""Index files are read as they are meant, and what is damaged or hostile is refused with a sentence."""

from __future__ import annotations

import lzma

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coding_course.codesets.book import build_book, reading
from coding_course.codesets.book.terms import ROLES, Term, Terms, decode, encode
from coding_course.codesets.official.files import cm_drugs, cm_external_causes, cm_index, cm_neoplasm, pcs_index
from coding_course.codesets.official.kinds import Compiled, ReleaseProblem
from coding_course.codesets.official.registry import kinds
from tests.codesets.book.small import DRUGS, INDEX, PROCEDURES

SMALL = {
    cm_index: INDEX,
    cm_drugs: DRUGS,
    cm_neoplasm: DRUGS.replace("Substance", "Neoplasm"),
    cm_external_causes: INDEX.replace("INDEX TO DISEASES and INJURIES", "EXTERNAL CAUSE of INJURIES INDEX"),
    pcs_index: PROCEDURES,
}
OURS = ("cm-index", "cm-neoplasm", "cm-drugs", "cm-external-causes", "pcs-index")


@pytest.fixture(autouse=True)
def fewer(monkeypatch):
    """Let a few terms be a whole index."""
    monkeypatch.setattr(reading, "FEWEST", dict.fromkeys(ROLES, 2))


def compiled(module, text: str) -> Compiled:
    return module.KIND.compile(text.encode(), "small.xml")


def terms_of(module, text: str) -> list[Term]:
    (data,) = compiled(module, text).files.values()
    return decode(data).terms


def test_a_title_is_kept_apart_from_its_nonessential_modifiers():
    ache, knee, *_ = terms_of(cm_index, INDEX)
    assert (ache.level, ache.title, ache.nonessential, ache.codes) == (0, "Ache NEC", "(dull) (sharp)", ["R52"])
    assert (knee.level, knee.title, knee.nonessential, knee.codes) == (1, "knee", "(joint)", ["M25.56-"])


def test_a_manifestation_stands_beside_its_code():
    gout = next(t for t in terms_of(cm_index, INDEX) if t.title == "in gout")
    assert (gout.codes, gout.manifestation) == (["M10.9"], "M14.8-")


def test_a_category_that_a_reference_announces_is_joined_to_it():
    terms = {t.title: t for t in terms_of(cm_index, INDEX)}
    assert (terms["specified"].see_also, terms["specified"].codes) == ("subcategory R50.8", [])
    assert terms["joint"].see == "Ache, by site; category M25"


def test_cells_stand_under_the_columns_of_the_heading():
    data = compiled(cm_drugs, DRUGS).files["index-drugs"]
    volume = decode(data)
    assert volume.head.columns == ["Poisoning Accidental", "Adverse effect"]
    assert [t.cells for t in volume.terms] == [["T65.8X1", ""], ["T50.991", "T50.995"], []]
    assert volume.letter(0) == "#"


def test_a_procedure_carries_the_codes_of_its_reference():
    terms = terms_of(pcs_index, PROCEDURES)
    assert [(t.title, t.see, t.codes) for t in terms[1:3]] == [
        ("", "Excision, Gallbladder", ["0FB4"]),
        ("", "Resection, Gallbladder", ["0FT4"]),
    ]
    assert next(t for t in terms if t.title == "Calf").use == "Lower Leg, Right"


def test_the_remarks_tell_how_many_references_lead_somewhere_and_list_the_rest():
    remarks = compiled(cm_index, INDEX).remarks
    assert remarks[0] == "7 of 8 references (see, see also) lead to an entry, a category or a table."
    assert len(remarks) == 2
    assert "Fever, that is nowhere" in remarks[1]


def test_what_is_compiled_depends_on_nothing_but_the_file():
    assert compiled(cm_index, INDEX) == compiled(cm_index, INDEX)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_a_file_that_was_saved_in_another_encoding_is_read(encoding):
    text = INDEX.replace("Ache", "Aché")
    (data,) = cm_index.KIND.compile(text.encode(encoding), "saved.xml").files.values()
    assert decode(data).terms[0].title == "Aché NEC"


@pytest.mark.parametrize("module", SMALL)
def test_each_file_is_recognized_by_what_it_says_and_not_by_its_name(module):
    data = SMALL[module].encode()
    assert [name for name in OURS if kinds()[name].recognizes("release.xml", data)] == [module.KIND.id]
    assert not module.KIND.recognizes("index.xml", b"<html><title>ICD-10-CM INDEX TO DISEASES</title>")


# What is refused

BOMB = """<?xml version="1.0"?>
<!DOCTYPE bomb [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
"""


@pytest.mark.parametrize("module", SMALL)
def test_entities_are_refused(module):
    text = BOMB + SMALL[module].partition("\n")[2].replace("<version>", "<version>&c;", 1)
    with pytest.raises(ReleaseProblem, match="document type or entities"):
        compiled(module, text)


@pytest.mark.parametrize("module", SMALL)
def test_a_part_of_a_file_is_refused(module, monkeypatch):
    monkeypatch.setattr(reading, "FEWEST", dict.fromkeys(ROLES, 1000))
    with pytest.raises(ReleaseProblem, match=r"fewer than any edition has"):
        compiled(module, SMALL[module])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t.replace("ICD10CM.index>", "ICD10CM.tabular>"), "is no index"),
        (lambda t: t.replace("<version>2031</version>", ""), "does not tell its year"),
        (lambda t: t.replace("2031", "two thousand"), "does not tell its year"),
        (lambda t: t.replace("<mainTerm>", "<term>", 1), "is not whole"),
    ],
)
def test_what_is_no_index_is_refused_with_what_was_read(change, said):
    with pytest.raises(ReleaseProblem, match=said):
        compiled(cm_index, change(INDEX))


def test_a_cell_outside_the_table_is_refused():
    with pytest.raises(ReleaseProblem, match="column '9'"):
        compiled(cm_drugs, DRUGS.replace('<cell col="3">--', '<cell col="9">--'))


def read_or_refuse(module, data: bytes) -> Compiled | None:
    """Compile a file; a refusal must be a sentence, and nothing else may be raised."""
    try:
        return module.KIND.compile(data, "fuzzed.xml")
    except ReleaseProblem as refused:
        problem = str(refused)
    assert problem.endswith(".")
    return None


@pytest.mark.parametrize("module", SMALL)
@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_file_that_was_cut_short_is_never_taken_for_a_whole_one(module, data):
    whole = SMALL[module].encode()
    cut = data.draw(st.integers(0, len(whole.rstrip()) - 1))
    assert read_or_refuse(module, whole[:cut]) is None


@pytest.mark.parametrize("module", SMALL)
@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_mangled_file_is_read_or_refused(module, data):
    mangled = bytearray(SMALL[module].encode())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(mangled) - 1))
        if data.draw(st.booleans()):
            mangled[at] = data.draw(st.integers(0, 255))
        else:
            del mangled[at : at + data.draw(st.integers(1, 40))]
    found = read_or_refuse(module, bytes(mangled))
    if found is not None:
        for content in found.files.values():
            assert decode(content).terms


@given(st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_no_bytes_are_taken_for_an_index(data):
    for name in OURS:
        kind = kinds()[name]
        assert not kind.recognizes("index.xml", data) or b"<ICD10" in data
        with pytest.raises(ReleaseProblem):
            kind.compile(data, "bytes.xml")


# The compiled form

plain = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)
a_term = st.builds(
    Term,
    level=st.integers(0, 8),
    title=plain,
    nonessential=plain,
    codes=st.lists(plain, max_size=3),
    see=plain,
    cells=st.lists(plain, max_size=6),
)


@given(st.lists(a_term, max_size=12))
def test_a_compiled_volume_gives_back_its_terms(terms):
    head = decode(compiled_head()).head
    assert decode(encode(Terms(head, terms))).terms == terms


def compiled_head() -> bytes:
    return compiled(cm_index, INDEX).files["index"]


def test_a_damaged_volume_is_replaced_by_the_study_index_that_says_so(book, tmp_path):
    path = tmp_path / "index"
    path.write_bytes(lzma.compress(b"{"))
    holding = msgspec.structs.replace(book.holding, files={**book.holding.files, "index": path})
    head = build_book.volumes(holding)["diseases"].head
    assert head.official is False
    assert head.source.endswith("import it again")
