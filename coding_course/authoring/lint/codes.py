"""Codes and titles come from the data: none is typed by hand, and nothing of CPT's own wording is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from coding_course.authoring.lint.view import Paragraph, View
from coding_course.authoring.problems import Problem
from coding_course.codesets.model import Code, System
from coding_course.grading.keys import key_diagnoses

_CM_WITH_POINT = r"[A-TV-Z][0-9][0-9A-Z]\.[0-9A-Z]{1,4}"
_CM_CATEGORY = r"[A-Z][0-9][0-9A-Z]"
_TYPED = re.compile(
    rf"(?<![\w.-])(?:(?P<cm>{_CM_WITH_POINT}|U[0-9]{{2}}\.[0-9]{{1,2}})|(?P<hcpcs>[A-V][0-9]{{4}})"
    rf"|(?P<cpt>[0-9]{{5}}|[0-9]{{4}}[FTUM])|(?P<pcs>[0-9A-HJ-NP-Z]{{7}})|(?P<category>{_CM_CATEGORY}))(?![\w]|\.\d)"
)
_ROLE_OF = {"cm": "cm", "hcpcs": "hcpcs", "cpt": "cpt", "pcs": "pcs", "category": "cm-header"}
_MODIFIER = re.compile(r"(?i:\bmodifiers?)\s+-?(?P<modifier>[0-9]{2}|[A-Z][A-Z0-9])\b(?!\s*(?:CFR|FR|%))")
_SHORTEST_TITLE = 3
"""Words; a shorter title is ordinary language."""

_AMA_ALWAYS = (
    "list separately in addition to code",
    "which requires a medically appropriate history",
    "medically appropriate history and/or examination",
    "must be met or exceeded",
    "total time on the date of the encounter",
    "does not require the presence of a physician",
    "not requiring the presence of a physician",
)
_AMA_NEAR_A_CODE = (
    "each additional",
    "separate procedure",
    "with or without",
    "including when performed",
    "when performed",
    "unilateral or bilateral",
    "single or multiple",
    "any method",
    "radiological supervision and interpretation",
    "straightforward medical decision making",
)


def check_typed_codes(view: View) -> Iterator[Problem]:
    """Yield each code that stands in prose without a role: it would not be checked."""
    edition = view.facts.edition
    for paragraph in (*view.front_paragraphs(), *view.paragraphs()):
        for match in _TYPED.finditer(paragraph.plain):
            kind = str(match.lastgroup)
            text = match[0]
            if kind == "pcs" and (text.isdigit() or text.isalpha()):
                continue
            if kind == "category" and not edition.lookup(text, System.CM):
                continue
            role = _ROLE_OF[kind]
            found = edition.lookup(text)
            if kind in ("cm", "category") and found is not None:
                role = "cm" if found.billable else "cm-header"
            yield view.at(
                paragraph,
                match.start(),
                match.end(),
                "code-typed",
                f"{text} looks like a code, and nothing checks it.",
                f"Write {{{role}}}`{text}`, or {{code}}`{text}` without its title; {{lit}}`{text}` if it is no code.",
            )
        for match in _MODIFIER.finditer(paragraph.plain):
            yield view.at(
                paragraph,
                match.start("modifier"),
                match.end("modifier"),
                "code-typed",
                f"{match['modifier']} looks like a modifier, and nothing checks it.",
                f"Write {{mod}}`{match['modifier']}`, or {{code}}`{match['modifier']}` without its title.",
            )


def check_codes_in_pictures(view: View, root: Path) -> Iterator[Problem]:
    """Yield codes in the words of an SVG picture that the edition does not have."""
    folder = root / "lessons" / view.lesson.id.rpartition("/")[0] / "images"
    for directive in view.directives("figure"):
        path = folder / directive.arguments[0] if directive.arguments else folder
        if path.suffix != ".svg" or not path.is_file():
            continue
        try:
            words = " ".join(ElementTree.fromstring(path.read_text(encoding="utf-8")).itertext())
        except ElementTree.ParseError:
            continue
        for match in _TYPED.finditer(words):
            if match.lastgroup in ("cm", "hcpcs", "cpt") and view.facts.edition.lookup(match[0]) is None:
                yield view.problem(
                    directive.line,
                    "picture-code",
                    f"{path.name} shows {match[0]}, which is not a code of {view.facts.edition.name}.",
                    "Draw a code that exists.",
                )


def check_typed_titles(view: View) -> Iterator[Problem]:
    """Yield official titles that were typed: those of the codes that the lesson itself is about."""
    titles = {}
    for code in lesson_codes(view):
        words = code.title.split()
        if len(words) >= _SHORTEST_TITLE and code.system in (System.CM, System.PCS, System.HCPCS):
            titles[" ".join(words).casefold()] = code
    for paragraph in (*view.front_paragraphs(), *view.paragraphs()):
        plain = re.sub(r"\s", " ", paragraph.plain).casefold()
        covered = 0
        for title, code in sorted(titles.items(), key=lambda item: -len(item[0])):
            start = plain.find(title)
            if start < covered and covered:
                continue
            if start != -1:
                covered = start + len(title)
                yield view.at(
                    paragraph,
                    start,
                    start + len(title),
                    "title-typed",
                    f"This is the title of {code.code}, typed by hand.",
                    f"Write {{{'cm' if code.billable else 'cm-header'}}}`{code.code}`, which prints code and title.",
                )


def lesson_codes(view: View) -> list[Code]:
    """Return the codes that a lesson names in roles, and those of the keys of its cases."""
    edition = view.facts.edition
    names: dict[str, None] = {}
    for paragraph in (*view.front_paragraphs(), *view.paragraphs()):
        for role in paragraph.roles:
            if role.name in ("cm", "cm-header", "code", "pcs", "hcpcs"):
                names[role.content.strip()] = None
    for directive in view.directives("case", "exercise", "worked", "documents"):
        case = view.facts.cases.get(directive.arguments[0]) if directive.arguments else None
        if case is not None:
            key = case.key
            for each in (*key_diagnoses(key), *key.procedures):
                names[each.code] = None
            for line in key.lines:
                names[line.code] = None
    return [found for found in map(edition.lookup, names) if found is not None]


def check_cpt_wording(view: View) -> Iterator[Problem]:
    """Yield what may be the American Medical Association's wording of a CPT code."""
    for paragraph in (*view.front_paragraphs(), *view.paragraphs()):
        yield from _after_code(view, paragraph)
        text = re.sub(r"\s", " ", paragraph.plain).casefold()
        near = paragraph.has("cpt") or any(match.lastgroup == "cpt" for match in _TYPED.finditer(paragraph.plain))
        for phrase in (*_AMA_ALWAYS, *(_AMA_NEAR_A_CODE if near else ())):
            start = text.find(phrase)
            if start != -1:
                yield view.at(
                    paragraph,
                    start,
                    start + len(phrase),
                    "cpt-wording",
                    f"{phrase!r} is wording of CPT, which is the American Medical Association's copyright.",
                    "Say what it means in words of our own.",
                )


def _after_code(view: View, paragraph: Paragraph) -> Iterator[Problem]:
    for role in paragraph.roles:
        behind = re.match(r"\s*(?:\(|:\s|- |\u2013 |\u2014 )([^).\n]+)", paragraph.plain[role.end :])
        if role.name == "cpt" and behind and len(behind[1].split()) >= _SHORTEST_TITLE:
            yield view.at(
                paragraph,
                role.end + behind.start(1),
                role.end + behind.end(1),
                "cpt-wording",
                "A description stands behind a CPT code, which prints its own.",
                "Take the description out. The course's own words for the code come from its data.",
            )
