"""``search`` for one query and for batches."""

from __future__ import annotations

import json


def test_an_abbreviation_finds_its_code_first(course):
    hits = json.loads(course("search", "htn", "--json").out)["hits"]
    assert hits[0]["code"] == "I10"
    assert set(hits[0]) >= {"system", "code", "title", "score"}


def test_scores_fall_from_hit_to_hit(course):
    hits = json.loads(course("search", "heart", "attack", "--json").out)["hits"]
    assert [one["score"] for one in hits] == sorted((one["score"] for one in hits), reverse=True)


def test_a_batch_answers_a_line_for_a_line_in_order(lines):
    code, answers = lines("search", "--jsonl", "--limit", "3", records=[{"query": "uti"}, {"query": "zzzzqqqq"}])
    assert [one["query"] for one in answers] == ["uti", "zzzzqqqq"]
    assert answers[0]["hits"][0]["code"] == "N39.0"
    assert len(answers[0]["hits"]) <= 3
    assert answers[1]["hits"] == []
    assert code == 0


def test_a_bad_line_is_answered_with_an_error_and_stops_nothing(lines):
    code, answers = lines("search", "--jsonl", records=["{not json", {"query": "copd"}, {"words": "x"}, "[]"])
    assert ["error" in one for one in answers] == [True, False, True, True]
    assert code == 1


def test_one_system_only(course):
    hits = json.loads(course("search", "office visit", "--system", "cpt", "--json").out)["hits"]
    assert hits
    assert {one["system"] for one in hits} == {"CPT"}


def test_an_unknown_system_is_a_sentence(course):
    done = course("search", "x", "--system", "snomed")
    assert done.code == 2
    assert "no code system" in done.err


def test_nothing_to_search_for_is_a_sentence(course):
    assert course("search").code == 2
    assert course("search", " ").code == 2


def test_a_hit_says_how_many_codes_it_stands_for_and_in_what_they_differ(course):
    (hit,) = json.loads(course("search", "knee", "pain", "--limit", "1", "--json").out)["hits"]
    assert (hit["code"], hit["more"], hit["varies"]) == ("M25.569", 2, ["side"])
    assert "(+2 by side)" in course("search", "knee", "pain", "--limit", "1").out


def test_procedures_are_searched_by_name(course):
    hits = json.loads(course("search", "lap", "chole", "--system", "pcs", "--json").out)["hits"]
    assert hits[0]["code"] == "0FT44ZZ"
