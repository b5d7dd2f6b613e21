"""A case, a template and questions that pass every check; tests break them one line at a time."""

from __future__ import annotations

from pathlib import Path

from coding_course.bank.checks import check_sources
from coding_course.bank.problems import Level

CASE = """\
id: tx-001
title: Knee pain at a routine visit
specialty: primary-care
setting: professional
edition: FY2026
difficulty: 2
skills: [cm.laterality]
patient: {age: 54, sex: F}
documents:
  - id: note
    type: progress note
    title: Office visit
    text: |
      CC: left knee pain, worse on stairs.
      A/P: Primary osteoarthritis of the left knee. Type 2 diabetes,
      well controlled on metformin.
key:
  diagnoses:
    - code: M17.12
      evidence: [{document: note, quote: Primary osteoarthritis of the left knee}]
      rationale: The side is named, so the code for the left knee is reported.
      citation: ICD-10-CM Official Guidelines FY2026, I.B.13
    - code: E11.9
      evidence: [{document: note, quote: "Type 2 diabetes, well controlled"}]
      rationale: No complication is documented.
      citation: ICD-10-CM Official Guidelines FY2026, I.C.4.a
    - code: Z79.84
      evidence: [{document: note, quote: metformin}]
      rationale: Metformin is a long-term oral drug.
      citation: ICD-10-CM Official Guidelines FY2026, I.C.4.a.3
  lines:
    - code: 99213
      evidence: [{document: note, quote: worse on stairs}]
      rationale: An established patient with two stable problems.
      citation: CPT, evaluation and management
      pointers: [M17.12, E11.9]
traps:
  - code: M25.562
    kind: integral-symptom
    misconception: Pain belongs to the osteoarthritis that was diagnosed.
review:
  - {by: second coder, edition: FY2026, agreed: true}
"""
TEMPLATE = """\
id: tx-002
title: Knee pain
specialty: primary-care
setting: professional
edition: FY2026
difficulty: 2
skills: [cm.laterality]
patient: {age: "{{age}}", sex: F}
parameters:
  - id: side
    options:
      - {id: left, set: {side: left, knee: M17.12, other: M17.11}}
      - {id: right, set: {side: right, knee: M17.11, other: M17.12}}
  - id: drug
    options:
      - {id: none, set: {age: 54, told: "", drug: ""}}
      - {id: metformin, set: {age: 61, told: "Takes metformin for his {{side}} foot.", drug: Z79.84}}
documents:
  - id: note
    type: progress note
    title: Office visit
    text: |
      Primary osteoarthritis of the {{side}} knee. Type 2 diabetes. {{told}}
key:
  diagnoses:
    - code: "{{knee}}"
      evidence: [{document: note, quote: "osteoarthritis of the {{side}} knee"}]
      rationale: The side is named.
      citation: ICD-10-CM Official Guidelines FY2026, I.B.13
    - code: E11.9
      evidence: [{document: note, quote: Type 2 diabetes}]
      rationale: No complication is documented.
      citation: ICD-10-CM Official Guidelines FY2026, I.C.4.a
    - code: "{{drug}}"
      evidence: [{document: note, quote: metformin}]
      rationale: A long-term oral drug.
      citation: ICD-10-CM Official Guidelines FY2026, I.C.4.a.3
  lines:
    - code: 99213
      evidence: [{document: note, quote: Type 2 diabetes}]
      rationale: An established patient.
      citation: CPT, evaluation and management
      pointers: ["{{knee}}"]
traps:
  - {code: "{{other}}", misconception: The side in the note was not read.}
review:
  - {by: second coder, edition: FY2026, agreed: true}
"""
QUESTIONS = """\
- id: q-tx-1
  type: single
  stem: Which code is a header?
  rationale: E11 is divided further.
  citation: ICD-10-CM Official Guidelines FY2026, I.A.2
  skills: [cm.billable]
  difficulty: 1
  edition: FY2026
  domains: ['cpc:icd-10-cm']
  choices:
    - {text: E11, feedback: "Right: three characters, divided further.", correct: true}
    - {text: I10, feedback: This category is not divided further.}
    - {text: E11.9, feedback: This code is not divided further either.}
- id: q-tx-2
  type: multiple
  stem: Which of these are first-listed only?
  rationale: Made for this test.
  citation: ICD-10-CM Official Guidelines FY2026, I.C.21.c.16
  skills: [cm.z-codes]
  difficulty: 3
  edition: FY2026
  domains: []
  choices:
    - {text: Z00.00, feedback: "Right, it is on the list.", correct: true}
    - {text: Z79.4, feedback: A status code stands behind a diagnosis.}
    - {text: Z01.411, feedback: "Right, it is on the list too.", correct: true}
    - {text: Z23, feedback: It may stand in either place.}
- id: q-tx-3
  type: code
  stem: Essential hypertension, no other condition. Enter the code.
  rationale: One code, I10.
  citation: ICD-10-CM Official Guidelines FY2026, I.C.9.a
  skills: [cm.hypertension]
  difficulty: 1
  edition: FY2026
  domains: []
  codes:
    - {code: I10, feedback: "Right: essential hypertension.", correct: true}
    - {code: I11.9, feedback: No heart disease is documented.}
- id: q-tx-4
  type: matching
  stem: Match code and meaning.
  rationale: From the Tabular List.
  citation: ICD-10-CM Official Guidelines FY2026, I.A.2
  skills: [cm.structure]
  difficulty: 2
  edition: FY2026
  domains: []
  pairs:
    - {left: E11, right: category, feedback: Three characters make a category.}
    - {left: E11.2, right: subcategory, feedback: Four characters and divided further.}
    - {left: E11.22, right: code, feedback: This one is not divided further.}
    - {left: I10, right: code, feedback: A category that is not divided is a code.}
- id: q-tx-5
  type: ordering
  stem: Put the steps in order.
  rationale: The index leads to the list.
  citation: ICD-10-CM Official Guidelines FY2026, I.B.1
  skills: [cm.index-to-tabular]
  difficulty: 2
  edition: FY2026
  domains: []
  steps:
    - {text: Find the main term, feedback: It names the condition.}
    - {text: Follow its subterms, feedback: They lead to a code.}
    - {text: Open the Tabular List, feedback: The code is verified there.}
    - {text: Read its notes, feedback: They may send you elsewhere.}
"""


def write(folder: Path, case: str = CASE, questions: str = QUESTIONS, template: str = TEMPLATE) -> Path:
    """Lay out a folder of sources and return it."""
    for name, text in (
        ("cases/knee/tx-001.yaml", case),
        ("cases/knee/tx-002.yaml", template),
        ("questions/tx.yaml", questions),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def broken(text: str, old: str, new: str) -> tuple[str, int]:
    """Return a text with one thing changed, and the line of the change."""
    assert text.count(old) >= 1, old
    return text.replace(old, new, 1), text[: text.index(old)].count("\n") + 1


def problems(folder: Path) -> list[tuple[str, int, Level, str]]:
    found = check_sources([folder], shown=folder)
    return [(each.file, each.line, each.severity, each.message) for each in found]
