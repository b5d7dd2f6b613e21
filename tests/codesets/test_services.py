"""What the teaching subsets say of services and modifiers, and that the official release agrees with it."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

import pytest

from coding_course.codesets import System
from coding_course.codesets.compiled import read_table
from coding_course.codesets.places import AMBULANCE_PLACES, ambulance_ride, is_ambulance_modifier
from coding_course.resources import resource
from tests.codesets.official_hcpcs import amounts, october
from tests.official import release

SECTIONS = {
    "administration", "ambulance", "anesthesia", "behavioral health", "blood", "device", "drug", "equipment",
    "evaluation and management", "facility", "hearing", "home care", "laboratory", "medicine", "nutrition", "other",
    "preventive", "radiology", "supply", "surgery", "transport", "vaccine", "vision",
}  # fmt: skip
FLAGS = {
    "add-on", "QW", "waived", "noc", "no-medicare", "single-dose", "biosimilar", "influenza", "pneumococcal",
    "hepatitis-b",
}  # fmt: skip
AMOUNTS = {"mg", "mcg", "g", "mL", "unit", "mEq", "mCi", "mcCi"}
official = pytest.mark.official


# What the tables may say


def test_services_say_only_what_the_model_foresees(book):
    for service in book.services().values():
        assert service.section in SECTIONS, service
        assert service.flags <= FLAGS, service
        assert service.add_on == (service.global_days == "ZZZ"), service
        assert bool(service.primary) == service.add_on, service
        assert all(code in book.services() for code in service.primary), service
        assert service.split in ("", "global", "professional", "technical"), service
        assert service.bilateral in ("", "yes", "both"), service
        assert service.assistant in ("", "yes", "no"), service
        assert service.multiple in ("", "standard", "endoscopy"), service
        assert bool(service.base) == (service.multiple == "endoscopy"), service
        assert service.payment in ("", "purchase", "rental", "oxygen", "serviced"), service
        assert service.youngest is None or service.oldest is None or service.youngest <= service.oldest


def test_each_endoscopy_names_a_scope_of_its_family_that_only_looks(book):
    for service in book.services().values():
        if service.base:
            base = book.service(service.base)
            assert base is not None
            assert base.base == "", (service.code, base.code)


def test_every_section_of_the_book_is_there(book):
    sections = Counter(code[0] for code, s in book.services().items() if not code[0].isdigit())
    assert set("ABCEGHJKLPQSTV") <= sections.keys()
    assert sum(sections.values()) >= 400


def test_billing_units_of_drugs_are_held_as_amount_and_measure(book):
    assert book.service("J1100").unit == "1 mg"
    assert (book.service("J0696").dose, book.service("J0696").measure) == (Decimal(250), "mg")
    without = {
        s.code for s in book.services().values() if s.section in ("drug", "blood") and s.dose is None
    }  # a drug without a unit stands for many products
    assert all("noc" in book.service(code).flags or code in {"A9150", "J3535", "S4993"} for code in without), without


def test_the_amount_of_a_unit_is_the_one_that_its_text_says(book):
    for service in book.services().values():
        if service.dose is None or not re.search(r"\d", service.unit) or "each" in service.unit:
            continue
        written = Decimal(re.search(r"[\d,.]+", service.unit)[0].replace(",", ""))
        assert service.dose == (1 if service.measure == "box" else written), service


def test_modifiers_say_what_they_mean_and_where_they_may_stand(book):
    families = {service.family.partition(",")[0] for service in book.services().values()} - {""}
    for modifier in book.modifiers().values():
        assert modifier.title
        assert modifier.use.endswith(".")
        assert modifier.group
        assert modifier.level in ("CPT", "HCPCS")
        assert set(modifier.applies) <= SECTIONS | families | {"any"}, modifier
    taught = "22 23 24 25 26 27 32 33 47 50 51 52 53 54 55 56 57 58 59 62 63 66 73 74 76 77 78 79 80 81 82 90 91 92 93"
    taught += (
        " 95 96 97 99 P1 P2 P3 P4 P5 P6 AA AD QK QS QX QY QZ G8 G9 E1 F9 FA TA T9 LT RT LC LD LM RC RI TC GA GX GY"
    )
    taught += (
        " GZ XE XP XS XU JW JZ JA JB KX QW GT GQ FQ FR FS FT GC GE GN GO GP CO CQ Q5 Q6 Q7 Q8 Q9 AS SA PA PB PC PT"
    )
    taught += " PN PO CR CT FX FY NU RR UE KH KI KJ MS RB EY K0 K1 K2 K3 K4 TH SL"
    assert set(taught.split()) <= book.modifiers().keys()


def test_places_of_service_say_how_the_physician_is_paid(book):
    places = book.places()
    assert book.place("2").code == "02"
    assert {code: places[code].payment for code in ("02", "10", "11", "21", "22")} == {
        "02": "facility",
        "10": "non-facility",
        "11": "non-facility",
        "21": "facility",
        "22": "facility",
    }
    for place in places.values():
        assert re.fullmatch(r"\d\d", place.code)
        assert place.use.endswith(".")
        assert place.payment in ("", "facility", "non-facility")


def test_an_ambulance_modifier_is_two_places_and_x_only_the_second():
    assert "".join(AMBULANCE_PLACES) == "DEGHIJNPRSX"
    assert ambulance_ride("SH") == "from the scene of an accident or of sudden illness to a hospital"
    assert not is_ambulance_modifier("XH")
    assert ambulance_ride("59") == ""


def test_the_tables_are_in_order_and_each_code_stands_once():
    for name in ("cpt", "hcpcs", "modifiers", "places-of-service"):
        codes = [row["code"] for row in read_table(resource("datasets", "codesets", f"{name}.tsv"))]
        assert len(codes) == len(set(codes)), name


# The official release


@official
def test_every_hcpcs_code_is_in_the_october_file_and_has_not_ended(book):
    release = october()
    ours = [code for code, s in book.services().items() if book.lookup(code, System.HCPCS) is not None]
    assert [code for code in ours if code not in release] == []
    assert [code for code in ours if release[code].ended] == []


@official
def test_every_level_ii_modifier_is_in_the_october_file_and_has_not_ended(book):
    release = october()
    ours = [m.code for m in book.modifiers().values() if m.level == "HCPCS" or m.code.startswith("P")]
    assert [code for code in ours if code not in release] == []
    assert [code for code in ours if release[code].ended] == []


@official
def test_the_unit_of_each_drug_is_the_amount_of_the_official_description(book):
    release = october()
    wrong = []
    for service in book.services().values():
        if service.code[0].isdigit() or service.dose is None or service.measure not in AMOUNTS:
            continue
        said = amounts(release[service.code].long)
        if (service.dose, service.measure) not in said:
            wrong.append((service.code, service.unit, said))
    assert wrong == []


@official
def test_every_drug_that_the_release_measures_is_measured_here(book):
    release = october()
    counted = {"device", "dose", "study dose", "study", "blood unit", "days"}  # by the piece, whatever its strength
    for service in book.services().values():
        if service.section == "drug" and "noc" not in service.flags and amounts(release[service.code].long):
            assert service.measure in AMOUNTS | counted, service


@official
def test_what_medicare_does_not_take_and_how_it_pays_for_equipment_agree_with_the_release(book):
    release = october()
    ways = {"32": "purchase", "36": "rental", "33": "oxygen", "31": "serviced"}
    for service in book.services().values():
        if service.code[0].isdigit():
            continue
        row = release[service.code]
        assert ("no-medicare" in service.flags) == (row.coverage in "IMS"), (service.code, row.coverage)
        if service.payment:
            assert service.payment == ways.get(row.pricing), (service.code, row.pricing)


@official
def test_codes_for_what_has_none_are_on_the_official_list(book):
    import io

    import openpyxl

    raw = release("hcpcs-2025/NOC codes_JAN2025.xlsx")
    listed = {str(row[0]) for row in openpyxl.load_workbook(io.BytesIO(raw)).active.iter_rows(values_only=True)}
    ours = [s.code for s in book.services().values() if "noc" in s.flags]
    assert len(ours) >= 20
    assert [code for code in ours if code not in listed] == []


@official
def test_no_description_is_the_publishers(book):
    release = october()

    def words(text: str) -> list[str]:
        return re.findall(r"[a-z0-9]+", text.lower())

    same = []
    for code, row in release.items():
        found = book.lookup(code, System.HCPCS) or book.lookup(code, System.MODIFIER)
        ours = words(found.title) if found is not None else []
        if len(ours) > 2 and ours in (words(row.long), words(row.short)):
            same.append((code, found.title))
    assert same == []


def test_names_of_services_are_written_as_people_type_them(book):
    for service in book.services().values():
        assert len(service.names) <= 8, service.code
        assert len(set(service.names)) == len(service.names), service.code
        for name in service.names:
            assert name == " ".join(name.lower().split()), (service.code, name)
            assert name.isascii(), (service.code, name)
