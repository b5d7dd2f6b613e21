"""Marking answers: what is understood, what it earns, what is said."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coding_course.bank import Answered, Question, QuestionType, answer, shown, solution
from coding_course.bank.models import Choice, Pair, Step
from coding_course.bank.sources import read_sources
from coding_course.resources import share_root

from .examples import write


@pytest.fixture(scope="module")
def questions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Question]:
    found = read_sources([write(tmp_path_factory.mktemp("questions"))])
    return {located.value.type.value: located.value for located in found.questions}


OWN = [located.value for located in read_sources([share_root() / "datasets" / "questions"]).questions]


def made(kind: QuestionType, **parts: object) -> Question:
    return Question("q-made", kind, "?", "Because.", "I.A", (), 1, "FY2026", (), **parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["A", "a", "A.", "(a)", " a ) ", "A  # my guess", "answer: A", "The answer is A", "Ａ", "a,", "A A"]
)
def test_one_letter_is_understood_in_many_forms(questions: dict[str, Question], text: str) -> None:
    assert answer(questions["single"], text).points == 1.0


@pytest.mark.parametrize("text", ["A, C", "a c", "AC", "c,a", "A and C", "A;C", "a\nc", "[A] [C]", "A.C."])
def test_several_letters_are_understood_in_many_forms(questions: dict[str, Question], text: str) -> None:
    assert answer(questions["multiple"], text).points == 1.0


@pytest.mark.parametrize("text", ["I10", "i10", "i10.", "I-10", "dx: I10", "I10  # hypertension", '"I10"'])
def test_a_code_is_understood_in_many_forms(questions: dict[str, Question], text: str) -> None:
    assert answer(questions["code"], text).points == 1.0


def test_a_foreseen_wrong_code_has_its_own_feedback(questions: dict[str, Question]) -> None:
    for text in ("I11.9", "i119", "I11 9"):
        marked = answer(questions["code"], text)
        assert (marked.points, marked.feedback[0].feedback) == (0.0, "No heart disease is documented.")


def test_an_unforeseen_code_is_told_without_the_answer(questions: dict[str, Question]) -> None:
    marked = answer(questions["code"], "E11.9")
    assert marked.points == 0.0
    assert "I10" not in marked.feedback[0].feedback


def forms_of_pairs(pairs: str) -> list[str]:
    plain = pairs.replace(" ", "").split(",")
    loose = [each.replace("-", "") for each in plain]
    return [
        pairs,
        pairs.lower(),
        " ".join(plain),
        ",".join(loose),
        " ".join(loose).lower(),
        "\n".join(each.replace("-", ". ") for each in plain),
        "; ".join(each.replace("-", " = ") for each in plain),
        "; ".join(each.replace("-", " -> ") for each in plain),
        ", ".join(each.replace("-", ") ") for each in plain),
        ", ".join(each.replace("-", "\N{EN DASH}") for each in plain),
        " ".join(each[-1] for each in plain),
        ", ".join(reversed(plain)),
    ]


def test_pairs_are_understood_in_many_forms(questions: dict[str, Question]) -> None:
    question = questions["matching"]
    for text in forms_of_pairs(solution(question)):
        assert answer(question, text).points == 1.0, text


def test_an_order_is_understood_in_many_forms(questions: dict[str, Question]) -> None:
    question = questions["ordering"]
    letters = solution(question).replace(", ", "")
    for text in (
        ", ".join(letters),
        letters,
        letters.lower(),
        " > ".join(letters),
        "-".join(letters),
        "\n".join(letters),
    ):
        assert answer(question, text).points == 1.0, text


def test_every_option_has_its_feedback_whatever_was_chosen(questions: dict[str, Question]) -> None:
    marked = answer(questions["single"], "B")
    assert [(each.label, each.chosen, each.correct) for each in marked.feedback] == [
        ("A", False, True),
        ("B", True, False),
        ("C", False, False),
    ]
    assert marked.feedback[1].feedback == "This category is not divided further."
    assert marked.rationale == "E11 is divided further."


@pytest.mark.parametrize(
    ("text", "points"),
    [("A, C", 1.0), ("A", 0.5), ("A, B", 0.0), ("A, B, C", 0.5), ("A, B, C, D", 0.0), ("B, D", 0.0), ("A, C, D", 0.5)],
)
def test_a_wrong_tick_takes_back_a_right_one(questions: dict[str, Question], text: str, points: float) -> None:
    assert answer(questions["multiple"], text).points == points


def test_each_pair_counts_by_itself(questions: dict[str, Question]) -> None:
    question = questions["matching"]
    right = solution(question).split(", ")
    assert answer(question, right[0]).points == 0.25
    assert answer(question, ", ".join(right[:3])).points == 0.75
    marked = answer(question, ", ".join(right[:3]))
    assert [(each.label, each.chosen, each.correct) for each in marked.feedback][-1] == ("4", False, False)


def test_prompts_with_one_answer_share_a_letter(questions: dict[str, Question]) -> None:
    assert len(shown(questions["matching"]).options) == 3
    assert len(shown(questions["matching"]).left) == 4


def test_an_order_earns_by_pairs_in_order(questions: dict[str, Question]) -> None:
    question = questions["ordering"]
    right = solution(question).split(", ")
    swapped = [right[1], right[0], *right[2:]]
    assert answer(question, ", ".join(swapped)).points == pytest.approx(4 / 6)
    assert answer(question, ", ".join(reversed(right))).points == 0.0


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("single", "E", "'E' is not one of the letters A to C"),
        ("single", "A, B", "One option is asked for, and A, B were given"),
        ("single", "maybe", "'maybe' is not one of the letters"),
        ("multiple", "A, X", "'X' is not one of the letters A to D"),
        ("code", "I10, I11.9", "Write one code"),
        ("matching", "yes", "does not say which belongs to which"),
        ("matching", "9-A", "There is no 9; the numbers run from 1 to 4"),
        ("matching", "1-Z", "There is no Z; the letters run from A to C"),
        ("matching", "1-A, 1-B", "1 has two letters, A and B"),
        ("ordering", "A, B", "is not in your order. Write every letter once"),
        ("ordering", "A, B, C, D, A", "A stands in the order twice"),
    ],
)
def test_what_cannot_be_understood_is_told_how_to_write(
    questions: dict[str, Question], kind: str, text: str, said: str
) -> None:
    marked = answer(questions[kind], text)
    assert said in marked.problem
    assert (marked.points, marked.feedback, marked.rationale) == (0.0, (), "")


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "# nothing yet", "\u200b"])
def test_an_empty_answer_is_not_an_attempt(questions: dict[str, Question], text: str) -> None:
    for question in questions.values():
        marked = answer(question, text)
        assert (marked.points, marked.attempted, marked.problem) == (0.0, False, "")


def test_a_private_question_tells_nothing_but_the_points(questions: dict[str, Question]) -> None:
    for question in questions.values():
        private = msgspec.structs.replace(question, private=True)
        marked = answer(private, solution(question))
        assert (marked.points, marked.feedback, marked.rationale, marked.citation) == (1.0, (), "", "")


def test_the_shuffle_is_the_same_for_ever() -> None:
    pairs = tuple(Pair(str(n), f"right {n}", "Because it is.") for n in range(5))
    steps = tuple(Step(f"step {n}", "Because it is.") for n in range(5))
    matching = made(QuestionType.MATCHING, pairs=pairs)
    ordering = made(QuestionType.ORDERING, steps=steps)
    assert [text for _, text in shown(matching).options] == [f"right {n}" for n in (0, 2, 1, 3, 4)]
    assert solution(ordering) == solution(ordering)
    assert [text for _, text in shown(ordering).options] == [f"step {n}" for n in (0, 2, 1, 3, 4)]


@settings(deadline=None)
@given(st.text("abcdef-0123456789", min_size=1, max_size=12), st.integers(2, 8))
def test_an_ordering_question_never_shows_its_answer(name: str, count: int) -> None:
    steps = tuple(Step(f"step {n}", "Because it is.") for n in range(count))
    question = msgspec.structs.replace(made(QuestionType.ORDERING, steps=steps), id=name)
    assert [text for _, text in shown(question).options] != [step.text for step in steps]
    assert answer(question, solution(question)).points == 1.0


def test_what_is_shown_does_not_tell_the_answer(questions: dict[str, Question]) -> None:
    for question in questions.values():
        text = msgspec.json.encode(shown(question)).decode()
        assert "feedback" not in text
        assert "correct" not in text


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_no_text_makes_marking_fail(text: str) -> None:
    for kind in QuestionType:
        question = next(each for each in OWN if each.type is kind)
        holds(answer(question, text))


@settings(max_examples=150, deadline=None)
@given(st.text("ABCDEF123456789-,. >=\n#;", max_size=60))
def test_no_near_answer_makes_marking_fail(text: str) -> None:
    for kind in QuestionType:
        question = next(each for each in OWN if each.type is kind)
        holds(answer(question, text))


def holds(marked: Answered) -> None:
    assert type(marked.points) is float
    assert 0.0 <= marked.points <= marked.max == 1.0
    if marked.problem:
        assert marked.points == 0.0
        assert marked.problem.endswith((".", "#."))
        assert len(marked.problem) < 400


def test_a_very_long_answer_is_cut_not_awaited(questions: dict[str, Question]) -> None:
    for question in questions.values():
        holds(answer(question, "A1-, " * 200_000))


def test_a_question_with_too_many_options_is_told() -> None:
    choices = tuple(Choice(str(n), "Because it is.", n == 0) for n in range(40))
    assert "more options than there are letters" in answer(made(QuestionType.SINGLE, choices=choices), "A").problem


def test_a_question_without_parts_is_told() -> None:
    for kind in QuestionType:
        marked = answer(made(kind), "A")
        assert marked.points == 0.0


@pytest.mark.parametrize("question", OWN, ids=lambda question: question.id)
def test_the_answer_of_each_question_of_the_bank_earns_full_marks(question: Question) -> None:
    marked = answer(question, solution(question))
    assert marked.right
    assert marked.problem == ""


@pytest.mark.parametrize("question", [each for each in OWN if each.choices], ids=lambda question: question.id)
def test_ticking_everything_never_earns_full_marks(question: Question) -> None:
    letters = ", ".join("ABCDEFGH"[: len(question.choices)])
    assert answer(question, letters).points < 1.0
