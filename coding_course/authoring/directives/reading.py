"""Directives for what a learner reads: documents, worked examples, pictures, asides, notes of the tabular list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coding_course.authoring.cells import Cell, text_cell
from coding_course.authoring.directives.spec import MANY, Spec, body_cells, body_text, case_of
from coding_course.authoring.facts import did_you_mean
from coding_course.authoring.printing import code_with_title, document, escape, quoted, small, table
from coding_course.authoring.rolebook import RoleProblem, known
from coding_course.codesets.model import NoteKind, System
from coding_course.grading.keys import key_claim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coding_course.authoring.context import Context
    from coding_course.authoring.source import Directive
    from coding_course.bank.models import Case
    from coding_course.grading.model import KeyCode, KeyLine

_NOTE_KINDS = {
    "includes": NoteKind.INCLUDES,
    "inclusion-term": NoteKind.INCLUSION_TERM,
    "excludes1": NoteKind.EXCLUDES1,
    "excludes2": NoteKind.EXCLUDES2,
    "code-first": NoteKind.CODE_FIRST,
    "use-additional": NoteKind.USE_ADDITIONAL,
    "code-also": NoteKind.CODE_ALSO,
    "7th-character": NoteKind.SEVENTH_CHARACTER,
    "note": NoteKind.NOTE,
}
_NOTE_HEADINGS = {
    NoteKind.INCLUDES: "Includes",
    NoteKind.INCLUSION_TERM: "Inclusion terms",
    NoteKind.EXCLUDES1: "Excludes1",
    NoteKind.EXCLUDES2: "Excludes2",
    NoteKind.CODE_FIRST: "Code first",
    NoteKind.USE_ADDITIONAL: "Use additional code",
    NoteKind.CODE_ALSO: "Code also",
    NoteKind.SEVENTH_CHARACTER: "7th character",
    NoteKind.NOTE: "Note",
}
_PICTURE = re.compile(r"[a-z0-9][a-z0-9._-]*\.(svg|png)")
_SETTINGS = {
    "professional": "professional claim",
    "outpatient-facility": "outpatient facility claim",
    "ed": "emergency department claim",
    "inpatient": "inpatient claim",
}


def _documents(context: Context, directive: Directive) -> list[Cell]:
    case = case_of(context, directive)
    if case is None:
        return []
    return document_cells(context, directive, case, directive.arguments[1:])


def document_cells(context: Context, directive: Directive, case: Case, only: Sequence[str]) -> list[Cell]:
    """Return the documents of a case as cells, headed by who the patient is."""
    ids = [each.id for each in case.documents]
    for name in only:
        if name not in ids:
            advice = did_you_mean(name, ids, f"It has {', '.join(ids)}.")
            context.wrong(directive.line, "document-unknown", f"{case.id} has no document {name!r}.", advice)
            return []
    age = "90 or older" if case.patient.age >= 90 else str(case.patient.age)
    sex = {"F": "female", "M": "male"}.get(case.patient.sex.value, "sex unknown")
    head = f"**{escape(case.title)}.** Age {age}, {sex}; {_SETTINGS[case.setting.value]}."
    shown = [document(each.title, each.type, each.text) for each in case.documents if not only or each.id in only]
    return [text_cell("\n\n".join([head, *shown]))]


def _worked(context: Context, directive: Directive) -> list[Cell]:
    case = case_of(context, directive)
    if case is None:
        return []
    chosen = directive.options.get("documents", "").split()
    cells = [] if chosen == ["none"] else document_cells(context, directive, case, chosen)
    return [*cells, *body_cells(context, directive), text_cell(key_table(context, case))]


def key_table(context: Context, case: Case) -> str:
    """Return the key of a case as a table: what is reported, what the chart says, why."""
    key = case.key
    rows: list[list[str]] = []
    if key.principal is not None:
        rows.append(_row(context, "Principal diagnosis", key.principal))
    for place, each in enumerate(key.diagnoses):
        first = "First-listed diagnosis" if key.principal is None else "Secondary diagnosis"
        rows.append(_row(context, first if place == 0 else "Secondary diagnosis", each))
    rows += [_row(context, "Procedure", each) for each in key.procedures]
    rows += [
        _row(context, "Service line", each, line.pointers, line.units)
        for each, line in zip(key.lines, key_claim(key).lines, strict=True)
    ]
    return f"**What is reported, and why**\n\n{table(['Reported as', 'Code', 'The chart says', 'Why'], rows)}"


def _row(
    context: Context, label: str, each: KeyCode | KeyLine, pointers: Sequence[str] = (), units: int = 1
) -> list[str]:
    found = context.facts.edition.lookup(each.code)
    code = code_with_title(each.code, found.title) if found is not None else f"**{each.code}**"
    details = []
    poa = getattr(each, "poa", "")
    if poa:
        details.append(f"present on admission: {poa}")
    for modifier in getattr(each, "modifiers", ()):
        meaning = context.facts.edition.lookup(modifier, System.MODIFIER)
        details.append(f"modifier {code_with_title(modifier, meaning.title) if meaning else modifier}")
    if units != 1:
        details.append(f"{units} units")
    if pointers:
        details.append(f"points at {', '.join(pointers)}")
    if each.optional:
        details.append("may be left out")
    code += "".join(f"<br>{detail}" for detail in details)
    evidence = "<br>".join(f"“{escape(quote.quote)}”" for quote in each.evidence)
    return [label, code, evidence or "-", f"{escape(each.rationale)} {small(each.citation)}"]


def _figure(context: Context, directive: Directive) -> list[Cell]:
    name = directive.arguments[0]
    if not _PICTURE.fullmatch(name):
        context.wrong(
            directive.line,
            "picture-name",
            f"{name!r} cannot be the name of a picture.",
            "Use lower-case letters, digits and hyphens, and .svg or .png; the file lies in images/ beside the lesson.",
        )
        return []
    context.images.setdefault(name, directive.line)
    alternative = directive.options["alt"]
    text = body_text(context, directive)
    picture = f"![{escape(alternative)}](images/{name})"
    return [text_cell(f"{picture}\n\n<details><summary>The picture in words</summary>\n\n{text}\n\n</details>")]


def _mistake(context: Context, directive: Directive) -> list[Cell]:
    title = directive.options.get("title") or "The mistake everyone makes"
    return [text_cell(quoted(f"**{title}**\n\n{body_text(context, directive)}"))]


def _tip(context: Context, directive: Directive) -> list[Cell]:
    title = directive.options.get("title") or "Tip"
    return [text_cell(quoted(f"**{title}**\n\n{body_text(context, directive)}"))]


def _notes(context: Context, directive: Directive) -> list[Cell]:
    try:
        code = known(context, directive.arguments[0], System.CM)
    except RoleProblem as problem:
        context.wrong(directive.line, problem.rule, problem.message, problem.advice)
        return []
    asked = directive.options.get("kinds", "").replace(",", " ").split()
    for kind in asked:
        if kind not in _NOTE_KINDS:
            advice = did_you_mean(kind, _NOTE_KINDS, f"Kinds are {', '.join(_NOTE_KINDS)}.")
            context.wrong(directive.line_of("kinds"), "note-kind", f"There is no kind of note {kind!r}.", advice)
            return []
    kinds = [_NOTE_KINDS[kind] for kind in asked] or list(NoteKind)
    inherited = directive.options.get("inherited", "no") in ("yes", "true")
    notes = [each for each in context.facts.edition.notes(code.code, inherited=inherited) if each.kind in kinds]
    if not notes:
        context.wrong(
            directive.line,
            "notes-none",
            f"{code.code} has no {' or '.join(asked) or 'notes'} of its own.",
            "Add :inherited: yes, or name the category that carries the note.",
        )
        return []
    lines = [code_with_title(code.code, code.title)]
    for kind in kinds:
        for source in dict.fromkeys(each.source for each in notes if each.kind is kind):
            at = f" (at {source})" if source != code.code else ""
            texts = [each.text for each in notes if each.kind is kind and each.source == source]
            lines += ["", f"**{_NOTE_HEADINGS[kind]}**{at}", "", *(f"- {escape(text)}" for text in texts)]
    return [text_cell(quoted("\n".join(lines)))]


DIRECTIVES = (
    Spec("documents", _documents, "{documents} pc-001", (1, MANY), body=False),
    Spec("worked", _worked, "{worked} pc-002", (1, 1), ("documents",), body=True),
    Spec("figure", _figure, "{figure} conventions-tree.svg", (1, 1), ("alt",), required=("alt",), body=True),
    Spec("mistake", _mistake, "{mistake}", options=("title",), body=True),
    Spec("tip", _tip, "{tip}", options=("title",), body=True),
    Spec("notes", _notes, "{notes} E11", (1, 1), ("kinds", "inherited"), body=False),
)
