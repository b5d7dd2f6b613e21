"""What events add up to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coding_course.study import summary
from coding_course.study.events import Event


def attempt(n: int, item: str, points: object = 1.0, **facts: object) -> Event:
    return Event(f"{item}{n}", f"2026-01-0{n}", "attempt", item, {"points": points, "max": 4.0, **facts})


def test_an_item_keeps_its_attempts_best_last_and_last_answer() -> None:
    events = [
        attempt(1, "pc-001", 1.0, answer="a"),
        attempt(2, "pc-001", 4.0, answer="b"),
        attempt(3, "pc-001", 2.0, answer="c"),
    ]
    (found,) = summary.summarize(events)
    assert (found.attempts, found.best, found.last, found.max, found.answer) == (3, 4.0, 2.0, 4.0, "c")


def test_last_means_last_in_time_also_when_an_import_appended_older_events() -> None:
    (found,) = summary.summarize([attempt(2, "q", 4.0, answer="new"), attempt(1, "q", 0.0, answer="old")])
    assert found.answer == "new"


def test_drafts_are_no_attempts() -> None:
    assert summary.summarize([Event("1", "1", "draft", "q")]) == []


def test_a_lesson_is_done_as_far_as_its_items_were_attempted() -> None:
    found = summary.lesson(
        [attempt(1, "a", 4.0), attempt(1, "b", 2.0), attempt(1, "elsewhere", 4.0)], ["a", "b", "c", "c"]
    )
    assert (found.done, found.total, found.share) == (2, 3, 0.5)


def test_a_lesson_without_items_is_not_a_division_by_zero() -> None:
    assert summary.lesson([], []) == summary.LessonSummary(0, 0, 0.0)


def test_items_are_listed_under_the_lesson_they_were_attempted_in() -> None:
    events = [
        Event("1", "1", "begin", "start/00"),
        attempt(1, "q", lesson="start/00"),
        attempt(2, "q", lesson="start/00"),
    ]
    assert summary.by_lesson(events) == {"start/00": ("q",)}


def test_a_draft_stands_until_an_attempt_and_an_attempt_until_a_retry() -> None:
    draft = Event("d", "2026-01-01", "draft", "q", {"answer": "A"})
    tried = attempt(2, "q", answer="B")
    retry = Event("r", "2026-01-03", "retry", "q")
    later = Event("l", "2026-01-04", "draft", "q", {"answer": "C"})
    assert summary.standing([draft], "q") == ({"answer": "A"}, {})
    assert summary.standing([draft, tried], "q") == ({}, tried.facts)
    assert summary.standing([draft, tried, retry], "q") == ({}, {})
    assert summary.standing([draft, tried, retry, later], "q") == ({"answer": "C"}, {})
    assert summary.standing([draft, tried, retry, later], "other") == ({}, {})


def test_the_latest_goal_is_the_goal() -> None:
    events = [Event("2", "2", "goal", "cpc"), Event("1", "1", "goal", "ccs")]
    found = summary.latest(events, "goal")
    assert found is not None
    assert found.item == "cpc"
    assert summary.latest(events, "goal", "ccs") is events[1]
    assert summary.latest(events, "begin") is None


json_values = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers())


@given(points=json_values, most=json_values)
def test_whatever_an_imported_file_says_a_share_is_between_0_and_1(points: object, most: object) -> None:
    event = Event("1", "1", "attempt", "q", {"points": points, "max": most})
    assert 0.0 <= summary.share(event) <= 1.0
    (found,) = summary.summarize([event])
    assert found.best >= 0.0
    assert 0.0 <= summary.lesson([event], ["q"]).share <= 1.0
