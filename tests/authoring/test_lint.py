"""The content checks: what each must find, and what it must let pass."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coding_course.authoring import Severity, lint
from coding_course.authoring.lint.structure import svg_complaints
from tests.authoring.conftest import LESSON, edit

WORDS = "one two three four five six seven eight nine ten. "

FOUND = [
    # text added to the lesson, rule, what the caret marks
    ("Report E11.9 here.", "code-typed", "E11.9"),
    ("Report `E11.9` here.", "code-typed", "E11.9"),
    ("Report E11.9999 here.", "code-typed", "E11.9999"),
    ("The category E11 is large.", "code-typed", "E11"),
    ("Codes S93.401A and up.", "code-typed", "S93.401A"),
    ("A visit, 99213, was billed.", "code-typed", "99213"),
    ("| a | b |\n| --- | --- |\n| c | J1885 |", "code-typed", "J1885"),
    ("Remove it: 0DTJ4ZZ.", "code-typed", "0DTJ4ZZ"),
    ("Add modifier 25 to it.", "code-typed", "25"),
    ("It is chronic kidney disease, stage 3a in the note.", "title-typed", "chronic kidney disease, stage 3a"),
    ("Report each additional lesion, {cpt}`11201`.", "cpt-wording", "each additional"),
    ("This must be met or exceeded.", "cpt-wording", "must be met or exceeded"),
    ("Use {cpt}`99213` (established patient office visit low).", "cpt-wording", "established patient office visit low"),
    ("About 95 percent of claims pass.", "number-source", "95 percent"),
    ("Some 30% of them fail.", "number-source", "30%"),
    ("It costs \\$399 a year.", "number-source", "$399"),
    ("There are 74,719 of them.", "number-source", "74,719"),
    ("It costs $5 and {lit}`x`.", "dollar", "$"),
    ("AAPC gives an exam.", "affiliation", "AAPC"),
    ("Ask Dr. Miller about it.", "identifier", "Dr. Miller"),
    ("Seen on 03/14/2025 again.", "identifier", "03/14/2025"),
    ("A lucrative field.", "wording-promise", "lucrative"),
    ("Well done so far.", "wording-praise", "Well done"),
    ("It is important to note this.", "wording-filler", "It is important to note"),
    ("A tumour of the colon.", "spelling-us", "tumour"),
    ("Read [here](https://www.cms.gov).", "link-text", "[here](https://www.cms.gov)"),
    ("Read [the manual](manual.pdf).", "link", "[the manual](manual.pdf)"),
    ("Read [the part](#Nothing-like-it).", "link", "[the part](#Nothing-like-it)"),
    ("Read [the page](http://www.cms.gov).", "link", "[the page](http://www.cms.gov)"),
    ("See ![boxes](images/boxes.svg).", "picture-text", "![boxes](images/boxes.svg)"),
    ("Hello <script>x</script>", "html", "<script"),
]


@pytest.mark.parametrize(("added", "rule", "marked"), FOUND)
def test_it_is_found_and_marked(clone, linted, added, rule, marked):
    found = [each for each in linted(added) if each.rule == rule]
    assert len(found) == 1, found
    line = (clone / LESSON).read_text(encoding="utf-8").split("\n")[found[0].line - 1]
    assert line[found[0].column - 1 :].startswith(marked), found[0].text()
    assert found[0].width == len(marked)
    assert found[0].advice


LET_PASS = [
    "Vitamin {lit}`B12` and a T1 image, an A1C of 7, the L4 root and COVID-19.",
    "In the year 2026, form CMS-1500, box 24E, 45 CFR 164.514, 5 mg twice, rooms 12-14.",
    "Report {code}`E11.9`, not {cm}`E11.22`; {mod}`25` is a modifier.",
    "The hypertension is essential. Its kidney disease is chronic.",
    "About 95 percent of claims pass. {source}`A report, 2025`",
    "An accuracy of {lit}`95 %` is only an example.",
    "It costs \\$399 a year. {source}`A price list, 2026`",
    "AAPC gives an exam. This course is not affiliated with it.",
    "The edition begins on October 1, 2025.",
    "Read [the manual of CMS](https://www.cms.gov/a/B12.1/99213) and [the idea](#The-idea).",
    "You never need to type a code twice.",
    "With or without insulin, the type decides.",
    "A centerpiece, a catalog, a program, an organization.",
    "A radio-opaque marker {lit}`E11.9` stays.",
]


@pytest.mark.parametrize("added", LET_PASS)
def test_it_passes(linted, added):
    assert linted(added) == []


def test_the_small_lesson_has_no_error(clone):
    assert [each.text() for each in lint(clone, [clone / "lessons"]) if each.severity is Severity.ERROR] == []


def test_front_matter_is_checked_like_prose(linted):
    found = linted(old="Look for a word that joins", new="Look at E11.9, which joins")
    assert [each.rule for each in found] == ["code-typed"]


def test_a_rule_without_a_citation_is_found_once_a_section(linted):
    added = "## New\n\nA code must be complete. A claim must be clean.\n\n### Below\n\nNever report a header code."
    assert [each.rule for each in linted(added)] == ["citation-missing"]


def test_a_citation_anywhere_in_the_section_covers_its_rules(linted):
    added = "## New\n\nA code must be complete.\n\n### Below\n\nSee {cite}`ICD-10-CM Official Guidelines FY2026, I.B.9`"
    assert linted(added) == []


@pytest.mark.parametrize(
    ("added", "rule"),
    [
        ("# Title", "heading-order"),
        ("#### Deep", "heading-order"),
        ("## Where next", "heading-made"),
        ("## The idea", "heading-twice"),
        ("```{tip}\n## Inside\n```", "heading-order"),
        (f"{WORDS * 31}", "cell-long"),
    ],
)
def test_structure_is_checked(linted, added, rule):
    assert [each.rule for each in linted(added)] == [rule]


def test_a_level_cannot_be_skipped(linted):
    found = linted(old="## The idea", new="### The idea")
    assert "heading-order" in {each.rule for each in found}


def test_reading_for_too_long_without_doing_anything_is_a_warning(linted):
    added = "\n\n+++\n\n".join([WORDS * 25] * 3)
    found = linted(added)
    assert [(each.rule, each.severity) for each in found] == [("activity-spacing", Severity.WARNING)]
    assert "75" in found[0].message or "76" in found[0].message


def test_an_activity_in_between_ends_the_count(linted):
    added = f"{WORDS * 25}\n\n```{{browser}} E11\n```\n\n{WORDS * 25}\n\n+++\n\n{WORDS * 20}"
    assert linted(added) == []


@pytest.mark.parametrize(
    ("old", "new", "rule", "severity"),
    [
        ("  - Recognize a combination code\n", "", "objectives-count", Severity.ERROR),
        ("Recognize a combination", "Understand a combination", "objectives-verb", Severity.ERROR),
        ("Recognize a combination", "Munch a combination", "objectives-verb", Severity.WARNING),
        ("  - Look for a word that joins two diseases.\n", "", "key-points-count", Severity.ERROR),
        ("minutes: 10", "minutes: 500", "minutes", Severity.ERROR),
        (":alt: Two boxes joined into one", ":alt: Boxes", "picture-alt", Severity.ERROR),
        (":alt: Two boxes joined into one", ":alt: Image of two boxes joined", "picture-alt", Severity.ERROR),
        ("{worked} demo-2", "{worked} demo-1", "worked-graded", Severity.ERROR),
        ("{quiz} q-demo-1 q-demo-3\n:title: Combination", "{browser} E11", "quiz-missing", Severity.ERROR),
    ],
)
def test_reading_aids_are_checked(linted, old, new, rule, severity):
    assert (rule, severity) in {(each.rule, each.severity) for each in linted(old=old, new=new)}


def test_a_picture_that_no_lesson_shows_is_a_warning(clone):
    (clone / "lessons/demo/images/other.png").write_bytes(b"x")
    assert [(each.rule, each.path) for each in lint(clone, [clone / "lessons"])] == [
        ("picture-unused", "lessons/demo/images/other.png")
    ]


def test_a_code_in_a_picture_has_to_exist(clone):
    picture = clone / "lessons/demo/images/boxes.svg"
    drawn = picture.read_text(encoding="utf-8").replace("</svg>", "<text>E11.22 or E11.222</text></svg>")
    picture.write_text(drawn, encoding="utf-8")
    found = lint(clone, [clone / "lessons"])
    assert [each.rule for each in found] == ["picture-code"]
    assert "E11.222" in found[0].message


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 1 1">'


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (f"{SVG}<title>t</title></svg>", None),
        (f"{SVG}</svg>", "no <title>"),
        ('<svg xmlns="http://www.w3.org/2000/svg"><title>t</title></svg>', "no viewBox"),
        (f"{SVG}<title>t</svg>", "not well-formed"),
        (f"{SVG}<title>t</title><script/></svg>", "script"),
        (f'{SVG}<title>t</title><image xlink:href="https://x.org/a.png"/></svg>', "loads https://x.org"),
        (f'{SVG}<title>t</title><g onclick="x()"/></svg>', "event handler"),
        (f'<!DOCTYPE svg [<!ENTITY a "b">]>{SVG}<title>t</title></svg>', "document type"),
    ],
)
def test_svg_files_hold_up_everywhere(tmp_path, text, complaint):
    path = tmp_path / "a.svg"
    path.write_text(text, encoding="utf-8")
    found = list(svg_complaints(path))
    assert not found if complaint is None else any(complaint in each for each in found)


def test_glossary_terms_stand_in_order_with_real_sources(clone):
    path = clone / "datasets/glossary/glossary.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text + "- {term: acute, definition: Sudden., source: 'ICD-10-CM Official Guidelines FY2026, I.Z'}\n", "utf-8"
    )
    found = lint(clone, [path])
    assert [(each.rule, each.line) for each in found] == [("citation", 7), ("glossary", 7)]


def test_a_section_that_does_not_exist_is_found_in_a_case(clone):
    path = clone / "datasets/cases/demo/demo-1.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("I.C.14.a.1", "I.C.14.a.9"), encoding="utf-8")
    found = [each for each in lint(clone, [path]) if each.rule == "citation"]
    line = path.read_text(encoding="utf-8")[: path.read_text(encoding="utf-8").index("I.C.14.a.9")].count("\n") + 1
    assert [(each.path, each.line) for each in found] == [("datasets/cases/demo/demo-1.yaml", line)]


def test_wording_of_cpt_is_found_in_questions(clone):
    path = clone / "datasets/questions/demo.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Match.", "This must be met or exceeded."), "utf-8")
    assert [each.line for each in lint(clone, [path]) if each.rule == "cpt-wording"] == [29]


def test_only_what_was_asked_for_is_checked(clone):
    edit(clone, "Now you.", "Report E11.9 here.")
    bank = clone / "datasets/cases"
    assert not [each for each in lint(clone, [bank]) if each.path.startswith("lessons/")]
    assert [each.rule for each in lint(clone, [clone / LESSON])] == ["code-typed"]
    assert [each.rule for each in lint(clone, [clone / "nothing"])] == ["path"]


def test_the_guide_explains_every_rule_and_no_other():
    root = Path(__file__).parents[2]
    code = "".join(path.read_text(encoding="utf-8") for path in (root / "coding_course/authoring").rglob("*.py"))
    guide = (root / "docs/writing-lessons.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `([a-z0-9-]+)` \|", guide, re.M))
    assert {rule for rule in explained if f'"{rule}"' not in code and not rule.endswith("-known")} == set()
    seen = {rule for _, rule, _ in FOUND}
    assert seen - explained == set()
