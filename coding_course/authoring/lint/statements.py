"""Statements: rules are cited, numbers have a source, bodies are named fairly, the wording is plain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coding_course.authoring.lint.view import Paragraph, View
from coding_course.authoring.problems import Problem, Severity
from coding_course.bank.checks.identifiers import identifiers

_RULE = re.compile(
    r"\b(?:must|never(?! (?:need|happened))|always|(?:is|are) required|may not|is not allowed|is reported first)\b",
    re.I,
)
_ABOUT_CODING = re.compile(
    r"\b(?:cod(?:e|es|ed|ing)|sequenc\w+|report\w*|first-listed|principal|diagnos[ie]s|character|modifiers?|claims?|"
    r"guidelines?|Excludes[12])\b",
    re.I,
)
_SENTENCE = re.compile(r"[^.!?]+(?:[.!?](?!\s|$)[^.!?]*)*[.!?]?")
_NUMBER = re.compile(
    r"\$\s?\d[\d,.]*(?:\s(?:million|billion|trillion))?"
    r"|\b\d[\d,.]*\s?(?:%|percent\b)"
    r"|\b\d{1,3}(?:,\d{3})+\b"
    r"|\b\d[\d,.]*\s(?:million|billion|trillion)\b",
    re.I,
)
_BODIES = re.compile(r"\b(?:AAPC|AHIMA|Solventum|3M|TruCode|Optum|Codefinder|EncoderPro)\b")
_AFFILIATION = re.compile(r"\b(?:not|neither|nor)\b[^.]*\b(?:affiliat|endorse|connect)", re.I)
_DOLLAR = re.compile(r"(?<!\\)\$")

_PROMISES = (
    "guaranteed job",
    "guaranteed salary",
    "high-paying",
    "lucrative",
    "in-demand career",
    "six-figure",
    "recession-proof",
    "land your dream job",
)
_FILLER = (
    "it is important to note",
    "it's important to note",
    "it is worth noting",
    "it's worth noting",
    "needless to say",
    "as you know",
    "of course",
    "obviously",
    "let's dive",
    "dive into",
    "deep dive",
    "delve",
    "in today's",
    "unlock",
    "basically",
    "in order to",
    "at the end of the day",
    "simply put",
    "don't worry",
    "rest assured",
    "game changer",
    "seamless",
    "leverage",
    "utilize",
)
_PRAISE = (
    "great job",
    "good job",
    "well done",
    "congratulations",
    "awesome",
    "you're doing great",
    "excellent work",
    "amazing",
    "fantastic",
    "exciting",
)
_BRITISH = re.compile(
    r"\b(?:colour|behaviour|favour|labour|tumours?|anaemia|oedema|haemorrhag\w+|paediatric\w*|"
    r"orthopaedic\w*|gynaecolog\w+|oesophag\w+|diarrhoea|foetus|organis(?:e|ed|es|ing|ation)|recognis\w+|"
    r"summaris\w+|categoris\w+|hospitalis\w+|immunis\w+|centres?|practis(?:e|ed|ing)|judgement|ageing|"
    r"catalogue|programme|licence|fulfil)\b",
    re.I,
)


def check_citations_present(view: View) -> Iterator[Problem]:
    """Yield the first rule of each level-2 section that states rules of coding and cites nothing."""
    first: Paragraph | None = None
    match: re.Match[str] | None = None
    cited = False
    for part in view.parts:
        for paragraph in part.paragraphs:
            if paragraph.heading == 2:
                if first is not None and match is not None and not cited:
                    yield _uncited(view, first, match)
                first, match, cited = None, None, False
            cited = cited or paragraph.has("cite")
            rule = _rule_of_coding(paragraph) if first is None else None
            if rule is not None:
                first, match = paragraph, rule
    if first is not None and match is not None and not cited:
        yield _uncited(view, first, match)


def _rule_of_coding(paragraph: Paragraph) -> re.Match[str] | None:
    """Return the words that make a sentence of a paragraph a rule of coding, if there is one."""
    if paragraph.heading or paragraph.text.lstrip().startswith("|"):
        return None
    for sentence in _SENTENCE.finditer(paragraph.plain):
        rule = _RULE.search(paragraph.plain, sentence.start(), sentence.end())
        if rule and _ABOUT_CODING.search(paragraph.plain, sentence.start(), sentence.end()):
            return rule
    return None


def _uncited(view: View, paragraph: Paragraph, match: re.Match[str]) -> Problem:
    return view.at(
        paragraph,
        match.start(),
        match.end(),
        "citation-missing",
        "This section states a rule of coding and cites nothing.",
        "Open the guideline, the note or the manual that says so, and cite it with {cite}.",
    )


def check_numbers(view: View) -> Iterator[Problem]:
    """Yield percentages, amounts and large counts without a source in their paragraph."""
    for paragraph in (*view.front_paragraphs(), *view.paragraphs()):
        if paragraph.has("source", "cite"):
            continue
        for match in _NUMBER.finditer(paragraph.plain):
            yield view.at(
                paragraph,
                match.start(),
                match.end(),
                "number-source",
                f"{match[0]} is a number about the world without its source.",
                "Add {source}`publisher, title, year` to the paragraph, leave the number out, "
                f"or write {{lit}}`{match[0]}` when it only illustrates.",
            )


def check_dollars(view: View) -> Iterator[Problem]:
    """Yield dollar signs that JupyterLab would take for the beginning of a formula."""
    for paragraph in (*view.front_paragraphs(), *view.paragraphs()):
        for match in _DOLLAR.finditer(paragraph.plain):
            yield view.at(
                paragraph,
                match.start(),
                match.end(),
                "dollar",
                "A bare dollar sign begins a formula in JupyterLab.",
                "Write \\$ (in front matter: put the text in single quotes).",
            )


def check_affiliation(view: View) -> Iterator[Problem]:
    """Yield the first naming of a certification body or product when no line says "not affiliated"."""
    all_of_it = [*view.front_paragraphs(), *view.paragraphs()]
    if any(_AFFILIATION.search(" ".join(paragraph.text.split())) for paragraph in all_of_it):
        return
    for paragraph in all_of_it:
        match = _BODIES.search(paragraph.plain)
        if match:
            yield view.at(
                paragraph,
                match.start(),
                match.end(),
                "affiliation",
                f"The lesson names {match[0]} and does not say how the course stands to it.",
                'Add a line such as "This course is not affiliated with or endorsed by ...".',
            )
            return


def check_identifiers(view: View) -> Iterator[Problem]:
    """Yield what has the form of an identifier of a person (45 CFR 164.514(b)(2))."""
    for paragraph in (*view.front_paragraphs(), *view.paragraphs()):
        for each in identifiers(paragraph.plain):
            if not each.sure or "web address" in each.message or not _wanted(each.found, each.message):
                continue
            yield view.at(
                paragraph,
                each.start,
                each.start + len(each.found),
                "identifier",
                f"{each.found!r} {each.message}.",
                "Nothing in the course identifies a person; say it without.",
            )


def _wanted(found: str, message: str) -> bool:
    """Leave dates in words alone: a lesson may say when an edition begins."""
    return "date finer" not in message or not re.search(r"[A-Za-z]{3}", found)


def check_wording(view: View) -> Iterator[Problem]:
    """Yield filler, praise, promises and British spelling."""
    lists = (
        (_PROMISES, "wording-promise", "promises what the course cannot know", Severity.ERROR),
        (_PRAISE, "wording-praise", "praises", Severity.WARNING),
        (_FILLER, "wording-filler", "says nothing", Severity.WARNING),
    )
    for paragraph in (*view.front_paragraphs(), *view.paragraphs()):
        text = re.sub(r"\s", " ", paragraph.plain).replace("\u2019", "'")
        for phrases, rule, what, severity in lists:
            for phrase in phrases:
                match = re.search(rf"\b{re.escape(phrase)}", text, re.I)
                if match:
                    yield view.at(
                        paragraph,
                        match.start(),
                        match.end(),
                        rule,
                        f"{phrase!r} {what}.",
                        "Take it out, or say the thing itself.",
                        severity,
                    )
        for match in _BRITISH.finditer(text):
            yield view.at(
                paragraph,
                match.start(),
                match.end(),
                "spelling-us",
                f"{match[0]!r} is British spelling.",
                "The course uses US spelling.",
                Severity.WARNING,
            )
