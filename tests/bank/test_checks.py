"""The content rules that a program decides: a good file passes, each broken rule is named at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from coding_course.bank.checks import check_sources
from coding_course.bank.checks.identifiers import identifiers
from coding_course.bank.problems import Level
from coding_course.bank.sources import read_sources
from coding_course.resources import share_root

from .examples import CASE, QUESTIONS, TEMPLATE, broken, problems, write


def test_good_sources_pass_every_check(tmp_path: Path) -> None:
    assert problems(write(tmp_path)) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        # Codes
        ("code: E11.9", "code: E11", "E11 is a header (Type 2 diabetes mellitus), not billable"),
        ("code: E11.9", "code: E11.99", "E11.99 is not in FY2026"),
        ("code: E11.9", "code: e11.9", "'e11.9' is not written as a code of its kind"),
        ("code: 99213", "code: '00001'", "00001 is not in FY2026 (CPT, HCPCS)"),
        ("code: 99213", "code: 9921", "'9921' is not written as a code"),
        ("code: Z79.84", "code: E11.9", "E11.9 stands in the key twice"),
        # Reasons and quotations
        ("quote: metformin}", "quote: insulin}", "not in 'note', word for word"),
        ("quote: metformin}", "quote: Metformin}", "differs from 'note' in capital letters only"),
        ("left knee}", "left knees}", "it agrees up to"),
        ("{document: note, quote: metformin}", "{document: op, quote: metformin}", "No document 'op'; there are: note"),
        ("evidence: [{document: note, quote: metformin}]", "evidence: []", "Z79.84 has no evidence"),
        ("rationale: No complication is documented.", "rationale: ''", "E11.9 has no rationale"),
        ("citation: ICD-10-CM Official Guidelines FY2026, I.C.4.a\n", "citation: ''\n", "E11.9 has no citation"),
        ("Guidelines FY2026, I.B.13", "Guidelines FY2024, I.B.13", "The citation is of FY2024"),
        # Pointers, setting
        ("pointers: [M17.12, E11.9]", "pointers: [M17.11]", "The pointer M17.11 is not a diagnosis of the key"),
        ("      pointers: [M17.12, E11.9]\n", "", "points at no diagnosis"),
        (
            "  diagnoses:\n    - code: M17.12",
            "  diagnoses:\n    - code: M17.12\n      poa: Y",
            "only diagnoses of inpatient",
        ),
        (
            "  diagnoses:\n    - code: M17.12",
            "  diagnoses:\n    - code: M17.12\n      optional: true",
            "cannot be optional",
        ),
        ("setting: professional", "setting: inpatient", "An inpatient key needs a principal diagnosis"),
        ("setting: professional", "setting: inpatient", "reports ICD-10-PCS procedures, not service lines"),
        # Traps
        ("- code: M25.562", "- code: M17.12", "The trap M17.12 is a code of the key"),
        ("- code: M25.562", "- code: M25.599", "The trap M25.599 is not in FY2026"),
        ("kind: integral-symptom", "kind: integral", "No difference is called 'integral'"),
        (
            "misconception: Pain belongs to the osteoarthritis that was diagnosed.",
            "misconception: ''",
            "lacks its misc",
        ),
        # Edits
        ("traps:\n", "warnings: {no-such-rule: because it is so}\ntraps:\n", "No edit is called 'no-such-rule'"),
        ("traps:\n", "warnings: {excludes1: because it is so here}\ntraps:\n", "is explained but does not fire"),
        # Privacy
        ("worse on stairs", "worse since 3/14/2024 on stairs", "'3/14/2024' is a date finer than a year"),
        ("worse on stairs", "seen by Dr. Miller, worse on stairs", "'Dr. Miller' is a name"),
        ("age: 54", "age: 93", "write 90 for everyone of 90 and over"),
        # Identity and review
        ("- {by: second coder, edition: FY2026, agreed: true}", "[]", "No independent coding is recorded"),
        ("agreed: true", "agreed: false", "What differed, and how was it settled?"),
        ("agreed: true", "agreed: true, differences: one code", "agreed is true, but differences are told"),
        ("skills: [cm.laterality]", "skills: [cm.leterality]", "No skill 'cm.leterality'"),
        ("difficulty: 2", "difficulty: 7", "it runs from 1 to 5"),
        ("edition: FY2026", "edition: FY1999", "FY1999"),
        ("edition: FY2026", "edition: latest", "'latest' is not an edition"),
    ],
)
def test_a_broken_rule_is_named_near_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    text, line = broken(CASE, old, new)
    told = [each for each in problems(write(tmp_path, case=text)) if said in each[3]]
    assert told, problems(tmp_path)
    assert told[0][0] == "cases/knee/tx-001.yaml"
    assert told[0][1] >= 1
    block = {"worse on stairs", "setting: professional", "      pointers: [M17.12, E11.9]\n"}
    if old not in block:
        assert abs(told[0][1] - line) <= 3, (told[0], line)


def test_an_edit_that_fires_on_the_key_needs_its_reason(tmp_path: Path) -> None:
    text = CASE.replace("M17.12", "M17.10")
    told = [each[3] for each in problems(write(tmp_path, case=text))]
    assert len(told) == 1
    assert told[0].startswith("The key triggers the edit laterality; repair the key, or give the reason")
    explained = text.replace("traps:\n", "warnings: {laterality: The note names no side at all.}\ntraps:\n", 1)
    assert problems(write(tmp_path, case=explained)) == []


def test_an_order_that_the_key_itself_breaks_is_named(tmp_path: Path) -> None:
    order = "  order:\n    - {first: E11.9, then: M17.12, rationale: For a test, citation: None at all}\ntraps:\n"
    told = problems(write(tmp_path, case=CASE.replace("traps:\n", order, 1)))
    assert any("The key itself lists M17.12 before E11.9" in each[3] for each in told)


def test_an_alternate_needs_its_reason_and_must_exist(tmp_path: Path) -> None:
    alternates = (
        "      alternates: [{code: E11.8, why: ''}, {code: E11.99, why: wrong}, {code: M17.12, why: in the key}]\n"
    )
    text = CASE.replace("    - code: Z79.84\n", alternates + "    - code: Z79.84\n", 1)
    told = " ".join(each[3] for each in problems(write(tmp_path, case=text)))
    assert "The alternate E11.8 lacks its why" in told
    assert "E11.99 is not in FY2026" in told
    assert "The alternate M17.12 is a code of the key itself" in told


STAY = """\
id: tx-003
title: A stay
specialty: inpatient
setting: inpatient
edition: FY2026
difficulty: 2
skills: [cm.poa]
patient: {age: 71, sex: M}
documents:
  - {id: ds, type: discharge summary, title: Summary, text: Pneumonia on admission. Long-term aspirin.}
key:
  principal:
    code: J18.9
    poa: Y
    evidence: [{document: ds, quote: Pneumonia on admission}]
    rationale: The reason for admission.
    citation: ICD-10-CM Official Guidelines FY2026, II
  diagnoses:
    - code: Z79.82
      poa: 1
      evidence: [{document: ds, quote: Long-term aspirin}]
      rationale: A long-term drug.
      citation: ICD-10-CM Official Guidelines FY2026, I.C.21.c.3
traps:
  - {code: J15.9, misconception: No organism is named in this chart.}
review:
  - {by: second coder, edition: FY2026, agreed: true}
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    poa: Y\n", "", "J18.9 needs a POA indicator"),
        ("poa: Y", "poa: X", "J18.9 needs a POA indicator"),
        ("poa: Y", "poa: 1", "J18.9 is not on the POA-exempt list"),
        ("poa: 1", "poa: Y", "Z79.82 is on the POA-exempt list"),
    ],
)
def test_indicators_of_a_stay_are_checked(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "cases" / "tx-003.yaml"
    path.parent.mkdir()
    path.write_text(STAY, encoding="utf-8")
    assert problems(tmp_path) == []
    path.write_text(broken(STAY, old, new)[0], encoding="utf-8")
    assert any(said in each[3] for each in problems(tmp_path))


def test_every_variant_of_a_template_must_pass(tmp_path: Path) -> None:
    told = problems(write(tmp_path, template=TEMPLATE.replace("knee: M17.11", "knee: M17.1")))
    assert any("M17.1 is a header" in each[3] for each in told)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("feedback: This category is not divided further.", "feedback: ''", "Each option needs its own feedback"),
        ("{text: I10, feedback:", "{text: E11, feedback:", "'E11' stands here twice"),
        ('divided further.", correct: true}', 'divided further."}', "0 options are correct"),
        ("not divided further.}", "not divided further., correct: true}", "2 options are correct"),
        ("{text: E11.9,", "{text: All of the above,", "options that speak of other options"),
        ("{text: E11.9,", "{text: Both of these,", "options that speak of other options"),
        ("This code is not divided further either.", "This category is not divided further.", "the same feedback"),
        ("stem: Which code is a header?", "stem: ''", "The question has no stem"),
        ("rationale: E11 is divided further.", "rationale: ''", "The question has no rationale"),
        ("domains: ['cpc:icd-10-cm']", "domains: ['cpc:icd-10']", "No exam domain 'cpc:icd-10'"),
        ("skills: [cm.billable]", "skills: [cm.bilable]", "No skill 'cm.bilable'"),
        ("type: single", "type: ordering", "A ordering question has steps, no choices"),
        ("type: single", "type: ordering", "A ordering question needs steps"),
        ("{code: I10, feedback:", "{code: I10.9, feedback:", "I10.9 is not in FY2026"),
        ("{code: I11.9,", "{code: i119,", "Write I11.9, not i119"),
        ('essential hypertension.", correct: true', 'essential hypertension."', "No code is correct"),
        ("{left: E11.2,", "{left: E11,", "'E11' stands here twice"),
        ("stem: Put the steps in order.", "stem: Which code is a header?!", "The stem is that of q-tx-1"),
        ("{text: Read its notes,", "{text: Find the main term,", "'Find the main term' stands here twice"),
    ],
)
def test_a_broken_question_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    text, line = broken(QUESTIONS, old, new)
    told = [each for each in problems(write(tmp_path, questions=text)) if said in each[3]]
    assert told, problems(tmp_path)
    assert told[0][0] == "questions/tx.yaml"
    assert abs(told[0][1] - line) <= 12


def test_every_option_correct_is_refused(tmp_path: Path) -> None:
    text = QUESTIONS.replace("stands behind a diagnosis.}", "stands behind a diagnosis., correct: true}")
    text = text.replace("in either place.}", "in either place., correct: true}")
    assert any("ticking all of them shows nothing" in each[3] for each in problems(write(tmp_path, questions=text)))


def many(count: int, right: str, wrong: str, place: int) -> str:
    made = []
    for number in range(count):
        choices = [f"    - {{text: {wrong} {letter}, feedback: Not this one {letter}.}}" for letter in "xyz"]
        choices.insert(
            place if place >= 0 else number % 4, f"    - {{text: {right}, feedback: This is right., correct: true}}"
        )
        made.append(
            f"- id: q-many-{number}\n  type: single\n  stem: Question number {number} of many\n"
            "  rationale: Made for a test.\n  citation: None at all\n  skills: [cm.billable]\n  difficulty: 1\n"
            "  edition: FY2026\n  domains: []\n  choices:\n" + "\n".join(choices) + "\n"
        )
    return "".join(made)


def test_a_right_option_that_is_always_the_longest_is_told(tmp_path: Path) -> None:
    long = "a right option that says a great deal more than the others"
    told = problems(write(tmp_path, questions=many(12, long, "short", -1)))
    assert {each[3].partition(",")[0] for each in told} == {"The right option is clearly the longest"}
    assert problems(write(tmp_path, questions=many(12, "short a", "short", -1))) == []


def test_a_right_option_that_is_always_in_one_place_is_told(tmp_path: Path) -> None:
    told = problems(write(tmp_path, questions=many(14, "short a", "short", 1)))
    assert [each[3] for each in told] == ["The right option is B in 14 of 14 questions; move some."]


def test_skills_and_exams_are_checked(tmp_path: Path) -> None:
    for folder, text in (
        ("skills", "- {id: a.b, title: Do it, after: [a.c]}\n- {id: a.d, title: Do that, after: [a.d]}\n"),
        (
            "exams",
            "- {id: x, title: X, body: Y, items: 1, minutes: 1, passing: '1', source: '', checked: often,\n"
            "   domains: [{id: d, title: D, share: 0.2}]}\n",
        ),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{folder}.yaml").write_text(text, encoding="utf-8")
    told = " ".join(each[3] for each in problems(tmp_path))
    for said in ("No skill 'a.c'", "comes after itself", "add up to 0.20", "has no source", "the year in which"):
        assert said in told


# Identifiers


@pytest.mark.parametrize(
    "text",
    [
        "Seen by Dr. Alvarez today.",
        "Mrs Jones reports pain.",
        "Jane Smith, MD",
        "Admitted 03/14/2024.",
        "DOS 3-14-24",
        "on 2024-03-14",
        "since March 14",
        "14th of March",
        "in March 2024",
        "seen on 3/14",
        "call (555) 123-4567",
        "555-123-4567",
        "SSN 123-45-6789",
        "MRN: 00123456",
        "account number 9988776",
        "someone@example.org",
        "https://example.org/chart",
        "10.0.0.12",
        "lives at 12 Oak Street",
        "Springfield, IL",
        "TX 75001",
        "a 93-year-old woman",
        "age 91",
        "94 y/o",
    ],
)
def test_an_identifier_is_found(text: str) -> None:
    assert any(each.sure for each in identifiers(text)), text


@pytest.mark.parametrize(
    "text",
    [
        "BP 130/80, pulse 72, SpO2 98 %, pain 3/10, strength 5/5, murmur 2/6, vision 20/40.",
        "A 90+ year old man, hospital day 3, in 2019, since 2021.",
        "The surgeon and the nurse agreed. Dr. reviewed the film.",
        "Lisinopril 10 mg daily, metformin 1000 mg bid, 1-2 tablets, q4-6h.",
        "Stage 3a CKD; eGFR 52; A1c 7.8; Cr 1.4; K 4.1; WBC 11.2.",
        "T12-L1, C5-6, 3-0 nylon, 2.5 cm x 1.1 cm, 4.5 x 3 x 2 cm.",
        "G2P1001 at 38 2/7 weeks. 12-lead ECG. 5-year-old. 89-year-old.",
        "May 2 of the lesions be removed? They may 5 times out of 10.",
        "Colles' fracture, Crohn's disease, McBurney's point, Jackson-Pratt drain.",
        "Patient: alert. Surgeon: same. Follow-up in 2 weeks.",
    ],
)
def test_what_a_chart_is_full_of_is_no_identifier(text: str) -> None:
    assert [each.found for each in identifiers(text) if each.sure] == []


def test_a_city_is_a_warning(tmp_path: Path) -> None:
    text = CASE.replace("worse on stairs", "worse on stairs since moving here from Chicago", 1)
    text = text.replace("quote: worse on stairs", "quote: worse on stairs")
    told = problems(write(tmp_path, case=text))
    assert [(each[2], "Chicago" in each[3]) for each in told] == [(Level.WARNING, True)]


# The course's own sources


def test_the_courses_own_sources_have_no_problem() -> None:
    told = [str(problem) for problem in check_sources(shown=share_root())]
    assert told == []


def test_the_course_has_the_cases_and_questions_it_needs() -> None:
    found = read_sources([share_root() / "datasets"])
    plain = [each for each in found.cases if ":" not in each.value.id]
    templates = {each.value.id.partition(":")[0] for each in found.cases if ":" in each.value.id}
    assert len(plain) + len(templates) >= 15
    assert any(sum(each.value.id.startswith(f"{one}:") for each in found.cases) >= 8 for one in templates)
    assert len(found.questions) >= 60
    assert len({each.value.type for each in found.questions}) == 5
