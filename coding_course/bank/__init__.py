"""The bank: cases, questions, skills and exam blueprints, as authors write them and as learners meet them.

``bank`` opens the compiled bank, ``grade_claim`` grades a claim for one of its cases, ``answer`` marks the answer to
one of its questions, ``grade_find`` grades the way to a code for one of its find exercises. Sources, checks and
compiler (``sources``, ``checks``, ``compiled``) are for authors and are not imported here.
"""

from __future__ import annotations

from coding_course.bank.answers import Answered, OptionFeedback, answer, redact_answer, solution
from coding_course.bank.grading import Graded, encounter_of, grade_case, grade_claim, solution_claim
from coding_course.bank.hunts import Found, Hunt, grade_find, grade_hunt, solution_find
from coding_course.bank.models import Case, Exam, Question, QuestionType, Skill
from coding_course.bank.shown import Shown, shown
from coding_course.bank.store import Bank, BankDamaged, UnknownItem, bank

__all__ = [
    "Answered",
    "Bank",
    "BankDamaged",
    "Case",
    "Exam",
    "Found",
    "Graded",
    "Hunt",
    "OptionFeedback",
    "Question",
    "QuestionType",
    "Shown",
    "Skill",
    "UnknownItem",
    "answer",
    "bank",
    "encounter_of",
    "grade_case",
    "grade_claim",
    "grade_find",
    "grade_hunt",
    "redact_answer",
    "shown",
    "solution",
    "solution_claim",
    "solution_find",
]
