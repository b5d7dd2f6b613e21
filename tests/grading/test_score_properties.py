"""What holds of every score, whatever was reported."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from coding_course.claims import Claim, Diagnosis, Procedure, ServiceLine, parse
from coding_course.codesets import edition
from coding_course.grading import Key, Kind, Score, key_claim, redact, score

from .charts import ADMISSION, OFFICE, STAY, TRAPS, VISIT, code, line

CM = [
    *("E11.22", "N18.31", "M17.12", "S93.401A", "Z79.4", "Z79.899", "Z87.891", "A41.51", "N39.0", "R65.20", "B37.0"),
    *("E11.9", "E11", "E11.2", "N18.30", "N18.3", "M17.11", "M17.10", "M17.0", "S93.402A", "S93.401D", "S93.401"),
    *("E10.9", "E13.9", "J18.9", "M25.562", "R05.9", "H52.4", "I10", "N18.13", "E11.222", "XYZ", "99214", "Z79"),
]
PCS = ["0DTJ4ZZ", "02HV33Z", "0DTJ0ZZ", "0DBJ4ZZ", "5A1945Z", "0DTJ4Z", "OOOOOOO"]
LINES = ["99214", "99213", "20610", "J1100", "36415", "9921", "99241", "G0008"]

diagnoses = st.builds(Diagnosis, st.sampled_from(CM), st.sampled_from(["", "Y", "N", "U", "W", "1"]), st.integers(0, 4))
lines = st.builds(
    ServiceLine,
    st.sampled_from(LINES),
    st.lists(st.sampled_from(["25", "59", "LT", "RT", "50"]), max_size=3).map(tuple),
    st.integers(1, 5),
    st.lists(st.sampled_from("ABCDEFGL"), max_size=4).map(tuple),
    st.integers(0, 4),
)
claims = st.builds(
    Claim,
    st.none() | diagnoses,
    st.lists(diagnoses, max_size=9).map(tuple),
    st.lists(st.builds(Procedure, st.sampled_from(PCS)), max_size=4).map(tuple),
    st.lists(lines, max_size=5).map(tuple),
)
key_codes = st.builds(
    lambda value, poa, optional: code(value, poa=poa, optional=optional),
    st.sampled_from(CM[:11]),
    st.sampled_from(["", "Y", "N", "1"]),
    st.booleans(),
)


@st.composite
def keys(draw: st.DrawFn) -> Key:
    listed = draw(st.lists(key_codes, max_size=5, unique_by=lambda each: each.code))
    if listed:
        listed[0] = msgspec.structs.replace(listed[0], optional=False)
    pointers = tuple(each.code for each in listed[:2])
    services = draw(st.lists(st.sampled_from(LINES), max_size=3, unique=True))
    inpatient = draw(st.booleans()) and bool(listed)
    return Key(
        principal=listed[0] if inpatient else None,
        diagnoses=tuple(listed[1:] if inpatient else listed),
        procedures=tuple(code(each) for each in draw(st.lists(st.sampled_from(PCS), max_size=2, unique=True))),
        lines=tuple(line(each, "25", units=2, pointers=pointers) for each in services),
    )


def holds(result: Score) -> None:
    lost = sum(each.points for each in result.differences)
    assert type(result.points) is float
    assert type(result.max) is float
    assert 0.0 <= result.points <= result.max
    assert min(lost, result.max) == result.max - result.points
    assert all(each.points >= 0 and type(each.points) is float for each in result.differences)
    assert all(each.message for each in result.differences)


@settings(max_examples=150, deadline=None)
@given(claims)
def test_the_points_lost_and_kept_add_up_to_the_maximum(claim: Claim) -> None:
    holds(score(claim, VISIT, OFFICE, edition(), traps=TRAPS))
    holds(score(claim, ADMISSION, STAY, edition()))


@settings(max_examples=100, deadline=None)
@given(claims, keys())
def test_the_points_add_up_for_any_key(claim: Claim, key: Key) -> None:
    encounter = STAY if key.principal else OFFICE
    holds(score(claim, key, encounter, edition()))


@settings(max_examples=100, deadline=None)
@given(keys(), st.booleans())
def test_any_key_scores_its_own_maximum(key: Key, optional: bool) -> None:
    encounter = STAY if key.principal else OFFICE
    result = score(key_claim(key, optional=optional), key, encounter, edition())
    assert result.points == result.max
    assert [each for each in result.differences if each.points] == []


@settings(max_examples=60, deadline=None)
@given(keys())
def test_a_blank_claim_loses_every_point_of_any_key(key: Key) -> None:
    encounter = STAY if key.principal else OFFICE
    result = score(Claim(), key, encounter, edition())
    assert result.points == 0.0
    assert not result.attempted
    assert sum(each.points for each in result.differences) == result.max


@settings(max_examples=60, deadline=None)
@given(claims)
def test_grading_is_repeatable(claim: Claim) -> None:
    assert score(claim, VISIT, OFFICE, edition()) == score(claim, VISIT, OFFICE, edition())


@settings(max_examples=60, deadline=None)
@given(claims)
def test_each_entry_of_the_claim_has_at_most_one_difference_of_its_code(claim: Claim) -> None:
    details = {Kind.WRONG_POA, Kind.WRONG_SEQUENCE, Kind.WRONG_PRINCIPAL}
    details |= {Kind.WRONG_MODIFIER, Kind.WRONG_UNITS, Kind.WRONG_POINTER, Kind.MISSING}
    result = score(claim, VISIT, OFFICE, edition(), traps=TRAPS)
    about = [each for each in result.differences if each.kind not in details]
    entries = len(claim.all_diagnoses) + len(claim.procedures) + len(claim.lines)
    assert len(about) <= entries


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_no_text_makes_the_grader_fail(text: str) -> None:
    for key, encounter in ((VISIT, OFFICE), (ADMISSION, STAY)):
        parsed = parse(text, encounter.setting)
        holds(score(parsed.claim, key, encounter, edition(), traps=TRAPS, problems=parsed.errors))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=12), max_size=6), st.text(max_size=6), st.integers(-5, 10**9))
def test_no_claim_value_makes_the_grader_fail(codes: list[str], word: str, number: int) -> None:
    claim = Claim(
        diagnoses=tuple(Diagnosis(each, word) for each in codes),
        procedures=tuple(Procedure(each) for each in codes),
        lines=tuple(ServiceLine(each, (word,), number, (word, "A")) for each in codes),
    )
    for key, encounter in ((VISIT, OFFICE), (ADMISSION, STAY)):
        holds(score(claim, key, encounter, edition(), traps=TRAPS))


@settings(max_examples=60, deadline=None)
@given(claims)
def test_a_redacted_score_keeps_the_points_and_tells_nothing_of_the_key(claim: Claim) -> None:
    result = score(claim, VISIT, OFFICE, edition(), traps=TRAPS)
    told = redact(result)
    assert (told.points, told.max, told.attempted) == (result.points, result.max, result.attempted)
    assert [each.points for each in told.differences] == [each.points for each in result.differences]
    reported = {each.code for each in (*claim.all_diagnoses, *claim.procedures, *claim.lines)}
    shown = msgspec.json.encode(told).decode()
    for secret in {each.code for each in (*VISIT.diagnoses, *VISIT.lines)} - reported:
        # A learner's own code may hold an expected one: E11.222.
        assert not any(secret in each.message.replace(each.code or " ", "") for each in told.differences)
    assert "words for" not in shown
    assert "Why" not in shown
    assert all(not each.expected and not each.evidence and not each.citation for each in told.differences)
