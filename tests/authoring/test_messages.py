"""Each mistake in a lesson is reported with its file, line, column, rule and next step, many in one run."""

from __future__ import annotations

import pytest

from coding_course.authoring import build
from tests.authoring.conftest import LESSON, edit

IDEA = "names the disease and\nits complication."
QUIZ = "```{quiz} q-demo-1 q-demo-3"

MISTAKES = [
    # what is replaced, by what, rule, words of the message, words of the advice
    ("{cm}`E11.22` names", "{cm}`E11` names", "code-billable", "E11 (Type 2 diabetes mellitus) is a header", "E11.00"),
    ("{cm}`E11.22` names", "{cm}`E11.222` names", "code-valid", "E11.222 is not an ICD-10-CM code", "E11.22"),
    ("{cm}`E11.22` names", "{cm}`e11.22` names", "code-form", "e11.22 is written E11.22", "E11.22"),
    ("{cm}`E11.22` names", "{cm-header}`E11.22` names", "code-header", "not a header", "{cm}`E11.22`"),
    ("{cm}`E11.22` names", "{pcs}`E11.22` names", "code-valid", "is not an ICD-10-PCS code", "ICD-10-CM"),
    ("{cm}`E11.22` names", "{mc}`E11.22` names", "role-unknown", "no role {mc}", "Roles are cite, cm"),
    ("{term}`combination code`", "{term}`combinaton code`", "term", "does not define", "Did you mean combination code"),
    (
        "{cite}`ICD-10-CM Official Guidelines FY2026, I.B.9` Ask",
        "{cite}`ICD-10-CM Official Guidelines FY2026, I.B.99` Ask",
        "citation",
        "no section I.B.99",
        "Did you mean I.B.9",
    ),
    (
        "{cite}`ICD-10-CM Official Guidelines FY2026, I.B.9` Ask",
        "{cite}`ICD-10-CM Official Guidelines FY2019, I.B.9` Ask",
        "citation",
        "FY2019",
        "FY2026",
    ),
    (
        "{cite}`ICD-10-CM Official Guidelines FY2026, I.B.9` Ask",
        "{cite}`Guidelines I.B.9` Ask",
        "citation",
        "in full",
        "Write",
    ),
    ("{lit}`B12`", "{source}`Some report`", "source-year", "names no year", "Add the year"),
    ("{lit}`B12`", "{lesson}`demo/01-combinatio`", "lesson-link", "There is no lesson", "demo/01-combination"),
    ("{lit}`B12`", "[b](../other/99-x.md)", "lesson-link", "no lesson 'other/99-x'", "{lesson}"),
    (QUIZ, "```{quizz} q-demo-1", "directive-unknown", "no directive {quizz}", "Did you mean quiz"),
    (QUIZ, "```{quiz}", "directive-arguments", "needs one argument", "```{quiz} q-conv-01"),
    (QUIZ, "```{quiz} q-demo-9", "question-unknown", "no question 'q-demo-9'", "q-demo-"),
    (QUIZ, "```{quiz} demo-1", "question-unknown", "no question 'demo-1'", "It is a case"),
    (QUIZ, "```{quiz} q-demo-1 q-demo-1", "question-twice", "q-demo-1 stands here twice", "once"),
    (":title: Combination", ":titel: Combination", "directive-option", "no option 'titel'", "Did you mean title"),
    ("```{browser} E11\n", "```{browser} E99.9\n", "code-valid", "E99.9 is not a code", "search"),
    ("```{browser} E11\n", "```{browser} E11 E12\n", "directive-arguments", "takes one argument", "{browser} E11"),
    ("{exercise} demo-1", "{exercise} demo-3", "case-unknown", "no case 'demo-3'", "Did you mean demo-"),
    ("{exercise} demo-1", "{exercise} q-demo-1", "case-unknown", "no case 'q-demo-1'", "It is a question"),
    (":points: 10", ":points: ten", "points", "'ten' is not a number", "1 to 100"),
    (":points: 10\n", "", "directive-option", "needs the option points", ":points: 10"),
    ("dx: {{dx1}}", "dx: {{dx7}}", "start", "{{dx7}} stands for nothing", "{{dx1}}"),
    ("dx: {{dx1}}", "", "start", "empty", "out"),
    ("```{answer} q-demo-2", "```{answer} demo-1", "question-unknown", "no question 'demo-1'", "case"),
    (":alt: Two boxes joined into one\n", "", "directive-option", "needs the option alt", ":alt:"),
    (
        "\nThe box of the disease and the box of its complication\nbecome one box, the combination code.\n",
        "",
        "directive-body",
        "needs a text",
        "{figure}",
    ),
    (
        "{figure} boxes.svg",
        "{figure} bags.svg",
        "picture-missing",
        "bags.svg is not in lessons/demo/images",
        "boxes.svg",
    ),
    ("{figure} boxes.svg", "{figure} ../boxes.svg", "picture-name", "cannot be the name", "lower-case"),
    ("{notes} E11.22", "{notes} N18.31", "notes-none", "N18.31 has no notes", ":inherited:"),
    ("{notes} E11.22\n", "{notes} E11.22\n:kinds: exclude1\n", "note-kind", "exclude1", "excludes1"),
    ("{documents} demo-1", "{documents} demo-1 lab", "document-unknown", "no document 'lab'", "progress-note"),
    ("prerequisites: []", "prerequisites: [demo/00-none]", "prerequisites-known", "no lesson 'demo/00-none'", ""),
    ("skills: [cm.combination]", "skills: [cm.combinatoin]", "skills-known", "no skill", "cm.combination"),
    ('["cpc:icd-10-cm"]', '["cpc:icd-10"]', "exam_domains-known", "no exam domain", "cpc:icd-10-cm"),
    ("minutes: 10", "minutes: ten", "front-matter", "minutes must be a whole number", "writing-lessons"),
    ("minutes: 10", "minuts: 10", "front-matter", "did you mean 'minutes'", ""),
    ("title: Combination codes\n", "", "front-matter", "lacks title", ""),
    ("title: Combination codes", "title: Codes: all of them", "front-matter", "not YAML", ""),
    ("id: demo/01-combination", "id: demo/01-combi", "front-matter", "the file is 'demo/01-combination'", "Write id"),
    ("module: demo", "module: other", "front-matter", "lies in 'demo'", "Write module: demo"),
]


@pytest.mark.parametrize(
    ("old", "new", "rule", "message", "advice"), MISTAKES, ids=[f"{m[2]}-{i}" for i, m in enumerate(MISTAKES)]
)
def test_a_mistake_is_told_with_rule_and_next_step(clone, old, new, rule, message, advice):
    edit(clone, old, new)
    found = [problem for problem in build(clone, check=True).problems if problem.rule == rule]
    assert found, [problem.text() for problem in build(clone, check=True).problems]
    assert all(problem.path == LESSON and problem.line > 0 for problem in found)
    assert any(message in problem.message for problem in found), found
    assert any(advice in problem.advice for problem in found), found


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("{cm}`E11.22` names", "{cm}`E11` names", "{cm}`E11`"),
        ("Look for a word that", "Look for {cm}`E11`, that", "{cm}`E11`"),
        ("Read {code}`N18.31` next.", "Read on:\n\n- one {code}`N18.99`", "{code}`N18.99`"),
        ("Reporting {cm}`E11.9`", "Reporting **{cm}`E11.99`**", "{cm}`E11.99`"),
    ],
)
def test_the_caret_points_at_the_role(clone, old, new, marked):
    edit(clone, old, new)
    problem = build(clone, check=True).problems[0]
    lines = (clone / LESSON).read_text(encoding="utf-8").split("\n")
    assert lines[problem.line - 1][problem.column - 1 :].startswith(marked)
    told = problem.text().split("\n")
    assert told[0].startswith(f"{LESSON}:{problem.line}:{problem.column}: error: ")
    caret = told[2].index("^")
    assert told[1][caret:].startswith(marked)
    assert told[2].count("^") == len(marked)


def test_a_caret_stays_right_in_a_long_line(clone):
    edit(clone, "Now you.", f"{'word ' * 80}{{cm}}`E11` {'more ' * 40}")
    told = build(clone, check=True).problems[0].text().split("\n")
    assert told[1][told[2].index("^") :].startswith("{cm}`E11`")
    assert len(told[1]) < 160


def test_many_mistakes_are_told_in_one_run_in_the_order_of_lines(clone):
    edit(clone, "{cm}`E11.22` names", "{cm}`E11` names")
    edit(clone, "{code}`N18.31` next", "{code}`N18.99` next")
    edit(clone, QUIZ, "```{quiz} q-demo-9")
    problems = build(clone, check=True).problems
    assert [problem.rule for problem in problems] == ["code-billable", "code-valid", "question-unknown"]
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)


def test_a_mistake_inside_a_nested_directive_has_its_own_line(clone):
    line = edit(clone, "Look at the *stage*.", "Look at {cm}`N18.3`.")
    assert [(each.rule, each.line) for each in build(clone, check=True).problems] == [("code-billable", line)]


def test_an_item_cannot_be_graded_twice(clone):
    line = edit(clone, "```{browser} E11\n```", "```{answer} q-demo-2\n:points: 1\n```")
    assert [(each.rule, each.line) for each in build(clone, check=True).problems] == [("graded-twice", line)]


def test_a_directive_inside_an_exercise_is_refused(clone):
    edit(clone, "The first code stands. Add the rest.", "```{tip}\nNo.\n```")
    assert [each.rule for each in build(clone, check=True).problems] == ["directive-nested"]


def test_a_fence_that_is_not_closed_is_told_where_it_opens(clone):
    line = edit(clone, "```{mistake}\nReporting {cm}`E11.9` beside {cm}`E11.22`.\n```", "```{mistake}\nReporting.")
    problems = build(clone, check=True).problems
    assert [(each.rule, each.line) for each in problems] == [("fence-open", line)]


def test_a_directive_in_a_list_is_refused(clone):
    edit(clone, "```{browser} E11\n```", "- item\n\n  ```{browser} E11\n  ```")
    assert [each.rule for each in build(clone, check=True).problems] == ["directive-margin"]


def test_a_lesson_without_front_matter_is_told_so(clone):
    (clone / LESSON).write_text("## Hello\n", encoding="utf-8")
    problems = build(clone, check=True).problems
    assert [(each.rule, each.line) for each in problems] == [("front-matter", 1)]
    assert "no front matter" in problems[0].message
