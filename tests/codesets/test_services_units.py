"""Units of drugs: from the documented dose to what is billed."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding_course.codesets import edition
from coding_course.codesets.services import UnitProblem, Waste, units_for, units_with_waste


@pytest.mark.parametrize(
    ("code", "amount", "measure", "units"),
    [
        ("J1100", 4, "mg", 4),
        ("J3301", 40, "mg", 4),
        ("J3301", 25, "mg", 3),
        ("J0696", 1, "g", 4),
        ("J0696", "1,000", "MG", 4),
        ("J2543", "3.375", "grams", 3),
        ("J0165", 0.3, "mg", 3),
        ("J3010", 100, "mcg", 1),
        ("J0561", "1.2", "million units", 12),
        ("J0702", 12, "mg", 2),
        ("J1200", 25, "mg", 1),
        ("J7030", 1, "L", 1),
        ("J0585", 155, "units", 155),
        ("J3480", 20, "mEq", 10),
        ("Q9967", 95, "cc", 95),
        ("A9585", 7.5, "mL", 75),
    ],
)
def test_a_documented_dose_becomes_units(code, amount, measure, units):
    assert units_for(code, amount, measure) == units


@pytest.mark.parametrize(
    ("code", "amount", "measure", "said"),
    [
        ("J1100", 1, "mL", "strength"),
        ("J1100", 0, "mg", "Nothing"),
        ("J1100", -4, "mg", "no amount"),
        ("J1100", "some", "mg", "no amount"),
        ("J3490", 4, "mg", "no amount as its billing unit"),
        ("J7298", 52, "mg", "Count"),
        ("99213", 1, "mg", "no amount as its billing unit"),
        ("J0001", 1, "mg", "not among the HCPCS codes"),
        ("G0108", 60, "minutes", "not rounded up"),
        ("A0425", 7.3, "miles", "not rounded up"),
    ],
)
def test_what_cannot_be_put_into_units_is_told_in_a_sentence(code, amount, measure, said):
    with pytest.raises(UnitProblem, match=said) as raised:
        units_for(code, amount, measure)
    assert str(raised.value).endswith(".")


DRUGS = [s.code for s in edition().services().values() if s.dose is not None and s.measure in ("mg", "mcg", "g")]


@given(st.sampled_from(DRUGS), st.integers(1, 10_000_000))
def test_units_are_the_least_that_hold_the_dose(code, thousandths):
    service = edition().service(code)
    units = units_for(service, str(thousandths / 1000), service.measure)
    dose = Fraction(service.dose)
    assert (units - 1) * dose < Fraction(str(thousandths / 1000)) <= units * dose


@given(st.sampled_from(DRUGS), st.integers(1, 10_000))
def test_the_measure_in_which_a_dose_is_written_does_not_matter(code, milligrams):
    assert units_for(code, milligrams, "mg") == units_for(code, milligrams * 1000, "mcg")


def test_the_rest_of_a_single_dose_vial_is_a_line_of_its_own():
    assert units_with_waste("J9035", 340, 60, "mg") == Waste(34, 6)
    assert units_with_waste("J9271", 200, 0, "mg") == Waste(200, 0)


def test_what_is_left_within_the_last_unit_is_not_billed_twice():
    assert units_with_waste("J9035", 95, 5, "mg") == Waste(10, 0)


@given(st.sampled_from(DRUGS), st.integers(1, 5_000), st.integers(0, 5_000))
def test_given_and_discarded_together_are_the_container(code, given_mg, discarded_mg):
    given, discarded = units_with_waste(code, given_mg, discarded_mg, "mg")
    total = units_for(code, given_mg + discarded_mg, "mg")
    assert given + discarded == max(total, given)
    assert given == math.ceil(units_for(code, given_mg, "mg"))
