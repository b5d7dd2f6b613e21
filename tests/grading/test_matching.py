"""Assigning reported to expected entries, and telling slips of the finger."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from coding_course.codesets.typing_errors import typing_errors
from coding_course.grading.assignment import assign
from coding_course.grading.keys import key_claim

from .charts import ADMISSION, VISIT

pairs = st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 50), max_size=14)


def best_by_trying_all(closeness: dict[tuple[int, int], int]) -> int:
    rows = sorted({i for i, _ in closeness})
    columns = [*sorted({j for _, j in closeness}), *([None] * len(rows))]
    tried = itertools.permutations(columns, len(rows))
    return max(sum(closeness.get((i, j), 0) for i, j in zip(rows, each, strict=True)) for each in tried)  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(pairs)
def test_the_assignment_is_as_good_as_any(closeness: dict[tuple[int, int], int]) -> None:
    if len({i for i, _ in closeness}) > 4:
        closeness = {pair: value for pair, value in closeness.items() if pair[0] < 4}
    chosen = assign(closeness)
    assert len(set(chosen.values())) == len(chosen)
    assert all(pair in closeness for pair in chosen.items())
    assert sum(closeness[pair] for pair in chosen.items()) == (best_by_trying_all(closeness) if closeness else 0)


@settings(deadline=None)
@given(pairs, st.randoms(use_true_random=False))
def test_the_assignment_does_not_depend_on_the_order_of_its_input(closeness, random) -> None:  # type: ignore[no-untyped-def]
    items = list(closeness.items())
    random.shuffle(items)
    assert assign(dict(items)) == assign(closeness)


def test_a_code_is_not_taken_from_the_entry_that_it_fits_better() -> None:
    assert assign({(0, 0): 9, (0, 1): 8, (1, 0): 8}) == {0: 1, 1: 0}


codes = st.text("E1290", min_size=0, max_size=6)


@settings(deadline=None)
@given(codes, codes)
def test_distance_is_symmetric_and_zero_for_equals_only(one: str, other: str) -> None:
    assert typing_errors(one, other) == typing_errors(other, one)
    assert (typing_errors(one, other) == 0) == (one == other)


@settings(deadline=None)
@given(codes, st.integers(0, 5), st.sampled_from("E1290"))
def test_one_slip_is_a_distance_of_at_most_one(code: str, at: int, letter: str) -> None:
    place = min(at, len(code))
    assert typing_errors(code[:place] + letter + code[place:], code) == 1
    assert typing_errors(code[:place] + letter + code[place + 1 :], code) <= 1
    swapped = code[:place] + code[place : place + 2][::-1] + code[place + 2 :]
    assert typing_errors(swapped, code) <= 1


def test_distance_stops_at_the_limit() -> None:
    assert typing_errors("AAAA", "BBBB") == 3
    assert typing_errors("A", "BBBBBB") == 3
    assert typing_errors("AB", "CD", limit=1) == 2


def test_a_key_becomes_the_claim_that_reports_it() -> None:
    claim = key_claim(VISIT)
    assert [each.code for each in claim.diagnoses] == [each.code for each in VISIT.diagnoses]
    assert claim.lines[0].pointers == ("A", "B")
    assert len(key_claim(VISIT, optional=False).diagnoses) == len(claim.diagnoses) - 1
    stay = key_claim(ADMISSION)
    assert stay.principal is not None
    assert (stay.principal.code, stay.principal.poa) == ("A41.51", "Y")
    assert len(stay.procedures) == 2
