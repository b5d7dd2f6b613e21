"""The widgets' content as static HTML and as text: questions, documents and forms, never an answer.

Shown where no widget can be: on GitHub, in an nbconvert page, on paper, to some screen readers. No style sheet and
no script is needed.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from coding_course.bank.models import Case, Question, QuestionType
from coding_course.bank.shown import shown
from coding_course.claims import Setting
from coding_course.ui import words
from coding_course.ui.markup import Html, element

HINTS = {
    QuestionType.SINGLE: "Choose one.",
    QuestionType.MULTIPLE: "Choose all that apply.",
    QuestionType.CODE: "Enter one code. Suggestions appear while you type.",
    QuestionType.MATCHING: "Choose for each item what belongs to it.",
    QuestionType.ORDERING: "Put into order, first at the top, with the arrow buttons.",
}

_TYPED = {
    QuestionType.SINGLE: "Answer with a letter, such as B.",
    QuestionType.MULTIPLE: "Answer with letters, such as B, D.",
    QuestionType.CODE: "Answer with a code.",
    QuestionType.MATCHING: "Answer with pairs, such as 1-B, 2-A.",
    QuestionType.ORDERING: "Answer with letters in order, such as C, A, B.",
}

_FORM = {
    Setting.INPATIENT: ("pdx: principal diagnosis and POA indicator", "dx: secondary diagnoses", "px: procedures"),
    Setting.PROFESSIONAL: ("dx: diagnoses, first-listed first", "line: service, modifiers, units, pointers"),
    Setting.OUTPATIENT_FACILITY: ("dx: diagnoses, first-listed first", "line: service, modifiers, units, pointers"),
    Setting.ED: ("dx: diagnoses, first-listed first", "line: service, modifiers, units, pointers"),
}


def quiz_html(title: str, questions: Sequence[Question]) -> Html:
    """Return a quiz as HTML."""
    return element(
        "section", element("h3", title), element("ol", *(element("li", question_html(one)) for one in questions))
    )


def question_html(question: Question) -> Html:
    """Return one question as HTML, with how to answer it in an answer cell."""
    seen = shown(question)
    parts = [element("p", part) for part in question.stem.split("\n\n")]
    if seen.left:
        parts.append(element("ul", *(element("li", f"{number}. {text}") for number, text in seen.left)))
    if seen.options:
        parts.append(element("ul", *(element("li", f"{letter}. {text}") for letter, text in seen.options)))
    parts.append(element("p", element("em", _TYPED[question.type])))
    return element("div", *parts)


def quiz_text(title: str, questions: Sequence[Question]) -> str:
    """Return a quiz as text."""
    return "\n\n".join([title, *(f"{place}. {question_text(one)}" for place, one in enumerate(questions, 1))])


def question_text(question: Question) -> str:
    """Return one question as text."""
    seen = shown(question)
    lines = [_fill(question.stem)]
    lines += [_fill(f"{number}. {text}", "   ") for number, text in seen.left]
    lines += [_fill(f"{letter}. {text}", "   ") for letter, text in seen.options]
    return "\n".join([*lines, f"   ({_TYPED[question.type]})"])


def chart_html(case: Case) -> Html:
    """Return a chart and its empty claim form as HTML."""
    documents = [
        element(
            "article",
            element("h4", document.title, " ", element("small", f"({document.type})")),
            element("pre", document.text, style="white-space: pre-wrap"),
        )
        for document in case.documents
    ]
    return element(
        "section",
        element("h3", case.title),
        element("p", f"{words.SETTINGS[case.setting]} · {words.patient(case.patient.age, case.patient.sex)}"),
        element("p", case.task) if case.task else None,
        *documents,
        element("h4", "Claim"),
        element("ul", *(element("li", entry) for entry in _FORM[case.setting])),
    )


def chart_text(case: Case) -> str:
    """Return a chart and its empty claim form as text."""
    lines = [
        case.title,
        f"{words.SETTINGS[case.setting]}, {words.patient(case.patient.age, case.patient.sex)}",
        *([_fill(case.task)] if case.task else []),
    ]
    for document in case.documents:
        lines += ["", f"{document.title} ({document.type})", "", document.text.rstrip()]
    return "\n".join([*lines, "", "Claim", *(f"  {entry}" for entry in _FORM[case.setting])])


def browser_html(view: dict[str, Any]) -> Html:
    """Return what the code browser shows as HTML."""
    entry = view["entry"]
    if entry is None:
        return element("section", element("h3", view["edition"]), _list(view["chapters"] or view["hits"] or []))
    notes = [
        element("div", element("strong", note["label"]), element("ul", *(_note_line(line) for line in note["lines"])))
        for note in entry["notes"]
    ]
    sevenths = [element("li", f"{character}: {meaning}") for character, meaning in entry["sevenths"]]
    below = entry["below"] or entry["children"]
    return element(
        "section",
        element("h3", element("code", entry["label"]), " ", entry["title"]),
        element("p", "Billable. " if entry["billable"] else "Not billable. ", entry["billing"]),
        element("p", "In: ", " › ".join(f"{up['label']} {up['title']}" for up in entry["ancestors"])),
        *notes,
        element("div", element("strong", "7th character"), element("ul", *sevenths)) if sevenths else None,
        element("div", element("strong", "Below it"), _list(below)) if below else None,
    )


def browser_text(view: dict[str, Any]) -> str:
    """Return what the code browser shows as text."""
    entry = view["entry"]
    if entry is None:
        return "\n".join([view["edition"], *_lines(view["chapters"] or view["hits"] or [])])
    lines = [f"{entry['label']} {entry['title']}"]
    lines.append(("Billable. " if entry["billable"] else "Not billable. ") + entry["billing"])
    lines += [f"In {up['label']} {up['title']}" for up in entry["ancestors"]]
    for note in entry["notes"]:
        lines += ["", note["label"]]
        lines += [
            _fill(f"- {line['text']}" + (f" (from {line['source']})" if line["inherited"] else ""), "  ")
            for line in note["lines"]
        ]
    if entry["sevenths"]:
        lines += ["", "7th character", *(f"  {character}: {meaning}" for character, meaning in entry["sevenths"])]
    below = entry["below"] or entry["children"]
    return "\n".join([*lines, *(["", "Below it", *_lines(below)] if below else [])])


def goal_html(view: dict[str, Any]) -> Html:
    """Return the goals as HTML."""
    goals = [element("li", element("strong", title), f": {meaning}") for _, title, meaning in view["goals"]]
    return element("section", element("h3", view["title"]), element("ul", *goals))


def goal_text(view: dict[str, Any]) -> str:
    """Return the goals as text."""
    return "\n".join([view["title"], *(_fill(f"- {title}: {meaning}", "  ") for _, title, meaning in view["goals"])])


def _list(codes: Sequence[dict[str, Any]]) -> Html:
    return element(
        "ul",
        *(element("li", element("code", one.get("label", one["code"])), f" {one['title']}") for one in codes),
    )


def _lines(codes: Sequence[dict[str, Any]]) -> list[str]:
    return [f"  {one.get('label', one['code'])} {one['title']}" for one in codes]


def _note_line(line: dict[str, Any]) -> Html:
    return element("li", line["text"], f" (inherited from {line['source']})" if line["inherited"] else None)


def _fill(text: str, indent: str = "") -> str:
    return textwrap.fill(text, 96, initial_indent=indent, subsequent_indent=indent + "   " if indent else "")
