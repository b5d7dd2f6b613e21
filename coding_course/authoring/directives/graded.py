"""Directives for graded work: a chart to code, a question to answer, a code to find, each with nbgrader's cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from coding_course.authoring.cells import (
    BEGIN_SOLUTION,
    END_SOLUTION,
    STUB,
    Cell,
    call,
    fixed_cell,
    graded_cells,
    text_cell,
)
from coding_course.authoring.directives.spec import Spec, body_text, case_of, instruction, questions_of
from coding_course.authoring.facts import did_you_mean
from coding_course.authoring.printing import escape
from coding_course.authoring.source import PARSER
from coding_course.bank.answers import solution
from coding_course.bank.hunts import solution_find
from coding_course.bank.models import QuestionType
from coding_course.bank.shown import shown
from coding_course.claims import parse, render
from coding_course.claims.model import Claim
from coding_course.grading.keys import key_claim

if TYPE_CHECKING:
    from coding_course.authoring.context import Context
    from coding_course.authoring.source import Directive
    from coding_course.bank.models import Case, Question
    from coding_course.claims.model import Setting

_PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")
MOST_POINTS = 100


def _points(context: Context, directive: Directive) -> int | None:
    text = directive.options["points"]
    if text.isdecimal() and 0 < int(text) <= MOST_POINTS:
        return int(text)
    context.wrong(
        directive.line_of("points"),
        "points",
        f"{text!r} is not a number of points.",
        f"Write a whole number from 1 to {MOST_POINTS}.",
    )
    return None


def _is_new(context: Context, directive: Directive) -> bool:
    identity = directive.arguments[0]
    first = context.graded.setdefault(identity, directive.line)
    if first == directive.line:
        return True
    context.wrong(
        directive.line,
        "graded-twice",
        f"{identity} is graded on line {first} already; one notebook can grade an item once.",
        "Take another item, or make this one ungraded with {case} or {quiz}.",
    )
    return False


def _exercise(context: Context, directive: Directive) -> list[Cell]:
    case = case_of(context, directive)
    points = _points(context, directive)
    if case is None or points is None or not _is_new(context, directive):
        return []
    identity = directive.arguments[0]
    start, without = _take_start(context, directive, case)
    text = body_text(context, without)
    title = directive.options.get("title", "Exercise")
    worth = f"{points} point{'s' if points != 1 else ''}"
    key = key_claim(case.key, optional=False)
    rest = remainder(start, key, case.setting) if start else key
    head = f"%%claim {identity}\n"
    if rest is None:  # wrong on purpose: nbgrader cannot take the key away and leave the starting text
        cells = graded_cells(
            "claim",
            identity,
            points,
            learner=f"{head}{STUB}\n{start}",
            solution=f"{head}{BEGIN_SOLUTION}\n{render(key, case.setting)}\n{END_SOLUTION}",
            start=start,
            given=start,
        )
    else:
        given = f"{head}{start}\n" if start else head
        cells = graded_cells(
            "claim",
            identity,
            points,
            learner=f"{given}{STUB}\n",
            solution=f"{given}{BEGIN_SOLUTION}\n{render(rest, case.setting)}\n{END_SOLUTION}\n",
            given=start,
        )
    begun = {"start": start} if start else {}
    chart = fixed_cell(call("lesson.chart", identity, graded=True, **begun), "widget", "claim", identity)
    return [*instruction(f"{title} ({worth})", text), chart, *cells]


def _take_start(context: Context, directive: Directive, case: Case) -> tuple[str, Directive]:
    """Return the starting claim of an exercise, and the directive with an instruction alone."""
    fences = [each for each in PARSER.parse(directive.body) if each.type == "fence" and each.info.strip() == "start"]
    if not fences or fences[0].map is None:
        return "", directive
    first, last = fences[0].map
    lines = directive.body.split("\n")
    values = placeholders(case)

    def value(match: re.Match[str]) -> str:
        if match[1] in values:
            return values[match[1]]
        context.wrong(
            directive.body_line + first,
            "start",
            f"{{{{{match[1]}}}}} stands for nothing in the key of {case.id}.",
            f"The key has {', '.join(f'{{{{{name}}}}}' for name in values)}.",
        )
        return ""

    start = _PLACEHOLDER.sub(value, fences[0].content).strip("\n")
    if not start.strip():
        context.wrong(directive.body_line + first, "start", "The starting claim is empty.", "Take the block out.")
    kept = [*lines[:first], *([""] * (last - first)), *lines[last:]]
    return start, msgspec.structs.replace(directive, body="\n".join(kept))


def placeholders(case: Case) -> dict[str, str]:
    """Return what ``{{dx1}}`` and its kin stand for in a case's starting claim."""
    rows: dict[str, str] = {}
    for row in render(key_claim(case.key, optional=False), case.setting).split("\n"):
        label, _, entries = row.partition(": ")
        if label == "line":
            rows[f"line{sum(name.startswith('line') for name in rows) + 1}"] = entries
            continue
        rows[label] = entries
        rows |= {f"{label}{place}": each for place, each in enumerate(entries.split(", "), 1)}
    return rows


def remainder(start: str, key: Claim, setting: Setting) -> Claim | None:
    """Return what has to be added to a starting claim to make it the key, or None when nothing can do that.

    Examples
    --------
    >>> from coding_course.claims.model import Diagnosis, Setting
    >>> key = Claim(diagnoses=(Diagnosis("E11.22"), Diagnosis("N18.31")))
    >>> remainder("dx: E11.22", key, Setting.PROFESSIONAL).diagnoses[0].code
    'N18.31'
    >>> remainder("dx: E11.9", key, Setting.PROFESSIONAL) is None
    True
    """
    begun = parse(start, setting).claim
    rest = Claim(
        principal=None if begun.principal is not None else key.principal,
        diagnoses=key.diagnoses[len(begun.diagnoses) :],
        procedures=key.procedures[len(begun.procedures) :],
        lines=key.lines[len(begun.lines) :],
    )
    whole = parse(f"{start}\n{render(rest, setting)}", setting)
    return rest if _without_lines(whole.claim) == _without_lines(key) and not whole.errors else None


def _without_lines(claim: Claim) -> Claim:
    clear = msgspec.structs.replace
    return Claim(
        None if claim.principal is None else clear(claim.principal, line=0),
        tuple(clear(each, line=0) for each in claim.diagnoses),
        tuple(clear(each, line=0) for each in claim.procedures),
        tuple(clear(each, line=0) for each in claim.lines),
    )


_HOW = {
    QuestionType.SINGLE: "Answer with its letter.",
    QuestionType.MULTIPLE: "Answer with the letters of all that are right, separated by commas.",
    QuestionType.CODE: "Answer with a code.",
    QuestionType.MATCHING: "Answer with pairs of number and letter, in the form `1-X, 2-Y`.",
    QuestionType.ORDERING: "Answer with the letters in order, separated by commas.",
}


def _answer(context: Context, directive: Directive) -> list[Cell]:
    questions = questions_of(context, directive)
    points = _points(context, directive)
    if not questions or points is None or not _is_new(context, directive):
        return []
    question = questions[0]
    worth = f"{points} point{'s' if points != 1 else ''}"
    parts = [
        f"**Question ({worth})**",
        body_text(context, directive),
        question_text(question),
        f"*{_HOW[question.type]}*",
    ]
    head = f"%%answer {question.id}\n"
    filled = f"{head}{BEGIN_SOLUTION}\n{solution(question)}\n{END_SOLUTION}\n"
    cells = graded_cells("question", question.id, points, f"{head}{STUB}\n", filled)
    return [text_cell("\n\n".join(part for part in parts if part)), *cells]


def _find(context: Context, directive: Directive) -> list[Cell]:
    identity = directive.arguments[0]
    hunt = context.facts.hunts.get(identity)
    if hunt is None:
        advice = did_you_mean(
            identity, context.facts.hunts, "Find exercises are the entries of the files under datasets/hunts/."
        )
        context.wrong(directive.line, "hunt-unknown", f"There is no find exercise {identity!r}.", advice)
        return []
    text = body_text(context, directive)
    if "points" not in directive.options:  # to practise: the encoder checks the path itself
        return [*instruction("", text), fixed_cell(call("lesson.find", identity), "widget", "find", identity)]
    points = _points(context, directive)
    if points is None or not _is_new(context, directive):
        return []
    worth = f"{points} point{'s' if points != 1 else ''}"
    head = f"%%find {identity}\n"
    filled = f"{head}{BEGIN_SOLUTION}\n{solution_find(hunt)}\n{END_SOLUTION}\n"
    widget = fixed_cell(call("lesson.find", identity, graded=True), "widget", "find", identity)
    cells = graded_cells("find", identity, points, f"{head}{STUB}\n", filled)
    return [*instruction(f"{directive.options.get('title', 'Find the code')} ({worth})", text), widget, *cells]


def question_text(question: Question) -> str:
    """Return a question as Markdown, with nothing that tells the answer."""
    put = shown(question)
    left = "\n".join(f"- **{number}** {escape(text)}" for number, text in put.left)
    options = "\n".join(f"- **{letter}** {escape(text)}" for letter, text in put.options)
    return "\n\n".join(part for part in (escape(question.stem), left, options) if part)


DIRECTIVES = (
    Spec("exercise", _exercise, "{exercise} pc-001", (1, 1), ("points", "title"), required=("points",), activity=True),
    Spec("find", _find, "{find} fd-001", (1, 1), ("points", "title"), activity=True),
    Spec("answer", _answer, "{answer} q-conv-01", (1, 1), ("points",), required=("points",), activity=True),
)
