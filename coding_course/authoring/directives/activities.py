"""Directives for what a learner does without being graded: quizzes, charts, browser, encoder, placement, goal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.authoring.cells import Cell, call, fixed_cell
from coding_course.authoring.directives.spec import MANY, Spec, body_text, case_of, instruction, questions_of
from coding_course.authoring.facts import did_you_mean
from coding_course.authoring.rolebook import RoleProblem, known

if TYPE_CHECKING:
    from coding_course.authoring.context import Context
    from coding_course.authoring.source import Directive


def _quiz(context: Context, directive: Directive) -> list[Cell]:
    if questions_of(context, directive) is None:
        return []
    title = directive.options.get("title", "")
    before = instruction("", body_text(context, directive))
    named = {"title": title} if title else {}
    source = call("lesson.quiz", *directive.arguments, **named)
    return [*before, fixed_cell(source, "widget", "question", " ".join(directive.arguments))]


def _placement(context: Context, directive: Directive) -> list[Cell]:
    if questions_of(context, directive) is None:
        return []
    source = call("lesson.placement", *directive.arguments)
    before = instruction("", body_text(context, directive))
    return [*before, fixed_cell(source, "widget", "placement", " ".join(directive.arguments))]


def _case(context: Context, directive: Directive) -> list[Cell]:
    case = case_of(context, directive)
    if case is None:
        return []
    identity = directive.arguments[0]
    before = instruction("", body_text(context, directive))
    return [*before, fixed_cell(call("lesson.chart", identity), "widget", "claim", identity)]


def _browser(context: Context, directive: Directive) -> list[Cell]:
    code = directive.arguments[0] if directive.arguments else ""
    if code:
        try:
            known(context, code, None)
        except RoleProblem as problem:
            context.wrong(directive.line, problem.rule, problem.message, problem.advice)
            return []
    before = instruction("", body_text(context, directive))
    source = call("lesson.browser", code) if code else call("lesson.browser")
    return [*before, fixed_cell(source, "widget", "browser", code)]


def _encoder(context: Context, directive: Directive) -> list[Cell]:
    code = directive.arguments[0] if directive.arguments else ""
    case = directive.options.get("case", "")
    if code:
        try:
            known(context, code, None)
        except RoleProblem as problem:
            context.wrong(directive.line, problem.rule, problem.message, problem.advice)
            return []
    if case and case not in context.facts.cases:
        advice = did_you_mean(case, context.facts.cases, "Cases are the files under datasets/cases/.")
        context.wrong(directive.line_of("case"), "case-unknown", f"There is no case {case!r}.", advice)
        return []
    before = instruction("", body_text(context, directive))
    source = call("lesson.encoder", *([code] if code else []), **({"case": case} if case else {}))
    return [*before, fixed_cell(source, "widget", "encoder", " ".join(part for part in (code, case) if part))]


def _goal(context: Context, directive: Directive) -> list[Cell]:
    before = instruction("", body_text(context, directive))
    return [*before, fixed_cell(call("lesson.goal"), "widget", "goal")]


DIRECTIVES = (
    Spec("quiz", _quiz, "{quiz} q-conv-01 q-conv-02", (1, MANY), ("title",), activity=True),
    Spec("placement", _placement, "{placement} q-place-01 q-place-02", (1, MANY), activity=True),
    Spec("case", _case, "{case} pc-001", (1, 1), activity=True),
    Spec("browser", _browser, "{browser} E11", (0, 1), activity=True),
    Spec("encoder", _encoder, "{encoder} E11", (0, 1), ("case",), activity=True),
    Spec("goal", _goal, "{goal}", activity=True),
)
