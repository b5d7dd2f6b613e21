"""Feedback never shows a key that the instructor keeps."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from coding_course.bank import Case, bank, solution_claim
from coding_course.classroom.answers import key_codes, mark, told_codes
from tests.classroom.course import LESSON, MODULE, REPOSITORY, Course, answered, exercise, notebook

pytestmark = pytest.mark.nbgrader

CASES = ("pc-001", "pc-003", "ed-001", "su-001", "ip-001", "ip-002")


@pytest.fixture(scope="module")
def private_bank(tmp_path_factory: pytest.TempPathFactory):
    """Cases and a question of an instructor's own, compiled and laid over the course's bank."""
    from coding_course.bank.compiled import compile_bank

    folder = Path(tmp_path_factory.mktemp("private"))
    (folder / "cases").mkdir()
    (folder / "questions").mkdir()
    for path in (REPOSITORY / "datasets" / "cases").rglob("*.yaml"):
        if path.stem in CASES:
            text = path.read_text(encoding="utf-8").replace(f"id: {path.stem}", f"id: my-{path.stem}", 1)
            (folder / "cases" / f"my-{path.stem}.yaml").write_text(f"{text}\nprivate: true\n", encoding="utf-8")
    (folder / "questions" / "mine.yaml").write_text(
        "- id: my-question\n  type: single\n  stem: Which?\n  rationale: The secret rationale.\n"
        "  citation: The secret citation\n  skills: []\n  difficulty: 1\n  edition: FY2026\n  domains: []\n"
        "  private: true\n  choices:\n"
        "    - {text: one, feedback: The secret of one, correct: true}\n"
        "    - {text: two, feedback: The secret of two}\n",
        encoding="utf-8",
    )
    target = folder / "bank.msgpack"
    compile_bank([folder / "cases", folder / "questions"], target)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CODING_COURSE_BANK", str(target))
        yield target


def private(case: str) -> Case:
    return bank().case(f"my-{case}")


def attempts(case: Case) -> dict[str, str]:
    """Answers from nothing to nearly right: blank, nonsense, and the key with one line or one code less."""
    key = solution_claim(case)
    lines = key.splitlines()
    found = {"blank": "", "nonsense": "dx: Z99.99, hello\npdx: Q\nline: 00000 Z", "other": "dx: J00\nline: 99211 A"}
    for number in range(len(lines)):
        found[f"without-line-{number}"] = "\n".join([*lines[:number], *lines[number + 1 :]])
    for number, code in enumerate(sorted(key_codes(case.key))[:6]):
        found[f"without-code-{number}"] = key.replace(code, "")
        found[f"header-{number}"] = key.replace(code, code[:3])
    return found


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, private_bank: Path) -> Course:
    made = Course(Path(tmp_path_factory.mktemp("course")))
    cells = []
    for case in CASES:
        cells += exercise("claim", f"my-{case}", solution_claim(private(case)), 10)
    cells += exercise("question", "my-question", "A", 2)
    made.write_source(LESSON, notebook("unit-1/01-first", cells))
    assert made.run("generate_assignment", MODULE) == 0
    released = made.released()
    students = {name for case in CASES for name in attempts(private(case))}
    for student in students:
        given = {f"my-{c}": attempts(private(c)).get(student, "") for c in CASES}
        made.submit(student, answered(released, {**given, "my-question": "B"}))
    full = {f"my-{c}": solution_claim(private(c)) for c in CASES}
    made.submit("solution", answered(released, {**full, "my-question": "A"}))
    assert made.run("autograde", MODULE) == 0
    assert made.run("generate_feedback", MODULE) == 0
    return made


def words(page: str) -> str:
    page = re.sub(r"(?s)<(style|script)\b.*?</\1>", " ", page)
    return html.unescape(re.sub(r"<[^>]+>", "", page))


def pages(course: Course) -> dict[str, str]:
    return {p.name: words(course.feedback(p.name)) for p in (course.root / "feedback").iterdir()}


def test_no_page_holds_a_code_of_the_key_that_the_student_did_not_write(course: Course) -> None:
    for student, page in pages(course).items():
        if student == "solution":
            continue
        written = "\n".join(attempts(private(case)).get(student, "") for case in CASES)
        for case in CASES:
            assert told_codes(key_codes(private(case).key), page, written) == frozenset(), (student, case)


def test_no_page_quotes_evidence_rationale_or_trap(course: Course) -> None:
    for student, page in pages(course).items():
        for case in map(private, CASES):
            entries = [*([case.key.principal] if case.key.principal else []), *case.key.diagnoses, *case.key.lines]
            secrets = [e.rationale for e in entries] + [trap.misconception for trap in case.traps]
            secrets += [quote.quote for e in entries for quote in e.evidence if len(quote.quote) > 15]
            for secret in secrets:
                assert secret not in page, (student, case.id)


def test_no_page_tells_the_feedback_or_rationale_of_a_private_question(course: Course) -> None:
    for page in pages(course).values():
        assert "secret" not in page


def test_private_cases_are_graded_all_the_same(course: Course) -> None:
    scores = course.scores()
    assert scores["solution"] == 10 * len(CASES) + 2
    assert scores["blank"] == 0.0
    assert 0 < scores["without-line-1"] < scores["solution"]


def test_the_released_notebook_holds_no_key(course: Course) -> None:
    text = (course.root / "notebooks" / MODULE / f"{LESSON}.ipynb").read_text(encoding="utf-8")
    for case in CASES:
        assert told_codes(key_codes(private(case).key), text, "") == frozenset()


def test_an_explanation_that_would_tell_a_code_is_replaced_by_the_points(private_bank, monkeypatch) -> None:
    import coding_course.grading

    monkeypatch.setattr(coding_course.grading, "redact", lambda score: score)
    found = mark("claim", "my-pc-001", "dx: J00", 10)
    assert told_codes(key_codes(private("pc-001").key), found.html + found.text, "") == frozenset()
    assert "instructor keeps the key" in found.text


def test_a_public_case_is_explained_in_full(private_bank) -> None:
    assert "L23.7" in mark("claim", "pc-001", "dx: J00", 10).text
