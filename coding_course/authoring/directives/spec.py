"""What a directive accepts, and the checks that all directives share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from coding_course.authoring.cells import Cell, text_cell
from coding_course.authoring.facts import did_you_mean
from coding_course.authoring.source import Directive, Prose, read_blocks

if TYPE_CHECKING:
    from coding_course.authoring.context import Context
    from coding_course.bank.models import Case, Question


class Spec(msgspec.Struct, frozen=True):
    """One directive."""

    name: str
    render: Callable[[Context, Directive], list[Cell]]
    usage: str
    """An opening line that is right, for messages."""
    arguments: tuple[int, int] = (0, 0)
    """Fewest and most."""
    options: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    """Options that must be given."""
    body: bool | None = None
    """True when it must have a body, False when it cannot."""
    activity: bool = False
    """True when the learner does something with it."""
    claim: bool = False
    """True when the body is a claim, which is checked as one, and no prose."""


MANY = 99


def accepts(context: Context, directive: Directive, spec: Spec) -> bool:
    """Report whatever the shape of a directive violates, and say whether it can be rendered."""
    before = len(context.problems)
    fewest, most = spec.arguments
    count = len(directive.arguments)
    usage = f"Write ```{spec.usage}"
    if count < fewest:
        context.wrong(directive.line, "directive-arguments", f"{{{spec.name}}} needs {_what(fewest)} behind it.", usage)
    elif count > most:
        rest = " ".join(directive.arguments[most:])
        context.wrong(
            directive.line, "directive-arguments", f"{{{spec.name}}} takes {_what(most)}, not also {rest!r}.", usage
        )
    for option in directive.options:
        if option not in spec.options:
            advice = f"It takes {', '.join(spec.options)}." if spec.options else "It takes no options."
            advice = did_you_mean(option, spec.options, advice)
            context.wrong(
                directive.line_of(option), "directive-option", f"{{{spec.name}}} has no option {option!r}.", advice
            )
    for option in spec.required:
        if not directive.options.get(option):
            example = "10" if option == "points" else "..."
            context.wrong(
                directive.line_of(option),
                "directive-option",
                f"{{{spec.name}}} needs the option {option}.",
                f"Add a line :{option}: {example} below the opening fence.",
            )
    if spec.body is True and not directive.body.strip():
        context.wrong(directive.line, "directive-body", f"{{{spec.name}}} needs a text between its fences.", usage)
    if spec.body is False and directive.body.strip():
        context.wrong(
            directive.body_line, "directive-body", f"{{{spec.name}}} takes no text between its fences.", usage
        )
    return len(context.problems) == before


def _what(count: int) -> str:
    return {0: "no argument", 1: "one argument"}.get(count, f"{count} arguments")


def case_of(context: Context, directive: Directive, argument: int = 0) -> Case | None:
    """Return the case that a directive names, or report that there is none."""
    identity = directive.arguments[argument]
    case = context.facts.cases.get(identity)
    if case is None:
        advice = did_you_mean(identity, context.facts.cases, "Cases are the files under datasets/cases/.")
        if identity in context.facts.questions:
            advice = "It is a question: use {quiz} or {answer}."
        context.wrong(directive.line, "case-unknown", f"There is no case {identity!r}.", advice)
    return case


def questions_of(context: Context, directive: Directive) -> list[Question] | None:
    """Return the questions that a directive names, or report those that do not exist."""
    found = []
    for identity in directive.arguments:
        question = context.facts.questions.get(identity)
        if question is None:
            advice = did_you_mean(
                identity, context.facts.questions, "Questions are the entries of the files under datasets/questions/."
            )
            if identity in context.facts.cases:
                advice = "It is a case: use {case} or {exercise}."
            context.wrong(directive.line, "question-unknown", f"There is no question {identity!r}.", advice)
        elif question in found:
            context.wrong(directive.line, "question-twice", f"{identity} stands here twice.", "Name it once.")
        else:
            found.append(question)
    return found if len(found) == len(directive.arguments) else None


def body_cells(context: Context, directive: Directive) -> list[Cell]:
    """Return the cells of a directive's body, which may hold prose and further directives."""
    from coding_course.authoring.directives import render

    cells: list[Cell] = []
    for block in read_blocks(context.lesson.source, directive.body, directive.body_line, context.problems):
        if isinstance(block, Prose):
            cells.append(text_cell(context.prose(block.text, block.line)))
        else:
            cells += render(context, block)
    return cells


def body_text(context: Context, directive: Directive) -> str:
    """Return a directive's body as Markdown; directives in it are reported."""
    for block in read_blocks(context.lesson.source, directive.body, directive.body_line, context.problems):
        if isinstance(block, Directive):
            context.wrong(
                block.line,
                "directive-nested",
                f"{{{block.name}}} cannot stand inside {{{directive.name}}}.",
                "Put it behind the end of the outer block.",
            )
    return context.prose(directive.body, directive.body_line).strip("\n")


def instruction(title: str, text: str) -> Sequence[Cell]:
    """Return the cell that says what to do with what follows, when there is something to say."""
    parts = [f"**{title}**" if title else "", text]
    joined = "\n\n".join(part for part in parts if part.strip())
    return [text_cell(joined)] if joined else []
