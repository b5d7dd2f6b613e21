"""Whatever the claim, the edits answer, and their answers hold together."""

from __future__ import annotations

import random
import string

from hypothesis import given, settings
from hypothesis import strategies as st

from coding_course.claims import (
    Claim,
    Diagnosis,
    Encounter,
    Procedure,
    ServiceLine,
    Setting,
    Sex,
    parse,
)
from coding_course.codesets import edition
from coding_course.edits import RULES, check
from coding_course.edits.model import Severity

_CATEGORIES = [
    "E11", "I11", "I13", "N18", "O80", "O03", "Z38", "Z37", "T36.0", "S52.50", "W19", "F02", "P59", "J96",
    "R65", "M17", "H25", "B96", "Z68", "Z3A", "D63", "I50", "L97.5", "A41", "Z00", "Z85", "Y93", "X10",
]  # fmt: skip
_REAL = [code.code for category in _CATEGORIES for code in edition().billable_below(category)]
_REAL += ["I10", "O80", "Z23"]
garbage = st.text(alphabet=string.printable, max_size=12)
shaped = st.from_regex(r"\A[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{0,4})?\Z")
codes = st.sampled_from(_REAL) | shaped | garbage | st.text(max_size=8)
diagnoses = st.builds(Diagnosis, codes, st.sampled_from(["", "Y", "N", "U", "W", "1", "Q", "??"]), st.integers(0, 40))
service_lines = st.builds(
    ServiceLine,
    st.sampled_from(["99213", "99395", "90472", "J1100", "20610", ""]) | garbage,
    st.lists(st.sampled_from(["25", "59", "XS", "RT", "LT", "50", "2", "", "ZZZ"]) | garbage, max_size=5).map(tuple),
    st.integers(-3, 200),
    st.lists(st.sampled_from([*"ABCLZ", "", "AB", "é"]), max_size=6).map(tuple),
    st.integers(0, 40),
)
claims = st.builds(
    Claim,
    st.none() | diagnoses,
    st.lists(diagnoses, max_size=14).map(tuple),
    st.lists(st.builds(Procedure, garbage), max_size=3).map(tuple),
    st.lists(service_lines, max_size=4).map(tuple),
)
encounters = st.builds(
    Encounter,
    st.sampled_from(list(Setting)),
    st.none() | st.integers(-1, 130),
    st.sampled_from(list(Sex)),
    st.sampled_from(["FY2026", "FY2019", ""]),
    st.sampled_from(["", "2026-01-15", "2019-01-01", "yesterday"]),
)


@settings(max_examples=400, deadline=None)
@given(claims, encounters)
def test_no_claim_makes_a_rule_fail(claim: Claim, encounter: Encounter) -> None:
    for finding in check(claim, encounter, edition()):
        assert finding.rule in RULES
        assert finding.message.endswith((".", "?"))
        assert finding.citation == RULES[finding.rule].citation


@settings(max_examples=300, deadline=None)
@given(claims, encounters)
def test_findings_are_sorted_by_severity_and_none_is_given_twice(claim: Claim, encounter: Encounter) -> None:
    found = check(claim, encounter, edition())
    order = [Severity.ERROR, Severity.WARNING, Severity.QUESTION]
    ranks = [order.index(finding.severity) for finding in found]
    assert ranks == sorted(ranks)
    assert len(set(found)) == len(found)


@settings(max_examples=200, deadline=None)
@given(claims, encounters)
def test_the_same_claim_gets_the_same_answer(claim: Claim, encounter: Encounter) -> None:
    first = check(claim, encounter, edition())
    check(Claim(), encounter, edition())
    assert check(claim, encounter, edition()) == first


def test_a_blank_claim_has_no_findings() -> None:
    for setting in Setting:
        assert check(Claim(), Encounter(setting), edition()) == ()


def test_a_code_has_at_most_one_reason_not_to_be_reportable() -> None:
    reasons = {"valid", "billable", "seventh-character", "placeholder"}
    rng = random.Random(7)
    for _ in range(300):
        real = rng.choice(_REAL).replace(".", "")
        typed = real[: rng.randint(3, len(real))] + rng.choice(["", "", "X", "A", "9"])
        claim = parse(f"dx: {typed}", Setting.PROFESSIONAL).claim
        found = [f.rule for f in check(claim, Encounter(Setting.PROFESSIONAL), edition()) if f.rule in reasons]
        assert len(found) <= 1, (typed, found)


def test_exactly_the_billable_codes_have_no_such_reason() -> None:
    reasons = {"valid", "billable", "seventh-character", "placeholder"}
    book = edition()
    for code in (*_REAL, "E11.2", "S52.501", "W19", "E11.99", "T36.01A", "S52.501Z"):
        found = [
            f for f in check(Claim(diagnoses=(Diagnosis(code),)), Encounter(Setting.ED), book) if f.rule in reasons
        ]
        record = book.lookup(code)
        assert bool(found) != (record is not None and record.billable)
