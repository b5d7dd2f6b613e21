"""Changed codes find the cases, questions and lessons that name them."""

from __future__ import annotations

import json

from coding_course.bank import bank
from coding_course.study.touched import codes_in, touched


def test_a_code_is_found_as_a_word_and_not_as_the_beginning_of_another():
    changed = {"E11": "deleted", "E11.2": "deleted", "E11.22": "revised", "0FT44ZZ": "new"}
    assert codes_in("first E11.22, then (0FT44ZZ); not E11.221", changed) == {"0FT44ZZ": "new", "E11.22": "revised"}
    assert codes_in('"E11.22"', changed) == {"E11.22": "revised"}


def test_cases_questions_and_the_lessons_that_pull_them_are_touched(tmp_path):
    (tmp_path / "module").mkdir()
    used = bank().cases.ids[0]
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["The code is **Z99.89**."]},
        {"cell_type": "code", "metadata": {"coding_course": {"id": used, "kind": "claim"}}, "source": []},
    ]
    about = {"coding_course": {"lesson": "module/01-one"}, "title": "One"}
    (tmp_path / "module" / "01-one.ipynb").write_text(json.dumps({"metadata": about, "cells": cells}), encoding="utf-8")
    (tmp_path / "module" / "02-mine.ipynb").write_text("{}", encoding="utf-8")
    code = next(entry.code for entry in bank().cases[0].key.diagnoses)
    found = touched({code: "deleted", "Z99.89": "revised"}, bank(), tmp_path)
    lesson = found[0]
    assert (lesson.kind, lesson.id, lesson.title) == ("lesson", "module/01-one", "One")
    assert lesson.codes == {"Z99.89": "revised"}
    assert lesson.through == (used,)
    assert next(one for one in found if one.id == used).codes[code] == "deleted"


def test_every_variant_of_a_template_is_read(tmp_path):
    template = next(one for one in bank().cases.ids if len(bank().variants(one)) > 1)
    codes = [{entry.code for entry in bank().case(one).key.diagnoses} for one in bank().variants(template)]
    later = next(iter(set().union(*codes[1:]) - codes[0]))
    assert template in {one.id for one in touched({later: "deleted"}, bank(), tmp_path)}


def test_a_change_that_nothing_names_touches_nothing(tmp_path):
    assert touched({"Q00.0": "deleted"}, bank(), tmp_path) == ()
