"""A lesson, as read, into the cells of its notebooks."""

from __future__ import annotations

import posixpath
import re

import msgspec

from coding_course.authoring import directives
from coding_course.authoring.cells import Cell, call, fixed_cell, notebook, text_cell
from coding_course.authoring.context import Context
from coding_course.authoring.facts import Facts, did_you_mean
from coding_course.authoring.printing import escape, quoted
from coding_course.authoring.problems import Problem
from coding_course.authoring.source import Lesson, Prose

_LESSON_LINK = re.compile(r"(\]\()([^)\s#]+)\.md(#[^)\s]*)?(\))")
_ONLY_HEADINGS = re.compile(r"(?:#+ [^\n]*\n*)+")
_INLINE_IMAGE = re.compile(r"!\[[^\]]*\]\(images/([^)\s]+)\)")


class Compiled(msgspec.Struct, frozen=True):
    """The two notebooks of a lesson, and what they need beside them."""

    learner: str
    instructor: str
    images: dict[str, int]
    """Line on which each picture is first used, by file name."""


def compile_lesson(lesson: Lesson, facts: Facts, problems: list[Problem]) -> Compiled:
    """Return the notebooks of a lesson; what is wrong in it is reported and left out of them.

    Parameters
    ----------
    lesson
        As read.
    facts
        What it may refer to.
    problems
        Takes what is wrong.
    """
    context = Context(lesson, facts, problems)
    cells = lesson_cells(context)
    front = lesson.front.value
    return Compiled(
        learner=notebook(cells, lesson.id, front.title, instructor=False, skills=front.skills),
        instructor=notebook(cells, lesson.id, front.title, instructor=True, skills=front.skills),
        images=context.images,
    )


def lesson_cells(context: Context) -> list[Cell]:
    """Return every cell of a lesson in order."""
    lesson = context.lesson
    cells = [text_cell(_opening(context)), _setup(lesson.id)]
    for block in lesson.blocks:
        if isinstance(block, Prose):
            text = context.prose(_link_notebooks(context, block.text, block.line), block.line)
            for match in _INLINE_IMAGE.finditer(text):
                line = block.line + text.count("\n", 0, match.start())
                context.images.setdefault(match[1], line)
            cells.append(text_cell(text))
        else:
            cells += directives.render(context, block)
    return _headings_with_text([*cells, *_closing(context)])


def _headings_with_text(cells: list[Cell]) -> list[Cell]:
    """Put a heading that stands alone into the cell below it, where that is text."""
    joined: list[Cell] = []
    for cell in cells:
        before = joined[-1] if joined else None
        if before is not None and not cell.code and not before.code and _ONLY_HEADINGS.fullmatch(before.source):
            joined[-1] = text_cell(f"{before.source}\n\n{cell.source}")
        else:
            joined.append(cell)
    return joined


def _setup(lesson: str) -> Cell:
    begin = call("lesson.begin", lesson)
    return fixed_cell(f"from coding_course.ui import lesson\n\n{begin}", "setup")


def _opening(context: Context) -> str:
    front = context.lesson.front
    value = front.value
    _check_references(context)
    objectives = [
        f"- {context.sentence(text, front.line('objectives', place))}" for place, text in enumerate(value.objectives)
    ]
    links = [
        f"[{escape(link.title)}]({link.href(context.module)})"
        for link in map(context.facts.lessons.get, value.prerequisites)
        if link is not None
    ]
    before = f"\n\n**Before you start:** {', '.join(links)}" if links else ""
    box = f"**About {value.minutes} minutes.** Afterwards you can:\n\n" + "\n".join(objectives) + before
    hint = "Press Shift+Enter to move on; quizzes and charts open as you reach them."
    return f"# {escape(value.title)}\n\n{quoted(box)}\n\n{hint}"


def _check_references(context: Context) -> None:
    front, facts = context.lesson.front, context.facts
    value = front.value
    lists = (
        ("prerequisites", value.prerequisites, facts.lessons, "lesson", "Ids are the paths below lessons/."),
        ("skills", value.skills, facts.skills, "skill", "Skills stand in datasets/skills/skills.yaml."),
        (
            "exam_domains",
            value.exam_domains,
            [f"{exam.id}:{domain.id}" for exam in facts.exams.values() for domain in exam.domains],
            "exam domain",
            "Domains stand in datasets/exams/exams.yaml, written exam:domain.",
        ),
    )
    for name, given, known, what, advice in lists:
        for place, each in enumerate(given):
            if each not in known:
                context.wrong(
                    front.line(name, place),
                    f"{name}-known",
                    f"There is no {what} {each!r}.",
                    did_you_mean(each, known, advice),
                )
            elif name == "prerequisites" and each == value.id:
                context.wrong(
                    front.line(name, place), "prerequisites-known", "A lesson cannot be its own prerequisite."
                )


def _closing(context: Context) -> list[Cell]:
    front = context.lesson.front
    value = front.value
    cells = []
    if value.key_points:
        points = [
            f"- {context.sentence(text, front.line('key_points', place))}"
            for place, text in enumerate(value.key_points)
        ]
        cells.append(text_cell("## What to remember\n\n" + "\n".join(points)))
    onward = context.sentence(value.next, front.line("next")) if value.next else ""
    if context.terms:
        entries = sorted(context.terms.values(), key=lambda entry: entry.term.casefold())
        words = "\n".join(f"- **{escape(each.term)}**: {escape(each.definition)}" for each in entries)
        cells.append(text_cell(f"## Words in this lesson\n\n{words}"))
    if onward:
        cells.append(text_cell(f"## Where next\n\n{onward}"))
    return cells


def _link_notebooks(context: Context, text: str, first_line: int) -> str:
    """Point links between lesson files at the notebooks built from them."""

    def replace(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(context.module, match[2]))
        link = context.facts.lessons.get(target)
        if link is None:
            if re.match(r"[a-z]+:", match[2]):
                return match[0]
            line = first_line + text.count("\n", 0, match.start())
            context.wrong(
                line,
                "lesson-link",
                f"There is no lesson {target!r}.",
                did_you_mean(target, context.facts.lessons, "Use {lesson}`module/nn-slug`."),
            )
            return match[0]
        return f"{match[1]}{link.href(context.module)}{match[3] or ''}{match[4]}"

    return _LESSON_LINK.sub(replace, text)
